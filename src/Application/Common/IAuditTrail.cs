using System.Text.Json.Serialization;

namespace PosCommerce.Application.Common;

/// <summary>Reads what the pipeline has left of every act. Nobody who serves requests can change it.</summary>
public interface IAuditTrail
{
    /// <summary>Entries of the tenant, newest first.</summary>
    Task<IReadOnlyList<AuditLogEntry>> ReadAsync(AuditFilter filter, AuditPosition? after, int limit, CancellationToken ct);

    /// <summary>Entries of the platform's own log, newest first.</summary>
    Task<IReadOnlyList<PlatformAuditLogEntry>> ReadPlatformAsync(AuditPosition? after, int limit, CancellationToken ct);
}

/// <param name="ActorId">Of a user, an API key, a terminal or an operator.</param>
/// <param name="Act">The use case's name, as in <c>VoidSale</c>.</param>
/// <param name="SubjectId">What it was mostly about.</param>
/// <param name="From">The time from which on, included.</param>
/// <param name="To">The time up to which, excluded.</param>
public sealed record AuditFilter(Guid? ActorId, string? Act, Guid? SubjectId, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>Where a page of the log ended.</summary>
public sealed record AuditPosition(DateTimeOffset OccurredAt, Guid AuditEntryId);

public enum AuditOutcome
{
    Done,
    Refused,
}

/// <param name="Act">The use case's name.</param>
/// <param name="Outcome">Refusals are kept where the refusal is itself a fact.</param>
/// <param name="UserId">The person who did it, if it was one.</param>
/// <param name="ApiKeyId">The machine that did it, if it was one.</param>
/// <param name="TerminalId">The terminal at which it was done, if it was at one.</param>
/// <param name="OperatorId">The operator of the platform who did it, if it was one.</param>
/// <param name="Job">The kind of job that did it, where nobody else did: the product at work by itself.</param>
/// <param name="Subject">What it was about: ids by name.</param>
/// <param name="Changes">By member, the value before and after.</param>
/// <param name="ApprovedBy">Who lent the right for it.</param>
public sealed record AuditLogEntry(
    Guid AuditEntryId,
    DateTimeOffset OccurredAt,
    string Act,
    AuditOutcome Outcome,
    Guid? UserId,
    Guid? SessionId,
    Guid? ApiKeyId,
    Guid? TerminalId,
    Guid? OperatorId,
    IReadOnlyDictionary<string, Guid> Subject,
    IReadOnlyDictionary<string, AuditChange>? Changes,
    Guid? ApprovalId,
    Guid? ApprovedBy,
    string? ClientAddress,
    string? TraceId,
    string? Job
);

/// <param name="Before">A text as it was, everything else as JSON; null when there was none.</param>
/// <param name="After">The same of what it is now.</param>
/// <param name="IsWithheld">It changed and neither is kept, because it tells who somebody is; absent elsewhere.</param>
public sealed record AuditChange(
    string? Before,
    string? After,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsWithheld = false
);

/// <inheritdoc cref="AuditLogEntry"/>
public sealed record PlatformAuditLogEntry(
    Guid AuditEntryId,
    DateTimeOffset OccurredAt,
    string Act,
    AuditOutcome Outcome,
    Guid? OperatorId,
    Guid? SessionId,
    IReadOnlyDictionary<string, Guid> Subject,
    string? ClientAddress,
    string? TraceId
);
