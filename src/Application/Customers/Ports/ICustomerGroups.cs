using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers.Ports;

/// <summary>The groups that customers are in.</summary>
public interface ICustomerGroups
{
    /// <summary>Whether a group is in use; nothing when there is none. The question travels with the next round trip.</summary>
    Deferred<bool> IsInUse(Guid customerGroupId);
}
