using FluentValidation;
using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Sets the PIN by which somebody changes places at an enrolled terminal.</summary>
/// <param name="Pin">4 to 8 digits, none that everybody tries first.</param>
public sealed record SetUserPin(Guid UserId, string Pin) : IUnscoped<Unit>, IHoldsSecret;

internal sealed class SetUserPinValidator : AbstractValidator<SetUserPin>
{
    public SetUserPinValidator() => RuleFor(c => c.Pin).NewPin();
}

internal sealed class SetUserPinHandler(IDb db, Users users, Authorities authorities, IPasswordHasher hasher, Pins pins)
    : IUnscopedHandler<SetUserPin, Unit>
{
    public async Task<Unit> Handle(SetUserPin command, CancellationToken ct)
    {
        // Whether it may be done is found out before anything is hashed, and once more before it is written.
        await db.InTransaction<bool>(Access.Read, () => RequireAsync(command, ct), ct);
        var hash = await hasher.HashAsync(command.Pin, ct);
        return await db.InTransaction<Unit>(
            Access.Write,
            async () =>
            {
                await RequireAsync(command, ct);
                pins.Set(command.UserId, hash);
                return Unit.Value;
            },
            ct
        );
    }

    private async Task<Outcome<bool>> RequireAsync(SetUserPin command, CancellationToken ct)
    {
        var user = await users.FindAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        await authorities.RequireOverAnotherAsync(command.UserId, ct);
        return user.IsDisabled ? throw new Refused(IdentityErrors.UserIsDisabled) : true;
    }
}
