using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>The statements of context <c>app</c>: how a request enters, claims its key and leaves its trace.</summary>
internal sealed class UnitOfWorkRecords(RequestContext context, TimeProvider clock)
{
    private const string EnterUserSql = """
        select coalesce(is_store_in_scope, false) as is_store_in_scope, coalesce(held_scope, '{}') as held_scope,
               null::uuid as terminal_id, null::uuid as store_id
          from app.enter_user(@ForTenant, @ForUser, @ForSession, @Permission, @AskingPermission, @StoreId, @IsRisky, @IsForEnrolment)
        """;

    private const string EnterApiKeySql = """
        select coalesce(is_store_in_scope, false) as is_store_in_scope, coalesce(held_scope, '{}') as held_scope,
               null::uuid as terminal_id, null::uuid as store_id
          from app.enter_api_key(@ForTenant, @ForKey, @SecretHash, @FromAddress::inet, @Permission, @StoreId)
        """;

    // The same, and further where the caller holds the permission for it: in this order, because the second needs the first's answer.
    private const string EnterUserWidelySql = """
        select coalesce(w.is_store_in_scope, false) as is_store_in_scope, coalesce(e.held_scope, '{}') as held_scope,
               null::uuid as terminal_id, null::uuid as store_id
          from app.enter_user(@ForTenant, @ForUser, @ForSession, @Permission, @AskingPermission, @StoreId, @IsRisky, @IsForEnrolment) as e
         cross join lateral app.widen_scope(@ForTenant, @ForUser, null, @ElsewherePermission, @StoreId,
         e.is_store_in_scope) as w (is_store_in_scope)
        """;

    private const string EnterApiKeyWidelySql = """
        select coalesce(w.is_store_in_scope, false) as is_store_in_scope, coalesce(e.held_scope, '{}') as held_scope,
               null::uuid as terminal_id, null::uuid as store_id
          from app.enter_api_key(@ForTenant, @ForKey, @SecretHash, @FromAddress::inet, @Permission, @StoreId) as e
         cross join lateral app.widen_scope(@ForTenant, null, @ForKey, @ElsewherePermission, @StoreId,
         e.is_store_in_scope) as w (is_store_in_scope)
        """;

    private const string EnterTerminalSql = """
        select true as is_store_in_scope, '{}'::uuid[] as held_scope, terminal_id, store_id
          from app.enter_terminal(@ForTenant, @ForCredential, @SecretHash)
        """;

    private const string EnterSystemSql = """
        select true as is_store_in_scope, coalesce(held_scope, '{}') as held_scope, null::uuid as terminal_id, null::uuid as store_id
          from app.enter_system(@ForTenant)
        """;

    // Only the attempt that has the job gets any further.
    private const string EnterJobSql = """
        select coalesce(j.is_held, false) as is_store_in_scope, coalesce(e.held_scope, '{}') as held_scope, null::uuid as terminal_id,
               null::uuid as store_id
          from app.enter_system(@ForTenant) as e
         cross join lateral app.hold_job(@ForTenant, @JobId::uuid,
         case when e.held_scope is not null then @Attempt::integer end) as j (is_held)
        """;

    private const string EnterOperatorSql = """
        select coalesce(app.enter_operator(@ForOperator, @ForSession, @Permission, @ForTenant), false) as is_store_in_scope,
               '{}'::uuid[] as held_scope, null::uuid as terminal_id, null::uuid as store_id
        """;

    private const string EnterAnonymouslySql = """
        select coalesce(app.enter_anonymously(@ForTenant), false) as is_store_in_scope, '{}'::uuid[] as held_scope,
               null::uuid as terminal_id, null::uuid as store_id
        """;

    // Finds out or claims; what it answers is described where it stands (0019_app_keys_of_clients.sql).
    private const string ClaimSql = """
        select coalesce(verdict, '') as verdict, claimed_by, status, location, etag, body
          from app.claim_key(@tenant, @ActorId, @ClientKind, @ClientId, @NamesTerminal, @StoreId, @Key, @RequestHash, @Now)
        """;

