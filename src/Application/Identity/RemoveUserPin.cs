using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Takes somebody's PIN away.</summary>
public sealed record RemoveUserPin(Guid UserId) : ICommand<Unit>;

internal sealed class RemoveUserPinHandler(Users users, Authorities authorities, Pins pins) : ICommandHandler<RemoveUserPin, Unit>
{
    public async Task<Unit> Handle(RemoveUserPin command, CancellationToken ct)
    {
        _ = await users.FindAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        await authorities.RequireOverAsync(command.UserId, ct);
        pins.Set(command.UserId, pinHash: null);
        return Unit.Value;
    }
}
