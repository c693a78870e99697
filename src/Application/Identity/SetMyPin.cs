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

internal sealed class SetMyPinHandler(IDb db, OwnPassword ownPassword, IPasswordHasher hasher, Pins pins, IActor actor) : IUnscopedHandler<SetMyPin, Unit>
{
    public async Task<Unit> Handle(SetMyPin command, CancellationToken ct)
    {
        var hash = await ownPassword.CheckAsync(command.Password, ct) ? await hasher.HashAsync(command.Pin, ct) : null;
        return await db.InTransaction<Unit>(
            Access.Write,
            () =>
            {
                if (hash is null)
                    return Task.FromResult(Outcome<Unit>.Refuse(IdentityErrors.PasswordWrong));
                ownPassword.Forgive();
                pins.Set(actor.UserId, hash, kept: actor.SessionId);
                return Task.FromResult<Outcome<Unit>>(Unit.Value);
            },
            ct);
    }
}
