using System.Text.Json;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Puts a basket aside, so that a till of the store takes it up later. It must be one that could be sold now.</summary>
/// <param name="Label">How the people at the till know it.</param>
/// <param name="IsDistanceSale">The customer is not present; some countries then round nothing.</param>
/// <param name="Discount">What is taken off the whole basket, after the lines' own discounts.</param>
/// <param name="CustomerId">To whom it is to be sold, at the prices of their group.</param>
/// <param name="ParkedSaleId">The client's own id for it, a UUIDv7; made here when left out.</param>
public sealed record ParkSale(
    Guid StoreId,
    Guid TerminalId,
    string Label,
    IReadOnlyList<BasketItem> Lines,
    bool IsDistanceSale = false,
    GivenDiscount? Discount = null,
    Guid? CustomerId = null,
    Guid? ParkedSaleId = null
) : ICommand<ParkedSale>, IStoreRequest, ITerminalRequest, ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;

    Guid? ITerminalRequest.TerminalId => TerminalId;
}

/// <summary>Told when a basket was put aside.</summary>
public sealed record SaleParked(Guid ParkedSaleId, Guid StoreId, Guid TerminalId, string Currency, long Total) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.sale_parked";
}

internal sealed class ParkSaleValidator : AbstractValidator<ParkSale>
{
    public ParkSaleValidator()
    {
        RuleFor(c => c.ParkedSaleId).NotEqual(Guid.Empty);
        RuleFor(c => c.Label).ShortText(100);
        RuleFor(c => c.Lines).Basket();
        RuleFor(c => c.Discount!).SetValidator(new GivenDiscountValidator()).When(c => c.Discount is not null);
    }
}

internal sealed class ParkSaleHandler(IDb db, ITerminals terminals, Baskets baskets, IActor actor) : ICommandHandler<ParkSale, ParkedSale>
{
    private const string ParkSql = """
        insert into sales.parked_sale (parked_sale_id, store_id, terminal_id, label, lines, discount, is_distance_sale, customer_id, currency, total,
               parked_at, parked_by)
        values (@ParkedSaleId, @StoreId, @TerminalId, @Label, @Lines::jsonb, @Discount::jsonb, @IsDistanceSale, @CustomerId, @Currency, @Total,
               @ParkedAt, @ParkedBy)
        """;

    public async Task<ParkedSale> Handle(ParkSale command, CancellationToken ct)
    {
        var stores = terminals.Store(command.StoreId);
        var asked = baskets.Ask(command.Lines, command.Discount, command.CustomerId);
        var store = await stores.SingleOrDefaultAsync(ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        var terms = store.TermsOfSale(actor.Now, notBefore: null, command.IsDistanceSale);
        var basket = await asked.PriceAsync(store, terms, ct);
        var parked = new ParkedSale(
            command.ParkedSaleId ?? Ids.New(),
            store.StoreId,
            command.TerminalId,
            ParkedSaleStatus.Parked,
            command.Label,
            command.Lines,
            command.Discount,
            command.IsDistanceSale,
            command.CustomerId,
            store.Currency,
            basket.Total,
            actor.Now,
            actor.ActorId,
            RecalledAt: null,
            RecalledBy: null,
            SaleId: null,
            Reason: null,
            EndedAt: null,
            EndedBy: null,
            Version: 1
        );
        db.Enqueue(
                ParkSql,
                new
                {
                    parked.ParkedSaleId,
                    parked.StoreId,
                    parked.TerminalId,
                    parked.Label,
                    Lines = JsonSerializer.Serialize(parked.Lines, Json.Options),
                    Discount = parked.Discount is { } off ? JsonSerializer.Serialize(off, Json.Options) : null,
                    parked.IsDistanceSale,
                    parked.CustomerId,
                    parked.Currency,
                    parked.Total,
                    parked.ParkedAt,
                    parked.ParkedBy,
                }
            )
            .OnConstraint("parked_sale_pkey", ParkedSaleErrors.Exists)
            .OnConstraint("parked_sale_is_at_terminal", PipelineErrors.TerminalIsUnknown);
        db.Publish(new SaleParked(parked.ParkedSaleId, parked.StoreId, parked.TerminalId, parked.Currency, parked.Total));
        return parked;
    }
}
