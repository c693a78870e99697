using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists where the caller is signed in, newest first.</summary>
public sealed record ListMySessions(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<SessionInfo>>, IPaged;

internal sealed class ListMySessionsValidator : AbstractValidator<ListMySessions>
{
    public ListMySessionsValidator() => this.PageOf<ListMySessions, SessionKey>();
}

internal sealed class ListMySessionsHandler(LiveSessions sessions, IActor actor) : IQueryHandler<ListMySessions, Page<SessionInfo>>
{
    public Task<Page<SessionInfo>> Handle(ListMySessions query, CancellationToken ct) =>
        sessions.ListAsync(actor.UserId, actor.SessionId, query, ct);
}
