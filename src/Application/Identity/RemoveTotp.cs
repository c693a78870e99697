using FluentValidation;
using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Removes the caller's own second factor, unless the merchant asks everybody for one.</summary>
/// <param name="Password">The caller's own.</param>
/// <param name="Code">Of the authenticator app, or a recovery code.</param>
public sealed record RemoveTotp(string Password, string Code) : IUnscoped<Unit>, IHoldsSecret;

internal sealed class RemoveTotpValidator : AbstractValidator<RemoveTotp>
{
    public RemoveTotpValidator()
    {
        RuleFor(c => c.Password).Password(PasswordRules.Longest);
        RuleFor(c => c.Code).Code(SecondFactors.LongestCode);
    }
}

internal sealed class RemoveTotpHandler(IDb db, OwnPassword ownPassword, SecondFactors secondFactors, IActor actor)
    : IUnscopedHandler<RemoveTotp, Unit>
{
    public async Task<Unit> Handle(RemoveTotp command, CancellationToken ct)
    {
        var right = await ownPassword.CheckAsync(command.Password, ct);
        return await db.InTransaction(Access.Write, () => RemoveAsync(command, right, ct), ct);
    }

    private async Task<Outcome<Unit>> RemoveAsync(RemoveTotp command, RightPassword? right, CancellationToken ct)
    {
        if (right is null)
            return Outcome<Unit>.Refuse(IdentityErrors.PasswordWrong);
        if (await secondFactors.ProblemAsync(actor.UserId, command.Code, ct) is { } problem)
            return Outcome<Unit>.Refuse(problem);
        if (await secondFactors.IsRequiredAsync(ct))
            return Outcome<Unit>.Refuse(IdentityErrors.SecondFactorIsRequired);
        if (!await ownPassword.HoldAsync(right, ct)) // After the second factor's rows, as where somebody signs in.
            return Outcome<Unit>.Refuse(IdentityErrors.PasswordWrong);
        secondFactors.Forget(actor.UserId);
        return Unit.Value;
    }
}
