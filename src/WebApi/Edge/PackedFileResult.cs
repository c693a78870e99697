using System.IO.Compression;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace PosCommerce.WebApi.Edge;

/// <summary>A file that is kept in packed parts, of which no more than one is unpacked at a time.</summary>
internal sealed class PackedFileResult(string fileName, string mediaType, long bytes, IReadOnlyList<byte[]> parts) : ActionResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = $"{mediaType}; charset=utf-8";
        response.ContentLength = bytes;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        foreach (var part in parts)
        {
            await using var text = new GZipStream(new MemoryStream(part), CompressionMode.Decompress);
            await text.CopyToAsync(response.Body, context.HttpContext.RequestAborted);
        }
    }
}
