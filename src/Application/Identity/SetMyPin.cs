using FluentValidation;
using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Sets the caller's own PIN.</summary>
/// <param name="Password">The caller's own.</param>
/// <param name="Pin">4 to 8 digits, none that everybody tries first.</param>
public sealed record SetMyPin(string Password, string Pin) : IUnscoped<Unit>, IHoldsSecret;

internal sealed class SetMyPinValidator : AbstractValidator<SetMyPin>
{
    public SetMyPinValidator()
    {
        RuleFor(c => c.Password).Password(PasswordRules.Longest);
        RuleFor(c => c.Pin).NewPin();
    }
}

internal sealed class SetMyPinHandler(IDb db, OwnPassword ownPassword, IPasswordHasher hasher, Pins pins, IActor actor)
    : IUnscopedHandler<SetMyPin, Unit>
{
    public async Task<Unit> Handle(SetMyPin command, CancellationToken ct)
    {
        var right = await ownPassword.CheckAsync(command.Password, ct);
        var hash = right is null ? null : await hasher.HashAsync(command.Pin, ct);
        return await db.InTransaction<Unit>(
            Access.Write,
            async () =>
            {
                if (right is null || !await ownPassword.HoldAsync(right, ct))
                    return Outcome<Unit>.Refuse(IdentityErrors.PasswordWrong);
                pins.Set(actor.UserId, hash, kept: actor.SessionId);
                return Unit.Value;
            },
            ct
        );
    }
}
