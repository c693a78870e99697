using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Adds a person, who sets a password by a one-time link; what they may do is granted apart.</summary>
public sealed record InviteUser(string Email, string Name) : ICommand<InvitedUser>, ICreates, IShownOnce;

/// <param name="SetPasswordToken">Lets the person set a password with POST /v1/auth/set-password, once. It is shown now and never again.</param>
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
    }
}

internal sealed class InviteUserHandler(Users users, PasswordLinks links, RequestContext context) : ICommandHandler<InviteUser, InvitedUser>
{
    public Task<InvitedUser> Handle(InviteUser command, CancellationToken ct)
    {
        var user = users.Add(command.Email, command.Name);
        var link = links.Make(context.TenantSlug!, user.UserId, user.Email, user.Name); // The caller has entered a tenant.
        return Task.FromResult(new InvitedUser(user.UserId, link.Token, link.ExpiresAt, user));
    }
}
