using MediatR;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Ends the caller's session: its access token stops working at once, its refresh token for good.</summary>
public sealed record SignOut : ICommand<Unit>;

internal sealed class SignOutHandler(Sessions sessions, IActor actor) : ICommandHandler<SignOut, Unit>
{
    public Task<Unit> Handle(SignOut command, CancellationToken ct)
    {
        sessions.End(actor.UserId, actor.SessionId, "signed out");
        return Unit.Task;
    }
}
