using System.Text.Json.Serialization;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What the paper says that a customer gets, frozen when it was made. Amounts are in minor units of
/// <paramref name="Currency"/>; those of a return are what went back.</summary>
/// <param name="Number">By which the sale, or the return, is found again; the QR code on the paper says it.</param>
/// <param name="Terminal">The code of the till; null where it was made before that was kept.</param>
/// <param name="Cashier">What the person was called who made it; null where a machine did.</param>
/// <param name="TimeZone">The zone in which it was made; null for sales made before it was kept, whose time is UTC.</param>
/// <param name="IssuedAt">When it was made, by the clock of the store.</param>
/// <param name="TaxMode">Whether the amounts of the lines contain the tax.</param>
/// <param name="Taxes">By ascending rate.</param>
/// <param name="Rounding">What rounding adds to the total, or takes off it.</param>
/// <param name="Due">What was to be paid: total + rounding.</param>
/// <param name="Change">What was given back in cash.</param>
/// <param name="Copy">Which copy it is; 0 is the original.</param>
/// <param name="SaleNumber">The number of the sale whose goods came back; absent on the receipt of a sale.</param>
/// <param name="BillTo">The company that bought; absent where that was a person, or nobody in particular.</param>
/// <param name="Void">That the sale was voided; absent while it was not.</param>
public sealed record Receipt(
    ReceiptKind Kind,
    Guid SaleId,
    string Number,
    ReceiptHead Head,
    string? Terminal,
    string? Cashier,
    DateOnly BusinessDate,
    string? TimeZone,
    DateTimeOffset IssuedAt,
    [property: Form(Forms.Currency, 3)] string Currency,
    TaxMode TaxMode,
    IReadOnlyList<ReceiptLine> Lines,
    IReadOnlyList<ReceiptTax> Taxes,
    long Net,
    long Tax,
    long Total,
    long Rounding,
    long Due,
    IReadOnlyList<ReceiptTender> Tenders,
    long Change,
    int Copy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ReturnId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SaleNumber = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BilledCompany? BillTo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SaleVoid? Void = null
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    /// <summary>The paper, where it was asked for and not the data.</summary>
    [JsonIgnore]
    public ReceiptPage? Page { get; init; }
}

public enum ReceiptKind
{
    Sale,
    Return,
}

/// <param name="TaxCode">The letter of its rate in `taxes`.</param>
/// <param name="Amount">What it comes to before its discounts, with or without tax as the amounts of the receipt are.</param>
/// <param name="UnitPrice">Minor units for a quantity of one; absent on the receipt of a return.</param>
/// <param name="Discounts">What was taken off it; absent where nothing was.</param>
public sealed record ReceiptLine(
    string Sku,
    string Name,
    [property: Step("0.001")] decimal Quantity,
    string TaxCode,
    long Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? UnitPrice = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReceiptDiscount>? Discounts = null
);

/// <param name="Scope">Whether it is the line's own, or its share of one on the basket.</param>
/// <param name="Percent">Absent where it was given in money.</param>
public sealed record ReceiptDiscount(
    DiscountScope Scope,
    long Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Step("0.01")] decimal? Percent = null
);

/// <param name="Code">A letter by which its lines name it.</param>
/// <param name="Rate">Percent.</param>
public sealed record ReceiptTax(string Code, [property: Step("0.0001")] decimal Rate, long Net, long Tax, long Gross);

/// <param name="Method">The code of its type.</param>
/// <param name="Name">What its type was called; null where that was not kept.</param>
/// <param name="IsCash">It was paid in coins and notes.</param>
public sealed record ReceiptTender(string Method, string? Name, long Amount, string? Reference, bool IsCash);

/// <summary>A receipt, written.</summary>
/// <param name="MediaType">What its bytes are.</param>
public sealed record ReceiptPage(string MediaType, byte[] Content);

public enum ReceiptFormat
{
    Json,
    Text,
    Escpos,
    Html,
    Pdf,
}
