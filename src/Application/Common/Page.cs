using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using FluentValidation;

namespace PosCommerce.Application.Common;

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the page after this; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>Makes a page of rows that were asked for with <c>limit + 1</c>: the one too many says that there is more.</summary>
    public static Page<T> Of<TKey>(IReadOnlyList<T> rows, int limit, Func<T, TKey> key) =>
        rows.Count > limit
            ? new Page<T>([.. rows.Take(limit)], Cursor.Write(key(rows[limit - 1])))
            : new Page<T>(rows, null);
}

/// <summary>A query that answers a page.</summary>
public interface IPaged
{
    int Limit { get; }

    string? Cursor { get; }
}

/// <summary>The place in a list where a page ended: the sort key of its last row, opaque to callers.</summary>
public static class Cursor
{
    public static string Write<TKey>(TKey key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key, Json.Options));

    /// <summary>Reads a cursor that the validator has let through; the default when there is none.</summary>
    public static TKey? Read<TKey>(string? cursor) =>
        cursor is not null && TryRead<TKey>(cursor, out var key) ? key : default;

    public static bool TryRead<TKey>(string cursor, out TKey? key)
    {
        key = default;
        try
        {
            key = JsonSerializer.Deserialize<TKey>(Base64Url.DecodeFromChars(cursor), Json.Options);
            return key is not null;
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            return false;
        }
    }
}

/// <summary>What every page request is checked for.</summary>
public static class PageRules
{
    public const int DefaultLimit = 50;
    public const int MaximumLimit = 200;
    private const int MaximumCursorLength = 1_000;

    public static void PageOf<TQuery, TKey>(this AbstractValidator<TQuery> validator)
        where TQuery : IPaged
    {
        validator.RuleFor(q => q.Limit).InclusiveBetween(1, MaximumLimit);
        validator.RuleFor(q => q.Cursor)
            .Must(c => c is null || (c.Length <= MaximumCursorLength && Cursor.TryRead<TKey>(c, out _)))
            .WithMessage("The cursor is not one that this list gave out.");
    }
}
