using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Puts a basket aside again, as it is now: one that a till has taken up, or that still lies there.</summary>
/// <param name="TerminalId">Where that is done.</param>
/// <param name="Label">How the people at the till know it.</param>
/// <param name="IsDistanceSale">The customer is not present; some countries then round nothing.</param>
/// <param name="Discount">What is taken off the whole basket, after the lines' own discounts.</param>
/// <param name="CustomerId">To whom it is to be sold, at the prices of their group.</param>
public sealed record ChangeParkedSale(
    Guid ParkedSaleId,
    Guid TerminalId,
    string Label,
    IReadOnlyList<BasketItem> Lines,
    bool IsDistanceSale = false,
    GivenDiscount? Discount = null,
    Guid? CustomerId = null
) : ICommand<ParkedSale>, ITerminalRequest, IEdit
{
    Guid? ITerminalRequest.TerminalId => TerminalId;
}

internal sealed class ChangeParkedSaleValidator : AbstractValidator<ChangeParkedSale>
{
    public ChangeParkedSaleValidator()
    {
        RuleFor(c => c.Label).ShortText(100);
        RuleFor(c => c.Lines).Basket();
        RuleFor(c => c.Discount!).SetValidator(new GivenDiscountValidator()).When(c => c.Discount is not null);
    }
}

internal sealed class ChangeParkedSaleHandler(IDb db, ITerminals terminals, Baskets baskets, IActor actor)
    : ICommandHandler<ChangeParkedSale, ParkedSale>
{
    public async Task<ParkedSale> Handle(ChangeParkedSale command, CancellationToken ct)
    {
        var asked = baskets.Ask(command.Lines, command.Discount, command.CustomerId);
        var parked = await db.HoldParked(command.ParkedSaleId).SingleOrDefaultAsync(ct) ?? throw new Refused(ParkedSaleErrors.NotFound);
        actor.RequireVersion(parked.Version);
        if (!parked.IsAside)
            throw new Refused(ParkedSaleErrors.IsOver);
        var store = await terminals.Store(parked.StoreId).SingleAsync(ct);
        var terms = store.TermsOfSale(actor.Now, notBefore: null, command.IsDistanceSale);
        var basket = await asked.PriceAsync(store, terms, ct);
        return db.SaveParked(
            parked,
            parked with
            {
                Status = ParkedSaleStatus.Parked,
                TerminalId = command.TerminalId,
                Label = command.Label,
                Lines = command.Lines,
                Discount = command.Discount,
                IsDistanceSale = command.IsDistanceSale,
                CustomerId = command.CustomerId,
                Currency = store.Currency,
                Total = basket.Total,
                ParkedAt = actor.Now,
                ParkedBy = actor.ActorId,
            }
        );
    }
}
