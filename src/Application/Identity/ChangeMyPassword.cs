using FluentValidation;
using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Changes the caller's own password; their other sessions end.</summary>
public sealed record ChangeMyPassword(string CurrentPassword, string NewPassword) : IUnscoped<Unit>, IHoldsSecret;

internal sealed class ChangeMyPasswordValidator : AbstractValidator<ChangeMyPassword>
{
    public ChangeMyPasswordValidator()
    {
        RuleFor(c => c.CurrentPassword).Password(PasswordRules.Longest);
        RuleFor(c => c.NewPassword).Password(PasswordRules.Longest);
    }
}

internal sealed class ChangeMyPasswordHandler(IDb db, OwnPassword ownPassword, IPasswordHasher hasher, Passwords passwords, IActor actor)
    : IUnscopedHandler<ChangeMyPassword, Unit>
{
    private const string PersonalSql = """
        select u.email, u.name, t.slug, t.name as tenant_name
          from identity.user_account as u
          join identity.tenant as t using (tenant_id)
         where u.tenant_id = @tenant
           and t.tenant_id = @tenant
           and u.user_id = @UserId
        """;

    public async Task<Unit> Handle(ChangeMyPassword command, CancellationToken ct)
    {
        var right = await ownPassword.CheckAsync(command.CurrentPassword, ct);
        var hash = right is null ? null : await HashAsync(command.NewPassword, ct);
        return await db.InTransaction<Unit>(
            Access.Write,
            async () =>
            {
                if (right is null || !await ownPassword.HoldAsync(right, ct))
                    return Outcome<Unit>.Refuse(IdentityErrors.PasswordWrong);
                passwords.Set(actor.UserId, hash!, kept: actor.SessionId); // Made where the old one was right.
                return Unit.Value;
            },
            ct
        );
    }

    private async Task<string> HashAsync(string password, CancellationToken ct)
    {
        var who = await db.InTransaction<Personal>(
            Access.Read,
            async () =>
                await db.QuerySingleOrDefaultAsync<Personal>(PersonalSql, new { actor.UserId }, ct)
                ?? throw new InvalidOperationException("Who is signed in exists."),
            ct
        );
        Passwords.Require("newPassword", password, who.Email, who.Name, who.Slug, who.TenantName);
        return await hasher.HashAsync(password, ct);
    }

    private sealed record Personal(string Email, string Name, string Slug, string TenantName);
}
