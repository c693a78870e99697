using PosCommerce.Application.Common;
using PosCommerce.Application.Customers.Ports;
using PosCommerce.Application.Pricing;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Customers are in groups of Pricing.</summary>
internal sealed class CustomersGroups(KnownCustomerGroups groups) : ICustomerGroups
{
    public Deferred<bool> IsInUse(Guid customerGroupId) => groups.IsInUse(customerGroupId);
}
