using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>Writes sales down and reads them back, whole.</summary>
internal sealed class SaleRecords(IDb db, IActor actor)
{
    private const string SaleSql =
        """
        insert into sales.sale (sale_id, store_id, terminal_id, number, sequence, currency, tax_mode, net, tax, total, rounding, cash_rounding, is_distance_sale,
               paid, change, business_date, time_zone, day_ends_at, sold_at, sold_by)
        values (@SaleId, @StoreId, @TerminalId, @Number, @Sequence, @Currency, @TaxMode, @Net, @Tax, @Total, @Rounding, @CashRounding::jsonb, @IsDistanceSale,
               @Paid, @Change, @BusinessDate, @TimeZone, @DayEndsAt, @SoldAt, @SoldBy)
        """;

    // What belongs to the sale is written beside the sale: from its row, a distributed engine knows where that is.
    private const string LinesSql =
        """
        insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate,
               net, tax, gross)
        select s.tenant_id, s.sale_id, line.line_number, s.store_id, line.variant_id, line.sku, line.name, line.quantity, line.unit_price,
               line.tax_rate, line.net, line.tax, line.gross
          from sales.sale as s
         cross join unnest(@LineNumbers, @VariantIds, @Skus, @Names, @Quantities, @UnitPrices, @TaxRates, @Nets, @Taxes, @Grosses)
               as line (line_number, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross)
         where s.tenant_id = @tenant
           and s.sale_id = @SaleId
        """;

    private const string TendersSql =
        """
        insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount, reference)
        select s.tenant_id, s.sale_id, tender.tender_number, s.store_id, tender.method, tender.amount, tender.reference
          from sales.sale as s
         cross join unnest(@Numbers, @Methods, @Amounts, @References) as tender (tender_number, method, amount, reference)
         where s.tenant_id = @tenant
           and s.sale_id = @SaleId
        """;

    // Locked first: two that void the same sale queue here, and the second finds it voided.
    private const string LockSql =
        """
        select sale_id
          from sales.sale
         where tenant_id = @tenant
           and sale_id = @SaleId
           for update
        """;

    private const string VoidSql =
        """
        update sales.sale
           set status = 'voided',
               voided_at = @VoidedAt,
               voided_by = @VoidedBy,
               void_reason = @Reason,
               version = version + 1
         where tenant_id = @tenant
           and sale_id = @SaleId
        """;

    private const string HeadSql =
        """
        select sale_id, number, status, store_id, terminal_id, currency, tax_mode, net, tax, total, rounding, cash_rounding::text, is_distance_sale, change,
               business_date, time_zone, day_ends_at, sold_at, sold_by, voided_at, voided_by, void_reason, version
          from sales.sale
         where tenant_id = @tenant
           and sale_id = @SaleId
        """;

    private const string LinesOfSql =
        """
        select line_number, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross
          from sales.sale_line
         where tenant_id = @tenant
           and sale_id = @SaleId
         order by line_number
        """;

    private const string TendersOfSql =
        """
        select method, amount, reference
          from sales.tender
         where tenant_id = @tenant
           and sale_id = @SaleId
         order by tender_number
        """;

    /// <summary>Queues the rows of a completed sale and answers it as it will stand.</summary>
    public Sale Record(Guid saleId, SaleNumber number, Guid terminalId, Basket basket, IReadOnlyList<SaleTender> tenders, Settled settled)
    {
        var terms = basket.Terms;
        var sale = new Sale(
            saleId, number.Text, SaleStatus.Completed, basket.Store.StoreId, terminalId, basket.Store.Currency, terms.Rules.TaxMode, basket.Lines, basket.Taxes,
            basket.Net, basket.Tax, basket.Total, settled.Rounding, Sale.RuleOf(terms.CashRounding), terms.IsDistanceSale, tenders, settled.Change, terms.BusinessDate,
            terms.Calendar.TimeZone, terms.Calendar.EndOfDay, terms.SoldAt, actor.ActorId, Void: null, Version: 1);
        db.Enqueue(
                SaleSql,
                new
                {
                    sale.SaleId,
                    sale.StoreId,
                    sale.TerminalId,
                    sale.Number,
                    number.Sequence,
                    sale.Currency,
                    sale.TaxMode,
                    sale.Net,
                    sale.Tax,
                    sale.Total,
                    sale.Rounding,
                    CashRounding = sale.CashRounding is { } rule ? JsonSerializer.Serialize(rule, Json.Options) : null,
                    sale.IsDistanceSale,
                    Paid = settled.Tendered,
                    sale.Change,
                    sale.BusinessDate,
                    sale.TimeZone,
                    sale.DayEndsAt,
                    sale.SoldAt,
                    sale.SoldBy,
                })
            .OnConstraint("sale_pkey", SalesErrors.SaleExists)
            .OnConstraint("sale_number_is_unique", SalesErrors.NumberTaken(number.Text));
        RecordLines(sale);
        if (tenders.Count > 0)
            RecordTenders(sale);
        db.Publish(new SaleCompleted(sale.SaleId, sale.StoreId, sale.TerminalId, sale.Number, sale.Currency, sale.Net, sale.Tax, sale.Total, sale.Rounding));
        return sale;
    }

