using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Gives somebody a role, in one store or in all: nothing that the caller does not hold there.</summary>
/// <param name="StoreId">Leave it out for all stores, those to come among them.</param>
public sealed record GrantRole(Guid UserId, Guid RoleId, Guid? StoreId = null) : ICommand<Grant>, IStoreRequest, ICreates;

internal sealed class GrantRoleHandler(Users users, Roles roles, Authorities authorities, Grants grants) : ICommandHandler<GrantRole, Grant>
{
    public async Task<Grant> Handle(GrantRole command, CancellationToken ct)
    {
        var user = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        var role = await roles.LockAsync(command.RoleId, ct) ?? throw new Refused(IdentityErrors.RoleNotFound);
        await authorities.RequireOverRoleAsync(role.RoleId, command.StoreId, ct);
        if (user.IsDisabled)
            throw new Refused(IdentityErrors.UserIsDisabled);
        if (role.IsArchived)
            throw new Refused(IdentityErrors.RoleIsArchived);
        return await grants.GiveAsync(user.UserId, role, command.StoreId, ct);
    }
}