    private const string AnswerSql = """
        update app.idempotency_key
           set status = @Status,
               location = @Location,
               etag = @ETag,
               body = @Body,
               store_id = coalesce(@StoreId, store_id)
         where tenant_id = @tenant
           and principal_id = @ClaimedBy
           and idempotency_key = @Key
        """;

    private const string AuditSql = """
        insert into app.audit_entry (audit_entry_id, occurred_at, act, outcome, user_id, session_id, api_key_id, terminal_id, operator_id,
               subject, subject_id,
               changes, request_hash, client_address, trace_id, approval_id, approved_by, job)
        values (@Id, @Now, @Act, @Outcome, @UserId, @SessionId, @ApiKeyId, @TerminalId, @OperatorId, @Subject::jsonb, @SubjectId,
               @Changes::jsonb, @RequestHash, @ClientAddress::inet, @TraceId, @ApprovalId, @ApprovedBy, @Job)
        """;

    private const string AuditOperatorSql = """
        insert into app.platform_audit_entry (audit_entry_id, occurred_at, act, outcome, operator_id, session_id, subject, client_address,
               trace_id)
        values (@Id, @Now, @Act, @Outcome, @OperatorId, @SessionId, @Subject::jsonb, @ClientAddress::inet, @TraceId)
        """;

    private const string ChallengeSql = """
        insert into app.approval (approval_id, operation, permission, store_id, subject_id, amount, currency, requested_by, requested_at,
               expires_at)
        values (@ChallengeId, @Operation, @Permission, @StoreId, @SubjectId, @Amount, @Currency, @RequestedBy, @Now, @ExpiresAt)
        """;

    private const string FinishSql = """
        update app.job
           set state = case when @Next::jsonb is null and every_seconds is null then 'done' else 'due' end,
               payload = coalesce(@Next::jsonb, case when every_seconds is null then payload else '{}' end),
               run_at = case
                            when @Next::jsonb is not null then taken_at
                            when every_seconds is not null then @ComesBackAt
                            else run_at
                        end,
               attempts = case when @Next::jsonb is null and every_seconds is null then attempts else 0 end,
               finished_at = @Now,
               last_error = null,
               parts_done = @PartsDone,
               parts_total = @PartsTotal
         where tenant_id = @tenant
           and job_id = @JobId
           and attempts = @Attempt
        """;

    private const string PublishSql = """
        insert into app.outbox_event (outbox_event_id, type, payload, occurred_at)
        values (@Id, @Type, @Payload::jsonb, @Now)
        """;

    private Guid Tenant => context.TenantId ?? throw new InvalidOperationException("The tenant is not known.");

