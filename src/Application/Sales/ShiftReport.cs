using System.Globalization;
using System.Text.Json.Serialization;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What a shift has come to. Every amount is in minor units of <paramref name="Currency"/>.</summary>
/// <param name="TerminalCode">That of its terminal when it was opened.</param>
/// <param name="BusinessDate">The store's business day on which it was opened.</param>
/// <param name="Float">What was counted into the drawer.</param>
/// <param name="Sales">How many there were.</param>
/// <param name="Returns">How many there were.</param>
/// <param name="Voids">How many sales were voided, of this shift or an earlier one.</param>
/// <param name="NoSales">How often the drawer was opened for something else.</param>
/// <param name="In">Cash that was put into the drawer.</param>
/// <param name="Out">Cash that was taken out of it.</param>
/// <param name="Drop">Cash that was taken out of it to the safe.</param>
/// <param name="Money">What was turned over, and what is expected in the drawer; absent where that is hidden until the drawer is
/// counted.</param>
public sealed record ShiftReport(
    Guid ShiftId,
    Guid StoreId,
    Guid TerminalId,
    string TerminalCode,
    Guid CashierId,
    [property: Form(Forms.Currency, 3)] string Currency,
    DateOnly BusinessDate,
    DateTimeOffset OpenedAt,
    long Float,
    long Sales,
    long Returns,
    long Voids,
    long NoSales,
    CashMoved In,
    CashMoved Out,
    CashMoved Drop,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ShiftMoney? Money = null
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    /// <summary>The report of a shift by its totals, all of it.</summary>
    internal static ShiftReport Of(Shift shift, IReadOnlyList<ShiftTotal> totals)
    {
        var of = totals.ToLookup(t => t.Kind);
        var (moneyIn, moneyOut, dropped) = (Moved(of[ShiftTotalKind.In]), Moved(of[ShiftTotalKind.Out]), Moved(of[ShiftTotalKind.Drop]));
        var (sold, returned, voided) = (
            Amount(of[ShiftTotalKind.SaleCash]),
            Amount(of[ShiftTotalKind.ReturnCash]),
            Amount(of[ShiftTotalKind.VoidCash])
        );
        return new ShiftReport(
            shift.ShiftId,
            shift.StoreId,
            shift.TerminalId,
            shift.TerminalCode,
            shift.CashierId,
            shift.Currency,
            shift.BusinessDate,
            shift.OpenedAt,
            shift.Float,
            Count(of[ShiftTotalKind.Sale]),
            Count(of[ShiftTotalKind.Return]),
            Count(of[ShiftTotalKind.Void]),
            Count(of[ShiftTotalKind.NoSale]),
            moneyIn,
            moneyOut,
            dropped,
            new ShiftMoney(
                Turnover(of[ShiftTotalKind.Sale]),
                Turnover(of[ShiftTotalKind.Return]),
                Turnover(of[ShiftTotalKind.Void]),
                Taxes(of),
                Tenders(of),
                Amount(of[ShiftTotalKind.Change]),
                new ShiftDrawer(
                    sold,
                    returned,
                    voided,
                    shift.Float + sold - returned - voided + moneyIn.Amount - moneyOut.Amount - dropped.Amount
                )
            )
        );
    }

    private static long Count(IEnumerable<ShiftTotal> totals) => totals.Sum(t => t.Count);

    private static long Amount(IEnumerable<ShiftTotal> totals) => totals.Sum(t => t.Amount);

    private static CashMoved Moved(IEnumerable<ShiftTotal> totals) =>
        totals.SingleOrDefault() is { } total ? new CashMoved(total.Count, total.Amount) : new CashMoved(0, 0);

    private static ShiftTurnover Turnover(IEnumerable<ShiftTotal> totals) =>
        totals.SingleOrDefault() is { } total
            ? new ShiftTurnover(total.Net, total.Tax, total.Amount, total.Rounding)
            : new ShiftTurnover(0, 0, 0, 0);

    private static IReadOnlyList<SaleTax> Taxes(ILookup<ShiftTotalKind, ShiftTotal> of) =>
        [
            .. of[ShiftTotalKind.SaleTax]
                .Select(t => (Total: t, Sign: 1))
                .Concat(of[ShiftTotalKind.ReturnTax].Concat(of[ShiftTotalKind.VoidTax]).Select(t => (Total: t, Sign: -1)))
                .GroupBy(t => decimal.Parse(t.Total.Key, CultureInfo.InvariantCulture))
                .OrderBy(rate => rate.Key)
                .Select(rate => new SaleTax(
                    rate.Key,
                    rate.Sum(t => t.Sign * t.Total.Net),
                    rate.Sum(t => t.Sign * t.Total.Tax),
                    rate.Sum(t => t.Sign * t.Total.Amount)
                )),
        ];

    private static IReadOnlyList<ShiftTender> Tenders(ILookup<ShiftTotalKind, ShiftTotal> of) =>
        [
            .. new[] { ShiftTotalKind.SaleTender, ShiftTotalKind.ReturnTender, ShiftTotalKind.VoidTender }
                .SelectMany(kind => of[kind])
                .GroupBy(t => t.Key, StringComparer.Ordinal)
                .OrderBy(method => method.Key, StringComparer.Ordinal)
                .Select(method => (method.Key, Of: method.ToLookup(t => t.Kind)))
                .Select(method => new ShiftTender(
                    method.Key,
                    Count(method.Of[ShiftTotalKind.SaleTender]),
                    Amount(method.Of[ShiftTotalKind.SaleTender]),
                    Count(method.Of[ShiftTotalKind.ReturnTender]),
                    Amount(method.Of[ShiftTotalKind.ReturnTender]),
                    Count(method.Of[ShiftTotalKind.VoidTender]),
                    Amount(method.Of[ShiftTotalKind.VoidTender])
                )),
        ];
}

