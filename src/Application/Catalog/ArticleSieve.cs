using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Narrows lists by what other contexts know, price and stock: a stretch of the list is read, what does not fit falls through, and the next
/// one is read until the page is full. A request passes by a thousand; a page may then have few items, or none, and go on.
/// </summary>
internal sealed class ArticleSieve(IPrices prices, IAvailability availability)
{
    private const int Stretch = 200;
    private const int MostStretches = 5;

    /// <summary>Those of some variants that are in stock where they are to be, and cost what they may.</summary>
    public async Task<HashSet<Guid>> FittingAsync(IArticleFilter filter, IReadOnlyList<Guid> variantIds, CancellationToken ct)
    {
        HashSet<Guid> fitting = [.. variantIds];
        if (fitting.Count == 0)
            return fitting;
        var asked = filter.Currency is null ? null : prices.Find(variantIds);
        if (filter.InStockAt is { } storeId)
        {
            var available = await availability.OfAsync(variantIds, ct);
            fitting.RemoveWhere(id => !available[id].Any(a => a.StoreId == storeId && a.Available > 0));
        }

        if (asked is not null)
        {
            var (least, most) = (filter.MinPrice ?? 0, filter.MaxPrice ?? Rules.MaximumAmount);
            fitting.IntersectWith(
                (await asked.ToListAsync(ct))
                    .Where(p => p.Currency == filter.Currency && p.Price >= least && p.Price <= most)
                    .Select(p => p.VariantId)
            );
        }

        return fitting;
    }

    /// <summary>A page of what fits.</summary>
    /// <param name="read">Reads so many rows from a place on.</param>
    /// <param name="sift">Those of some rows that fit, in their order.</param>
    /// <param name="key">The place of a row.</param>
    public static async Task<Page<TRow>> PageAsync<TRow, TKey>(
        IPaged query,
        Func<TKey?, int, Task<IReadOnlyList<TRow>>> read,
        Func<IReadOnlyList<TRow>, Task<IReadOnlyList<TRow>>> sift,
        Func<TRow, TKey> key
    )
        where TKey : class
    {
        var place = Cursor.Read<TKey>(query.Cursor);
        List<TRow> found = [];
        for (var stretch = 0; stretch < MostStretches; stretch++)
        {
            var rows = await read(place, Stretch);
            found.AddRange(await sift(rows));
            if (found.Count > query.Limit || rows.Count < Stretch)
                return Page<TRow>.Of(found, query.Limit, key);
            place = key(rows[^1]);
        }

        // A full page that ends before this place goes on from its own end.
        return new Page<TRow>(found, Cursor.Write(place));
    }
}
