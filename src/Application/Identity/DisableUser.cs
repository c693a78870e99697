using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Shuts somebody out: their sessions end, and no password, PIN or link of theirs works until they are enabled again.</summary>
public sealed record DisableUser(Guid UserId) : ICommand<User>;

internal sealed class DisableUserHandler(Users users, Authorities authorities, Admins admins, Sessions sessions, IActor actor)
    : ICommandHandler<DisableUser, User>
{
    public async Task<User> Handle(DisableUser command, CancellationToken ct)
    {
        var before = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        await authorities.RequireOverAsync(command.UserId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsDisabled)
            throw new Refused(IdentityErrors.UserIsDisabled);
        await admins.RequireAnotherThanAsync(command.UserId, ct);
        sessions.EndAll(command.UserId, "user disabled");
        return users.Save(before, before with { IsDisabled = true });
    }
}
