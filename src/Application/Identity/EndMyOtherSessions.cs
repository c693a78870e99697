using MediatR;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Ends all of the caller's sessions but the one that asks.</summary>
public sealed record EndMyOtherSessions : ICommand<Unit>;

internal sealed class EndMyOtherSessionsHandler(Sessions sessions, IActor actor) : ICommandHandler<EndMyOtherSessions, Unit>
{
    public Task<Unit> Handle(EndMyOtherSessions command, CancellationToken ct)
    {
        sessions.EndAll(actor.UserId, "ended by its owner", kept: actor.SessionId);
        return Unit.Task;
    }
}
