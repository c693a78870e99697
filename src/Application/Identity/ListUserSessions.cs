using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists where somebody else is signed in, newest first.</summary>
public sealed record ListUserSessions(Guid UserId, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<SessionInfo>>,
        IPaged;

internal sealed class ListUserSessionsValidator : AbstractValidator<ListUserSessions>
{
    public ListUserSessionsValidator() => this.PageOf<ListUserSessions, SessionKey>();
}

internal sealed class ListUserSessionsHandler(Users users, LiveSessions sessions) : IQueryHandler<ListUserSessions, Page<SessionInfo>>
{
    public async Task<Page<SessionInfo>> Handle(ListUserSessions query, CancellationToken ct)
    {
        _ = await users.FindAsync(query.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        return await sessions.ListAsync(query.UserId, current: null, query, ct);
    }
}
