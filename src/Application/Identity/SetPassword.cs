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

/// <summary>
/// A link is worth what whoever made it could do now: it may have come by its maker, and its owner by rights that the maker
/// never had.
/// </summary>
internal sealed class SetPasswordHandler(
    IDb db,
    IPasswordHasher hasher,
    Passwords passwords,
    Authorities authorities,
    RequestContext context
) : IAnonymousCommandHandler<SetPassword, Unit>
{
    private const string FindSql = """
        select l.user_id, u.email, u.name, t.slug, t.name as tenant_name, l.made_by,
               exists (select from identity.user_account as m where m.tenant_id = @tenant and m.user_id = l.made_by) as is_by_user,
               exists (select from identity.api_key as k where k.tenant_id = @tenant and k.api_key_id = l.made_by) as is_by_api_key
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
    private const string UseSql = """
        update identity.password_link
           set used_at = @Now,
               used_from = @ClientAddress::inet
         where tenant_id = @tenant
           and token_hash = @TokenHash
           and used_at is null
           and expires_at > @Now
        """;

    public async Task<Unit> Handle(SetPassword command, CancellationToken ct)
    {
        var token = SecretLink.HashOf(command.Token);
        var owner = await db.InTransaction<Link>(Access.Read, async () => await FindAsync(token, ct), ct);
        Passwords.Require("password", command.Password, owner.Email, owner.Name, owner.Slug, owner.TenantName);
        var hash = await hasher.HashAsync(command.Password, ct);
        return await db.InTransaction<Unit>(
            Access.Write,
            async () =>
            {
                await UseAsync(token, ct);
                db.Concerns("userId", owner.UserId);
                passwords.Set(owner.UserId, hash, kept: null);
                return Unit.Value;
            },
            ct
        );
    }

    private async Task<Link> FindAsync(byte[] token, CancellationToken ct)
    {
        var link = await db.QuerySingleOrDefaultAsync<Link>(FindSql, new { TokenHash = token, context.Now }, ct);
        return link is not null && await IsWithinReachAsync(link, ct) ? link : throw new Refused(IdentityErrors.PasswordLinkRefused);
    }

    private async Task UseAsync(byte[] token, CancellationToken ct)
    {
        await FindAsync(token, ct);
        if (
            await db.ExecuteAsync(
                UseSql,
                new
                {
                    TokenHash = token,
                    context.Now,
                    context.ClientAddress,
                },
                ct
            ) != 1
        )
            throw new Refused(IdentityErrors.PasswordLinkRefused);
    }

    // Operators, who are neither, make the first admin of a merchant.
    private async Task<bool> IsWithinReachAsync(Link link, CancellationToken ct)
    {
        if ((link.IsByUser, link.IsByApiKey) is not (true, _) and not (_, true))
            return true;
        var makers = link.IsByUser is true ? authorities.OfUser(link.MadeBy) : authorities.OfApiKey(link.MadeBy);
        var owners = await authorities.OfUser(link.UserId).ToListAsync(ct);
        return new Authority(await makers.ToListAsync(ct)).Lacking(new Authority(owners)).Count == 0;
    }

    private sealed record Link(
        Guid UserId,
        string Email,
        string Name,
        string Slug,
        string TenantName,
        Guid MadeBy,
        bool? IsByUser,
        bool? IsByApiKey
    );
}
