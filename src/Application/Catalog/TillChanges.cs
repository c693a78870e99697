using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>Changes that were asked for.</summary>
/// <param name="Articles">Ids from each source, in their order, one more than a page where there are more.</param>
internal sealed record AskedTillChanges(
    Deferred<AskedTillChanges.State> Feed,
    Deferred<long> NewestPrice,
    IReadOnlyList<Deferred<Guid>> Articles,
    int Limit
)
{
    public async Task<TillChanged> FindAsync(CancellationToken ct)
    {
        var feed = await Feed.SingleAsync(ct);
        var newest = Math.Max(feed.Newest, await NewestPrice.SingleOrDefaultAsync(ct));
        var ids = new SortedSet<Guid>();
        foreach (var source in Articles)
            ids.UnionWith(await source.ToListAsync(ct));
        return new TillChanged(
            feed.History,
            // Where nothing is under way it is what the merchant changed last: it stays while other merchants change theirs.
            Math.Min(feed.OldestOpen, newest + 1),
            feed.AreCategoriesChanged,
            [.. ids.Take(Limit)],
            ids.Count > Limit
        );
    }

    internal sealed record State(long OldestOpen, long Newest, bool AreCategoriesChanged, string History);
}

/// <param name="History">Of the database: within one, transactions can be compared.</param>
/// <param name="UpTo">All changes of transactions before this one can be seen.</param>
/// <param name="VariantIds">A page of what changed.</param>
internal sealed record TillChanged(string History, long UpTo, bool AreCategoriesChanged, IReadOnlyList<Guid> VariantIds, bool HasMore);

internal sealed record TillArticleRow(
    Guid VariantId,
    Guid ProductId,
    string Sku,
    string Name,
    string? Brand,
    ProductKind Kind,
    string Unit,
    int? MinimumAge,
    bool NoDiscount,
    bool NoReturn,
    Guid[] CategoryIds
)
{
    /// <param name="prices">At least one row, which tells how it is taxed.</param>
    public TillArticle With(
        IReadOnlyList<TillCode> codes,
        IReadOnlyList<TillComponent> components,
        IReadOnlyList<TillArticlePrice> prices
    ) =>
        new(
            VariantId,
            ProductId,
            Sku,
            Name,
            Brand,
            Kind,
            Unit,
            MinimumAge,
            NoDiscount,
            NoReturn,
            CategoryIds.Length == 0 ? null : CategoryIds,
            codes,
            components.Count == 0 ? null : components,
            prices[0].TaxClassId,
            [.. prices.Where(p => p.PriceListId is not null).Select(p => p.Told)]
        );
}

internal sealed record TillCodeRow(Guid? VariantId, string CodeKey, BarcodeKind Kind, decimal PackQuantity)
{
    public TillCode Told => new(CodeKey, Kind, PackQuantity);
}

internal sealed record TillComponentRow(Guid BundleId, Guid VariantId, decimal Quantity)
{
    public TillComponent Told => new(VariantId, Quantity);
}
