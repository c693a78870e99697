using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>What is for sale.</summary>
public interface ICatalog
{
    /// <summary>Asks what some ids and codes are; the question travels with the next round trip.</summary>
    IAskedArticles Ask(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> codes);

    /// <summary>Which of some variants the merchant does not take back.</summary>
    Deferred<Guid> NotTakenBack(IReadOnlyList<Guid> variantIds);

    /// <summary>Which of some variants the merchant never sells for less than their price.</summary>
    Deferred<Guid> NotDiscounted(IReadOnlyList<Guid> variantIds);
}

/// <summary>Articles that were asked for.</summary>
public interface IAskedArticles
{
    /// <summary>What was found, as codes are read in a store on one of its days.</summary>
    Task<FoundArticles> FindAsync(SellingStore store, DateOnly day, CancellationToken ct);
}

/// <param name="ByCode">What every code that was asked for is; one that names nothing for sale is absent.</param>
public sealed record FoundArticles(IReadOnlyDictionary<Guid, Article> ById, IReadOnlyDictionary<string, Scan> ByCode);

public sealed record Article(Guid VariantId, string Sku, string Name);

/// <summary>What comes of a code: a <see cref="ScannedPack"/>, or an <see cref="UnreadableScan"/>.</summary>
public abstract record Scan
{
    private protected Scan() { }
}

/// <summary>A pack of an article, with what its code tells.</summary>
/// <param name="PackQuantity">How many are in what carries the code.</param>
/// <param name="IsMeasured">It is sold by a measure: without a quantity nobody knows how much it is.</param>
/// <param name="Quantity">How much the code says that it is; null when it says nothing of that.</param>
/// <param name="LabelPrice">What it costs by its label, in minor units of the store's currency; null when the label names no price.</param>
public sealed record ScannedPack(
    Article Article,
    decimal PackQuantity,
    bool IsMeasured,
    decimal? Quantity,
    long? LabelPrice,
    string? Lot,
    string? Serial,
    DateOnly? Expiry
) : Scan;

/// <param name="Why">One line for a person.</param>
public sealed record UnreadableScan(string Why) : Scan;
