using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

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
        var body = await ReadToEndAsync(reader);
        try
        {
            return InputFormatterResult.Success(Parse(body.IsSingleSegment ? body.First : body.ToArray(), context.ModelType));
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }
    }

    // Not cancelled when the caller hangs up: the read ends by itself then, and the server takes a cancelled one for a mistake.
    private static async Task<ReadOnlySequence<byte>> ReadToEndAsync(PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.IsCompleted)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static object Parse(ReadOnlyMemory<byte> body, Type type)
    {
        if (body.IsEmpty)
            throw Refusal([(JsonReading.Body, JsonReading.Missing)]);
        object? model;
        try
        {
            model = JsonSerializer.Deserialize(body.Span, type, Json.Options);
        }
        catch (JsonException)
        {
            model = null;
        }

        if (model is null)
            throw Refusal(JsonReading.Explain(body, type));

        // What the serialiser lets through.
        return body.Span.IndexOf("null"u8) >= 0 && JsonReading.FindNothing(body) is { Count: > 0 } nothings ? throw Refusal(nothings) : model;
    }

    // Not by model state, which takes names that differ in case for one.
    private static Refused Refusal(IEnumerable<(string Path, string Message)> mistakes) => new(PipelineErrors.Invalid(
        mistakes.GroupBy(m => m.Path, m => m.Message, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal)));
}
