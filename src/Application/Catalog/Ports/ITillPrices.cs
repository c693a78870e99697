using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog.Ports;

/// <summary>What tills have to know of prices and taxes.</summary>
public interface ITillPrices
{
    /// <summary>The greatest transaction from one on known to have changed what some article costs; nothing where none has.</summary>
    Deferred<long> NewestChange(long from);

    /// <summary>Whose prices or taxes changed in transactions from one on: their ids behind one, in their order.</summary>
    Deferred<Guid> ChangedArticles(long from, Guid after, int limit);

    /// <summary>How some articles are taxed, and every price of theirs that holds now or later at the tills of a store.</summary>
    Deferred<TillArticlePrice> Find(TillPriceScope scope, IReadOnlyList<Guid> variantIds);

    /// <summary>Asks for the lists, taxes and groups that prices are chosen by; the question travels with the next round trip.</summary>
    IAskedTillTerms Terms(Guid storeId);
}

/// <summary>Where prices hold.</summary>
public sealed record TillPriceScope(Guid StoreId, string Currency);

/// <param name="PriceListId">Null, with what follows, where nothing has a price for it.</param>
public sealed record TillArticlePrice(
    Guid VariantId,
    Guid TaxClassId,
    Guid? PriceListId,
    decimal? MinimumQuantity,
    long? Amount,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil
)
{
    // The columns of a price are there together.
    internal TillPrice Told => new(PriceListId!.Value, MinimumQuantity!.Value, Amount!.Value, ValidFrom!.Value, ValidUntil);
}

/// <summary>Lists, taxes and groups that were asked for.</summary>
public interface IAskedTillTerms
{
    /// <summary>The price lists in a currency that may hold at the store's tills, by code.</summary>
    Task<IReadOnlyList<TillPriceList>> PriceListsAsync(string currency, CancellationToken ct);

    /// <summary>All tax classes by code, with their rates in the area of a store's address.</summary>
    Task<IReadOnlyList<TillTaxClass>> TaxClassesAsync(string? country, string? region, CancellationToken ct);

    /// <summary>The customer groups in use, by code.</summary>
    Task<IReadOnlyList<TillCustomerGroup>> CustomerGroupsAsync(CancellationToken ct);
}
