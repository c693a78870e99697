using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Adds a person, who sets a password by a one-time link, and gives them their first roles.</summary>
/// <param name="Grants">Nothing that the caller could not grant them afterwards; none when left out.</param>
public sealed record InviteUser(string Email, string Name, IReadOnlyList<InitialGrant>? Grants = null)
    : ICommand<InvitedUser>,
        ICreates,
        IShownOnce;

/// <param name="SetPasswordToken">Lets the person set a password with POST /v1/auth/set-password, once. It is shown now and never
/// again.</param>
/// <param name="SetPasswordUntil">Until when the token works.</param>
public sealed record InvitedUser(Guid UserId, string SetPasswordToken, DateTimeOffset SetPasswordUntil, User User) : IResource
{
    string IResource.Location => $"/v1/users/{UserId}";
}

internal sealed class InviteUserValidator : AbstractValidator<InviteUser>
{
    public InviteUserValidator()
    {
        RuleFor(c => c.Email).Email();
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.Grants!).AtMost(InitialGrants.Most); // A list that is left out is not too long.
    }
}

internal sealed class InviteUserHandler(Users users, InitialGrants initialGrants, PasswordLinks links, RequestContext context)
    : ICommandHandler<InviteUser, InvitedUser>
{
    public async Task<InvitedUser> Handle(InviteUser command, CancellationToken ct)
    {
        var user = users.Add(command.Email, command.Name);
        var given = await initialGrants.GiveAsync(user.UserId, command.Grants ?? [], ct);
        var link = links.Make(context.TenantSlug!, user.UserId, user.Email, user.Name); // The caller has entered a tenant.
        return new InvitedUser(user.UserId, link.Token, link.ExpiresAt, user with { Version = user.Version + given });
    }
}
