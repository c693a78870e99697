using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Makes new recovery codes; the ones before stop working.</summary>
/// <param name="Code">Of the authenticator app, or a recovery code.</param>
public sealed record ReplaceRecoveryCodes(string Code) : IUnscoped<RecoveryCodes>, IHoldsSecret;

internal sealed class ReplaceRecoveryCodesValidator : AbstractValidator<ReplaceRecoveryCodes>
{
    public ReplaceRecoveryCodesValidator() => RuleFor(c => c.Code).Code(SecondFactors.LongestCode);
}

internal sealed class ReplaceRecoveryCodesHandler(IDb db, SecondFactors secondFactors, IActor actor)
    : IUnscopedHandler<ReplaceRecoveryCodes, RecoveryCodes>
{
    public Task<RecoveryCodes> Handle(ReplaceRecoveryCodes command, CancellationToken ct) =>
        db.InTransaction<RecoveryCodes>(
            Access.Write,
            async () =>
                await secondFactors.ProblemAsync(actor.UserId, command.Code, ct) is { } problem
                    ? Outcome<RecoveryCodes>.Refuse(problem)
                    : new RecoveryCodes(secondFactors.ReplaceRecoveryCodes(actor.UserId)),
            ct
        );
}
