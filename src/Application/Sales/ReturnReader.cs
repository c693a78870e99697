using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>How a return is read back, whole.</summary>
internal static class ReturnReader
{
    private const string HeadSql = """
        select return_id, number, sale_id, from_store_id as sale_store_id, to_store_id as store_id, terminal_id, currency, tax_mode, net, tax,
               total, rounding, cash_rounding::text, refunded, reason, business_date, time_zone, day_ends_at, returned_at, returned_by,
               shift_id
          from sales.sale_return
         where tenant_id = @tenant
           and return_id = @ReturnId
        """;

    private const string LinesSql = """
        select line_number, sale_line_number, variant_id, sku, name, quantity, disposition, tax_rate, net, tax, gross
          from sales.sale_return_line
         where tenant_id = @tenant
           and return_id = @ReturnId
         order by line_number
        """;

    private const string RefundsSql = """
        select method, amount, reference
          from sales.refund
         where tenant_id = @tenant
           and return_id = @ReturnId
         order by refund_number
        """;

    /// <summary>One return with lines and refunds; null when there is none in scope.</summary>
    public static async Task<SaleReturn?> FindReturnAsync(this IDb db, Guid returnId, CancellationToken ct)
    {
        var args = new { ReturnId = returnId };
        var heads = db.Defer<Head>(HeadSql, args);
        var lines = db.Defer<SaleReturnLine>(LinesSql, args);
        var refunds = db.Defer<SaleTender>(RefundsSql, args);
        var head = await heads.SingleOrDefaultAsync(ct);
        return head?.With(await lines.ToListAsync(ct), await refunds.ToListAsync(ct));
    }

    private sealed record Head(
        Guid ReturnId,
        string Number,
        Guid SaleId,
        Guid SaleStoreId,
        Guid StoreId,
        Guid TerminalId,
        string Currency,
        TaxMode TaxMode,
        long Net,
        long Tax,
        long Total,
        long Rounding,
        string? CashRounding,
        long Refunded,
        string? Reason,
        DateOnly BusinessDate,
        string TimeZone,
        string DayEndsAt,
        DateTimeOffset ReturnedAt,
        Guid ReturnedBy,
        Guid? ShiftId
    )
    {
        public SaleReturn With(IReadOnlyList<SaleReturnLine> lines, IReadOnlyList<SaleTender> refunds) =>
            new(
                ReturnId,
                Number,
                SaleId,
                SaleStoreId,
                StoreId,
                TerminalId,
                Currency,
                TaxMode,
                lines,
                SaleTax.Of(lines),
                Net,
                Tax,
                Total,
                Rounding,
                CashRounding is null ? null : JsonSerializer.Deserialize<CashRounding>(CashRounding, Json.KeptOptions),
                Refunded,
                refunds,
                Reason,
                BusinessDate,
                TimeZone,
                DayEndsAt,
                ReturnedAt,
                ReturnedBy,
                ShiftId
            );
    }
}
