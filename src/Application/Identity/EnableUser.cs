using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lets somebody in again, with the roles they still hold.</summary>
public sealed record EnableUser(Guid UserId) : ICommand<User>;

internal sealed class EnableUserHandler(Users users, Authorities authorities, IActor actor) : ICommandHandler<EnableUser, User>
{
    public async Task<User> Handle(EnableUser command, CancellationToken ct)
    {
        var before = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        await authorities.RequireOverAsync(command.UserId, ct);
        actor.RequireVersion(before.Version);
        return before.IsDisabled ? users.Save(before, before with { IsDisabled = false }) : throw new Refused(IdentityErrors.UserIsEnabled);
    }
}
