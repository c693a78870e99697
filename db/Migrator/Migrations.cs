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
/// DbUp runs the scripts, in the ordinal order of their names, and keeps its journal, <c>public.schemaversions</c>. What it
/// lacks stands around it: the advisory lock, hashes that tell of an edit, the hand-over to the owner role, status and verify.
/// </remarks>
public static class Migrations
{
    /// <summary>Applies what is pending; answers how many scripts that were.</summary>
    /// <exception cref="MigrationFailure">A script failed (nothing of it remains), or one was edited after it was applied.</exception>
    public static async Task<int> UpAsync(
        string connectionString,
        IScriptSource scripts,
        IProgressSink progress,
        CancellationToken ct = default
    )
    {
        await using var session = await Session.OpenAsync(connectionString, database: null, ct);
        await RefuseOtherRolesAsync(session, ct);
        await Extensions.RequireAsync(session, Extensions.Needed, ct);
        await session.LockAsync(Session.SchemaLock, progress, ct);
        await Journal.AdoptAsync(session, scripts, progress, ct);

        RefuseEdited(await CompareAsync(session, scripts, ct));
        return await Engine.RunAsync(session, [.. scripts.Migrations.Select(Engine.Once)], handOver: true, progress, ct);
    }

    /// <summary>Every script of this build or of the journal, in the order of their names. Changes nothing.</summary>
    public static async Task<IReadOnlyList<ScriptStatus>> StatusAsync(
        string connectionString,
        IScriptSource scripts,
        CancellationToken ct = default
    )
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

    private static async Task<List<ScriptStatus>> CompareAsync(Session session, IScriptSource scripts, CancellationToken ct)
    {
        var applied = await Journal.ReadAsync(session, ct);
        var known = scripts.Migrations.Select(script =>
            !applied.TryGetValue(script.Name, out var entry) ? new ScriptStatus(script.Name, ScriptState.Pending, AppliedAt: null)
            : entry.Hash is null || entry.Hash == script.Hash ? new ScriptStatus(script.Name, ScriptState.Applied, entry.At)
            : new ScriptStatus(script.Name, ScriptState.Edited, entry.At)
        );
        var names = scripts.Migrations.Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = applied
            .Values.Where(entry => !names.Contains(entry.Name))
            .Select(entry => new ScriptStatus(entry.Name, ScriptState.Unknown, entry.At));
        return [.. known.Concat(unknown).OrderBy(line => line.Name, StringComparer.Ordinal)];
    }

    private static void RefuseEdited(IEnumerable<ScriptStatus> status)
    {
        var edited = status.Where(line => line.State == ScriptState.Edited).Select(line => line.Name).ToList();
        if (edited.Count > 0)
        {
            throw new MigrationFailure(
                $"Edited after it was applied: {string.Join(", ", edited)}. Put the text back and write a new script.",
                ExitCode.Edited
            );
        }
    }
}
