using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Lists who did what, to what, when and from where, newest first.</summary>
/// <param name="ActorId">Only acts of this user, API key, terminal or operator.</param>
/// <param name="Act">Only this use case, as in `VoidSale`.</param>
/// <param name="SubjectId">Only acts that were mostly about this.</param>
public sealed record ListAuditLog(
    Guid? ActorId = null,
    string? Act = null,
    Guid? SubjectId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<AuditLogEntry>>, IPaged;

internal sealed class ListAuditLogValidator : AbstractValidator<ListAuditLog>
{
    public ListAuditLogValidator()
    {
        this.PageOf<ListAuditLog, AuditPosition>();
        RuleFor(q => q.Act).Code(100);
        RuleFor(q => q.To)
            .GreaterThan(q => q.From)
            .When(q => q is { From: not null, To: not null })
            .WithMessage("Must be later than from.");
    }
}

internal sealed class ListAuditLogHandler(IAuditTrail trail) : IQueryHandler<ListAuditLog, Page<AuditLogEntry>>
{
    public async Task<Page<AuditLogEntry>> Handle(ListAuditLog query, CancellationToken ct)
    {
        var filter = new AuditFilter(query.ActorId, query.Act, query.SubjectId, query.From, query.To);
        var rows = await trail.ReadAsync(filter, Cursor.Read<AuditPosition>(query.Cursor), query.Limit + 1, ct);
        return Page<AuditLogEntry>.Of(rows, query.Limit, e => new AuditPosition(e.OccurredAt, e.AuditEntryId));
    }
}
