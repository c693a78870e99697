using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>
/// Who sends a body to its end before reading anything, as many HTTP clients do, still reads why it was refused.
/// </summary>
[TestFixture]
public sealed class LargeBodiesTests
{
    private const int Kilobyte = 1024;

    private ApiUnderTest api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => api = await ApiUnderTest.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await api.DisposeAsync();

    [TestCase("/v1/auth/sign-in", 17, 413)]
    [TestCase("/v1/auth/sign-in", 1025, 413)]
    [TestCase("/v1/auth/sign-in", 5000, 413)]
    [TestCase("/v1/sales", 1025, 401)]
    [TestCase("/v1/sales", 5000, 401)]
    [TestCase("/v1/nowhere", 5000, 404)]
    public async Task A_refusal_is_read_by_who_sends_everything_first(string path, int kilobytes, int status)
    {
        for (var n = 0; n < 20; n++)
            Assert.That(await AnswerAsync(path, kilobytes * Kilobyte), Does.StartWith($"HTTP/1.1 {status} "), $"Time {n}");
    }

    [Test]
    public async Task A_body_without_end_is_not_read_to_its_end()
    {
        using var connection = await ConnectAsync();
        var stream = connection.GetStream();
        await stream.WriteAsync(Head("/v1/sales", long.MaxValue));
        var sent = 0L;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (; sent < 100L * Kilobyte * Kilobyte; sent += 64 * Kilobyte)
                await stream.WriteAsync(new byte[64 * Kilobyte]);
        });
        Assert.That(sent, Is.LessThan(100L * Kilobyte * Kilobyte));
    }

    private async Task<string> AnswerAsync(string path, int length)
    {
        using var connection = await ConnectAsync();
        var stream = connection.GetStream();
        await stream.WriteAsync(Head(path, length));
        await stream.WriteAsync(new byte[length]);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync() ?? "";
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, api.Client.BaseAddress!.Port); // It has one.
        return connection;
    }

    private byte[] Head(string path, long length) =>
        Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"POST {path} HTTP/1.1\r\nHost: {api.Client.BaseAddress!.Authority}\r\nX-Tenant: demo\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
            )
        );
}
