using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PosCommerce.Bench;

/// <summary>
/// One kept connection that speaks just enough HTTP/1.1. A full client costs as much CPU as the request it measures, on
/// the same cores; pgbench, which the figures stand beside, costs next to nothing.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket socket;
    private byte[] buffer = new byte[64 * 1024];
    private int bodyStart;
    private int bodyEnd;

    private HttpConnection(Socket socket) => this.socket = socket;

    /// <summary>The body of the last answer.</summary>
    public string Body => Encoding.UTF8.GetString(buffer, bodyStart, bodyEnd - bodyStart);

    public static async Task<HttpConnection> OpenAsync(int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), ct);
            return new HttpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A request of these headers and this body.</summary>
    public static byte[] Request(string method, string path, string headers = "", string body = "") =>
        Encoding.UTF8.GetBytes(
            body.Length == 0
                ? $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n"
                : $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );

    /// <summary>Sends a request, reads the whole answer and tells its status.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken ct)
    {
        await socket.SendAsync(request, ct);
        var filled = 0;
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
            filled += await ReceiveAsync(filled, ct);

        bodyStart = end + 4;
        if (LengthOf(buffer.AsSpan(0, bodyStart)) is { } length)
        {
            bodyEnd = bodyStart + length;
            while (filled < bodyEnd)
                filled += await ReceiveAsync(filled, ct);
        }
        else
        {
            // Health answers come in chunks. Nobody asks for the next thing early, so the last chunk is the end.
            while (!buffer.AsSpan(bodyStart, filled - bodyStart).EndsWith("0\r\n\r\n"u8))
                filled += await ReceiveAsync(filled, ct);
            bodyEnd = filled;
        }

        return Utf8Parser.TryParse(buffer.AsSpan("HTTP/1.1 ".Length), out int status, out _) ? status : 0;
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int filled, CancellationToken ct)
    {
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var count = await socket.ReceiveAsync(buffer.AsMemory(filled), ct);
        return count > 0 ? count : throw new BenchFailure("The service closed the connection.");
    }

    /// <summary>Null for an answer in chunks.</summary>
    private static int? LengthOf(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0 && Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out int length, out _))
            return length;
        return head.IndexOf("Transfer-Encoding"u8) < 0 ? 0 : null;
    }
}
