using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>Sells a basket: prices it, takes the payment, numbers the receipt and issues the stock, all of it or none.</summary>
/// <param name="IsDistanceSale">The customer is not present; some countries then round nothing.</param>
/// <param name="SaleId">The client's own id for the sale, a UUIDv7; made here when left out.</param>
/// <param name="Discount">What is taken off the whole basket, after the lines' own discounts.</param>
/// <param name="ExpectedTotal">The total that the customer was told, in minor units; where it has become another the sale is refused.</param>
/// <param name="ParkedSaleId">The parked sale that this was: taken up at this terminal, and sold by this.</param>
/// <param name="ReservationId">What is sold is taken of this reservation first; what that holds besides is free again.</param>
/// <param name="KeepsReservation">What the sale does not take of the reservation stays reserved while it lasts.</param>
/// <param name="CustomerId">To whom it is sold, at the prices of their group.</param>
public sealed record CompleteSale(
    Guid StoreId,
    Guid TerminalId,
    IReadOnlyList<BasketItem> Lines,
    IReadOnlyList<SaleTender> Tenders,
    Guid? SaleId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsDistanceSale = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] GivenDiscount? Discount = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long? ExpectedTotal = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Guid? ParkedSaleId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Guid? CustomerId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Guid? ReservationId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool KeepsReservation = false
) : ICommand<Sale>, IStoreRequest, ITerminalRequest, IExactlyOnce, ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;

    Guid? ITerminalRequest.TerminalId => TerminalId;
}

/// <summary>Told when a sale was completed.</summary>
/// <param name="Rounding">What rounding added to the total, or took off it.</param>
/// <param name="Discount">What discounts took off its lines, with or without tax as their prices are.</param>
public sealed record SaleCompleted(
    Guid SaleId,
    Guid StoreId,
    Guid TerminalId,
    string Number,
    string Currency,
    long Net,
    long Tax,
    long Total,
    long Rounding,
    long Discount
) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.sale_completed";
}

internal sealed class CompleteSaleValidator : AbstractValidator<CompleteSale>
{
    public CompleteSaleValidator()
    {
        RuleFor(c => c.SaleId).NotEqual(Guid.Empty);
        RuleFor(c => c.Lines).Basket();
        RuleFor(c => c.Tenders).Tenders();
        RuleFor(c => c.Discount!).SetValidator(new GivenDiscountValidator()).When(c => c.Discount is not null);
        RuleFor(c => c.ExpectedTotal).InclusiveBetween(0, Rules.MaximumAmount);
        RuleFor(c => c.KeepsReservation)
            .Equal(false)
            .When(c => c.ReservationId is null)
            .WithMessage("There is no reservation that it would keep.");
    }
}