    /// <summary>The sale as it stands now, held still until this transaction ends; null when it is not in scope.</summary>
    /// <exception cref="Domain.Common.Refused">It is not the version that the caller saw.</exception>
    public async Task<Sale?> LockAsync(Guid saleId, CancellationToken ct)
    {
        db.Defer<Guid>(LockSql, new { SaleId = saleId });
        var sale = await ReadAsync(saleId, ct);
        if (sale is not null)
            actor.RequireVersion(sale.Version);
        return sale;
    }

    /// <summary>Queues the void of a locked sale and answers it as it will stand.</summary>
    public Sale Void(Sale sale, string reason, DateTimeOffset now)
    {
        var voided = sale with { Status = SaleStatus.Voided, Void = new SaleVoid(reason, now, actor.ActorId), Version = sale.Version + 1 };
        db.Enqueue(VoidSql, new { sale.SaleId, voided.Void.Reason, voided.Void.VoidedAt, voided.Void.VoidedBy });
        db.Changes(sale, voided);
        db.Publish(new SaleVoided(sale.SaleId, sale.StoreId, reason));
        return voided;
    }

    /// <summary>One sale with lines and tenders; null when there is none in scope.</summary>
    public async Task<Sale?> ReadAsync(Guid saleId, CancellationToken ct)
    {
        var args = new { SaleId = saleId };
        var heads = db.Defer<Head>(HeadSql, args);
        var lines = db.Defer<SaleLine>(LinesOfSql, args);
        var tenders = db.Defer<SaleTender>(TendersOfSql, args);
        var head = await heads.SingleOrDefaultAsync(ct);
        return head?.With(await lines.ToListAsync(ct), await tenders.ToListAsync(ct));
    }

    private void RecordLines(Sale sale) => db.Enqueue(
        LinesSql,
        new
        {
            sale.SaleId,
            LineNumbers = Column(sale, l => l.LineNumber),
            VariantIds = Column(sale, l => l.VariantId),
            Skus = Column(sale, l => l.Sku),
            Names = Column(sale, l => l.Name),
            Quantities = Column(sale, l => l.Quantity),
            UnitPrices = Column(sale, l => l.UnitPrice),
            TaxRates = Column(sale, l => l.TaxRate),
            Nets = Column(sale, l => l.Net),
            Taxes = Column(sale, l => l.Tax),
            Grosses = Column(sale, l => l.Gross),
        });

    private void RecordTenders(Sale sale) => db.Enqueue(
        TendersSql,
        new
        {
            sale.SaleId,
            Numbers = Enumerable.Range(1, sale.Tenders.Count).ToArray(),
            Methods = sale.Tenders.Select(t => t.Method).ToArray(),
            Amounts = sale.Tenders.Select(t => t.Amount).ToArray(),
            References = sale.Tenders.Select(t => t.Reference).ToArray(),
        });

    private static T[] Column<T>(Sale sale, Func<SaleLine, T> member) => [.. sale.Lines.Select(member)];

    private sealed record Head(
        Guid SaleId, string Number, SaleStatus Status, Guid StoreId, Guid TerminalId, string Currency, TaxMode? TaxMode, long Net, long Tax, long Total,
        long Rounding, string? CashRounding, bool IsDistanceSale, long Change, DateOnly BusinessDate, string? TimeZone, string? DayEndsAt,
        DateTimeOffset SoldAt, Guid SoldBy, DateTimeOffset? VoidedAt, Guid? VoidedBy, string? VoidReason, int Version)
    {
        public Sale With(IReadOnlyList<SaleLine> lines, IReadOnlyList<SaleTender> tenders) => new(
            SaleId, Number, Status, StoreId, TerminalId, Currency, TaxMode ?? Sale.TaxModeOf(lines), lines, SaleTax.Of(lines), Net, Tax, Total, Rounding,
            CashRounding is null ? null : JsonSerializer.Deserialize<CashRounding>(CashRounding, Json.KeptOptions), IsDistanceSale, tenders, Change,
            BusinessDate, TimeZone, DayEndsAt, SoldAt, SoldBy, VoidedAt is { } at ? new SaleVoid(VoidReason!, at, VoidedBy!.Value) : null, Version); // sale_void_is_told
    }
}
