using System.Text.Json.Serialization;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>A sale as it is on record. Every amount is in minor units of <paramref name="Currency"/>.</summary>
/// <param name="Number">Printed on the receipt; gapless per terminal.</param>
/// <param name="TaxMode">Whether the prices of the lines contain the tax.</param>
/// <param name="Rounding">What rounding adds to the total, or takes off it: due is total + rounding.</param>
/// <param name="CashRounding">The rule by which it was rounded; absent where nothing was, and for sales made before rules were
/// kept.</param>
/// <param name="Change">What was given back in cash.</param>
/// <param name="BusinessDate">The store's business day of the sale; along a terminal's numbers it never goes back.</param>
/// <param name="TimeZone">The zone in which it was made; absent for sales made before it was kept.</param>
/// <param name="DayEndsAt">Until when on the next day the business day lasted, by that zone.</param>
/// <param name="IsDistanceSale">The customer was not present.</param>
/// <param name="Returned">What has come back of it was worth; absent while nothing has.</param>
/// <param name="Refunded">What was paid back for that, rounded as each return was; absent while nothing was.</param>
/// <param name="ShiftId">The shift in which it was made; absent where none was open.</param>
/// <param name="CustomerId">To whom it was sold; absent where that was nobody in particular.</param>
/// <param name="CustomerGroupId">The group that the customer was in, whose prices they paid.</param>
/// <param name="IsCustomerTaxExempt">Whether a certificate of the customer's held on that day. Taxes were owed all the same.</param>
[Audited(nameof(Status))]
public sealed record Sale(
    Guid SaleId,
    string Number,
    SaleStatus Status,
    Guid StoreId,
    Guid TerminalId,
    [property: Form(Forms.Currency, 3)] string Currency,
    TaxMode TaxMode,
    IReadOnlyList<SaleLine> Lines,
    IReadOnlyList<SaleTax> Taxes,
    long Net,
    long Tax,
    long Total,
    long Rounding,
    CashRounding? CashRounding,
    bool IsDistanceSale,
    IReadOnlyList<SaleTender> Tenders,
    long Change,
    DateOnly BusinessDate,
    string? TimeZone,
    string? DayEndsAt,
    DateTimeOffset SoldAt,
    Guid SoldBy,
    SaleVoid? Void,
    int Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Returned = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Refunded = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ShiftId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? CustomerId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? CustomerGroupId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsCustomerTaxExempt = false
) : IVersioned, IResource
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    /// <summary>What was taken off its lines, with or without tax as their prices are; absent where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Discount => Lines.Sum(l => l.Discount);

    string IResource.Location => $"/v1/sales/{SaleId}";

    /// <summary>A sale that is completed now.</summary>
    internal static Sale Of(
        Guid saleId,
        string number,
        Guid terminalId,
        Basket basket,
        IReadOnlyList<SaleTender> tenders,
        Settled settled,
        Guid soldBy,
        Guid? shiftId
    )
    {
        var (store, terms) = (basket.Store, basket.Terms);
        return new Sale(
            saleId,
            number,
            SaleStatus.Completed,
            store.StoreId,
            terminalId,
            store.Currency,
            terms.TaxMode,
            basket.Lines,
            basket.Taxes,
            basket.Net,
            basket.Tax,
            basket.Total,
            settled.Rounding,
            RuleOf(terms.CashRounding),
            terms.IsDistanceSale,
            tenders,
            settled.Change,
            terms.BusinessDate,
            terms.Calendar.TimeZone,
            terms.Calendar.EndOfDay,
            terms.SoldAt,
            soldBy,
            Void: null,
            Version: 1,
            ShiftId: shiftId,
            CustomerId: basket.Buyer?.CustomerId,
            CustomerGroupId: basket.Buyer?.CustomerGroupId,
            IsCustomerTaxExempt: basket.Buyer?.IsTaxExemptOn(terms.BusinessDate) ?? false
        );
    }

    /// <summary>A rule that rounds, or none.</summary>
    internal static CashRounding? RuleOf(CashRounding rule) => rule.Step > 1 ? rule : null;

    /// <summary>
    /// What the prices of lines contained that were recorded without saying so: the line shows it, whatever the store does now.
    /// </summary>
    internal static TaxMode TaxModeOf(IEnumerable<SaleLine> lines) =>
        lines.All(l => decimal.Round(l.Quantity * l.UnitPrice, MidpointRounding.AwayFromZero) == l.Gross)
            ? TaxMode.Inclusive
            : TaxMode.Exclusive;
}

