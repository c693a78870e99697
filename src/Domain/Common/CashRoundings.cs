namespace PosCommerce.Domain.Common;

/// <summary>How cash is rounded in a country.</summary>
/// <param name="Currency">The currency that it is about: a store that trades there in another one rounds nothing.</param>
/// <param name="ValidFrom">The first business day on which it is in force.</param>
/// <param name="IsDefault">Stores there round so unless they say otherwise; where it is each shop's own choice, none does unasked.</param>
public sealed record CountryCashRounding(string Country, string Currency, DateOnly ValidFrom, bool IsDefault, CashRounding Rounding);

/// <summary>
/// How cash is rounded in the countries of which it is known. In force for a country is the last rule that has begun; what law
/// or the coins in circulation leave no choice about is what a store there does by default.
/// </summary>
public static class CashRoundings
{
    private static readonly SmallAmounts TwoCentsAreExact = new(3, SmallAmountRule.Exact);
    private static readonly CashRounding FiveCents = new(5);

    /// <summary>All of them, by country and day.</summary>
    public static IReadOnlyList<CountryCashRounding> All { get; } =
    [
        new("AU", "AUD", new DateOnly(1992, 2, 1), IsDefault: true, FiveCents),
        // Above five cents, to a customer who is there.
        new(
            "BE",
            "EUR",
            new DateOnly(2019, 12, 1),
            IsDefault: true,
            new CashRounding(5, Below: new SmallAmounts(6, SmallAmountRule.Exact), ExcludesDistanceSales: true)
        ),
        new("CA", "CAD", new DateOnly(2013, 2, 4), IsDefault: true, FiveCents),
        new("CH", "CHF", new DateOnly(2007, 1, 1), IsDefault: true, FiveCents),
        new("CZ", "CZK", new DateOnly(2008, 9, 1), IsDefault: true, new CashRounding(100)),
        new("DK", "DKK", new DateOnly(2008, 10, 1), IsDefault: true, new CashRounding(50)),
        new("EE", "EUR", new DateOnly(2025, 1, 1), IsDefault: true, FiveCents),
        new("FI", "EUR", new DateOnly(2002, 1, 1), IsDefault: true, new CashRounding(5, Below: TwoCentsAreExact)),
        new("HU", "HUF", new DateOnly(2008, 3, 1), IsDefault: true, new CashRounding(500)),
        // Voluntary, to be announced; a customer may insist on exact change.
        new("IE", "EUR", new DateOnly(2015, 10, 28), IsDefault: false, FiveCents),
        new("IT", "EUR", new DateOnly(2018, 1, 1), IsDefault: true, new CashRounding(5, AppliesTo: RoundedPart.WhollyCash)),
        new("LI", "CHF", new DateOnly(2007, 1, 1), IsDefault: true, FiveCents),
        new("LT", "EUR", new DateOnly(2025, 5, 1), IsDefault: true, FiveCents),
        // Voluntary; there is no law.
        new("NL", "EUR", new DateOnly(2004, 9, 1), IsDefault: false, FiveCents),
        new("NO", "NOK", new DateOnly(2012, 5, 1), IsDefault: true, new CashRounding(100)),
        new("NZ", "NZD", new DateOnly(2006, 11, 1), IsDefault: true, new CashRounding(10, RoundingTie.Down)),
        new("SE", "SEK", new DateOnly(2010, 10, 1), IsDefault: true, new CashRounding(100)),
        // One and two cents become five; money for goods that come back is exact.
        new(
            "SK",
            "EUR",
            new DateOnly(2022, 7, 1),
            IsDefault: true,
            new CashRounding(5, Below: new SmallAmounts(3, SmallAmountRule.OneStep), Refunds: false)
        ),
        // The last cent was struck; there is no federal rule, and the states have several.
        new("US", "USD", new DateOnly(2025, 11, 12), IsDefault: false, FiveCents),
    ];

    /// <summary>What stores do that say nothing of their own, from which business day on.</summary>
    /// <param name="country">Of their address; null when they have none.</param>
    public static IEnumerable<(DateOnly From, CashRounding Rule)> Of(string? country, string currency) =>
        All.Where(r => r.Country == country)
            .Select(r => (r.ValidFrom, r is { IsDefault: true } && r.Currency == currency ? r.Rounding : CashRounding.None));

    /// <summary>What a store does that says nothing of its own.</summary>
    /// <param name="country">Of its address; null when it has none.</param>
    public static CashRounding Default(string? country, string currency, DateOnly day) =>
        Of(country, currency).Where(r => r.From <= day).Select(r => r.Rule).LastOrDefault(CashRounding.None);
}