    /// <summary>What lets the caller in; null for a request that concerns no tenant and has no caller yet.</summary>
    public Entrance? Enter(Opening opening)
    {
        var route = opening.Route;
        var statement = context.Principal switch
        {
            UserPrincipal user when route?.ElsewherePermission is not null => new RowStatement<Entered>(
                EnterUserWidelySql,
                new
                {
                    ForTenant = Tenant,
                    ForUser = user.UserId,
                    ForSession = user.SessionId,
                    route.Permission,
                    route.AskingPermission,
                    opening.StoreId,
                    route.IsRisky,
                    route.IsForEnrolment,
                    route.ElsewherePermission,
                }
            ),
            UserPrincipal user => new RowStatement<Entered>(
                EnterUserSql,
                new
                {
                    ForTenant = Tenant,
                    ForUser = user.UserId,
                    ForSession = user.SessionId,
                    route?.Permission,
                    route?.AskingPermission,
                    opening.StoreId,
                    IsRisky = route?.IsRisky ?? false,
                    // A denial is written down whatever the session is good for.
                    IsForEnrolment = route?.IsForEnrolment ?? true,
                }
            ),
            ApiKeyPrincipal key when route?.ElsewherePermission is not null => new RowStatement<Entered>(
                EnterApiKeyWidelySql,
                new
                {
                    ForTenant = Tenant,
                    ForKey = key.ApiKeyId,
                    key.SecretHash,
                    FromAddress = context.ClientAddress,
                    route.Permission,
                    opening.StoreId,
                    route.ElsewherePermission,
                }
            ),
            ApiKeyPrincipal key => new RowStatement<Entered>(
                EnterApiKeySql,
                new
                {
                    ForTenant = Tenant,
                    ForKey = key.ApiKeyId,
                    key.SecretHash,
                    FromAddress = context.ClientAddress,
                    route?.Permission,
                    opening.StoreId,
                }
            ),
            TerminalPrincipal terminal => new RowStatement<Entered>(
                EnterTerminalSql,
                new
                {
                    ForTenant = Tenant,
                    ForCredential = terminal.CredentialId,
                    terminal.SecretHash,
                }
            ),
            SystemPrincipal { JobId: { } job } system => new RowStatement<Entered>(
                EnterJobSql,
                new
                {
                    ForTenant = Tenant,
                    JobId = job,
                    system.Attempt,
                }
            ),
            SystemPrincipal => new RowStatement<Entered>(EnterSystemSql, new { ForTenant = Tenant }),
            OperatorPrincipal @operator => new RowStatement<Entered>(
                EnterOperatorSql,
                new
                {
                    ForOperator = @operator.OperatorId,
                    ForSession = @operator.SessionId,
                    route?.Permission,
                    ForTenant = context.TenantId,
                }
            ),
            _ when context.TenantId is { } tenant => new RowStatement<Entered>(EnterAnonymouslySql, new { ForTenant = tenant }),
            _ => null,
        };
        return statement is null ? null : new Entrance(statement);
    }

    public KeyClaim Claim(ActKey key) =>
        new(
            key.Key,
            new RowStatement<StoredAnswer>(
                ClaimSql,
                new
                {
                    context.ActorId,
                    ClientKind = key.Client.Kind,
                    ClientId = key.Client.Id,
                    key.Client.NamesTerminal,
                    key.StoreId,
                    key.Key,
                    key.RequestHash,
                    Now = clock.GetUtcNow(),
                }
            )
        );

    public static Statement Answer(KeyClaim claim, Answer answer, Guid? storeId) =>
        new(
            AnswerSql,
            new
            {
                claim.Stored.ClaimedBy,
                claim.Key,
                answer.Status,
                answer.Location,
                answer.ETag,
                answer.Body,
                StoreId = storeId,
            }
        );

    /// <summary>One entry in the tenant's log; of what an operator does, one in the platform's too.</summary>
    public IEnumerable<Statement> Audit(AuditEntry entry, JsonObject? changes)
    {
        var now = clock.GetUtcNow();
        if (context.Principal is SystemPrincipal { JobId: { } job })
            entry = entry with
            {
                Subject = new SortedDictionary<string, Guid>(entry.Subject.ToDictionary(), StringComparer.Ordinal) { ["jobId"] = job },
                SubjectId = entry.SubjectId ?? job,
            };
        var subject = JsonSerializer.Serialize(entry.Subject, Json.Options);
        var outcome = entry.IsRefused ? AuditOutcome.Refused : AuditOutcome.Done;
        var address = IPAddress.TryParse(context.ClientAddress, out _) ? context.ClientAddress : null;
        var (user, @operator) = (context.Principal as UserPrincipal, context.Principal as OperatorPrincipal);
        if (context.TenantId is not null)
        {
            yield return new Statement(
                AuditSql,
                new
                {
                    Id = Ids.New(),
                    Now = now,
                    entry.Act,
                    Outcome = outcome,
                    user?.UserId,
                    user?.SessionId,
                    (context.Principal as ApiKeyPrincipal)?.ApiKeyId,
                    context.TerminalId,
                    @operator?.OperatorId,
                    Subject = subject,
                    entry.SubjectId,
                    Changes = changes?.ToJsonString(Json.Options),
                    entry.RequestHash,
                    ClientAddress = address,
                    context.TraceId,
                    context.Authorisation?.ApprovalId,
                    context.Authorisation?.ApprovedBy,
                    (context.Principal as SystemPrincipal)?.Job,
                }
            );
        }

        if (context.TenantId is null || @operator is not null)
        {
            yield return new Statement(
                AuditOperatorSql,
                new
                {
                    Id = Ids.New(),
                    Now = now,
                    entry.Act,
                    Outcome = outcome,
                    @operator?.OperatorId,
                    @operator?.SessionId,
                    Subject = subject,
                    ClientAddress = address,
                    context.TraceId,
                }
            );
        }
    }

