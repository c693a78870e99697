using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;

namespace PosCommerce.WebApi.Edge;

/// <summary>Reads bodies: JSON in UTF-8 and nothing else, strictly, naming the members that are wrong.</summary>
internal sealed class JsonBodyFormatter : IInputFormatter, IApiRequestFormatMetadataProvider
{
    private const string MediaType = "application/json";

    public bool CanRead(InputFormatterContext context) =>
        !UploadFormatter.Takes(context.ModelType)
        && MediaTypeHeaderValue.TryParse(context.HttpContext.Request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        && IsUtf8(HeaderUtilities.RemoveQuotes(type.Charset));

    public IReadOnlyList<string> GetSupportedContentTypes(string? contentType, Type objectType) =>
        UploadFormatter.Takes(objectType) ? [] : [MediaType];

    public async Task<InputFormatterResult> ReadAsync(InputFormatterContext context)
    {
        var http = context.HttpContext;
        using var body = await RequestBody.ReadAsync(http);
        var reading = http.RequestServices.GetRequiredService<JsonReading>();
        return InputFormatterResult.Success(AddressedBody.Read(body.Text.Span, context.ModelType, http.Request.RouteValues, reading));
    }

    private static bool IsUtf8(Microsoft.Extensions.Primitives.StringSegment charset) =>
        !charset.HasValue
        || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);
}
