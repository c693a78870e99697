using System.Security.Cryptography;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Begins to enrol an authenticator app: the secret is shown this once, and counts when a code confirms it.</summary>
/// <param name="Password">The caller's own, so that an unattended desk is not enough.</param>
public sealed record BeginTotp(string Password) : IUnscoped<TotpEnrolment>, IHoldsSecret;

/// <param name="Secret">For typing it into the app: base32.</param>
/// <param name="Uri">For a QR code: otpauth://totp/...</param>
public sealed record TotpEnrolment(string Secret, string Uri);

internal sealed class BeginTotpValidator : AbstractValidator<BeginTotp>
{
    public BeginTotpValidator() => RuleFor(c => c.Password).Password(PasswordRules.Longest);
}

internal sealed class BeginTotpHandler(IDb db, OwnPassword ownPassword, ISecretBox box, IActor actor)
    : IUnscopedHandler<BeginTotp, TotpEnrolment>
{
    // One that was begun and not confirmed is replaced; a confirmed one has to be removed first.
    private const string EnrolSql = """
        insert into identity.totp as t (user_id, sealed_secret, enrolled_at)
        values (@UserId, @SealedSecret, @Now)
            on conflict (tenant_id, user_id) do update
           set sealed_secret = excluded.sealed_secret,
               enrolled_at = excluded.enrolled_at,
               last_step = 0
         where t.confirmed_at is null
        """;

    private const string LabelSql = """
        select t.name, u.email
          from identity.user_account as u
          join identity.tenant as t using (tenant_id)
         where u.tenant_id = @tenant
           and t.tenant_id = @tenant
           and u.user_id = @UserId
        """;

    public async Task<TotpEnrolment> Handle(BeginTotp command, CancellationToken ct)
    {
        var right = await ownPassword.CheckAsync(command.Password, ct);
        return await db.InTransaction(Access.Write, () => EnrolAsync(right, ct), ct);
    }

    private async Task<Outcome<TotpEnrolment>> EnrolAsync(RightPassword? right, CancellationToken ct)
    {
        if (right is null || !await ownPassword.HoldAsync(right, ct))
            return Outcome<TotpEnrolment>.Refuse(IdentityErrors.PasswordWrong);
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
        var labels = db.Defer<Label>(LabelSql, new { actor.UserId });
        if (
            await db.ExecuteAsync(
                EnrolSql,
                new
                {
                    actor.UserId,
                    SealedSecret = box.Seal(secret),
                    actor.Now,
                },
                ct
            ) == 0
        )
            return Outcome<TotpEnrolment>.Refuse(IdentityErrors.SecondFactorExists);
        var label = await labels.SingleAsync(ct);
        return new TotpEnrolment(Totp.ToBase32(secret), Totp.UriOf(secret, label.Name, label.Email));
    }

    private sealed record Label(string Name, string Email);
}
