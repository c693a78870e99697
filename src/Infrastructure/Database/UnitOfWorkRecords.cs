using System.Net;
using System.Text.Json;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>The statements of context <c>app</c>: how a request enters, claims its key and leaves its trace.</summary>
internal sealed class UnitOfWorkRecords(RequestContext context, TimeProvider clock)
{
    private const string EnterSql = "select coalesce(app.enter(@ForTenant, @ForUser, @ForSession, @Permission, @StoreId), false)";

    private const string EnterAnonymouslySql = "select coalesce(app.enter_anonymously(@ForTenant), false)";

    // A rival's claim is waited for at the primary key. The update changes nothing: it only makes the row of the
    // winner visible to this statement, which started before that row was committed.
    private const string ClaimSql =
        """
        insert into app.idempotency_key as k (principal_id, idempotency_key, request_hash, claimed_at)
        values (@PrincipalId, @Key, @RequestHash, @Now)
            on conflict (tenant_id, principal_id, idempotency_key) do update
           set claimed_at = k.claimed_at
        returning request_hash, status, location, etag, body
        """;

    private const string AnswerSql =
        """
        update app.idempotency_key
           set status = @Status,
               location = @Location,
               etag = @ETag,
               body = @Body
         where tenant_id = @tenant
           and principal_id = @PrincipalId
           and idempotency_key = @Key
        """;

    private const string AuditSql =
        """
        insert into app.audit_entry (audit_entry_id, occurred_at, act, outcome, user_id, session_id, subject, request_hash, client_address, trace_id)
        values (@Id, @Now, @Act, @Outcome, @UserId, @SessionId, @Subject::jsonb, @RequestHash, @ClientAddress::inet, @TraceId)
        """;

    private const string PublishSql =
        """
        insert into app.outbox_event (outbox_event_id, type, payload, occurred_at)
        values (@Id, @Type, @Payload::jsonb, @Now)
        """;

    public Entrance Enter(Opening opening)
    {
        var tenant = context.TenantId ?? throw new InvalidOperationException("The tenant is not known.");
        return new Entrance(context.IsSignedIn
            ? new RowStatement<bool>(EnterSql, new { ForTenant = tenant, ForUser = context.UserId, ForSession = context.SessionId, opening.Permission, opening.StoreId })
            : new RowStatement<bool>(EnterAnonymouslySql, new { ForTenant = tenant }));
    }

    public KeyClaim Claim(string key, byte[] requestHash) => new(
        requestHash,
        new RowStatement<StoredAnswer>(ClaimSql, new { PrincipalId = context.UserId, Key = key, RequestHash = requestHash, Now = clock.GetUtcNow() }));

    public Statement Answer(string key, Answer answer) => new(
        AnswerSql,
        new { PrincipalId = context.UserId, Key = key, answer.Status, answer.Location, answer.ETag, answer.Body });

    public Statement Audit(AuditEntry entry) => new(
        AuditSql,
        new
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Now = clock.GetUtcNow(),
            entry.Act,
            Outcome = entry.IsRefused ? "refused" : "done",
            UserId = context.IsSignedIn ? context.UserId : (Guid?)null,
            SessionId = context.IsSignedIn ? context.SessionId : (Guid?)null,
            Subject = JsonSerializer.Serialize(entry.Subject, Json.Options),
            entry.RequestHash,
            ClientAddress = IPAddress.TryParse(context.ClientAddress, out _) ? context.ClientAddress : null,
            context.TraceId,
        });

    public Statement Publish(IBusinessEvent happened) => new(
        PublishSql,
        new
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            happened.Type,
            Payload = JsonSerializer.Serialize(happened, happened.GetType(), Json.Options),
            Now = clock.GetUtcNow(),
        });
}

/// <summary>What a scope is opened with.</summary>
internal sealed class Opening(Access access)
{
    public Access Access { get; } = access;

    public Guid? StoreId { get; set; }

    public string? Permission { get; set; }

    public KeyClaim? Claim { get; set; }
}

/// <summary>The statement that enters the tenant; its answer says whether the named store is in scope.</summary>
internal sealed record Entrance(RowStatement<bool> Statement)
{
    public bool IsStoreInScope => Statement.Rows is [true];

    /// <summary>The last statement whose rows are needed to decide on the request.</summary>
    public Statement Last(Opening opening) => opening.Claim?.Statement ?? (Statement)Statement;
}

/// <summary>The claim of an idempotency key.</summary>
internal sealed record KeyClaim(byte[] RequestHash, RowStatement<StoredAnswer> Statement)
{
    public StoredAnswer Stored => Statement.Rows is [var row] ? row : throw new InvalidOperationException("The claim answered no row.");
}

/// <summary>What is known under a key: all null but the hash when the claim is new.</summary>
internal sealed record StoredAnswer(byte[] RequestHash, int? Status, string? Location, string? Etag, byte[]? Body);
