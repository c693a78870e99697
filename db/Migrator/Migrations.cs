using System.Globalization;
using Npgsql;

namespace PosCommerce.Migrator;

/// <summary>How one script stands in one database.</summary>
public enum ScriptState
{
    Applied,
    Pending,

    /// <summary>Applied, and then changed in this build: the database and the script no longer agree.</summary>
    Edited,

    /// <summary>Applied by a newer release than this build.</summary>
    Unknown,
}

/// <summary>One line of the status; the time is that of the database server, without a zone, as DbUp keeps it.</summary>
public sealed record ScriptStatus(string Name, ScriptState State, DateTime? AppliedAt);

/// <summary>Brings a database to the schema of this build.</summary>
/// <remarks>
/// Keeps DbUp's contract, so that DbUp can take over, or hand over, without touching a database: scripts in the ordinal
/// order of their names, a transaction per script, the journal <c>public.schemaversions</c>. What DbUp lacks is
/// added where it does not look: a nullable column for the content's hash (DbUp names the columns that it reads and
/// writes; a row it wrote has no hash, and then nothing is known of an edit) and an advisory lock.
/// </remarks>
public static class Migrations
{
    private const string MakeJournalSql =
        """
        create table if not exists public.schemaversions (
            schemaversionsid  serial                       not null,
            scriptname        character varying(255)       not null,
            applied           timestamp without time zone  not null,
            contenthash       character varying(64)        null,
            constraint "PK_schemaversions_Id" primary key (schemaversionsid)
        )
        """;

    private const string JournalColumnsSql =
        """
        select count(*)
          from pg_attribute
         where attrelid = to_regclass('public.schemaversions')
           and attname in ('scriptname', 'contenthash')
           and not attisdropped
        """;

    // DbUp keeps a time without a zone, the server's own; it travels as text, because nothing else here has such times.
    private const string ReadJournalSql =
        """
        select scriptname as name, to_char(applied, 'YYYY-MM-DD HH24:MI:SS') as applied, contenthash as hash
          from public.schemaversions
         order by schemaversionsid
        """;

    private const string ReadForeignJournalSql =
        """
        select scriptname as name, to_char(applied, 'YYYY-MM-DD HH24:MI:SS') as applied, null::text as hash
          from public.schemaversions
         order by schemaversionsid
        """;

    private const string WriteJournalSql = "insert into public.schemaversions (scriptname, applied, contenthash) values (@Name, localtimestamp, @Hash)";

    // Schemas first: the new owner of a function must be allowed to create in its schema, and is so by owning it.
    private const string HandOverSql =
        $"""
        do $$
        declare
            made name;
        begin
            for made in select nspname from pg_namespace where nspowner = current_user::regrole loop
                execute format('alter schema %I owner to {Roles.Owner}', made);
            end loop;
            reassign owned by {Roles.Migrator} to {Roles.Owner};
        end
        $$
        """;

    /// <summary>Applies what is pending; answers how many scripts that were.</summary>
    /// <exception cref="MigrationFailure">A script failed (nothing of it remains), or one was edited after it was applied.</exception>
    public static async Task<int> UpAsync(string connectionString, IScriptSource scripts, IProgressSink progress, CancellationToken ct = default)
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await RefuseOtherRolesAsync(session, ct);
        await session.LockAsync(Session.SchemaLock, progress, ct);
        await MakeJournalAsync(session, ct);

        var status = await CompareAsync(session, scripts, ct);
        RefuseEdited(status);

