using System.Globalization;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>How much a till was told.</summary>
/// <param name="From">It was told of all that changed in transactions before this one; null while it is told everything.</param>
/// <param name="To">Up to where it will have been told once the pages under way are through; null between two rounds.</param>
/// <param name="After">The last article of the page before.</param>
/// <param name="Known">What terms it has, by their fingerprints.</param>
internal sealed record TillPlace(long? From, long? To, Guid After, IReadOnlyList<string> Known)
{
    public static readonly TillPlace Beginning = new(From: null, To: null, Guid.Empty, []);

    public bool IsFirstPage => To is null;

    /// <summary>Up to where it was told, or is being told. One of the two is there once something was.</summary>
    public string Version => (To ?? From!.Value).ToString("d19", CultureInfo.InvariantCulture);

    /// <summary>The place after a page.</summary>
    public TillPlace Then(TillChanged page, IReadOnlyList<string> known) =>
        page.HasMore
            ? new TillPlace(From, To ?? page.UpTo, page.VariantIds[^1], known)
            : new TillPlace(To ?? page.UpTo, To: null, Guid.Empty, known);
}

/// <summary>
/// Seals places, so that each is good for its merchant and store alone, as long as amounts there are of its currency, and for the
/// history of its database: transactions are counted anew in another one, and again by one that was set back.
/// </summary>
internal sealed class TillCursors(ISeal seal, RequestContext context)
{
    private const char Dot = '.';

    public string Sealed(TillPlace place, TillStore store, string history)
    {
        var written = Cursor.Write(place);
        return $"{written}{Dot}{seal.Of(Bound(written, store, history))}";
    }

    public bool IsOurs(string cursor, TillStore store, string history) =>
        cursor.Split(Dot) is [var written, var mark] && seal.Fits(Bound(written, store, history), mark);

    private string Bound(string place, TillStore store, string history) =>
        $"till-catalog\n{context.TenantId}\n{store.StoreId}\n{store.Currency}\n{history}\n{place}";
}
