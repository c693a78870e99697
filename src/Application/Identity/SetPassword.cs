using FluentValidation;
using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Sets a password by a one-time link: of an invitation, or of a reset. It signs nobody in.</summary>
/// <param name="Token">Of the link; it names its merchant.</param>
public sealed record SetPassword(string Token, string Password) : IAnonymousCommand<Unit>
{
    string? IAnonymousCommand<Unit>.TenantSlug => SecretLink.TenantSlugOf(Token);
}

internal sealed class SetPasswordValidator : AbstractValidator<SetPassword>
{
    private const string NoToken = "This is not the token of a link.";

    public SetPasswordValidator()
    {
        RuleFor(c => c.Token).Secret(SecretLink.Form, NoToken).MaximumLength(SecretLink.MaximumLength).WithMessage(NoToken);
        RuleFor(c => c.Password).Password(PasswordRules.Longest);
    }
}

internal sealed class SetPasswordHandler(IDb db, IPasswordHasher hasher, Passwords passwords, PasswordLinkUse links) : IAnonymousCommandHandler<SetPassword, Unit>
{
    public async Task<Unit> Handle(SetPassword command, CancellationToken ct)
    {
        var token = SecretLink.HashOf(command.Token);
        var owner = await db.InTransaction<LinkOwner>(Access.Read, async () => await FindAsync(token, ct), ct);
        Passwords.Require("password", command.Password, owner.Email, owner.Name, owner.Slug, owner.TenantName);
        var hash = await hasher.HashAsync(command.Password, ct);
        return await db.InTransaction<Unit>(
            Access.Write,
            async () =>
            {
                if (!await links.UseAsync(token, ct))
                    throw new Refused(IdentityErrors.PasswordLinkRefused);
                db.Concerns("userId", owner.UserId);
                passwords.Set(owner.UserId, hash, kept: null);
                return Unit.Value;
            },
            ct);
    }

    private async Task<LinkOwner> FindAsync(byte[] token, CancellationToken ct) => await links.FindAsync(token, ct) ?? throw new Refused(IdentityErrors.PasswordLinkRefused);
}
