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
public sealed record CompleteSale(
    Guid StoreId,
    Guid TerminalId,
    IReadOnlyList<BasketItem> Lines,
    IReadOnlyList<SaleTender> Tenders,
    Guid? SaleId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsDistanceSale = false) : ICommand<Sale>, IStoreRequest, ITerminalRequest, IExactlyOnce, ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;

    Guid? ITerminalRequest.TerminalId => TerminalId;
}

/// <summary>Told when a sale was completed.</summary>
/// <param name="Rounding">What rounding added to the total, or took off it.</param>
public sealed record SaleCompleted(Guid SaleId, Guid StoreId, Guid TerminalId, string Number, string Currency, long Net, long Tax, long Total, long Rounding) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.sale_completed";
}

internal sealed class CompleteSaleValidator : AbstractValidator<CompleteSale>
{
    private const int MaximumTenders = 20;

    public CompleteSaleValidator()
    {
        RuleFor(c => c.SaleId).NotEqual(Guid.Empty);
        RuleFor(c => c.Lines).Basket();
        RuleFor(c => c.Tenders).NotNull().AtMost(MaximumTenders);
        RuleForEach(c => c.Tenders).ChildRules(tender =>
        {
            tender.RuleFor(t => t.Method).IsInEnum();
            tender.RuleFor(t => t.Amount).InclusiveBetween(1, Rules.MaximumAmount);
            tender.RuleFor(t => t.Reference).Reference(100);
        });
    }
}

internal sealed class CompleteSaleHandler(ITills tills, ICatalog catalog, IStock stock, SaleRecords records, TimeProvider clock)
    : ICommandHandler<CompleteSale, Sale>
{
    public async Task<Sale> Handle(CompleteSale command, CancellationToken ct)
    {
        // One round trip: these travel with the opening of the transaction. The number first: it waits for whoever archives the
        // till or its store, or changes what a receipt carries, and only what is read after it has seen that.
        var nextNumber = tills.NextSaleNumber(command.StoreId, command.TerminalId);
        var stores = tills.Store(command.StoreId);
        var tillCode = tills.TillCode(command.StoreId, command.TerminalId);
        var articles = await Basket.Find(catalog, command.Lines).ToListAsync(ct);

        var store = await stores.SingleOrDefaultAsync(ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        var till = await tillCode.SingleOrDefaultAsync(ct) ?? throw new Refused(PipelineErrors.TerminalIsUnknown);
        var taken = await nextNumber.SingleAsync(ct);
        // Read now that the number is taken: what is sold later at this till has a later number.
        var now = clock.GetUtcNow();
        var basket = Basket.Price(store, store.TermsOfSale(now, taken.LastDay, command.IsDistanceSale), command.Lines, articles);
        var settled = Settle(basket, command.Tenders);
        if (basket.Terms.BusinessDate != taken.LastDay)
            tills.DayReached(command.TerminalId, basket.Terms.BusinessDate);

        var sale = records.Record(
            command.SaleId ?? Ids.New(),
            store.NumberOf(till, taken.Sequence),
            command.TerminalId,
            basket,
            command.Tenders,
            settled);
        stock.Issue(store.StoreId, sale.SaleId, [.. basket.Lines.Select(l => new SoldQuantity(l.VariantId, l.Quantity))]);
        return sale;
    }

    private static Settled Settle(Basket basket, IReadOnlyList<SaleTender> tenders) =>
        Payment.Settle(basket.Total, [.. tenders.Select(t => new Tender(t.Method, t.Amount))], basket.Terms.CashRounding) switch
        {
            Settled settled => settled,
            NoTender => throw new Refused(SalesErrors.NothingTendered),
            Underpaid problem => throw new Refused(SalesErrors.Underpaid(problem.Missing)),
            NonCashExceedsTotal problem => throw new Refused(SalesErrors.NonCashExceedsTotal(problem.Excess)),
            TenderedTooMuch => throw new Refused(SalesErrors.TenderedTooMuch),
            var unknown => throw new InvalidOperationException($"A settlement that nobody knows: {unknown}."),
        };
}
