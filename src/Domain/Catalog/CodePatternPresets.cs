namespace PosCommerce.Domain.Catalog;

/// <summary>How the in-store numbers of a country are made up, to begin with: a merchant's scales may be set otherwise.</summary>
/// <param name="Country">ISO 3166-1.</param>
/// <param name="Source">Who says so.</param>
public sealed record CodePatternPreset(string Country, string Source, IReadOnlyList<CodePattern> Patterns);

/// <summary>
/// The countries whose rule is published. Elsewhere each chain has its own, and there is none to offer. Such numbers mean nothing
/// abroad.
/// </summary>
public static class CodePatternPresets
{
    /// <summary>By country.</summary>
    public static IReadOnlyList<CodePatternPreset> All { get; } =
    [
        new(
            "DE",
            "GS1 Germany, SAN-4",
            [
                Guarded("22", 4, 5, CodeValueKind.Price, 2),
                Guarded("23", 4, 5, CodeValueKind.Price, 2),
                Guarded("25", 4, 5, CodeValueKind.Quantity, 0),
                Guarded("26", 4, 5, CodeValueKind.Quantity, 0),
                Guarded("28", 4, 5, CodeValueKind.Weight, 3),
                Guarded("29", 4, 5, CodeValueKind.Weight, 3),
            ]
        ),
        new(
            "DK",
            "GS1 Denmark, internal GS1 barcodes",
            [
                Plain("21", 4, 6, CodeValueKind.Price, 2),
                Plain("22", 4, 6, CodeValueKind.Price, 2),
                Plain("23", 4, 6, CodeValueKind.Price, 2),
                Plain("24", 4, 6, CodeValueKind.Price, 2),
                Plain("26", 4, 6, CodeValueKind.Weight, 3),
                Plain("27", 5, 5, CodeValueKind.Weight, 3),
                Plain("28", 4, 6, CodeValueKind.Weight, 3),
            ]
        ),
        new(
            "FI",
            "GS1 Finland, how to identify the product",
            [
                Plain("23", 6, 4, CodeValueKind.Weight, 3),
                Plain("24", 6, 4, CodeValueKind.Weight, 2),
                Plain("25", 6, 4, CodeValueKind.Weight, 1),
            ]
        ),
        new("GB", "GS1 UK, how to barcode variable measure items", [Guarded("20", 5, 4, CodeValueKind.Price, 2)]),
        new(
            "SE",
            "GS1 Sweden, variable weight numbers",
            [
                Plain("20", 6, 4, CodeValueKind.Price, 2),
                Plain("21", 6, 4, CodeValueKind.Price, 1),
                Plain("22", 6, 4, CodeValueKind.Price, 0),
                Plain("23", 6, 4, CodeValueKind.Weight, 3),
                Plain("24", 6, 4, CodeValueKind.Weight, 2),
                Plain("25", 6, 4, CodeValueKind.Weight, 1),
            ]
        ),
    ];

    /// <summary>The preset of a country; null when its numbers are left to its merchants.</summary>
    public static CodePatternPreset? Of(string country) => All.FirstOrDefault(preset => preset.Country == country);

    private static CodePattern Plain(string prefix, int item, int value, CodeValueKind kind, int decimals) =>
        new(prefix, item, value, HasVerifier: false, kind, decimals);

    private static CodePattern Guarded(string prefix, int item, int value, CodeValueKind kind, int decimals) =>
        new(prefix, item, value, HasVerifier: true, kind, decimals);
}
