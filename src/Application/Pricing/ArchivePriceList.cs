using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Ends a price list: none of its prices holds until it is restored, all of them stay readable.</summary>
public sealed record ArchivePriceList(Guid PriceListId) : ICommand<PriceList>;

internal sealed class ArchivePriceListHandler(PriceLists lists, IActor actor) : ICommandHandler<ArchivePriceList, PriceList>
{
    public async Task<PriceList> Handle(ArchivePriceList command, CancellationToken ct)
    {
        var before = await lists.LockAsync(command.PriceListId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PricingErrors.PriceListIsArchived);
        if (before.IsBase)
            throw new Refused(PricingErrors.BaseListStays);
        return lists.Save(before, before with { IsArchived = true });
    }
}
