using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>The identity of a request: the same act, however its JSON was spaced or ordered, has the same hash.</summary>
internal static class Canonical
{
    public static byte[] Hash<T>(string operation, T request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(operation));
        hash.AppendData("\n"u8);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(request, Json.Options));
        return hash.GetHashAndReset();
    }
}
