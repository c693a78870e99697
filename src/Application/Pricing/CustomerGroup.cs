using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Customers who have prices of their own, such as staff or trade.</summary>
/// <param name="Code">Short name, by which imports find it.</param>
[Audited(nameof(Code), nameof(Name), nameof(IsArchived))]
public sealed record CustomerGroup(Guid CustomerGroupId, string Code, string Name, bool IsArchived, int Version) : IResource, IVersioned
{
    string IResource.Location => $"/v1/customer-groups/{CustomerGroupId}";
}
