using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Lists what operators of the platform did, newest first.</summary>
public sealed record ListPlatformAuditLog(int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<PlatformAuditLogEntry>>,
        IPaged;

internal sealed class ListPlatformAuditLogValidator : AbstractValidator<ListPlatformAuditLog>
{
    public ListPlatformAuditLogValidator() => this.PageOf<ListPlatformAuditLog, AuditPosition>();
}

internal sealed class ListPlatformAuditLogHandler(IAuditTrail trail) : IQueryHandler<ListPlatformAuditLog, Page<PlatformAuditLogEntry>>
{
    public async Task<Page<PlatformAuditLogEntry>> Handle(ListPlatformAuditLog query, CancellationToken ct)
    {
        var rows = await trail.ReadPlatformAsync(Cursor.Read<AuditPosition>(query.Cursor), query.Limit + 1, ct);
        return Page<PlatformAuditLogEntry>.Of(rows, query.Limit, e => new AuditPosition(e.OccurredAt, e.AuditEntryId));
    }
}
