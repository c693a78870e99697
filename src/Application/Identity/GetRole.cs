using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Shows one role.</summary>
public sealed record GetRole(Guid RoleId) : IQuery<Role>;

internal sealed class GetRoleHandler(Roles roles) : IQueryHandler<GetRole, Role>
{
    public async Task<Role> Handle(GetRole query, CancellationToken ct) =>
        await roles.FindAsync(query.RoleId, ct) ?? throw new Refused(IdentityErrors.RoleNotFound);
}
