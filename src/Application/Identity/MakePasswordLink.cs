using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Makes a new one-time link for somebody: the invitation again, or because the password was forgotten.</summary>
public sealed record MakePasswordLink(Guid UserId) : ICommand<InvitedUser>, IShownOnce;

internal sealed class MakePasswordLinkHandler(Users users, Authorities authorities, PasswordLinks links, RequestContext context)
    : ICommandHandler<MakePasswordLink, InvitedUser>
{
    public async Task<InvitedUser> Handle(MakePasswordLink command, CancellationToken ct)
    {
        var user = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        await authorities.RequireOverAnotherAsync(command.UserId, ct);
        if (user.IsDisabled)
            throw new Refused(IdentityErrors.UserIsDisabled);
        var link = links.Make(context.TenantSlug!, user.UserId, user.Email, user.Name); // The caller has entered a tenant.
        return new InvitedUser(user.UserId, link.Token, link.ExpiresAt, user);
    }
}
