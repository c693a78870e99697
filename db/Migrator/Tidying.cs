namespace PosCommerce.Migrator;

/// <summary>
/// Deletes what nothing looks at any more: counts of guesses, of which every invented name leaves one, challenges that nobody
/// approved in time, and idempotency keys that no client retries with any longer. They are no history; that is in the audit log.
/// </summary>
/// <remarks>
/// Each table is walked once, page by page, as it was long when the walk began: no index is needed, which every sale would have
/// to keep up, and nothing is looked at twice, however many there are to delete. What moves to a page behind the walk was changed
/// just now, so it is not old, or it is found the next time. What is not committed is not seen, and who holds a row keeps it.
/// </remarks>
public static class Tidying
{
    // A mebibyte: no more than some thousand rows, so nobody who signs in or sells waits for a batch.
    private const int Pages = 128;

    private const string LengthSql =
        """
        select coalesce(pg_relation_size(@Table::text::regclass) / current_setting('block_size')::integer, 0)
        """;

    // How each statement below ends: within the pages, beside whoever holds a row, and saying how many it deleted.
    private const string OfThesePagesSql =
        """
                      and ctid >= ('(' || @Page::bigint || ',0)')::tid
                      and ctid < ('(' || @Page::bigint + @Pages::integer || ',0)')::tid
                      for update skip locked))
            returning 1)
        select count(*)::integer from gone
        """;

    // A day is longer than anything is remembered, but for PINs: those are counted until they are right, or set anew.
    private const string UsersSql =
        """
        with gone as (
            delete
              from identity.sign_in_attempts
             where ctid = any (array(
                   select ctid
                     from identity.sign_in_attempts
                    where last_attempt_at < now() - interval '1 day'
                      and (kind <> 'pin' or failures = 0)

        """ + OfThesePagesSql;

    private const string OperatorsSql =
        """
        with gone as (
            delete
              from platform.sign_in_attempts
             where ctid = any (array(
                   select ctid
                     from platform.sign_in_attempts
                    where last_attempt_at < now() - interval '1 day'

        """ + OfThesePagesSql;

    private const string ChallengesSql =
        """
        with gone as (
            delete
              from app.approval
             where ctid = any (array(
                   select ctid
                     from app.approval
                    where expires_at < now() - interval '1 day'
                      and approved_at is null

        """ + OfThesePagesSql;

    // As long as docs/api.md promises. Whoever replays one holds it; without it, they do the act anew.
    private const string KeysSql =
        """
        with gone as (
            delete
              from app.idempotency_key
             where ctid = any (array(
                   select ctid
                     from app.idempotency_key
                    where claimed_at < now() - interval '30 days'

        """ + OfThesePagesSql;

    /// <summary>How many were deleted. Any number may run at once, beside the API.</summary>
    public static async Task<int> RunAsync(string connectionString, IProgressSink progress, CancellationToken ct = default)
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await Migrations.RefuseOtherRolesAsync(session, ct);
        return await WalkAsync("identity.sign_in_attempts", page => session.SingleAsync<int>(UsersSql, new { Page = page, Pages }, ct))
            + await WalkAsync("platform.sign_in_attempts", page => session.SingleAsync<int>(OperatorsSql, new { Page = page, Pages }, ct))
            + await WalkAsync("app.approval", page => session.SingleAsync<int>(ChallengesSql, new { Page = page, Pages }, ct))
            + await WalkAsync("app.idempotency_key", page => session.SingleAsync<int>(KeysSql, new { Page = page, Pages }, ct));

        async Task<int> WalkAsync(string table, Func<long, Task<int>> deleteAsync)
        {
            var deleted = 0;
            var length = await session.SingleAsync<long>(LengthSql, new { Table = table }, ct);
            for (var page = 0L; page < length; page += Pages)
            {
                deleted += await deleteAsync(page);
                progress.Started($"{table}: {deleted} deleted");
            }

            return deleted;
        }
    }
}
