using System.Text.Json;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>
/// Takes goods of a sale back, some or all of them, in any of the merchant's stores: pays for them what they were sold for, and puts
/// them where they belong.
/// </summary>
/// <param name="StoreId">Where they are taken back and paid for.</param>
/// <param name="Refunds">What the customer gets back, together what is due. A type that gives no change pays at most what it paid of the
/// sale and has not given back yet.</param>
/// <param name="Reason">Why they came back.</param>
/// <param name="ReturnId">The client's own id for the return, a UUIDv7; made here when left out.</param>
public sealed record ReturnGoods(
    Guid SaleId,
    Guid StoreId,
    Guid TerminalId,
    IReadOnlyList<ReturnedItem> Lines,
    IReadOnlyList<SaleTender> Refunds,
    string? Reason = null,
    Guid? ReturnId = null
) : ICommand<SaleReturn>, ITerminalRequest, IExactlyOnce, ICreates
{
    Guid? ITerminalRequest.TerminalId => TerminalId;
}

/// <param name="LineNumber">The line of the sale.</param>
/// <param name="Disposition">What becomes of them.</param>
public sealed record ReturnedItem(
    int LineNumber,
    [property: Step("0.001")] decimal Quantity,
    Disposition Disposition = Disposition.Restock
);

/// <summary>Told when goods were taken back.</summary>
/// <param name="SaleStoreId">The store that sold them.</param>
/// <param name="Refunded">What the customer got back.</param>
public sealed record GoodsReturned(
    Guid ReturnId,
    Guid SaleId,
    Guid SaleStoreId,
    Guid StoreId,
    Guid TerminalId,
    string Number,
    string Currency,
    long Net,
    long Tax,
    long Total,
    long Refunded
) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.goods_returned";
}

internal sealed class ReturnGoodsValidator : AbstractValidator<ReturnGoods>
{
    public ReturnGoodsValidator()
    {
        RuleFor(c => c.ReturnId).NotEqual(Guid.Empty);
        RuleFor(c => c.Lines).NotEmpty().AtMost(BasketItemValidator.MaximumItems);
        RuleForEach(c => c.Lines)
            .ChildRules(line =>
            {
                line.RuleFor(l => l.LineNumber).GreaterThan(0);
                line.RuleFor(l => l.Quantity).Quantity();
                line.RuleFor(l => l.Disposition).IsInEnum();
            });
        RuleFor(c => c.Refunds).Tenders();
        RuleFor(c => c.Reason).ShortText(200);
    }
}

