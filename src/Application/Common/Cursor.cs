using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PosCommerce.Application.Common;

/// <summary>
/// The place in a list where a page ended: the sort key of its last row, opaque to callers. What leaves is
/// <c>place.seal</c>; the seal binds it to its list and merchant, so that nobody else can have written what the list's statement
/// then gets. The pipeline seals and checks (<see cref="Pipeline.ValidationBehaviour{TRequest, TResponse}"/>); a list only writes
/// and reads places.
/// </summary>
public static class Cursor
{
    private const char Dot = '.';

    public static string Write<TKey>(TKey key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key, Json.Options));

    /// <summary>Reads a cursor that the validator has let through; the default when there is none.</summary>
    public static TKey? Read<TKey>(string? cursor) => cursor is not null && TryRead<TKey>(cursor, out var key) ? key : default;

    public static bool TryRead<TKey>(string cursor, out TKey? key)
    {
        key = default;
        try
        {
            key = JsonSerializer.Deserialize<TKey>(Base64Url.DecodeFromChars(PlaceOf(cursor)), Json.Options);
            return key is not null;
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>A place as it leaves.</summary>
    /// <param name="tenantId">Null for a list of the platform.</param>
    internal static string Sealed(string place, Type list, Guid? tenantId, ISeal seal) =>
        $"{place}{Dot}{seal.Of(Bound(place, list, tenantId))}";

    /// <summary>Whether this list has given the cursor out, to this merchant.</summary>
    internal static bool IsOurs(string cursor, Type list, Guid? tenantId, ISeal seal) =>
        PlaceOf(cursor) is var place
        && place.Length < cursor.Length
        && seal.Fits(Bound(place.ToString(), list, tenantId), cursor[(place.Length + 1)..]);

    private static string Bound(string place, Type list, Guid? tenantId) => $"cursor\n{list.Name}\n{tenantId}\n{place}";

    private static ReadOnlySpan<char> PlaceOf(string cursor) =>
        cursor.IndexOf(Dot, StringComparison.Ordinal) is >= 0 and var end ? cursor.AsSpan(0, end) : cursor;
}
