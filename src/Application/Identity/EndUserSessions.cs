using MediatR;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Ends one session of somebody else, or all of them.</summary>
/// <param name="SessionId">Leave it out to end all.</param>
public sealed record EndUserSessions(Guid UserId, Guid? SessionId = null) : ICommand<Unit>;

internal sealed class EndUserSessionsHandler(Users users, LiveSessions live, Sessions sessions) : ICommandHandler<EndUserSessions, Unit>
{
    private const string Reason = "ended by an administrator";

    public async Task<Unit> Handle(EndUserSessions command, CancellationToken ct)
    {
        _ = await users.FindAsync(command.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        if (command.SessionId is not { } session)
            sessions.EndAll(command.UserId, Reason);
        else if (await live.IsLiveAsync(command.UserId, session, ct))
            sessions.End(command.UserId, session, Reason);
        else
            throw new Refused(IdentityErrors.SessionNotFound);
        return Unit.Value;
    }
}
