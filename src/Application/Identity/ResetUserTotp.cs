using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Takes the second factor from somebody who has lost it, recovery codes and all; their sessions end.</summary>
public sealed record ResetUserTotp(Guid UserId) : ICommand<Unit>;

internal sealed class ResetUserTotpHandler(Users users, Authorities authorities, SecondFactors secondFactors, Sessions sessions)
    : ICommandHandler<ResetUserTotp, Unit>
{
    public async Task<Unit> Handle(ResetUserTotp command, CancellationToken ct)
    {
        secondFactors.Lock(command.UserId);
        _ = await users.LockAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        await authorities.RequireOverAnotherAsync(command.UserId, ct);
        secondFactors.Forget(command.UserId);
        sessions.EndAll(command.UserId, "second factor reset");
        return Unit.Value;
    }
}
