using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Approves the differences of a stocktake that somebody else has submitted, and posts it.</summary>
public sealed record ApproveStocktake(Guid StocktakeId) : ICommand<Stocktake>, IExactlyOnce;

internal sealed class ApproveStocktakeHandler(Stocktakes stocktakes, StocktakePosting posting, StocktakeLimits limits, IActor actor)
    : ICommandHandler<ApproveStocktake, Stocktake>
{
    public async Task<Stocktake> Handle(ApproveStocktake command, CancellationToken ct)
    {
        var before = await stocktakes.LockAsync(command.StocktakeId, ct);
        if (before.Status is not StocktakeStatus.Submitted)
            throw new Refused(InventoryErrors.StocktakeIsNotSubmitted);
        if (before.SubmittedBy == actor.ActorId)
            throw new Refused(InventoryErrors.StocktakeIsOnesOwn);
        var differences = posting.Differences(before.StocktakeId);
        var (at, rules) = await limits.HoldAsync(before, ct);
        return stocktakes.Save(before, posting.Post(before, await differences.ToListAsync(ct), at, rules));
    }
}
