namespace PosCommerce.Domain.Catalog;

/// <summary>What the symbology identifier in front of a code (ISO/IEC 15424, <c>]E0</c>) says of what follows.</summary>
internal static class Symbologies
{
    /// <summary>The identifier, and what stands behind it; no identifier where the text has none.</summary>
    public static (string? Identifier, string Data) Split(string text) =>
        text.Length >= 3 && text[0] == ']' && char.IsAsciiLetter(text[1]) && char.IsAsciiLetterOrDigit(text[2])
            ? (text[..3], text[3..])
            : (null, text);

    /// <remarks>
    /// Those not named are free: they hold what the merchant or the maker put there, an address or digits among it.
    /// </remarks>
    public static SymbolContent Of(string? identifier) =>
        identifier switch
        {
            "]E0" => SymbolContent.EanOrUpc,
            "]E1" or "]E2" => SymbolContent.AddOn,
            "]E3" => SymbolContent.EanOrUpcWithAddOn,
            "]E4" => SymbolContent.Ean8,
            // GS1-128, DataBar and composites, DataMatrix (]d5 with ECI), QR (]Q4 with ECI), DotCode.
            "]C1" or "]e0" or "]e1" or "]d2" or "]d5" or "]Q3" or "]Q4" or "]J1" => SymbolContent.ElementString,
            _ => SymbolContent.Free,
        };
}

internal enum SymbolContent
{
    Free,
    EanOrUpc,
    EanOrUpcWithAddOn,
    Ean8,
    AddOn,
    ElementString,
}