        var pending = status.Where(line => line.State == ScriptState.Pending).Select(line => line.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var script in scripts.Migrations.Where(script => pending.Contains(script.Name)))
            await Session.StepAsync(script.Name, progress, () => ApplyAsync(session, script, ct));
        return pending.Count;
    }

    /// <summary>Every script of this build or of the journal, in the order of their names. Changes nothing.</summary>
    public static async Task<IReadOnlyList<ScriptStatus>> StatusAsync(string connectionString, IScriptSource scripts, CancellationToken ct = default)
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        return await CompareAsync(session, scripts, ct);
    }

    /// <summary>Is the database exactly at this build, or beyond it?</summary>
    /// <exception cref="MigrationFailure">Scripts are pending or edited.</exception>
    public static async Task VerifyAsync(string connectionString, IScriptSource scripts, CancellationToken ct = default)
    {
        var status = await StatusAsync(connectionString, scripts, ct);
        RefuseEdited(status);

        var pending = status.Where(line => line.State == ScriptState.Pending).Select(line => line.Name).ToList();
        if (pending.Count > 0)
            throw new MigrationFailure($"Not yet applied: {string.Join(", ", pending)}.", ExitCode.Pending);
    }

    /// <summary>
    /// Refuses every login but the migrator's: a superuser walks through row security and owns what it makes, and so
    /// hides each mistake that would show in production.
    /// </summary>
    internal static async Task RefuseOtherRolesAsync(Session session, CancellationToken ct)
    {
        var user = await session.SingleAsync<string>("select current_user::text", null, ct);
        if (user != Roles.Migrator)
            throw new MigrationFailure($"Connect as {Roles.Migrator} to run scripts, not as {user} (`roles` makes that login).");
    }

    private static async Task ApplyAsync(Session session, Script script, CancellationToken ct)
    {
        await using var transaction = await session.Connection.BeginTransactionAsync(ct);
        await session.RunAsync(script, ct);
        try
        {
            await session.DefineAsync(HandOverSql, ct);
            await session.ExecuteAsync(WriteJournalSql, new { script.Name, script.Hash }, ct);
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e)
        {
            throw new MigrationFailure($"{script.Name}: after its last statement, {e.MessageText} ({e.SqlState})", inner: e);
        }
    }

    private static async Task MakeJournalAsync(Session session, CancellationToken ct)
    {
        switch (await session.SingleAsync<long>(JournalColumnsSql, null, ct))
        {
            case 0:
                await session.DefineAsync(MakeJournalSql, ct);
                // The API's readiness compares the schema's version with its own.
                await session.DefineAsync($"grant select on public.schemaversions to {Roles.OwnContext}, {Roles.Backup}", ct);
                await session.DefineAsync(HandOverSql, ct);
                break;
            case 1:
                await session.DefineAsync("alter table public.schemaversions add column contenthash character varying(64) null", ct);
                await session.DefineAsync($"grant select on public.schemaversions to {Roles.OwnContext}, {Roles.Backup}", ct);
                break;
            default:
                break;
        }
    }

    private static async Task<List<ScriptStatus>> CompareAsync(Session session, IScriptSource scripts, CancellationToken ct)
    {
        var journal = await session.SingleAsync<long>(JournalColumnsSql, null, ct) switch
        {
            0 => [],
            1 => await session.ListAsync<Entry>(ReadForeignJournalSql, null, ct),
            _ => await session.ListAsync<Entry>(ReadJournalSql, null, ct),
        };
        // A script that DbUp ran "always" is journalled each time; the first row says when it was applied.
        var applied = journal.GroupBy(entry => entry.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

        var known = scripts.Migrations.Select(script =>
            !applied.TryGetValue(script.Name, out var entry) ? new ScriptStatus(script.Name, ScriptState.Pending, AppliedAt: null)
            : entry.Hash is null || entry.Hash == script.Hash ? new ScriptStatus(script.Name, ScriptState.Applied, entry.At)
            : new ScriptStatus(script.Name, ScriptState.Edited, entry.At));
        var names = scripts.Migrations.Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = applied.Values.Where(entry => !names.Contains(entry.Name)).Select(entry => new ScriptStatus(entry.Name, ScriptState.Unknown, entry.At));
        return [.. known.Concat(unknown).OrderBy(line => line.Name, StringComparer.Ordinal)];
    }

    private static void RefuseEdited(IEnumerable<ScriptStatus> status)
    {
        var edited = status.Where(line => line.State == ScriptState.Edited).Select(line => line.Name).ToList();
        if (edited.Count > 0)
            throw new MigrationFailure($"Edited after it was applied: {string.Join(", ", edited)}. Put the text back and write a new script.", ExitCode.Edited);
    }

    private sealed record Entry(string Name, string? Applied, string? Hash)
    {
        public DateTime? At => DateTime.TryParseExact(Applied, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
    }
}
