using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;

namespace PosCommerce.Application.Common;

/// <summary>What a successful request answers, ready to be written: it is what a retry gets again, byte for byte.</summary>
public sealed record Answer(int Status, string? Location, string? ETag, byte[] Body)
{
    /// <summary>Turns the result of a request into its answer: the one place where status, Location and ETag are decided.</summary>
    public static Answer Of<T>(IRequest<T> request, T result)
    {
        var body = result is Unit ? [] : JsonSerializer.SerializeToUtf8Bytes(result, Json.Options);
        return new Answer(
            StatusOf(request.GetType(), typeof(T)),
            request is ICreates or IAsksForWork ? (result as IResource)?.Location : null,
            result switch
            {
                IVersioned versioned => EntityTag(versioned.Version),
                ITagged => EntityTag(body),
                _ => null,
            },
            body
        );
    }

    /// <summary>
    /// 201 for what was created, 202 for what will be done, 204 for what has nothing to say, else 200 (RFC 9110, section 15.3).
    /// </summary>
    public static int StatusOf(Type request, Type result) =>
        result == typeof(Unit) ? 204
        : typeof(ICreates).IsAssignableFrom(request) ? 201
        : typeof(IAsksForWork).IsAssignableFrom(request) ? 202
        : 200;

    /// <summary>A strong validator (RFC 9110, section 8.8.3) made of the row's version.</summary>
    public static string EntityTag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>A weak validator made of what is answered: packed or not, it says the same.</summary>
    public static string EntityTag(byte[] body) => $"W/\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 15))}\"";
}

/// <summary>A result without a version, of which callers are told by its ETag, for If-None-Match, that it is what they know.</summary>
public interface ITagged;

/// <summary>A result that can be read again on its own.</summary>
public interface IResource
{
    /// <summary>Where it can be read.</summary>
    [JsonIgnore]
    string Location { get; }
}

/// <summary>A result that carries the version of a mutable resource.</summary>
public interface IVersioned
{
    [Range(1, int.MaxValue)]
    int Version { get; }
}
