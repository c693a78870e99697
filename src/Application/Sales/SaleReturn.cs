using System.Text.Json.Serialization;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Goods that a customer brought back, and what they got for them. Every amount is in minor units of
/// <paramref name="Currency"/>.</summary>
/// <param name="Number">Printed on the receipt; gapless per terminal.</param>
/// <param name="SaleStoreId">The store that sold them; its people see the return, too.</param>
/// <param name="StoreId">The store that took them back, and paid.</param>
/// <param name="TaxMode">That of the sale: whether the prices of its lines contained the tax.</param>
/// <param name="Total">What the goods were worth: their share of what they were sold for.</param>
/// <param name="Rounding">What rounding adds to the total, or takes off it: refunded is total + rounding. It makes up for what earlier
/// returns of the sale rounded, too.</param>
/// <param name="CashRounding">The rule by which it was rounded; absent where nothing was.</param>
/// <param name="Refunded">What the customer got back.</param>
/// <param name="BusinessDate">The business day of the store that took them back; along a terminal's numbers it never goes back.</param>
/// <param name="TimeZone">The zone in which it was made.</param>
/// <param name="DayEndsAt">Until when on the next day the business day lasted, by that zone.</param>
/// <param name="ShiftId">The shift in which it was made; absent where none was open.</param>
public sealed record SaleReturn(
    Guid ReturnId,
    string Number,
    Guid SaleId,
    Guid SaleStoreId,
    Guid StoreId,
    Guid TerminalId,
    [property: Form(Forms.Currency, 3)] string Currency,
    TaxMode TaxMode,
    IReadOnlyList<SaleReturnLine> Lines,
    IReadOnlyList<SaleTax> Taxes,
    long Net,
    long Tax,
    long Total,
    long Rounding,
    CashRounding? CashRounding,
    long Refunded,
    IReadOnlyList<SaleTender> Refunds,
    string? Reason,
    DateOnly BusinessDate,
    string TimeZone,
    string DayEndsAt,
    DateTimeOffset ReturnedAt,
    Guid ReturnedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ShiftId = null
) : IResource
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IResource.Location => $"/v1/returns/{ReturnId}";
}

/// <param name="SaleLineNumber">The line of the sale.</param>
/// <param name="Disposition">Where the goods went.</param>
/// <param name="TaxRate">Percent.</param>
public sealed record SaleReturnLine(
    int LineNumber,
    int SaleLineNumber,
    Guid VariantId,
    string Sku,
    string Name,
    [property: Step("0.001")] decimal Quantity,
    Disposition Disposition,
    [property: Step("0.0001")] decimal TaxRate,
    long Net,
    long Tax,
    long Gross
) : ITaxedLine;

/// <summary>What becomes of goods that come back.</summary>
public enum Disposition
{
    /// <summary>They are sold again.</summary>
    Restock,

    /// <summary>They lie in the store's quarantine until somebody has looked at them.</summary>
    Quarantine,

    /// <summary>They are thrown away, and never come to stock.</summary>
    WriteOff,
}
