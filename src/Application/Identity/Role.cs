using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>What somebody may do who holds it, wherever it is granted.</summary>
/// <param name="Code">Short name, stable.</param>
/// <param name="Permissions">In alphabetical order.</param>
/// <param name="IsPredefined">It comes with the product and cannot be changed.</param>
[Audited(nameof(Name), nameof(Description), nameof(Permissions), nameof(IsArchived))]
public sealed record Role(
    Guid RoleId,
    string Code,
    string Name,
    string Description,
    IReadOnlyList<string> Permissions,
    bool IsPredefined,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/roles/{RoleId}";
}
