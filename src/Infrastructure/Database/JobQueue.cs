using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>
/// What a worker does with jobs. Each is taken in a transaction of its own, which counts the attempt and says when the next
/// one may come, should nothing more be heard of this one; and done in another, which holds its row, does the work and says
/// so. A worker that dies between or within the two leaves a job that is due again; one that comes too late finds it taken.
/// </summary>
public sealed class JobQueue(NpgsqlDataSource dataSource, IServiceScopeFactory scopes, JobKinds kinds, TimeProvider clock)
{
    private const int ErrorLength = 500;

    private const string DueSql = """
        select tenant_id, job_id, kind
          from app.due_jobs(@Kinds, @AtMost)
         where tenant_id is not null
           and job_id is not null
           and kind is not null
        """;

    private const string WithoutSql = "select tenant_id from app.tenants_without_job(@Kind, @AtMost) where tenant_id is not null";

    // Skipped where another worker is at it.
    private const string LookSql = """
        select attempts, payload::text
          from app.job
         where tenant_id = @tenant
           and job_id = @JobId
           and state = 'due'
           and run_at <= @Now
           for update skip locked
        """;

    private const string TakeSql = """
        update app.job
           set attempts = @Attempt,
               taken_at = @Now,
               run_at = @RunAt
         where tenant_id = @tenant
           and job_id = @JobId
        """;

    private const string FailSql = """
        update app.job
           set last_error = @Error,
               state = case when attempts >= @MaximumAttempts then 'parked' else state end
         where tenant_id = @tenant
           and job_id = @JobId
           and attempts = @Attempt
           and state not in ('done', 'parked')
        returning state
        """;

    // Not all of them in the same minute.
    private const string ComeBackSql = """
        insert into app.job (job_id, kind, payload, every_seconds, requested_at, run_at)
        values (@JobId, @Kind, '{}', @EverySeconds, @Now, @RunAt)
            on conflict do nothing
        """;

    /// <summary>What is due and this binary can do: of each tenant the longest waiting first, and no tenant always first.</summary>
    public async Task<IReadOnlyList<DueJob>> DueAsync(int atMost, CancellationToken ct) =>
        await dataSource.QueryAsync<DueJob>(DueSql, new { Kinds = kinds.Names, AtMost = atMost }, ct);

    /// <summary>Takes a job for one attempt; null when somebody else has it.</summary>
    /// <param name="firstBackoff">How long it rests after its first attempt; twice as long after each.</param>
    public Task<TakenJob?> TakeAsync(DueJob due, TimeSpan firstBackoff, TimeSpan longestBackoff, CancellationToken ct) =>
        KeepAsync(
            due.TenantId,
            due.Kind,
            async db =>
            {
                var now = clock.GetUtcNow();
                if (await db.QuerySingleOrDefaultAsync<Attempt>(LookSql, new { due.JobId, Now = now }, ct) is not { } before)
                    return null;
                var rest = TimeSpan.FromSeconds(
                    Math.Min(firstBackoff.TotalSeconds * Math.Pow(2, before.Attempts), longestBackoff.TotalSeconds)
                );
                db.Enqueue(
                    TakeSql,
                    new
                    {
                        due.JobId,
                        Attempt = before.Attempts + 1,
                        Now = now,
                        RunAt = now + rest,
                    }
                );
                return new TakenJob(due.TenantId, due.JobId, due.Kind, before.Attempts + 1, before.Payload);
            },
            ct
        );

    /// <summary>Does it: the request goes through the pipeline, and what it changes is committed with the job's being done.</summary>
    /// <exception cref="JobHasGone">Somebody else has it, or has done it.</exception>
    public async Task RunAsync(TakenJob job)
    {
        await using var scope = scopes.CreateAsyncScope();
        Enter(
            scope.ServiceProvider.GetRequiredService<RequestContext>(),
            job.TenantId,
            new SystemPrincipal(job.Kind, job.JobId, job.Attempt) { ComesBackAfter = kinds[job.Kind].Every }
        );
        var request =
            (IJob?)JsonSerializer.Deserialize(job.Payload, kinds[job.Kind].Request, Json.Options)
            ?? throw new InvalidOperationException("A job holds nothing.");
        // Whoever stops the worker lets it finish: half of it would only be done again.
        await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, CancellationToken.None);
    }

    /// <summary>Keeps why an attempt failed, and parks the job when it was the last one.</summary>
    /// <returns>Whether it was parked.</returns>
    public async Task<bool> FailAsync(TakenJob job, Exception failure, int maximumAttempts)
    {
        var told = failure is Refused refused
            ? $"{refused.Error.Code}: {refused.Error.Message}"
            : $"{failure.GetType().Name}: {failure.Message}";
        var error = told.Replace("\0", "", StringComparison.Ordinal);
        var state = await KeepAsync(
            job.TenantId,
            job.Kind,
            db =>
                db.QuerySingleOrDefaultAsync<string>(
                    FailSql,
                    new
                    {
                        job.JobId,
                        job.Attempt,
                        MaximumAttempts = maximumAttempts,
                        Error = PlainText.Start(error, ErrorLength),
                    },
                    CancellationToken.None
                ),
            CancellationToken.None
        );
        return state == "parked";
    }

    /// <summary>
    /// Sets on its way what comes back, in the tenants where it is not: new ones, and all of them after a release that brings it.
    /// </summary>
    /// <param name="within">The first time of each is spread over this long.</param>
    public async Task ScheduleAsync(TimeSpan within, CancellationToken ct)
    {
        const int Step = 100;
        foreach (var kind in kinds.ComingBack)
        {
            List<Guid> tenants;
            do
            {
                tenants = await dataSource.QueryAsync<Guid>(WithoutSql, new { Kind = kind.Name, AtMost = Step }, ct);
                foreach (var tenant in tenants)
                    await ComeBackAsync(tenant, kind, clock.GetUtcNow() + (within * Random.Shared.NextDouble()), ct);
            } while (tenants.Count == Step);
        }
    }

    private Task<int> ComeBackAsync(Guid tenantId, JobKind kind, DateTimeOffset first, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var every = (int)(kind.Every ?? throw new InvalidOperationException("It does not come back.")).TotalSeconds;
        return KeepAsync(
            tenantId,
            kind.Name,
            db =>
                db.ExecuteAsync(
                    ComeBackSql,
                    new
                    {
                        JobId = Ids.New(),
                        Kind = kind.Name,
                        EverySeconds = every,
                        Now = now,
                        RunAt = first,
                    },
                    ct
                ),
            ct
        );
    }

    private async Task<T> KeepAsync<T>(Guid tenantId, string job, Func<IDb, Task<T>> work, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        Enter(scope.ServiceProvider.GetRequiredService<RequestContext>(), tenantId, new SystemPrincipal(job));
        var db = scope.ServiceProvider.GetRequiredService<IDb>();
        return await db.InTransaction<T>(Access.Bookkeeping, async () => await work(db), ct);
    }

    private static void Enter(RequestContext context, Guid tenantId, SystemPrincipal principal)
    {
        context.Principal = principal;
        context.TenantId = tenantId;
        context.Access = RouteAccess.Job;
        context.Operation = $"JOB {principal.Job}";
        context.TraceId = System.Diagnostics.Activity.Current?.TraceId.ToHexString();
    }

    private sealed record Attempt(int Attempts, string Payload);
}

/// <summary>A job whose time has come.</summary>
public sealed record DueJob(Guid TenantId, Guid JobId, string Kind);

/// <summary>A job that one attempt has.</summary>
public sealed record TakenJob(Guid TenantId, Guid JobId, string Kind, int Attempt, string Payload);
