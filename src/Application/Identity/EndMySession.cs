using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Ends one of the caller's sessions: whoever holds it is signed out with the next request.</summary>
public sealed record EndMySession(Guid SessionId) : ICommand<Unit>;

internal sealed class EndMySessionHandler(LiveSessions live, Sessions sessions, IActor actor) : ICommandHandler<EndMySession, Unit>
{
    public async Task<Unit> Handle(EndMySession command, CancellationToken ct)
    {
        if (!await live.IsLiveAsync(actor.UserId, command.SessionId, ct))
            throw new Refused(IdentityErrors.SessionNotFound);
        sessions.End(actor.UserId, command.SessionId, "ended by its owner");
        return Unit.Value;
    }
}
