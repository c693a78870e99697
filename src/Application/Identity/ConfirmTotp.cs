using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Confirms an authenticator app by its first code; from now on signing in asks for one.</summary>
public sealed record ConfirmTotp(string Code) : IUnscoped<RecoveryCodes>, IHoldsSecret;

/// <param name="Codes">Each signs in once in place of a code of the app. They are shown now and never again.</param>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

internal sealed class ConfirmTotpValidator : AbstractValidator<ConfirmTotp>
{
    public ConfirmTotpValidator() => RuleFor(c => c.Code).Code(SecondFactors.LongestCode);
}

internal sealed class ConfirmTotpHandler(IDb db, SecondFactors secondFactors, IActor actor) : IUnscopedHandler<ConfirmTotp, RecoveryCodes>
{
    private const string ConfirmSql = """
        update identity.totp
           set confirmed_at = @Now
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    public Task<RecoveryCodes> Handle(ConfirmTotp command, CancellationToken ct) =>
        db.InTransaction(Access.Write, () => ConfirmAsync(command, ct), ct);

    private async Task<Outcome<RecoveryCodes>> ConfirmAsync(ConfirmTotp command, CancellationToken ct)
    {
        if (await secondFactors.ConfirmAsync(actor.UserId, command.Code, ct) is { } problem)
            return Outcome<RecoveryCodes>.Refuse(problem);
        var now = actor.Now;
        db.Enqueue(ConfirmSql, new { actor.UserId, Now = now });
        secondFactors.Mark(actor.UserId, now);
        secondFactors.MarkSession(actor.SessionId);
        return new RecoveryCodes(secondFactors.ReplaceRecoveryCodes(actor.UserId));
    }
}
