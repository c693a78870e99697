using MediatR;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Ends the operator's session: its access token stops working at once.</summary>
public sealed record SignOutOperator : ICommand<Unit>;

internal sealed class SignOutOperatorHandler(IDb db, IActor actor) : ICommandHandler<SignOutOperator, Unit>
{
    private const string EndSql = """
        update platform.operator_session
           set ended_at = @Now
         where session_id = @SessionId
           and ended_at is null
        """;

    public Task<Unit> Handle(SignOutOperator command, CancellationToken ct)
    {
        db.Enqueue(EndSql, new { actor.SessionId, actor.Now });
        return Unit.Task;
    }
}
