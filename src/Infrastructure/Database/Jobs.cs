using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>The rows of jobs as those see them who ask for them, and who look after them.</summary>
internal sealed class Jobs(IDb db, TimeProvider clock) : IJobs
{
    private const string AskSql = """
        insert into app.job (job_id, kind, payload, requested_at, run_at)
        values (@JobId, @Kind, @Payload::jsonb, @Now, @RunAt)
        """;

    private const string Columns = """
        select job_id, kind, state, every_seconds as comes_back_after, requested_at, run_at as due_at, attempts, taken_at, finished_at,
               last_error,
               parts_done, parts_total
          from app.job
         where tenant_id = @tenant
        """;

    private const string Newest = """

           and (@Before::uuid is null or job_id < @Before)
         order by job_id desc
         limit @Limit
        """;

    private const string ListSql = Columns + Newest;

    private const string ListByStateSql =
        Columns
        + """

               and state = @State
            """
        + Newest;

    private const string FindSql =
        Columns
        + """

               and job_id = @JobId
            """;

    // Held, so that of two who release it one finds it released.
    private const string HoldSql =
        FindSql
        + """

               for update
            """;

    private const string ReleaseSql = """
        update app.job
           set state = 'due',
               run_at = @Now,
               attempts = 0
         where tenant_id = @tenant
           and job_id = @JobId
        """;

    public Guid Ask<T>(T job, TimeSpan after = default)
        where T : IJob
    {
        var now = clock.GetUtcNow();
        var id = Ids.New();
        db.Enqueue(
            AskSql,
            new
            {
                JobId = id,
                T.Kind,
                Payload = JsonSerializer.Serialize(job, Json.Options),
                Now = now,
                RunAt = now + after,
            }
        );
        return id;
    }

    public async Task<IReadOnlyList<Job>> ReadAsync(JobState? state, Guid? before, int limit, CancellationToken ct) =>
        state is { } wanted
            ? await db.QueryAsync<Job>(
                ListByStateSql,
                new
                {
                    State = wanted,
                    Before = before,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<Job>(ListSql, new { Before = before, Limit = limit }, ct);

    public Task<Job?> FindAsync(Guid jobId, bool hold, CancellationToken ct) =>
        hold
            ? db.QuerySingleOrDefaultAsync<Job>(HoldSql, new { JobId = jobId }, ct)
            : db.QuerySingleOrDefaultAsync<Job>(FindSql, new { JobId = jobId }, ct);

    public void Release(Guid jobId) => db.Enqueue(ReleaseSql, new { JobId = jobId, Now = clock.GetUtcNow() });
}
