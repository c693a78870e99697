using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// What the server cannot read as HTTP (%00 in the path, an endless header) it answers itself, with an empty body, before
/// any middleware exists. This gives those answers the body that every other refusal has.
/// </summary>
internal static class UnreadableRequests
{
    private static ReadOnlySpan<byte> EmptyBody => "\r\nContent-Length: 0\r\n"u8;

    private static ReadOnlySpan<byte> Closing => "\r\nConnection: close\r\n"u8;

    public static ConnectionDelegate Explain(ConnectionDelegate next) =>
        connection =>
        {
            connection.Transport = new Pipes(connection.Transport.Input, new Writer(connection.Transport.Output));
            return next(connection);
        };

    /// <summary>The answer with a body, or null when it is not one of the server's own.</summary>
    private static byte[]? WithBody(ReadOnlySpan<byte> answer)
    {
        if (!answer.StartsWith("HTTP/1.1 4"u8))
            return null;
        var at = answer.IndexOf(EmptyBody);
        if (at < 0 || answer.IndexOf(Closing) < 0 || !answer.EndsWith("\r\n\r\n"u8))
            return null;

        var rejection = Rejection.Of(int.Parse(answer.Slice("HTTP/1.1 ".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture));
        var body = JsonSerializer.SerializeToUtf8Bytes(Problem.Of(rejection, ActivityTraceId.CreateRandom().ToHexString()), Json.Options);
        var headers =
            $"\r\nContent-Type: {Problem.ContentType}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: {body.Length}\r\n";
        return [.. answer[..at], .. Encoding.ASCII.GetBytes(headers), .. answer[(at + EmptyBody.Length)..], .. body];
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>The server writes a whole head at once, so it can be looked at, and replaced, where it stands.</summary>
    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        private const int RoomForProblem = 2_048;

        private Memory<byte> current;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => current = inner.GetMemory(Math.Max(sizeHint, RoomForProblem));

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (bytes <= current.Length && WithBody(current.Span[..bytes]) is { } explained && explained.Length <= current.Length)
            {
                explained.CopyTo(current);
                bytes = explained.Length;
            }

            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
