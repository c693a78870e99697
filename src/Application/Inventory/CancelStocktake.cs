using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Cancels a stocktake; stock stays what it is.</summary>
/// <param name="Reason">Why.</param>
public sealed record CancelStocktake(Guid StocktakeId, string Reason) : ICommand<Stocktake>;

/// <summary>Told when a stocktake was cancelled.</summary>
public sealed record StocktakeCancelled(Guid StocktakeId, Guid StoreId, string Reason) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stocktake_cancelled";
}

internal sealed class CancelStocktakeValidator : AbstractValidator<CancelStocktake>
{
    public CancelStocktakeValidator() => RuleFor(c => c.Reason).ShortText(200);
}

internal sealed class CancelStocktakeHandler(IDb db, Stocktakes stocktakes, IActor actor) : ICommandHandler<CancelStocktake, Stocktake>
{
    public async Task<Stocktake> Handle(CancelStocktake command, CancellationToken ct)
    {
        var before = await stocktakes.LockAsync(command.StocktakeId, ct);
        db.Publish(new StocktakeCancelled(before.StocktakeId, before.StoreId, command.Reason));
        return stocktakes.Save(
            before,
            before with
            {
                Status = StocktakeStatus.Cancelled,
                EndedAt = actor.Now,
                EndedBy = actor.ActorId,
                Cancellation = command.Reason,
            }
        );
    }
}
