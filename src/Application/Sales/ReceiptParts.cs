using System.Globalization;
using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What the receipts of sales and of returns have in common.</summary>
internal static class ReceiptParts
{
    /// <summary>Taxes with the letters by which lines name them: A, B and so on, by ascending rate.</summary>
    public static IReadOnlyList<ReceiptTax> TaxesOf(IReadOnlyList<SaleTax> taxes) =>
        [.. taxes.Select((tax, i) => new ReceiptTax(CodeOf(i), tax.Rate, tax.Net, tax.Tax, tax.Gross))];

    /// <summary>A moment by the clock of the store.</summary>
    public static DateTimeOffset ByItsClock(string? timeZone, DateTimeOffset instant) =>
        timeZone is null ? instant.ToUniversalTime() : TimeZones.At(TimeZones.Present(timeZone), instant);

    /// <summary>The company that was frozen with the sale; null where none was.</summary>
    public static BilledCompany? BilledTo(string? kept) =>
        kept is null ? null : JsonSerializer.Deserialize<BilledCompany>(kept, Json.KeptOptions);

    private static string CodeOf(int index) =>
        index < 26
            ? ((char)('A' + index)).ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (index % 26))}{index / 26}");
}
