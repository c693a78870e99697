using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>How a sale is read back, whole, and held still.</summary>
internal static class SaleReader
{
    // Locked first: two that void the same sale or take the same goods back queue here, and the second finds what the first did.
    private const string LockSql = """
        select sale_id
          from sales.sale
         where tenant_id = @tenant
           and sale_id = @SaleId
           for update
        """;

    private const string HeadSql = """
        select sale_id, number, status, store_id, terminal_id, currency, tax_mode, net, tax, total, rounding, cash_rounding::text,
               is_distance_sale, change,
               business_date, time_zone, day_ends_at, sold_at, sold_by, voided_at, voided_by, void_reason, version, returned, refunded, shift_id,
               customer_id, customer_group_id, is_customer_tax_exempt
          from sales.sale
         where tenant_id = @tenant
           and sale_id = @SaleId
        """;

    private const string LinesSql = """
        select line_number, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross, label_price, lot, serial,
               expires_on as expiry, list_price, price_reason, discount, discounts::text,
               coalesce((select r.returned
                           from sales.returned_line as r
                          where r.tenant_id = @tenant
                            and r.sale_id = @SaleId
                            and r.line_number = l.line_number), 0) as returned
          from sales.sale_line as l
         where l.tenant_id = @tenant
           and l.sale_id = @SaleId
         order by line_number
        """;

    private const string TendersSql = """
        select method, amount, reference
          from sales.tender
         where tenant_id = @tenant
           and sale_id = @SaleId
         order by tender_number
        """;

    /// <summary>Queues that a sale is held still until this transaction ends: what is read of it from here on stays so.</summary>
    public static void LockSale(this IDb db, Guid saleId) => db.Lock(LockSql, new { SaleId = saleId });

    /// <summary>One sale with lines and tenders; null when there is none in scope.</summary>
    public static async Task<Sale?> FindSaleAsync(this IDb db, Guid saleId, CancellationToken ct)
    {
        var args = new { SaleId = saleId };
        var heads = db.Defer<Head>(HeadSql, args);
        var lines = db.Defer<LineRow>(LinesSql, args).Select(row => row.Line);
        var tenders = db.Defer<SaleTender>(TendersSql, args);
        var head = await heads.SingleOrDefaultAsync(ct);
        return head?.With(await lines.ToListAsync(ct), await tenders.ToListAsync(ct));
    }

    private sealed record LineRow(
        int LineNumber,
        Guid VariantId,
        string Sku,
        string Name,
        decimal Quantity,
        long UnitPrice,
        decimal TaxRate,
        long Net,
        long Tax,
        long Gross,
        long? LabelPrice,
        string? Lot,
        string? Serial,
        DateOnly? Expiry,
        long? ListPrice,
        string? PriceReason,
        long Discount,
        string? Discounts,
        decimal Returned
    )
    {
        public SaleLine Line =>
            new(
                LineNumber,
                VariantId,
                Sku,
                Name,
                Quantity,
                UnitPrice,
                TaxRate,
                Net,
                Tax,
                Gross,
                LabelPrice,
                Lot,
                Serial,
                Expiry,
                IsExpired: null,
                Returned,
                ListPrice,
                PriceReason,
                Discount,
                Discounts is null ? null : Json.ReadKeptList<LineDiscount>(Discounts)
            );
    }

    private sealed record Head(
        Guid SaleId,
        string Number,
        SaleStatus Status,
        Guid StoreId,
        Guid TerminalId,
        string Currency,
        TaxMode? TaxMode,
        long Net,
        long Tax,
        long Total,
        long Rounding,
        string? CashRounding,
        bool IsDistanceSale,
        long Change,
        DateOnly BusinessDate,
        string? TimeZone,
        string? DayEndsAt,
        DateTimeOffset SoldAt,
        Guid SoldBy,
        DateTimeOffset? VoidedAt,
        Guid? VoidedBy,
        string? VoidReason,
        int Version,
        long Returned,
        long Refunded,
        Guid? ShiftId,
        Guid? CustomerId,
        Guid? CustomerGroupId,
        bool IsCustomerTaxExempt
    )
    {
        public Sale With(IReadOnlyList<SaleLine> lines, IReadOnlyList<SaleTender> tenders) =>
            new(
                SaleId,
                Number,
                Status,
                StoreId,
                TerminalId,
                Currency,
                TaxMode ?? Sale.TaxModeOf(lines),
                [.. lines.Select(l => l.On(BusinessDate))],
                SaleTax.Of(lines),
                Net,
                Tax,
                Total,
                Rounding,
                CashRounding is null ? null : JsonSerializer.Deserialize<CashRounding>(CashRounding, Json.KeptOptions),
                IsDistanceSale,
                tenders,
                Change,
                BusinessDate,
                TimeZone,
                DayEndsAt,
                SoldAt,
                SoldBy,
                VoidedAt is { } at ? new SaleVoid(VoidReason!, at, VoidedBy!.Value) : null,
                Version,
                Returned,
                Refunded,
                ShiftId,
                CustomerId,
                CustomerGroupId,
                IsCustomerTaxExempt
            ); // sale_void_is_told
    }
}
