using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Takes an archived price list into use again, with the prices that it has.</summary>
public sealed record RestorePriceList(Guid PriceListId) : ICommand<PriceList>;

internal sealed class RestorePriceListHandler(PriceLists lists, IActor actor) : ICommandHandler<RestorePriceList, PriceList>
{
    public async Task<PriceList> Handle(RestorePriceList command, CancellationToken ct)
    {
        var before = await lists.LockAsync(command.PriceListId, ct);
        actor.RequireVersion(before.Version);
        if (!before.IsArchived)
            throw new Refused(PricingErrors.PriceListIsInUse);
        return lists.Save(before, before with { IsArchived = false });
    }
}
