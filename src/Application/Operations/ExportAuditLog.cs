using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Operations;

/// <summary>Exports the audit log of a period as CSV, newest first.</summary>
/// <param name="ActorId">Only acts of this user, API key, terminal or operator.</param>
/// <param name="Act">Only this use case, as in `VoidSale`.</param>
/// <param name="SubjectId">Only acts that were mostly about this.</param>
public sealed record ExportAuditLog(
    Guid? ActorId = null,
    string? Act = null,
    Guid? SubjectId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
) : IQuery<IReadOnlyList<AuditLogEntry>>
{
    /// <summary>What one export may hold; more is asked for by shorter periods.</summary>
    public const int MaximumEntries = 20_000;
}

internal sealed class ExportAuditLogValidator : AbstractValidator<ExportAuditLog>
{
    public ExportAuditLogValidator()
    {
        RuleFor(q => q.Act).Code(100);
        RuleFor(q => q.To)
            .GreaterThan(q => q.From)
            .When(q => q is { From: not null, To: not null })
            .WithMessage("Must be later than from.");
    }
}

internal sealed class ExportAuditLogHandler(IAuditTrail trail) : IQueryHandler<ExportAuditLog, IReadOnlyList<AuditLogEntry>>
{
    public async Task<IReadOnlyList<AuditLogEntry>> Handle(ExportAuditLog query, CancellationToken ct)
    {
        var filter = new AuditFilter(query.ActorId, query.Act, query.SubjectId, query.From, query.To);
        var entries = await trail.ReadAsync(filter, after: null, ExportAuditLog.MaximumEntries + 1, ct);
        return entries.Count <= ExportAuditLog.MaximumEntries ? entries : throw new Refused(OperationsErrors.ExportIsTooLong);
    }
}
