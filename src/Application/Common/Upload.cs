using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PosCommerce.Application.Common;

/// <summary>
/// A file that came with a request, as it came: what it is, the use case finds out. For the identity of the request its hash stands.
/// </summary>
[JsonConverter(typeof(AsHash))]
public sealed record Upload(ReadOnlyMemory<byte> Content)
{
    private sealed class AsHash : JsonConverter<Upload>
    {
        public override Upload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException("A file is sent as one.");

        public override void Write(Utf8JsonWriter writer, Upload value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(SHA256.HashData(value.Content.Span));
    }
}
