using FluentValidation;
using MediatR;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Shows the second factor again: risky acts are open to this session for the next ten minutes.</summary>
/// <param name="Code">Of the authenticator app, or a recovery code.</param>
public sealed record VerifyTotp(string Code) : IUnscoped<Unit>, IHoldsSecret;

internal sealed class VerifyTotpValidator : AbstractValidator<VerifyTotp>
{
    public VerifyTotpValidator() => RuleFor(c => c.Code).Code(SecondFactors.LongestCode);
}

internal sealed class VerifyTotpHandler(IDb db, SecondFactors secondFactors, IActor actor) : IUnscopedHandler<VerifyTotp, Unit>
{
    public Task<Unit> Handle(VerifyTotp command, CancellationToken ct) =>
        db.InTransaction<Unit>(
            Access.Write,
            async () =>
            {
                if (await secondFactors.ProblemAsync(actor.UserId, command.Code, ct) is { } problem)
                    return Outcome<Unit>.Refuse(problem);
                secondFactors.MarkSession(actor.SessionId);
                return Unit.Value;
            },
            ct
        );
}
