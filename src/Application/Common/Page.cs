using System.ComponentModel.DataAnnotations;
using FluentValidation;

namespace PosCommerce.Application.Common;

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the page after this; null on the last page.</param>
public sealed record Page<T>(
    [property: MaxLength(PageRules.MaximumLimit)] IReadOnlyList<T> Items,
    [property: Form(Forms.Cursor, PageRules.MaximumCursorLength)] string? NextCursor
) : IPage
{
    IPage IPage.Continued(string cursor) => this with { NextCursor = cursor };

    /// <summary>Makes a page of rows that were asked for with <c>limit + 1</c>: the one too many says that there is more.</summary>
    public static Page<T> Of<TKey>(IReadOnlyList<T> rows, int limit, Func<T, TKey> key) =>
        rows.Count > limit ? new Page<T>([.. rows.Take(limit)], Cursor.Write(key(rows[limit - 1]))) : new Page<T>(rows, null);

    /// <summary>The same of rows that know more than callers are told.</summary>
    public static Page<T> Of<TRow, TKey>(IReadOnlyList<TRow> rows, int limit, Func<TRow, TKey> key, Func<TRow, T> told)
    {
        var page = Page<TRow>.Of(rows, limit, key);
        return new Page<T>([.. page.Items.Select(told)], page.NextCursor);
    }
}

/// <summary>One page of any list.</summary>
public interface IPage
{
    string? NextCursor { get; }

    /// <summary>The same page with another cursor.</summary>
    IPage Continued(string cursor);
}

/// <summary>A query that answers a page.</summary>
public interface IPaged
{
    int Limit { get; }

    [Form(Forms.Cursor, PageRules.MaximumCursorLength)]
    string? Cursor { get; }
}

/// <summary>What every page request is checked for.</summary>
public static class PageRules
{
    public const int DefaultLimit = 50;
    public const int MaximumLimit = 200;
    internal const string NotOurs = "The cursor is not one that this list gave out.";
    public const int MaximumCursorLength = 2_000;

    public static void PageOf<TQuery, TKey>(this AbstractValidator<TQuery> validator)
        where TQuery : IPaged
    {
        validator.RuleFor(q => q.Limit).InclusiveBetween(1, MaximumLimit);
        validator
            .RuleFor(q => q.Cursor)
            .Opaque()
            .Must(c => c is null || (c.Length <= MaximumCursorLength && Cursor.TryRead<TKey>(c, out _)))
            .WithMessage(NotOurs);
    }
}