internal sealed class CompleteSaleHandler(IDb db, ITerminals terminals, Baskets baskets, IStock stock, IActor actor)
    : ICommandHandler<CompleteSale, Sale>
{
    private const string SaleSql = """
        insert into sales.sale (sale_id, store_id, terminal_id, number, sequence, currency, tax_mode, net, tax, total, rounding,
               cash_rounding, is_distance_sale,
               paid, change, business_date, time_zone, day_ends_at, sold_at, sold_by, shift_id, customer_id, customer_group_id,
               is_customer_tax_exempt, store_version, terminal_code, seller_name,
               bill_to)
        values (@SaleId, @StoreId, @TerminalId, @Number, @Sequence, @Currency, @TaxMode, @Net, @Tax, @Total, @Rounding,
               @CashRounding::jsonb, @IsDistanceSale,
               @Paid, @Change, @BusinessDate, @TimeZone, @DayEndsAt, @SoldAt, @SoldBy, @ShiftId, @CustomerId, @CustomerGroupId,
               @IsCustomerTaxExempt, @StoreVersion, @TerminalCode, nullif(current_setting('app.caller_name', true), ''),
               @BillTo::jsonb)
        """;

    // What belongs to the sale is written beside the sale: from its row, a distributed engine knows where that is.
    private const string LinesSql = """
        insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate,
               net, tax, gross, label_price, lot, serial, expires_on, list_price, price_reason, discount, discounts)
        select s.tenant_id, s.sale_id, line.line_number, s.store_id, line.variant_id, line.sku, line.name, line.quantity, line.unit_price,
               line.tax_rate, line.net, line.tax, line.gross, line.label_price, line.lot, line.serial, line.expires_on, line.list_price,
               line.price_reason, line.discount, line.discounts::jsonb
          from sales.sale as s
         cross join unnest(@LineNumbers, @VariantIds, @Skus, @Names, @Quantities, @UnitPrices, @TaxRates, @Nets, @Taxes, @Grosses,
               @LabelPrices, @Lots, @Serials, @Expiries, @ListPrices, @PriceReasons, @Discounts, @DiscountParts)
               as line (line_number, variant_id, sku, name, quantity, unit_price, tax_rate, net, tax, gross, label_price, lot, serial,
               expires_on, list_price, price_reason, discount, discounts)
         where s.tenant_id = @tenant
           and s.sale_id = @SaleId
        """;

    private const string TendersSql = """
        insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, name, gives_change, rounding, amount, reference)
        select s.tenant_id, s.sale_id, tender.tender_number, s.store_id, tender.method, tender.name, tender.gives_change, tender.rounding,
               tender.amount, tender.reference
          from sales.sale as s
         cross join unnest(@Numbers, @Methods, @TypeNames, @GiveChange, @Roundings, @Amounts, @References)
               as tender (tender_number, method, name, gives_change, rounding, amount, reference)
         where s.tenant_id = @tenant
           and s.sale_id = @SaleId
        """;

    public async Task<Sale> Handle(CompleteSale command, CancellationToken ct)
    {
        // One round trip: these travel with the opening of the transaction.
        var recalled = command.ParkedSaleId is { } parkedId ? db.HoldParked(parkedId) : null;
        var reserved = command.ReservationId is { } reservationId ? stock.HoldReserved(reservationId) : null;
        var asked = baskets.Ask(command.Lines, command.Discount, command.CustomerId);
        var open = db.HoldShiftAt(command.TerminalId);
        var at = await terminals.TakeNumberAsync(TillDocument.Sale, command.StoreId, command.TerminalId, ct);
        var (store, terminal, taken) = at.Required();
        var parked = recalled is null ? null : (await recalled.SingleOrDefaultAsync(ct)).RequiredAt(command.TerminalId);
        // Read now that the number is taken: what is sold later at this till has a later number.
        var now = actor.Now;
        var basket = await asked.PriceAsync(store, store.TermsOfSale(now, taken.LastDay, command.IsDistanceSale), ct);
        if (command.ExpectedTotal is { } expected && expected != basket.Total)
            throw new Refused(SalesErrors.TotalMoved(expected, basket.Total));
        var tenders = Tenders.Of(store, command.Tenders, "tenders");
        var settled = Settle(basket, tenders);
        var shift = RunningShift.Of(await open.SingleOrDefaultAsync(ct), store.Shifts, store.Currency, actor.ActorId);
        await baskets.AllowAsync(basket, command.SaleId, ct);
        if (basket.Terms.BusinessDate != taken.LastDay)
        {
            terminals.DayReached(TillDocument.Sale, command.TerminalId, basket.Terms.BusinessDate);
            db.ReopenDay(command.StoreId, basket.Terms.BusinessDate);
        }

        var sale = Sale.Of(
            command.SaleId ?? Ids.New(),
            store.NumberOf(TillDocument.Sale, terminal, taken.Sequence),
            command.TerminalId,
            basket,
            command.Tenders,
            settled,
            actor.ActorId,
            shift?.ShiftId
        );
        Record(sale, basket, terminal, tenders, taken.Sequence, settled.Tendered);
        db.AddToShift(shift, sale, tenders);
        if (parked is not null)
            db.SaveParked(parked, parked.SoldAs(sale));
        db.Publish(
            new SaleCompleted(
                sale.SaleId,
                sale.StoreId,
                sale.TerminalId,
                sale.Number,
                sale.Currency,
                sale.Net,
                sale.Tax,
                sale.Total,
                sale.Rounding,
                sale.Discount
            )
        );
        List<SoldQuantity> sold = [.. sale.Lines.Select(l => new SoldQuantity(l.VariantId, l.Quantity))];
        if (reserved is null)
            stock.Issue(store.StoreId, sale.SaleId, sold);
        else
            await reserved.IssueAsync(store.StoreId, sale.SaleId, sold, command.KeepsReservation, ct);
        return sale;
    }

    private static Settled Settle(Basket basket, IReadOnlyList<Tender> tenders) =>
        Payment.Settle(basket.Total, tenders, basket.Terms.CashRounding) switch
        {
            Settled settled => settled,
            NoTender => throw new Refused(SalesErrors.NothingTendered),
            Underpaid problem => throw new Refused(SalesErrors.Underpaid(problem.Missing)),
            NonCashExceedsTotal problem => throw new Refused(SalesErrors.NonCashExceedsTotal(problem.Excess)),
            TenderedTooMuch => throw new Refused(SalesErrors.TenderedTooMuch),
            var unknown => throw new InvalidOperationException($"A settlement that nobody knows: {unknown}."),
        };

    private void Record(Sale sale, Basket basket, string terminalCode, Tender[] tenders, long sequence, long paid)
    {
        db.Enqueue(
                SaleSql,
                new
                {
                    sale.SaleId,
                    sale.StoreId,
                    sale.TerminalId,
                    sale.Number,
                    Sequence = sequence,
                    sale.Currency,
                    sale.TaxMode,
                    sale.Net,
                    sale.Tax,
                    sale.Total,
                    sale.Rounding,
                    CashRounding = sale.CashRounding is { } rule ? JsonSerializer.Serialize(rule, Json.Options) : null,
                    sale.IsDistanceSale,
                    Paid = paid,
                    sale.Change,
                    sale.BusinessDate,
                    sale.TimeZone,
                    sale.DayEndsAt,
                    sale.SoldAt,
                    sale.SoldBy,
                    sale.ShiftId,
                    sale.CustomerId,
                    sale.CustomerGroupId,
                    sale.IsCustomerTaxExempt,
                    StoreVersion = basket.Store.Version,
                    TerminalCode = terminalCode,
                    BillTo = basket.Buyer?.BillTo is { } company ? JsonSerializer.Serialize(company, Json.Options) : null,
                }
            )
            .OnConstraint("sale_pkey", SalesErrors.SaleExists)
            .OnConstraint("sale_number_is_unique", SalesErrors.NumberTaken(sale.Number));
        RecordLines(sale);
        if (tenders.Length > 0)
            RecordTenders(sale, tenders);
    }

    private void RecordLines(Sale sale) =>
        db.Enqueue(
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
                LabelPrices = Column(sale, l => l.LabelPrice),
                Lots = Column(sale, l => l.Lot),
                Serials = Column(sale, l => l.Serial),
                Expiries = Column(sale, l => l.Expiry),
                ListPrices = Column(sale, l => l.ListPrice),
                PriceReasons = Column(sale, l => l.PriceReason),
                Discounts = Column(sale, l => l.Discount),
                DiscountParts = Column(sale, l => l.Discounts is { } parts ? JsonSerializer.Serialize(parts, Json.Options) : null),
            }
        );

    private void RecordTenders(Sale sale, Tender[] tenders) =>
        db.Enqueue(
            TendersSql,
            new
            {
                sale.SaleId,
                Numbers = Enumerable.Range(1, tenders.Length).ToArray(),
                Methods = tenders.Select(t => t.Type.Code).ToArray(),
                TypeNames = tenders.Select(t => t.Type.Name).ToArray(),
                GiveChange = tenders.Select(t => t.Type.GivesChange).ToArray(),
                Roundings = tenders.Select(t => t.Type.Rounding).ToArray(),
                Amounts = tenders.Select(t => t.Amount).ToArray(),
                References = sale.Tenders.Select(t => t.Reference).ToArray(),
            }
        );

    private static T[] Column<T>(Sale sale, Func<SaleLine, T> member) => [.. sale.Lines.Select(member)];
}