    public Statement Challenge(Challenge challenge) =>
        new(
            ChallengeSql,
            new
            {
                challenge.ChallengeId,
                context.Operation,
                challenge.Permission,
                challenge.StoreId,
                challenge.SubjectId,
                challenge.Amount,
                challenge.Currency,
                RequestedBy = context.ActorId,
                Now = clock.GetUtcNow(),
                challenge.ExpiresAt,
            }
        );

    /// <summary>What comes back is due again; what is not over goes on at once, as if it had never been tried.</summary>
    public Statement Finish(JobDone done)
    {
        var principal = context.Principal as SystemPrincipal ?? throw new InvalidOperationException("No job is being done.");
        var next = done.Next is null ? null : JsonSerializer.Serialize(done.Next, done.Next.GetType(), Json.Options);
        var now = clock.GetUtcNow();
        return new Statement(
            FinishSql,
            new
            {
                principal.JobId,
                principal.Attempt,
                Next = next,
                Now = now,
                ComesBackAt = now + (principal.ComesBackAfter ?? TimeSpan.Zero),
                PartsDone = done.Progress?.Done,
                PartsTotal = done.Progress?.Total,
            }
        );
    }

    public Statement Publish(IBusinessEvent happened) =>
        new(
            PublishSql,
            new
            {
                Id = Ids.New(),
                happened.Type,
                Payload = JsonSerializer.Serialize(happened, happened.GetType(), Json.Options),
                Now = clock.GetUtcNow(),
            }
        );
}

/// <summary>What a scope is opened with.</summary>
internal sealed class Opening(Access access, bool isOfOneMoment)
{
    public Access Access { get; } = access;

    public bool IsOfOneMoment { get; } = isOfOneMoment;

    public Guid? StoreId { get; set; }

    /// <summary>What the route declares; null where nothing is asked but that the caller is known.</summary>
    public RouteAccess? Route { get; set; }

    public KeyClaim? Claim { get; set; }
}

/// <summary>The statement that enters the tenant.</summary>
internal sealed record Entrance(RowStatement<Entered> Statement)
{
    public Entered Entered => Statement.Rows is [var row] ? row : throw new InvalidOperationException("Entering answered no row.");

    /// <summary>The last statement whose rows are needed to decide on the request.</summary>
    public Statement Last(Opening opening) => opening.Claim?.Statement ?? (Statement)Statement;
}

/// <summary>The claim of an idempotency key.</summary>
internal sealed record KeyClaim(string Key, RowStatement<StoredAnswer> Statement)
{
    public StoredAnswer Stored => Statement.Rows is [var row] ? row : throw new InvalidOperationException("The claim answered no row.");
}

/// <summary>What is known under a key. The answer is there when it may be given again.</summary>
internal sealed record StoredAnswer(string Verdict, Guid? ClaimedBy, int? Status, string? Location, string? Etag, byte[]? Body)
{
    public const string Taken = "taken";
    public const string Replayed = "replayed";
    public const string Hidden = "hidden";
}
