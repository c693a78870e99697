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
    public SetPasswordValidator()
    {
        RuleFor(c => c.Token).MaximumLength(SecretLink.MaximumLength).Matches(SecretLink.Form).WithMessage("This is not the token of a link.");
        RuleFor(c => c.Password).Password(PasswordRules.Longest);
    }
}

internal sealed class SetPasswordHandler(IDb db, IPasswordHasher hasher, Passwords passwords, TimeProvider clock) : IAnonymousCommandHandler<SetPassword, Unit>
{
    private const string FindSql =
        """
        select l.user_id, u.email, u.name, t.slug, t.name as tenant_name
          from identity.password_link as l
          join identity.user_account as u using (tenant_id, user_id)
          join identity.tenant as t using (tenant_id)
         where l.tenant_id = @tenant
           and u.tenant_id = @tenant
           and t.tenant_id = @tenant
           and l.token_hash = @TokenHash
           and l.used_at is null
           and l.expires_at > @Now
           and u.disabled_at is null
        """;

    // Used up where it is found: of two that come with the same link, the second waits here and finds it used.
    private const string UseSql =
        """
        update identity.password_link
           set used_at = @Now
         where tenant_id = @tenant
           and token_hash = @TokenHash
           and used_at is null
           and expires_at > @Now
        """;

    public async Task<Unit> Handle(SetPassword command, CancellationToken ct)
    {
        var token = SecretLink.HashOf(command.Token);
        var owner = await db.InTransaction<Owner>(
            Access.Read,
            async () => await db.QuerySingleOrDefaultAsync<Owner>(FindSql, new { TokenHash = token, Now = clock.GetUtcNow() }, ct) ?? throw new Refused(IdentityErrors.PasswordLinkRefused),
            ct);
        Passwords.Require("password", command.Password, owner.Email, owner.Name, owner.Slug, owner.TenantName);
        var hash = await hasher.HashAsync(command.Password, ct);
        return await db.InTransaction<Unit>(
            Access.Write,
            async () =>
            {
                if (await db.ExecuteAsync(UseSql, new { TokenHash = token, Now = clock.GetUtcNow() }, ct) == 0)
                    throw new Refused(IdentityErrors.PasswordLinkRefused);
                db.Concerns("userId", owner.UserId);
                passwords.Set(owner.UserId, hash, kept: null);
                return Unit.Value;
            },
            ct);
    }

    private sealed record Owner(Guid UserId, string Email, string Name, string Slug, string TenantName);
}
