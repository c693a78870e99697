using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>Reads bodies: JSON in UTF-8 and nothing else, strictly, naming every member that is wrong.</summary>
internal sealed class JsonBodyFormatter : IInputFormatter, IApiRequestFormatMetadataProvider
{
    private const string MediaType = "application/json";

    public bool CanRead(InputFormatterContext context) =>
        MediaTypeHeaderValue.TryParse(context.HttpContext.Request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<string> GetSupportedContentTypes(string? contentType, Type objectType) => [MediaType];

    public async Task<InputFormatterResult> ReadAsync(InputFormatterContext context)
    {
        var http = context.HttpContext;
        var reader = http.Request.BodyReader;
        var body = await ReadToEndAsync(reader, http.RequestAborted);
        try
        {
            return Parse(body.IsSingleSegment ? body.First : body.ToArray(), context);
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }
    }

    private static async Task<ReadOnlySequence<byte>> ReadToEndAsync(PipeReader reader, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.IsCompleted)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static InputFormatterResult Parse(ReadOnlyMemory<byte> body, InputFormatterContext context)
    {
        if (body.IsEmpty)
            return Refuse(context, [(JsonReading.Body, JsonReading.Missing)]);
        try
        {
            var model = JsonSerializer.Deserialize(body.Span, context.ModelType, Json.Options);
            if (model is null)
                return Refuse(context, JsonReading.Explain(body, context.ModelType));

            // PostgreSQL's text cannot hold NUL, which JSON can only write like this.
            var nuls = body.Span.IndexOf("\\u0000"u8) < 0 ? [] : JsonReading.FindNul(body);
            return nuls.Count == 0 ? InputFormatterResult.Success(model) : Refuse(context, nuls);
        }
        catch (JsonException)
        {
            return Refuse(context, JsonReading.Explain(body, context.ModelType));
        }
    }

    private static InputFormatterResult Refuse(InputFormatterContext context, List<(string Path, string Message)> mistakes)
    {
        foreach (var (path, message) in mistakes)
            context.ModelState.TryAddModelError(path, message);
        return InputFormatterResult.Failure();
    }
}
