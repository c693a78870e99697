using System.Globalization;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Operations;

/// <summary>How the audit log looks as a table.</summary>
internal static class AuditLogCsv
{
    public static readonly IReadOnlyList<CsvColumn<AuditLogEntry>> Columns =
    [
        new("auditEntryId", e => e.AuditEntryId.ToString()),
        new("occurredAt", e => e.OccurredAt.ToString("O", CultureInfo.InvariantCulture)),
        new("act", e => e.Act),
        new("outcome", e => e.Outcome is AuditOutcome.Done ? "done" : "refused"),
        new("userId", e => e.UserId?.ToString()),
        new("sessionId", e => e.SessionId?.ToString()),
        new("apiKeyId", e => e.ApiKeyId?.ToString()),
        new("terminalId", e => e.TerminalId?.ToString()),
        new("operatorId", e => e.OperatorId?.ToString()),
        new("subject", e => string.Join(' ', e.Subject.Select(id => $"{id.Key}={id.Value}"))),
        new(
            "changes",
            e =>
                e.Changes is null
                    ? null
                    : string.Join(
                        "; ",
                        e.Changes.Select(c => c.Value.IsWithheld ? $"{c.Key}: withheld" : $"{c.Key}: {c.Value.Before} -> {c.Value.After}")
                    )
        ),
        new("approvalId", e => e.ApprovalId?.ToString()),
        new("approvedBy", e => e.ApprovedBy?.ToString()),
        new("clientAddress", e => e.ClientAddress),
        new("traceId", e => e.TraceId),
        new("job", e => e.Job),
    ];
}