internal sealed class ReturnGoodsHandler(IDb db, ITerminals terminals, IStock stock, ReturnApproval approval, IActor actor)
    : ICommandHandler<ReturnGoods, SaleReturn>
{
    private const string RefundedSql = """
        select method, sum(amount)::bigint as amount
          from sales.refund
         where tenant_id = @tenant
           and sale_id = @SaleId
         group by method
        """;

    private const string ReturnSql = """
        insert into sales.sale_return (return_id, sale_id, from_store_id, to_store_id, terminal_id, number, sequence, currency, tax_mode,
               net, tax, total, rounding, cash_rounding, refunded, reason, business_date, time_zone, day_ends_at, returned_at, returned_by,
               shift_id, customer_id, sale_number, store_version, terminal_code, seller_name, bill_to)
        values (@ReturnId, @SaleId, @SaleStoreId, @StoreId, @TerminalId, @Number, @Sequence, @Currency, @TaxMode,
               @Net, @Tax, @Total, @Rounding, @CashRounding::jsonb, @Refunded, @Reason, @BusinessDate, @TimeZone, @DayEndsAt, @ReturnedAt,
               @ReturnedBy, @ShiftId, @CustomerId, @SaleNumber, @StoreVersion, @TerminalCode,
               nullif(current_setting('app.caller_name', true), ''),
               (select s.bill_to
                  from sales.sale as s
                 where s.tenant_id = @tenant
                   and s.sale_id = @SaleId))
        """;

    // What belongs to the return is written beside it: from its row, a distributed engine knows where that is.
    private const string LinesSql = """
        insert into sales.sale_return_line (tenant_id, return_id, line_number, sale_id, sale_line_number, from_store_id, to_store_id,
               variant_id, sku, name, quantity, disposition, tax_rate, net, tax, gross)
        select r.tenant_id, r.return_id, line.line_number, r.sale_id, line.sale_line_number, r.from_store_id, r.to_store_id,
               line.variant_id, line.sku, line.name, line.quantity, line.disposition, line.tax_rate, line.net, line.tax, line.gross
          from sales.sale_return as r
         cross join unnest(@LineNumbers, @SaleLineNumbers, @VariantIds, @Skus, @Names, @Quantities, @Dispositions, @TaxRates, @Nets, @Taxes,
               @Grosses)
               as line (line_number, sale_line_number, variant_id, sku, name, quantity, disposition, tax_rate, net, tax, gross)
         where r.tenant_id = @tenant
           and r.return_id = @ReturnId
        """;

    private const string RefundsSql = """
        insert into sales.refund (tenant_id, return_id, refund_number, sale_id, from_store_id, to_store_id, method, name, gives_change,
               rounding, amount, reference)
        select r.tenant_id, r.return_id, refund.refund_number, r.sale_id, r.from_store_id, r.to_store_id, refund.method,
               refund.name, refund.gives_change, refund.rounding, refund.amount, refund.reference
          from sales.sale_return as r
         cross join unnest(@Numbers, @Methods, @TypeNames, @GiveChange, @Roundings, @Amounts, @References)
               as refund (refund_number, method, name, gives_change, rounding, amount, reference)
         where r.tenant_id = @tenant
           and r.return_id = @ReturnId
        """;

    private const string CountSql = """
        update sales.sale
           set returns = returns + 1,
               returned = returned + @Total,
               refunded = refunded + @Refunded,
               version = version + 1
         where tenant_id = @tenant
           and sale_id = @SaleId
        """;

    // From the line that they are of: as above.
    private const string CountLinesSql = """
        insert into sales.returned_line as r (tenant_id, sale_id, line_number, store_id, sold, returned, net, tax)
        select l.tenant_id, l.sale_id, l.line_number, l.store_id, l.quantity, line.quantity, line.net, line.tax
          from sales.sale_line as l
          join unnest(@LineNumbers, @Quantities, @Nets, @Taxes) as line (line_number, quantity, net, tax) using (line_number)
         where l.tenant_id = @tenant
           and l.sale_id = @SaleId
            on conflict (tenant_id, sale_id, line_number) do update
           set returned = r.returned + excluded.returned,
               net = r.net + excluded.net,
               tax = r.tax + excluded.tax
        """;

    public async Task<SaleReturn> Handle(ReturnGoods command, CancellationToken ct)
    {
        db.LockSale(command.SaleId);
        var open = db.HoldShiftAt(command.TerminalId);
        var refunded = db.Defer<Paid>(RefundedSql, new { command.SaleId });
        var sale = await db.FindSaleAsync(command.SaleId, ct) ?? throw new Refused(SalesErrors.SaleNotFound);
        actor.RequireVersion(sale.Version);
        if (sale.Status is SaleStatus.Voided)
            throw new Refused(SalesErrors.AlreadyVoided);
        var lines = TakenBack(sale, command.Lines);

        // One round trip: the place to put something aside is held ahead of the till, as docs/locking.md says.
        var held = stock.HoldReturned(command.StoreId, sale.SaleId, command.Lines.Any(l => l.Disposition is Disposition.Quarantine));
        var at = await terminals.TakeNumberAsync(TillDocument.Return, command.StoreId, command.TerminalId, ct);
        var (store, terminal, taken) = at.Required();
        Demand(store, sale);
        var shift = RunningShift.Of(await open.SingleOrDefaultAsync(ct), store.Shifts, store.Currency, actor.ActorId);
        var terms = store.TermsOfSale(actor.Now, taken.LastDay, sale.IsDistanceSale);
        var refunds = Tenders.Of(store, command.Refunds, "refunds");
        var (owed, rest) = (Owed(sale, lines), RestOf(sale, await refunded.ToListAsync(ct)));
        var settled = Settle(owed, refunds, terms.CashRounding);
        Demand(refunds, rest);
        await approval.DemandAsync(sale, store, [.. lines.Select(l => l.VariantId).Distinct()], settled.Tendered, ct);

        var number = store.NumberOf(TillDocument.Return, terminal, taken.Sequence);
        var returned = Returned(command, sale, lines, settled, terms, number) with { ShiftId = shift?.ShiftId };
        Record(returned, sale, store.Version, terminal, refunds, taken.Sequence);
        db.AddToShift(shift, returned, refunds);
        Count(sale, returned);
        if (terms.BusinessDate != taken.LastDay)
        {
            terminals.DayReached(TillDocument.Return, command.TerminalId, terms.BusinessDate);
            db.ReopenDay(command.StoreId, terms.BusinessDate);
        }

        if (!await held.TakeBackAsync(returned.ReturnId, Quantities(Disposition.Restock), Quantities(Disposition.Quarantine), ct))
            throw new Refused(SalesErrors.NoQuarantine);
        return returned;

        List<SoldQuantity> Quantities(Disposition disposition) =>
            [.. lines.Where(l => l.Disposition == disposition).Select(l => new SoldQuantity(l.VariantId, l.Quantity))];
    }

    private static void Demand(SellingStore store, Sale sale)
    {
        if (store.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        if (!store.Sells)
            throw new Refused(SalesErrors.StoreDoesNotSell);
        if (store.Currency != sale.Currency)
            throw new Refused(SalesErrors.ReturnInOtherCurrency(sale.Currency, store.Currency));
    }

    // Who gives a card more than it paid lends money; cash is what everybody takes instead.
    private static void Demand(Tender[] refunds, Dictionary<string, long> rest)
    {
        var tooMuch = refunds
            .Where(r => !r.Type.GivesChange)
            .GroupBy(r => r.Type.Code)
            .Where(same => same.Sum(r => r.Amount) > rest.GetValueOrDefault(same.Key))
            .Select(same => same.Key)
            .ToHashSet(StringComparer.Ordinal);
        if (tooMuch.Count > 0)
            throw new Refused(
                SalesErrors.RefundExceedsPayment(
                    refunds
                        .Index()
                        .Where(r => tooMuch.Contains(r.Item.Type.Code))
                        .ToDictionary(r => r.Index, r => rest.GetValueOrDefault(r.Item.Type.Code))
                )
            );
    }

    private static List<SaleReturnLine> TakenBack(Sale sale, IReadOnlyList<ReturnedItem> items)
    {
        var sold = sale.Lines.ToDictionary(l => l.LineNumber);
        var unknown = items.Index().Where(i => !sold.ContainsKey(i.Item.LineNumber)).Select(i => i.Index).ToList();
        if (unknown.Count > 0)
            throw new Refused(SalesErrors.SaleHasNoSuchLine(unknown));
        var back = sale.Lines.ToDictionary(l => l.LineNumber, l => l.Returned);
        List<SaleReturnLine> lines = [];
        Dictionary<int, decimal> tooMany = [];
        foreach (var (index, item) in items.Index())
        {
            var line = sold[item.LineNumber];
            var before = back[item.LineNumber];
            if (item.Quantity > line.Quantity - before)
            {
                tooMany[index] = line.Quantity - line.Returned;
                continue;
            }

            var worth = new SoldLine(line.Quantity, line.Net, line.Tax, sale.TaxMode);
            var ((net, tax), (earlierNet, earlierTax)) = (worth.WorthOf(before + item.Quantity), worth.WorthOf(before));
            back[item.LineNumber] = before + item.Quantity;
            lines.Add(
                new SaleReturnLine(
                    lines.Count + 1,
                    line.LineNumber,
                    line.VariantId,
                    line.Sku,
                    line.Name,
                    item.Quantity,
                    item.Disposition,
                    line.TaxRate,
                    net - earlierNet,
                    tax - earlierTax,
                    net - earlierNet + tax - earlierTax
                )
            );
        }

        return tooMany.Count > 0 ? throw new Refused(SalesErrors.ReturnsMoreThanSold(tooMany)) : lines;
    }

    // What has come back by now, less what was paid for it: so the rounding of one return is made up for by the next, and all of them
    // together pay what the customer paid.
    private static long Owed(Sale sale, List<SaleReturnLine> lines)
    {
        var worth = sale.Returned + lines.Sum(l => l.Gross);
        var isAll = sale.Lines.All(l => l.Returned + lines.Where(r => r.SaleLineNumber == l.LineNumber).Sum(r => r.Quantity) == l.Quantity);
        return Math.Max(0, worth + (isAll ? sale.Rounding : 0) - sale.Refunded);
    }

    // By type: what it paid of the sale and has not given back. Change was cash, and cash is not asked.
    private static Dictionary<string, long> RestOf(Sale sale, IReadOnlyList<Paid> refunded) =>
        sale
            .Tenders.Select(t => new Paid(t.Method, t.Amount))
            .Concat(refunded.Select(r => new Paid(r.Method, -r.Amount)))
            .GroupBy(p => p.Method, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(p => p.Amount), StringComparer.Ordinal);

    private static Settled Settle(long owed, Tender[] refunds, CashRounding rule) =>
        Payment.Refund(owed, refunds, rule) switch
        {
            Settled settled => settled,
            NoTender problem => throw new Refused(SalesErrors.NothingRefunded(problem.Due)),
            Underpaid problem => throw new Refused(SalesErrors.RefundFallsShort(problem.Missing)),
            RefundExceedsDue problem => throw new Refused(SalesErrors.RefundExceedsDue(problem.Excess)),
            TenderedTooMuch => throw new Refused(SalesErrors.TenderedTooMuch),
            var unknown => throw new InvalidOperationException($"A settlement that nobody knows: {unknown}."),
        };

    private SaleReturn Returned(ReturnGoods command, Sale sale, List<SaleReturnLine> lines, Settled settled, SaleTerms terms, string number)
    {
        var (net, tax) = (lines.Sum(l => l.Net), lines.Sum(l => l.Tax));
        return new SaleReturn(
            command.ReturnId ?? Ids.New(),
            number,
            sale.SaleId,
            sale.StoreId,
            command.StoreId,
            command.TerminalId,
            sale.Currency,
            sale.TaxMode,
            lines,
            SaleTax.Of(lines),
            net,
            tax,
            net + tax,
            settled.Tendered - net - tax,
            Sale.RuleOf(terms.CashRounding),
            settled.Tendered,
            command.Refunds,
            command.Reason,
            terms.BusinessDate,
            terms.Calendar.TimeZone,
            terms.Calendar.EndOfDay,
            terms.SoldAt,
            actor.ActorId
        );
    }

    private void Record(SaleReturn returned, Sale sale, int storeVersion, string terminalCode, Tender[] refunds, long sequence)
    {
        db.Enqueue(
                ReturnSql,
                new
                {
                    returned.ReturnId,
                    returned.SaleId,
                    returned.SaleStoreId,
                    returned.StoreId,
                    returned.TerminalId,
                    returned.Number,
                    Sequence = sequence,
                    returned.Currency,
                    returned.TaxMode,
                    returned.Net,
                    returned.Tax,
                    returned.Total,
                    returned.Rounding,
                    CashRounding = returned.CashRounding is { } rule ? JsonSerializer.Serialize(rule, Json.Options) : null,
                    returned.Refunded,
                    returned.Reason,
                    returned.BusinessDate,
                    returned.TimeZone,
                    returned.DayEndsAt,
                    returned.ReturnedAt,
                    returned.ReturnedBy,
                    returned.ShiftId,
                    sale.CustomerId,
                    SaleNumber = sale.Number,
                    StoreVersion = storeVersion,
                    TerminalCode = terminalCode,
                }
            )
            .OnConstraint("sale_return_pkey", SalesErrors.ReturnExists)
            .OnConstraint("sale_return_number_is_unique", SalesErrors.NumberTaken(returned.Number));
        db.Enqueue(
            LinesSql,
            new
            {
                returned.ReturnId,
                LineNumbers = Column(returned, l => l.LineNumber),
                SaleLineNumbers = Column(returned, l => l.SaleLineNumber),
                VariantIds = Column(returned, l => l.VariantId),
                Skus = Column(returned, l => l.Sku),
                Names = Column(returned, l => l.Name),
                Quantities = Column(returned, l => l.Quantity),
                Dispositions = Column(returned, l => l.Disposition),
                TaxRates = Column(returned, l => l.TaxRate),
                Nets = Column(returned, l => l.Net),
                Taxes = Column(returned, l => l.Tax),
                Grosses = Column(returned, l => l.Gross),
            }
        );
        if (refunds.Length > 0)
            db.Enqueue(
                RefundsSql,
                new
                {
                    returned.ReturnId,
                    Numbers = Enumerable.Range(1, refunds.Length).ToArray(),
                    Methods = refunds.Select(r => r.Type.Code).ToArray(),
                    TypeNames = refunds.Select(r => r.Type.Name).ToArray(),
                    GiveChange = refunds.Select(r => r.Type.GivesChange).ToArray(),
                    Roundings = refunds.Select(r => r.Type.Rounding).ToArray(),
                    Amounts = refunds.Select(r => r.Amount).ToArray(),
                    References = returned.Refunds.Select(r => r.Reference).ToArray(),
                }
            );
        db.Publish(
            new GoodsReturned(
                returned.ReturnId,
                returned.SaleId,
                returned.SaleStoreId,
                returned.StoreId,
                returned.TerminalId,
                returned.Number,
                returned.Currency,
                returned.Net,
                returned.Tax,
                returned.Total,
                returned.Refunded
            )
        );
    }

    private void Count(Sale sale, SaleReturn returned)
    {
        db.Enqueue(
            CountSql,
            new
            {
                sale.SaleId,
                returned.Total,
                returned.Refunded,
            }
        );
        // One line of the sale may have gone to several places.
        var back = returned.Lines.GroupBy(l => l.SaleLineNumber).ToList();
        db.Enqueue(
            CountLinesSql,
            new
            {
                sale.SaleId,
                LineNumbers = back.Select(l => l.Key).ToArray(),
                Quantities = back.Select(l => l.Sum(part => part.Quantity)).ToArray(),
                Nets = back.Select(l => l.Sum(part => part.Net)).ToArray(),
                Taxes = back.Select(l => l.Sum(part => part.Tax)).ToArray(),
            }
        );
    }

    private sealed record Paid(string Method, long Amount);

    private static T[] Column<T>(SaleReturn returned, Func<SaleReturnLine, T> member) => [.. returned.Lines.Select(member)];
}
