namespace PosCommerce.Migrator;

/// <summary>
/// Deletes what nothing looks at any more: counts of guesses, of which every invented name leaves one, and challenges that
/// nobody approved in time. They are no history; that is in the audit log.
/// </summary>
public static class Tidying
{
    // Small enough that nobody who signs in waits for it.
    private const int Batch = 10_000;

    // A day is longer than anything is remembered, but for PINs: those are counted until they are right, or set anew.
    private const string UsersSql =
        """
        with gone as (
            delete
              from identity.sign_in_attempts
             where (tenant_id, kind, subject) in (
                   select a.tenant_id, a.kind, a.subject
                     from identity.sign_in_attempts as a
                    where a.last_attempt_at < now() - interval '1 day'
                      and (a.kind <> 'pin' or a.failures = 0)
                    limit @Batch
                      for update skip locked)
            returning kind)
        select count(*)::integer from gone
        """;

    private const string OperatorsSql =
        """
        with gone as (
            delete
              from platform.sign_in_attempts
             where (kind, subject) in (
                   select a.kind, a.subject
                     from platform.sign_in_attempts as a
                    where a.last_attempt_at < now() - interval '1 day'
                    limit @Batch
                      for update skip locked)
            returning kind)
        select count(*)::integer from gone
        """;

    private const string ChallengesSql =
        """
        with gone as (
            delete
              from app.approval
             where (tenant_id, approval_id) in (
                   select a.tenant_id, a.approval_id
                     from app.approval as a
                    where a.expires_at < now() - interval '1 day'
                      and a.approved_at is null
                    limit @Batch
                      for update skip locked)
            returning approval_id)
        select count(*)::integer from gone
        """;

    /// <summary>How many were deleted. Any number may run at once, beside the API.</summary>
    public static async Task<int> RunAsync(string connectionString, IProgressSink progress, CancellationToken ct = default)
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        var deleted = 0;
        int most;
        do
        {
            var users = await session.SingleAsync<int>(UsersSql, new { Batch }, ct);
            var operators = await session.SingleAsync<int>(OperatorsSql, new { Batch }, ct);
            var challenges = await session.SingleAsync<int>(ChallengesSql, new { Batch }, ct);
            most = Math.Max(users, Math.Max(operators, challenges));
            deleted += users + operators + challenges;
            progress.Started($"{deleted} deleted");
        }
        while (most == Batch);
        return deleted;
    }
}
