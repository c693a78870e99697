using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Takes a customer group out of use; lists for it stay, and hold for nobody new.</summary>
public sealed record ArchiveCustomerGroup(Guid CustomerGroupId) : ICommand<CustomerGroup>;

internal sealed class ArchiveCustomerGroupHandler(CustomerGroups groups, IActor actor)
    : ICommandHandler<ArchiveCustomerGroup, CustomerGroup>
{
    public async Task<CustomerGroup> Handle(ArchiveCustomerGroup command, CancellationToken ct)
    {
        var before = await groups.LockAsync(command.CustomerGroupId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PricingErrors.CustomerGroupIsArchived);
        return groups.Save(before, before with { IsArchived = true });
    }
}
