using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PosCommerce.Bench;

/// <summary>
/// Stands between a service and PostgreSQL and counts what is said (PostgreSQL manual, "Message Formats"): a witness that
/// does not take the service's own word for it. For one request at a time; it is no load to measure through.
/// </summary>
internal sealed class WireCounter : IAsyncDisposable
{
    private const byte Execute = (byte)'E';
    private const byte SimpleQuery = (byte)'Q';

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;
    private readonly string host;
    private readonly int port;
    private long turns;
    private long statements;
    private long simpleQueries;

    public WireCounter(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>
    /// How often the service spoke and then waited; how many statements it ran; how many the driver added on its own account.
    /// </summary>
    public (long Turns, long Statements, long SimpleQueries) Counts =>
        (Volatile.Read(ref turns), Volatile.Read(ref statements), Volatile.Read(ref simpleQueries));

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> relays = [];
        try
        {
            while (true)
                relays.Add(RelayAsync(await listener.AcceptSocketAsync(ending.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        using (client)
        {
            await server.ConnectAsync(host, port);
            var answered = new Turn();
            await Task.WhenAny(
                ForwardAsync(client, server, new Messages(this, answered).Read),
                ForwardAsync(server, client, _ => answered.IsOurs = true)
            );
        }
    }

    private async Task ForwardAsync(Socket from, Socket to, Action<ReadOnlySpan<byte>> see)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (
                var count = await from.ReceiveAsync(buffer, ending.Token);
                count > 0;
                count = await from.ReceiveAsync(buffer, ending.Token)
            )
            {
                see(buffer.AsSpan(0, count));
                await to.SendAsync(buffer.AsMemory(0, count), ending.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One end hung up.
        }
    }

    /// <summary>Whose turn it is to speak.</summary>
    private sealed class Turn
    {
        public bool IsOurs { get; set; } = true;
    }

    /// <summary>Finds the messages in what a client sends, wherever packets happen to end.</summary>
    private sealed class Messages(WireCounter counter, Turn turn)
    {
        private readonly byte[] head = new byte[5];
        private bool isStarted;
        private int filled;
        private long rest;

        public void Read(ReadOnlySpan<byte> bytes)
        {
            if (turn.IsOurs)
                Interlocked.Increment(ref counter.turns);
            turn.IsOurs = false;
            while (!bytes.IsEmpty)
            {
                if (rest > 0)
                {
                    var skipped = (int)Math.Min(rest, bytes.Length);
                    rest -= skipped;
                    bytes = bytes[skipped..];
                    continue;
                }

                // The first message of a session has no type, only a length.
                var offset = isStarted ? 0 : 1;
                var wanted = 5 - offset - filled;
                var taken = Math.Min(wanted, bytes.Length);
                bytes[..taken].CopyTo(head.AsSpan(offset + filled));
                filled += taken;
                bytes = bytes[taken..];
                if (taken < wanted)
                    return;
                rest = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4;
                if (isStarted)
                    Count(head[0]);
                (isStarted, filled) = (true, 0);
            }
        }

        private void Count(byte type)
        {
            if (type == Execute)
                Interlocked.Increment(ref counter.statements);
            else if (type == SimpleQuery)
                Interlocked.Increment(ref counter.simpleQueries);
        }
    }
}
