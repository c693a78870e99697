using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog.Ports;

/// <summary>What articles cost, and how they are taxed.</summary>
public interface IPrices
{
    /// <summary>What some articles cost now, for everybody and in any store: one row a currency, by currency.</summary>
    Deferred<ListPrice> Find(IReadOnlyList<Guid> variantIds);

    /// <summary>Those of some tax classes that new articles can have.</summary>
    Deferred<Guid> TaxClasses(IReadOnlyList<Guid> taxClassIds);

    /// <summary>The tax classes that new articles can have, by their codes.</summary>
    Deferred<TaxClassCode> TaxClassCodes();

    /// <summary>Sets what some articles cost from now on, for everybody and in any store; nothing that has held is changed.</summary>
    Task ChangeAsync(IReadOnlyList<NewPrice> articles, CancellationToken ct);

    /// <summary>Queues, behind the articles themselves, how they are taxed and what they cost from now on.</summary>
    void Add(IReadOnlyList<PricedArticle> articles);

    /// <summary>Queues that an article is taxed otherwise from now on.</summary>
    void ChangeTax(Guid variantId, Guid taxClassId);
}

/// <param name="Currency">ISO 4217; null, with the price, when no price holds.</param>
/// <param name="Price">Minor units for a quantity of one.</param>
/// <param name="TaxRate">Percent; null when only some areas have a rate.</param>
public sealed record ListPrice(Guid VariantId, Guid TaxClassId, string? Currency, long? Price, decimal? TaxRate);

/// <param name="Price">Minor units of <paramref name="Currency"/> for a quantity of one.</param>
public sealed record PricedArticle(Guid VariantId, Guid TaxClassId, string Currency, long Price);

public sealed record TaxClassCode(Guid TaxClassId, string Code);

/// <param name="Price">Minor units of <paramref name="Currency"/> for a quantity of one.</param>
public sealed record NewPrice(Guid VariantId, string Currency, long Price);
