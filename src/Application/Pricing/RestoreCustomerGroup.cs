using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Takes an archived customer group into use again.</summary>
public sealed record RestoreCustomerGroup(Guid CustomerGroupId) : ICommand<CustomerGroup>;

internal sealed class RestoreCustomerGroupHandler(CustomerGroups groups, IActor actor)
    : ICommandHandler<RestoreCustomerGroup, CustomerGroup>
{
    public async Task<CustomerGroup> Handle(RestoreCustomerGroup command, CancellationToken ct)
    {
        var before = await groups.LockAsync(command.CustomerGroupId, ct);
        actor.RequireVersion(before.Version);
        if (!before.IsArchived)
            throw new Refused(PricingErrors.CustomerGroupIsInUse);
        return groups.Save(before, before with { IsArchived = false });
    }
}
