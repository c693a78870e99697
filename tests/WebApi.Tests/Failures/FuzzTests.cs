using System.Net;
using System.Text;
using NUnit.Framework;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>
/// No input breaks the API: every operation, by whom it serves, with something wrong in its path, query, headers or body.
/// </summary>
[TestFixture]
public sealed class FuzzTests
{
    // Requests may end what the next ones need (a session, the merchant itself): each block begins anew.
    private const int Block = 250;

    // The same every time, so that a red run means a change; the long run draws others.
    [TestCase(1, 4)]
    [TestCase(null, 40, Category = "Stress", Explicit = true, Reason = "Takes some minutes.")]
    public async Task Whatever_is_sent_is_answered_or_refused(int? given, int blocks)
    {
        var seed = given ?? Random.Shared.Next();
        for (var block = 0; block < blocks; block++)
            await SendBlockAsync(new Hostility(seed + block), $"seed {seed + block}");
    }

    private static async Task SendBlockAsync(Hostility hostility, string seed)
    {
        await using var api = await ApiUnderTest.StartAsync();
        // DeclarationTests wants every route to declare.
        var routes = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!.Audience);
        using var people = await Callers.SignInAsync(api);
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
        var good = Example.All("demo", await Belongings.MakeAsync(api, people.Admin, "demo"), api.Password);
        var answered = 0;
        for (var i = 0; i < Block; i++)
        {
            var (example, hostile) = hostility.Next(good, api.Client.BaseAddress!); // It has one.
            using var request = hostile.ToRequest();
            foreach (
                var (name, values) in people
                    .Of(routes[example.Operation])
                    .DefaultRequestHeaders.Where(h => !request.Headers.Contains(h.Key))
            )
                request.Headers.Add(name, values);
            var what = $"{seed}, request {i}, {example.Operation}: {hostile.Done}";
            var reply = await SendAsync(client, request, what);
            Check(reply, what);
            answered += reply.IsSuccess ? 1 : 0;
            if (reply.IsSuccess && example.Operation == "SuspendTenant")
                await people.Operator.PostAsync($"/v1/platform/tenants/{DemoData.Tenant("demo")}/reopen", "");
            if (reply.Status == HttpStatusCode.Unauthorized || example.Operation.StartsWith("SignOut", StringComparison.Ordinal))
                await people.SignInAgainAsync();
        }

        await people.SignInAgainAsync();
        var laws = await people.Admin.FetchAsync("/v1/integrity");
        Assert.Multiple(() =>
        {
            // Else it was the fuzz that had ended.
            Assert.That(answered, Is.GreaterThan(Block / 50), seed);
            Assert.That(laws.Text, Does.Contain("\"holds\":true"));
        });
    }

    private static async Task<Reply> SendAsync(HttpClient client, HttpRequestMessage request, string what)
    {
        try
        {
            using var response = await client.SendAsync(request);
            return new Reply(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException e)
        {
            throw new AssertionException($"{what}\n{e.Message}", e);
        }
    }

    private static void Check(Reply reply, string what)
    {
        Assert.That((int)reply.Status, Is.LessThan(500), $"{what}\n{reply.Text}");
        if ((int)reply.Status < 400)
            return;
        Assert.Multiple(() =>
        {
            Assert.That(reply.Code, Is.Not.Empty, what);
            Assert.That(reply.Text, Does.Not.Contain("Npgsql").And.Not.Contain("System.").And.Not.Contain("PosCommerce."), what);
        });
    }
}
