using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PosCommerce.Testing;

/// <summary>
/// Stands between the application and its database and counts the turns on the sockets: each time that the client speaks
/// after the server did. What a driver or a meter believes of itself does not matter here.
/// </summary>
public sealed class SocketCounter : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;
    private long turns;

    /// <param name="connectionString">Of the server; without encryption, which would take turns of its own.</param>
    public SocketCounter(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        (host, port) = (server.Host!, server.Port); // Every test server has a host.
        listener.Start();
        server.Host = IPAddress.Loopback.ToString();
        server.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        server.SslMode = SslMode.Disable;
        server.GssEncryptionMode = GssEncryptionMode.Disable;
        ConnectionString = server.ConnectionString;
        accepting = AcceptAsync();
    }

    /// <summary>The same server through this counter.</summary>
    public string ConnectionString { get; }

    /// <summary>How often a client has spoken and then waited, on all connections so far.</summary>
    public long Turns => Interlocked.Read(ref turns);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(RelayAsync(await listener.AcceptTcpClientAsync(closing.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(host, port, closing.Token);
                client.NoDelay = server.NoDelay = true;
                var isServersTurn = 0;
                var up = PumpAsync(
                    client.GetStream(),
                    server.GetStream(),
                    () =>
                    {
                        if (Interlocked.Exchange(ref isServersTurn, 1) == 0)
                            Interlocked.Increment(ref turns);
                    }
                );
                var down = PumpAsync(server.GetStream(), client.GetStream(), () => Interlocked.Exchange(ref isServersTurn, 0));
                await Task.WhenAny(up, down);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over, or the server is gone: the client sees its connection closed.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action speaks)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, closing.Token) is > 0 and var read)
            {
                // Before it is passed on: the other side must not answer first.
                speaks();
                await to.WriteAsync(buffer.AsMemory(0, read), closing.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side hung up; so does the other.
        }
    }
}
