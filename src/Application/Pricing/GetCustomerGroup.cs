using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Shows one customer group.</summary>
public sealed record GetCustomerGroup(Guid CustomerGroupId) : IQuery<CustomerGroup>;

internal sealed class GetCustomerGroupHandler(CustomerGroups groups) : IQueryHandler<GetCustomerGroup, CustomerGroup>
{
    public async Task<CustomerGroup> Handle(GetCustomerGroup query, CancellationToken ct) =>
        await groups.FindAsync(query.CustomerGroupId, ct) ?? throw new Refused(PricingErrors.CustomerGroupNotFound);
}
