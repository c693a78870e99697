using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Gives a parked sale up; it stays on record with who did, and why.</summary>
/// <param name="Reason">Why.</param>
public sealed record DiscardParkedSale(Guid ParkedSaleId, string Reason) : ICommand<ParkedSale>;

/// <summary>Told when a parked sale was given up.</summary>
public sealed record ParkedSaleDiscarded(Guid ParkedSaleId, Guid StoreId, string Currency, long Total, string Reason) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.parked_sale_discarded";
}

internal sealed class DiscardParkedSaleValidator : AbstractValidator<DiscardParkedSale>
{
    public DiscardParkedSaleValidator() => RuleFor(c => c.Reason).ShortText(200);
}

internal sealed class DiscardParkedSaleHandler(IDb db, IActor actor) : ICommandHandler<DiscardParkedSale, ParkedSale>
{
    public async Task<ParkedSale> Handle(DiscardParkedSale command, CancellationToken ct)
    {
        var parked = await db.HoldParked(command.ParkedSaleId).SingleOrDefaultAsync(ct) ?? throw new Refused(ParkedSaleErrors.NotFound);
        actor.RequireVersion(parked.Version);
        if (!parked.IsAside)
            throw new Refused(ParkedSaleErrors.IsOver);
        db.Publish(new ParkedSaleDiscarded(parked.ParkedSaleId, parked.StoreId, parked.Currency, parked.Total, command.Reason));
        return db.SaveParked(
            parked,
            parked with
            {
                Status = ParkedSaleStatus.Discarded,
                Reason = command.Reason,
                EndedAt = actor.Now,
                EndedBy = actor.ActorId,
            }
        );
    }
}
