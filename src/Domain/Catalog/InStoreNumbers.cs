namespace PosCommerce.Domain.Catalog;

/// <summary>
/// Numbers for use within a shop or a country, "restricted circulation numbers" to GS1: UPC-A of number systems 2 and 4, EAN-13 that
/// begin with 02, 04 or 20 to 29, EAN-8 that begin with 0 or 2. What they mean is the merchant's affair.
/// </summary>
internal static class InStoreNumbers
{
    /// <summary>Of 14 digits. An indicator in front of such a number makes no GTIN of it either.</summary>
    public static bool IsRestricted(ReadOnlySpan<char> fourteen) =>
        fourteen.StartsWith("000000") ? fourteen[6] is '0' or '2' : fourteen[1] == '2' || (fourteen[1] == '0' && fourteen[2] is '2' or '4');

    /// <summary>As it is kept: 13 digits, or 8; null when it has an indicator, since there is no such number.</summary>
    public static string? Canonical(ReadOnlySpan<char> fourteen) =>
        fourteen.StartsWith("000000") ? fourteen[6..].ToString()
        : fourteen[0] == '0' ? fourteen[1..].ToString()
        : null;
}
