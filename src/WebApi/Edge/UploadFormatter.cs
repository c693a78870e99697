using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Reads requests that bring a file: a form (RFC 7578) with the file as one part and every other member as a text, read as one of an
/// address is, and as strictly.
/// </summary>
internal sealed class UploadFormatter : IInputFormatter, IApiRequestFormatMetadataProvider
{
    public const string MediaType = "multipart/form-data";

    private const int LongestBoundary = 70;
    private const int LongestText = 4 * 1024;
    private const string NoForm = "Is no form that can be read: parts with a name each, between the boundaries that the header tells.";

    public static bool Takes(Type request) => request.GetProperties().Any(IsFile);

    public bool CanRead(InputFormatterContext context) =>
        Takes(context.ModelType)
        && MediaTypeHeaderValue.TryParse(context.HttpContext.Request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<string> GetSupportedContentTypes(string? contentType, Type objectType) => Takes(objectType) ? [MediaType] : [];

    public async Task<InputFormatterResult> ReadAsync(InputFormatterContext context)
    {
        var http = context.HttpContext;
        using var body = await RequestBody.ReadAsync(http);
        var make = context.ModelType.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!; // A record has one.
        var members = make.GetParameters().ToDictionary(NameOf, StringComparer.Ordinal);
        var json = http.RequestServices.GetRequiredService<RequestJson>();
        var mistakes = new Mistakes();
        Dictionary<string, object?> said = new(StringComparer.Ordinal);
        foreach (var (name, content) in await PartsAsync(body.Text, BoundaryOf(http.Request)))
        {
            if (!members.TryGetValue(name, out var member))
                mistakes.Add(name, JsonReading.Unknown);
            else if (said.ContainsKey(name))
                mistakes.Add(name, JsonReading.Doubled);
            else if (member.ParameterType == typeof(Upload))
                said[name] = new Upload(content);
            else if (ProblemOf(content, member.ParameterType, out var value) is { } problem)
                mistakes.Add(name, problem);
            else
                said[name] = json.Read(value, context.ModelType, name);
            if (mistakes.HasMore)
                break;
        }

        foreach (var (name, _) in members.Where(m => !m.Value.HasDefaultValue && !said.ContainsKey(m.Key) && !mistakes.Names(m.Key)))
            mistakes.Add(name, JsonReading.Missing);
        return mistakes.IsEmpty
            ? InputFormatterResult.Success(make.Invoke([.. members.Select(m => said.GetValueOrDefault(m.Key, m.Value.DefaultValue))]))
            : throw new Refused(mistakes.ToError());
    }

    private static bool IsFile(PropertyInfo member) => member.PropertyType == typeof(Upload);

    // A record's parameters have names.
    private static string NameOf(ParameterInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name!);

    private static string? ProblemOf(byte[] content, Type type, out object? value)
    {
        value = null;
        if (content.Length > LongestText)
            return "Is longer than any value of this operation.";
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return "Is not UTF-8.";
        }

        return JsonReading.TryReadText(text, type, out value) ? null : PlainText.ProblemOf(text) ?? JsonReading.ExpectationOf(type);
    }

    private static string BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { HasValue: true, Length: <= LongestBoundary } boundary
            ? boundary.ToString()
            : throw EdgeErrors.Wrong(HeaderNames.ContentType, "Must tell the boundary between the parts, of at most 70 characters.");

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var part)
            ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false) // A part is one of an array.
            : new MemoryStream(body.ToArray(), writable: false);

    // Of a file it is the bytes that count, not what somebody says that they are.
    private static async Task<IReadOnlyList<(string Name, byte[] Content)>> PartsAsync(ReadOnlyMemory<byte> body, string boundary)
    {
        List<(string, byte[])> parts = [];
        try
        {
            var reader = new MultipartReader(boundary, StreamOf(body)) { HeadersLengthLimit = LongestText };
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                if (
                    section.GetContentDispositionHeader() is not { } told
                    || HeaderUtilities.RemoveQuotes(told.Name) is not { HasValue: true } name
                )
                    throw EdgeErrors.Wrong(JsonReading.Body, NoForm);
                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content);
                parts.Add((name.ToString(), content.ToArray()));
                if (parts.Count > Mistakes.Most)
                    throw EdgeErrors.Wrong(
                        JsonReading.Body,
                        string.Create(CultureInfo.InvariantCulture, $"Has more than {Mistakes.Most} parts.")
                    );
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw EdgeErrors.Wrong(JsonReading.Body, NoForm);
        }

        return parts;
    }
}

/// <summary>The operation takes a file, and so a larger body than others.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesFileAttribute : Attribute, IRequestSizeLimitMetadata
{
    // Besides the file there are some texts, and what parts them.
    private const int Around = 64 * 1024;

    public const int LargestFile = 32 * 1024 * 1024;

    public long? MaxRequestBodySize => LargestFile + Around;
}
