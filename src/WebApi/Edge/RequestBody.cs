using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// A body as a whole, unpacked, in memory that is used again. Its bound holds for what is read, not for what was sent: a kilobyte
/// that unpacks to a gigabyte is refused at the same size as one that was not packed.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>What a body may be packed with; told to whoever packs it otherwise (RFC 9110, section 15.5.16).</summary>
    public const string Encodings = "gzip, br";

    /// <summary>Where nobody is known yet, the largest request is a sign-in.</summary>
    public const int LargestOfStrangers = 16 * 1024;

    public const int Largest = 1024 * 1024;

    private const int First = 4 * 1024;

    private byte[] buffer;
    private int length;

    private RequestBody(int first) => buffer = ArrayPool<byte>.Shared.Rent(first);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Without the byte order mark that some editors put in front.</summary>
    public ReadOnlyMemory<byte> Text =>
        buffer.AsMemory(0, length) is var text && text.Span.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;

    public static async Task<RequestBody> ReadAsync(HttpContext http)
    {
        var limit = (int)(http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? Largest);
        var body = new RequestBody(First);
        try
        {
            await using var unpacked = Unpack(http.Request);
            await body.FillAsync(unpacked, limit);
            return body;
        }
        // The two decoders each have an exception of their own.
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException && http.Request.Headers.ContentEncoding.Count > 0)
        {
            body.Dispose();
            throw EdgeErrors.Wrong(HeaderNames.ContentEncoding, "The body is not packed as this header says.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private static Stream Unpack(HttpRequest request) =>
        request.Headers.ContentEncoding switch
        {
            [] or [""] => request.Body,
            [{ } name] when name.Equals("identity", StringComparison.OrdinalIgnoreCase) => request.Body,
            [{ } name]
                when name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase) =>
                new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
            [{ } name] when name.Equals("br", StringComparison.OrdinalIgnoreCase) => new BrotliStream(
                request.Body,
                CompressionMode.Decompress,
                leaveOpen: true
            ),
            _ => throw new Rejected(Rejection.EncodingIsUnsupported),
        };

    // Not cancelled when the caller hangs up: the read ends by itself then, and the server takes a cancelled one for a mistake.
    private async Task FillAsync(Stream unpacked, int limit)
    {
        while (true)
        {
            if (length == buffer.Length)
                Grow(limit);
            var count = await unpacked.ReadAsync(buffer.AsMemory(length));
            if (count == 0)
                return;
            length += count;
            if (length > limit)
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private void Grow(int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(2 * buffer.Length, limit + 1));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