public enum SaleStatus
{
    Completed,
    Voided,
}

/// <param name="UnitPrice">Minor units for a quantity of one, with or without tax as the store's prices are.</param>
/// <param name="TaxRate">Percent.</param>
/// <param name="LabelPrice">What all of it cost by its label, as the store's prices are with or without tax, whatever the unit price makes
/// of the quantity; absent where the unit price decided.</param>
/// <param name="Lot">The lot that its code told.</param>
/// <param name="Serial">The serial number that its code told.</param>
/// <param name="Expiry">The last day of use that its code told.</param>
/// <param name="IsExpired">Whether that day was over when it was sold; absent where none was told.</param>
/// <param name="Returned">How much of it has come back; absent while nothing has.</param>
/// <param name="ListPrice">What a quantity of one costs by the price lists; absent where that is the unit price.</param>
/// <param name="PriceReason">Why it costs something else.</param>
/// <param name="Discount">What was taken off it, before tax was split off or added; absent where nothing was.</param>
/// <param name="Discounts">The parts of that; absent where there are none.</param>
public sealed record SaleLine(
    int LineNumber,
    Guid VariantId,
    string Sku,
    string Name,
    [property: Step("0.001")] decimal Quantity,
    long UnitPrice,
    [property: Step("0.0001")] decimal TaxRate,
    long Net,
    long Tax,
    long Gross,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? LabelPrice = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Lot = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Serial = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? Expiry = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsExpired = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Step("0.001")] decimal Returned = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ListPrice = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PriceReason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Discount = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LineDiscount>? Discounts = null
) : ITaxedLine
{
    /// <summary>The line on a business day.</summary>
    internal SaleLine On(DateOnly day) => this with { IsExpired = Expiry is { } last ? last < day : null };
}

/// <summary>What a discount took off a line.</summary>
/// <param name="Scope">Whether it is the line's own, or its share of one on the basket.</param>
/// <param name="Value">Percent; or minor units, of the whole basket where it is on that.</param>
/// <param name="Reason">The code of a discount reason.</param>
/// <param name="Amount">What it took off this line, in minor units.</param>
public sealed record LineDiscount(
    DiscountScope Scope,
    DiscountKind Kind,
    [property: Step("0.01")] decimal Value,
    string Reason,
    long Amount
);

/// <summary>A line as taxes add it up.</summary>
internal interface ITaxedLine
{
    decimal TaxRate { get; }

    long Net { get; }

    long Tax { get; }

    long Gross { get; }
}

/// <summary>What is owed under one tax rate, as a receipt must show it.</summary>
/// <param name="Rate">Percent.</param>
public sealed record SaleTax([property: Step("0.0001")] decimal Rate, long Net, long Tax, long Gross)
{
    /// <summary>The taxes of stored lines, by ascending rate: sums of facts, nothing is computed again.</summary>
    internal static IReadOnlyList<SaleTax> Of(IEnumerable<ITaxedLine> lines) =>
        [
            .. lines
                .GroupBy(l => l.TaxRate)
                .OrderBy(g => g.Key)
                .Select(g => new SaleTax(g.Key, g.Sum(l => l.Net), g.Sum(l => l.Tax), g.Sum(l => l.Gross))),
        ];
}

/// <summary>A payment as it was tendered.</summary>
/// <param name="Method">The code of a tender type of the settings: `cash`, `card` and `other` where the merchant decided nothing
/// else.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Reference">What the payment terminal or voucher calls it; never a card number.</param>
public sealed record SaleTender(string Method, long Amount, string? Reference = null);

public sealed record SaleVoid(string Reason, DateTimeOffset VoidedAt, Guid VoidedBy);
