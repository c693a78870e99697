using System.Globalization;
using System.Text.Json;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

/// <summary>How reports look as tables: the members of their rows, in their order. Amounts stay in minor units.</summary>
internal static class ReportsCsv
{
    public static readonly IReadOnlyList<CsvColumn<SalesReportRow>> Sales =
    [
        new("key", r => r.Key),
        new("code", r => r.Code),
        new("name", r => r.Name),
        new("currency", r => r.Currency),
        .. Turnover<SalesReportRow>("sales", r => r.Sales),
        .. Turnover<SalesReportRow>("voids", r => r.Voids),
        .. Turnover<SalesReportRow>("returns", r => r.Returns),
        new("discount", r => r.Discount),
        new("units", r => r.Units),
        new("net", r => r.Net),
        new("tax", r => r.Tax),
        new("gross", r => r.Gross),
        new("currencyDigits", r => r.CurrencyDigits),
    ];

    public static readonly IReadOnlyList<CsvColumn<TaxReportRow>> Taxes =
    [
        new("rate", r => r.Rate),
        new("currency", r => r.Currency),
        .. Turnover<TaxReportRow>("sales", r => r.Sales),
        .. Turnover<TaxReportRow>("voids", r => r.Voids),
        .. Turnover<TaxReportRow>("returns", r => r.Returns),
        new("net", r => r.Net),
        new("tax", r => r.Tax),
        new("gross", r => r.Gross),
        new("currencyDigits", r => r.CurrencyDigits),
    ];

    public static readonly IReadOnlyList<CsvColumn<TenderReportRow>> Tenders =
    [
        new("method", r => r.Method),
        new("currency", r => r.Currency),
        new("takenCount", r => r.TakenCount),
        new("taken", r => r.Taken),
        new("voidedCount", r => r.VoidedCount),
        new("voided", r => r.Voided),
        new("refundedCount", r => r.RefundedCount),
        new("refunded", r => r.Refunded),
        new("net", r => r.Net),
        new("currencyDigits", r => r.CurrencyDigits),
    ];

    public static readonly IReadOnlyList<CsvColumn<ExceptionReportRow>> Exceptions =
    [
        new("cashierId", r => r.CashierId.ToString()),
        new("name", r => r.Name),
        new("currency", r => r.Currency),
        .. Acts("discounts", r => r.Discounts),
        .. Acts("priceOverrides", r => r.PriceOverrides),
        .. Acts("voids", r => r.Voids),
        .. Acts("returns", r => r.Returns),
        new("noSales", r => r.NoSales),
        new("currencyDigits", r => r.CurrencyDigits),
    ];

    public static readonly IReadOnlyList<CsvColumn<ShiftHistoryRow>> Shifts =
    [
        new("shiftId", r => r.ShiftId.ToString()),
        new("storeId", r => r.StoreId.ToString()),
        new("terminalId", r => r.TerminalId.ToString()),
        new("terminalCode", r => r.TerminalCode),
        new("cashierId", r => r.CashierId.ToString()),
        new("cashierName", r => r.CashierName),
        new("status", r => JsonNamingPolicy.CamelCase.ConvertName(r.Status.ToString())),
        new("currency", r => r.Currency),
        new("businessDate", r => r.BusinessDate.ToString("O", CultureInfo.InvariantCulture)),
        new("openedAt", r => r.OpenedAt.ToString("O", CultureInfo.InvariantCulture)),
        new("closedAt", r => r.ClosedAt?.ToString("O", CultureInfo.InvariantCulture)),
        new("float", r => r.Float),
        new("expected", r => r.Expected),
        new("counted", r => r.Counted),
        new("overShort", r => r.OverShort),
        new("reason", r => r.Reason),
        new("zNumber", r => r.ZNumber),
        new("currencyDigits", r => r.CurrencyDigits),
    ];

    private static IEnumerable<CsvColumn<T>> Turnover<T>(string name, Func<T, ReportTurnover> of) =>
        [
            new($"{name}Count", r => of(r).Count),
            new($"{name}Units", r => of(r).Units),
            new($"{name}Net", r => of(r).Net),
            new($"{name}Tax", r => of(r).Tax),
            new($"{name}Gross", r => of(r).Gross),
        ];

    private static IEnumerable<CsvColumn<ExceptionReportRow>> Acts(string name, Func<ExceptionReportRow, ReportedActs> of) =>
        [new($"{name}Count", r => of(r).Count), new($"{name}Amount", r => of(r).Amount)];
}