/// <param name="Count">How often.</param>
/// <param name="Amount">How much in all.</param>
public sealed record CashMoved(long Count, long Amount);

/// <summary>What a shift turned over.</summary>
/// <param name="Sales">What was sold.</param>
/// <param name="Returns">What was taken back.</param>
/// <param name="Voids">What was voided.</param>
/// <param name="Taxes">By rate: what was sold less what was taken back and voided.</param>
/// <param name="Tenders">By what was paid with.</param>
/// <param name="Change">What of the tenders was given back at once.</param>
/// <param name="Drawer">The cash in it.</param>
public sealed record ShiftMoney(
    ShiftTurnover Sales,
    ShiftTurnover Returns,
    ShiftTurnover Voids,
    IReadOnlyList<SaleTax> Taxes,
    IReadOnlyList<ShiftTender> Tenders,
    long Change,
    ShiftDrawer Drawer
);

/// <param name="Rounding">What rounding added to the totals, or took off them.</param>
public sealed record ShiftTurnover(long Net, long Tax, long Total, long Rounding);

/// <param name="Method">The code of a tender type.</param>
/// <param name="TakenCount">How often for sales.</param>
/// <param name="Taken">For sales.</param>
/// <param name="RefundedCount">How often for what was taken back.</param>
/// <param name="Refunded">For what was taken back.</param>
/// <param name="VoidedCount">How often of sales that were voided.</param>
/// <param name="Voided">Of sales that were voided.</param>
public sealed record ShiftTender(
    string Method,
    long TakenCount,
    long Taken,
    long RefundedCount,
    long Refunded,
    long VoidedCount,
    long Voided
);

/// <param name="Sold">The cash that sales brought, without the change.</param>
/// <param name="Refunded">The cash that was paid for what was taken back.</param>
/// <param name="Voided">The cash that was paid back for sales that were voided.</param>
/// <param name="Expected">Float, and what came, less what went.</param>
public sealed record ShiftDrawer(long Sold, long Refunded, long Voided, long Expected);

/// <summary>What a closed shift came to, frozen, and chained to what came before it at its terminal.</summary>
/// <param name="Number">Printed on it.</param>
/// <param name="Sequence">Counts the terminal's Z reports, without gaps.</param>
/// <param name="Document">What is said in it.</param>
/// <param name="Hash">SHA-256 of the bytes of <paramref name="Content"/>, in UTF-8.</param>
/// <param name="Content">The document as it was frozen: JSON, which holds the hash of the one before.</param>
public sealed record ZReport(
    Guid ShiftId,
    string Number,
    long Sequence,
    ZDocument Document,
    [property: Form(ZReport.HashForm, 64)] string Hash,
    [property: Form(Forms.OneLine, ZReport.MaximumContent)] string Content
)
{
    internal const string HashForm = "^[0-9a-f]{64}$";
    internal const int MaximumContent = 200_000;
}

/// <param name="Reason">Why the drawer was over or short.</param>
/// <param name="PreviousHash">The hash of the terminal's Z report before; absent in its first.</param>
public sealed record ZDocument(
    string Number,
    long Sequence,
    ShiftReport Report,
    ShiftCount Count,
    string? Reason,
    DateTimeOffset ClosedAt,
    Guid ClosedBy,
    [property: Form(ZReport.HashForm, 64)] string? PreviousHash
);

/// <summary>A Z report as a list shows it: what is said in it stands in its content.</summary>
/// <param name="Number">Printed on it.</param>
/// <param name="Sequence">Counts the terminal's Z reports, without gaps.</param>
/// <param name="PreviousHash">The hash of the terminal's Z report before; absent in its first.</param>
/// <param name="Hash">SHA-256 of the bytes of <paramref name="Content"/>, in UTF-8.</param>
/// <param name="Content">The document as it was frozen: JSON, which holds the hash of the one before.</param>
public sealed record ZReportSummary(
    Guid ShiftId,
    string Number,
    long Sequence,
    [property: Form(ZReport.HashForm, 64)] string? PreviousHash,
    [property: Form(ZReport.HashForm, 64)] string Hash,
    [property: Form(Forms.OneLine, ZReport.MaximumContent)] string Content
);
