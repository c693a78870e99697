using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>The rate of a tax class in a tax area, as long as it holds.</summary>
/// <param name="Country">The country of the area, by two letters; null for a store's own area and for everywhere else.</param>
/// <param name="Region">The region of the country; null for all of it.</param>
/// <param name="StoreId">The store whose own area it is; null otherwise.</param>
/// <param name="Rate">Percent.</param>
/// <param name="ValidFrom">The first business day on which it holds; null for ever before.</param>
/// <param name="ValidUntil">The first business day on which it no longer does; null while no end is known.</param>
public sealed record ListedRate(
    Guid TaxRateId,
    Guid TaxClassId,
    string? Country,
    string? Region,
    Guid? StoreId,
    decimal Rate,
    DateOnly? ValidFrom,
    DateOnly? ValidUntil
);

/// <summary>Where a sale is taxed.</summary>
public sealed record TaxPlace(Guid StoreId, string? Country, string? Region);

/// <summary>
/// Chooses the rate of a tax class: the store's own area comes before its region, that before its country, that before everywhere.
/// </summary>
public static class TaxChoice
{
    /// <summary>The rate on a business day; null when the class has none there.</summary>
    public static ListedRate? Of(IEnumerable<ListedRate> rates, Guid taxClassId, TaxPlace place, DateOnly day) =>
        rates.Where(r => r.TaxClassId == taxClassId && !(r.ValidFrom > day) && !(r.ValidUntil <= day) && Holds(r, place)).MaxBy(Closeness);

    /// <summary>The rates that hold in a place: of one class the first that holds on a day is the rate of that day.</summary>
    public static IEnumerable<ListedRate> InOrder(IEnumerable<ListedRate> rates, TaxPlace place) =>
        rates.Where(r => Holds(r, place)).OrderByDescending(Closeness).ThenBy(r => r.ValidFrom).ThenBy(r => r.TaxRateId);

    // Regions are written by people: capitals and accents do not make another one.
    private static bool Holds(ListedRate rate, TaxPlace place) =>
        rate.StoreId is { } store
            ? store == place.StoreId
            : rate.Country is null
                || (
                    rate.Country == place.Country
                    && (rate.Region is null || (place.Region is { } region && HumanText.Fold(rate.Region) == HumanText.Fold(region)))
                );

    private static int Closeness(ListedRate rate) =>
        rate.StoreId is not null ? 3
        : rate.Region is not null ? 2
        : rate.Country is not null ? 1
        : 0;
}
