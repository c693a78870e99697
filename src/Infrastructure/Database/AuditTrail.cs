using System.Text.Json;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>Reads the audit log, each filter by an index of its own.</summary>
internal sealed class AuditTrail(IDb db) : IAuditTrail
{
    private const string Columns = """
        select audit_entry_id, occurred_at, act, outcome, user_id, session_id, api_key_id, terminal_id, operator_id, subject::text,
               changes::text,
               approval_id, approved_by, host(client_address) as client_address, trace_id, job
          from app.audit_entry
         where tenant_id = @tenant
        """;

    // Both ends are always bound, and as they are, so that any plan reads between them (docs/sql.md).
    private const string Rest = """

           and occurred_at >= @From
           and (occurred_at, audit_entry_id) < (@BeforeTime, @BeforeId)
         order by occurred_at desc, audit_entry_id desc
         limit @Limit
        """;

    private const string ByTimeSql = Columns + Rest;

    private const string BySubjectSql =
        Columns
        + """

               and subject_id = @SubjectId
               and (@ActorId::uuid is null or actor_id = @ActorId)
               and (@Act::text is null or act = @Act)
            """
        + Rest;

    private const string ByActorSql =
        Columns
        + """

               and actor_id = @ActorId
            """
        + Rest;

    private const string ByActorAndActSql =
        Columns
        + """

               and actor_id = @ActorId
               and act = @Act
            """
        + Rest;

    private const string ByActSql =
        Columns
        + """

               and act = @Act
            """
        + Rest;

    private const string PlatformSql = """
        select audit_entry_id, occurred_at, act, outcome, operator_id, session_id, subject::text, host(client_address) as client_address,
               trace_id
          from app.platform_audit_entry
         where (occurred_at, audit_entry_id) < (@BeforeTime, @BeforeId)
         order by occurred_at desc, audit_entry_id desc
         limit @Limit
        """;

    public async Task<IReadOnlyList<AuditLogEntry>> ReadAsync(AuditFilter filter, AuditPosition? after, int limit, CancellationToken ct)
    {
        // The end of the period is a place in the list, too: before the first entry of its moment.
        var (time, id) =
            after is null || filter.To <= after.OccurredAt
                ? (filter.To ?? DateTimeOffset.MaxValue, Guid.Empty)
                : (after.OccurredAt, after.AuditEntryId);
        var from = filter.From ?? DateTimeOffset.MinValue;
        var rows = filter switch
        {
            { SubjectId: { } subject } => await db.QueryAsync<Row>(
                BySubjectSql,
                new
                {
                    SubjectId = subject,
                    filter.ActorId,
                    filter.Act,
                    From = from,
                    BeforeTime = time,
                    BeforeId = id,
                    Limit = limit,
                },
                ct
            ),
            { ActorId: { } actor, Act: { } act } => await db.QueryAsync<Row>(
                ByActorAndActSql,
                new
                {
                    ActorId = actor,
                    Act = act,
                    From = from,
                    BeforeTime = time,
                    BeforeId = id,
                    Limit = limit,
                },
                ct
            ),
            { ActorId: { } actor } => await db.QueryAsync<Row>(
                ByActorSql,
                new
                {
                    ActorId = actor,
                    From = from,
                    BeforeTime = time,
                    BeforeId = id,
                    Limit = limit,
                },
                ct
            ),
            { Act: { } act } => await db.QueryAsync<Row>(
                ByActSql,
                new
                {
                    Act = act,
                    From = from,
                    BeforeTime = time,
                    BeforeId = id,
                    Limit = limit,
                },
                ct
            ),
            _ => await db.QueryAsync<Row>(
                ByTimeSql,
                new
                {
                    From = from,
                    BeforeTime = time,
                    BeforeId = id,
                    Limit = limit,
                },
                ct
            ),
        };
        return [.. rows.Select(row => row.Entry)];
    }

    public async Task<IReadOnlyList<PlatformAuditLogEntry>> ReadPlatformAsync(AuditPosition? after, int limit, CancellationToken ct)
    {
        var rows = await db.QueryAsync<PlatformRow>(
            PlatformSql,
            new
            {
                BeforeTime = after?.OccurredAt ?? DateTimeOffset.MaxValue,
                BeforeId = after?.AuditEntryId ?? Guid.Empty,
                Limit = limit,
            },
            ct
        );
        return [.. rows.Select(row => row.Entry)];
    }

    private static Dictionary<string, Guid> Subject(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, Guid>>(json, Json.Options)!; // An object, by the column's writer.

    // A member may be a text today and a list tomorrow: texts are handed on as they are, everything else as JSON.
    private static Dictionary<string, AuditChange>? Changes(string? json)
    {
        if (json is null)
            return null;
        using var document = JsonDocument.Parse(json);
        return document
            .RootElement.EnumerateObject()
            .ToDictionary(
                change => change.Name,
                change =>
                    change.Value.TryGetProperty("isWithheld", out _)
                        ? new AuditChange(null, null, IsWithheld: true)
                        : new AuditChange(Text(change.Value.GetProperty("before")), Text(change.Value.GetProperty("after"))),
                StringComparer.Ordinal
            );
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };

    private sealed record Row(
        Guid AuditEntryId,
        DateTimeOffset OccurredAt,
        string Act,
        AuditOutcome Outcome,
        Guid? UserId,
        Guid? SessionId,
        Guid? ApiKeyId,
        Guid? TerminalId,
        Guid? OperatorId,
        string Subject,
        string? Changes,
        Guid? ApprovalId,
        Guid? ApprovedBy,
        string? ClientAddress,
        string? TraceId,
        string? Job
    )
    {
        public AuditLogEntry Entry =>
            new(
                AuditEntryId,
                OccurredAt,
                Act,
                Outcome,
                UserId,
                SessionId,
                ApiKeyId,
                TerminalId,
                OperatorId,
                AuditTrail.Subject(Subject),
                AuditTrail.Changes(Changes),
                ApprovalId,
                ApprovedBy,
                ClientAddress,
                TraceId,
                Job
            );
    }

    private sealed record PlatformRow(
        Guid AuditEntryId,
        DateTimeOffset OccurredAt,
        string Act,
        AuditOutcome Outcome,
        Guid? OperatorId,
        Guid? SessionId,
        string Subject,
        string? ClientAddress,
        string? TraceId
    )
    {
        public PlatformAuditLogEntry Entry =>
            new(AuditEntryId, OccurredAt, Act, Outcome, OperatorId, SessionId, AuditTrail.Subject(Subject), ClientAddress, TraceId);
    }
}
