using System.Data;
using System.Globalization;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Engine.Transactions;
using DbUp.Postgresql;
using Npgsql;

namespace PosCommerce.Migrator;

/// <summary>DbUp's journal, with the time of the server and not of the client, and with the hash of what ran.</summary>
/// <remarks>
/// The table is DbUp's own and one nullable column more. DbUp names the columns that it reads and writes, so plain DbUp can go
/// on with it; a row that it wrote has no hash until <see cref="AdoptAsync"/> gives it one.
/// </remarks>
internal sealed class Journal(
    Session session,
    Func<IConnectionManager> connection,
    Func<IUpgradeLog> log,
    string schema,
    CancellationToken ct
) : PostgresqlTableJournal(connection, log, schema, "schemaversions")
{
    private const string ColumnsSql = """
        select count(*)
          from pg_attribute
         where attrelid = to_regclass('public.schemaversions')
           and attname in ('scriptname', 'contenthash')
           and not attisdropped
        """;

    // DbUp keeps a time without a zone; it travels as text, because nothing else here has such times.
    private const string ReadSql = """
        select scriptname as name, to_char(applied, 'YYYY-MM-DD HH24:MI:SS') as applied, contenthash as hash
          from public.schemaversions
         order by schemaversionsid
        """;

    private const string ReadForeignSql = """
        select scriptname as name, to_char(applied, 'YYYY-MM-DD HH24:MI:SS') as applied, null::text as hash
          from public.schemaversions
         order by schemaversionsid
        """;

    private const string WriteSql = """
        insert into public.schemaversions (scriptname, applied, contenthash)
        values (@Name, localtimestamp, @Hash)
        """;

    private const string AdoptSql = """
        update public.schemaversions
           set contenthash = @Hash
         where scriptname = @Name
           and contenthash is null
        """;

    // The API's readiness compares the schema's version with its own.
    private const string GrantSql = $"grant select on public.schemaversions to {Roles.OwnContext}, {Roles.Backup}";

    /// <summary>
    /// What the journal says, one entry a script: one that DbUp ran "always" is in it each time, and the first time counts.
    /// </summary>
    internal static async Task<IReadOnlyDictionary<string, Entry>> ReadAsync(Session session, CancellationToken ct)
    {
        var rows = await session.SingleAsync<long>(ColumnsSql, null, ct) switch
        {
            0 => [],
            1 => await session.ListAsync<Entry>(ReadForeignSql, null, ct),
            _ => await session.ListAsync<Entry>(ReadSql, null, ct),
        };
        return rows.GroupBy(entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
    }

    /// <summary>
    /// Takes over what plain DbUp ran: from now on its scripts are known by their hashes, those of this build, and what they made
    /// belongs to the owner role. Does nothing to a journal of ours.
    /// </summary>
    internal static async Task AdoptAsync(Session session, IScriptSource scripts, IProgressSink progress, CancellationToken ct)
    {
        var journal = await ReadAsync(session, ct);
        var foreign = scripts.Migrations.Where(script => journal.TryGetValue(script.Name, out var entry) && entry.Hash is null).ToList();
        var isForeign = await session.SingleAsync<long>(ColumnsSql, null, ct) == 1;
        if (foreign.Count == 0 && !isForeign)
            return;

        try
        {
            await using var transaction = await session.Connection.BeginTransactionAsync(ct);
            if (isForeign)
                await session.DefineAsync("alter table public.schemaversions add column contenthash character varying(64) null", ct);
            await session.DefineAsync(GrantSql, ct);
            foreach (var script in foreign)
                await session.ExecuteAsync(AdoptSql, new { script.Name, script.Hash }, ct);
            await session.DefineAsync(HandOver.Sql, ct);
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationFailure(
                $"The journal public.schemaversions was made by another login: {e.MessageText}. As an administrator, give it, and what "
                    + $"the scripts in it made, to {Roles.Owner} (`alter ... owner to`).",
                inner: e
            );
        }

        progress.Note(string.Create(CultureInfo.InvariantCulture, $"Taken over from DbUp: {foreign.Count} scripts."));
    }

    public override void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        EnsureTableExistsAndIsLatestVersion(dbCommandFactory);
        // On the same connection, and so in DbUp's transaction; through the session, because its statements are verified.
        session.ExecuteAsync(WriteSql, new { script.Name, Hash = Script.HashOf(script.Contents) }, ct).GetAwaiter().GetResult();
    }

    // DbUp's own looks into the information schema, which hides a table that this login has no right on.
    protected override string DoesTableExistSql() => "select case when to_regclass('public.schemaversions') is null then 0 else 1 end";

    protected override string CreateSchemaTableSql(string quotedPrimaryKeyName) =>
        $"""
            create table {FqSchemaTableName} (
                schemaversionsid serial                       not null,
                scriptname       character varying(255)       not null,
                applied          timestamp without time zone  not null,
                contenthash      character varying(64)        null,
                constraint {quotedPrimaryKeyName} primary key (schemaversionsid)
            )
            """;

    protected override void OnTableCreated(Func<IDbCommand> dbCommandFactory) =>
        session.DefineAsync($"{GrantSql};\n{HandOver.Sql}", ct).GetAwaiter().GetResult();

    internal sealed record Entry(string Name, string? Applied, string? Hash)
    {
        public DateTime? At =>
            DateTime.TryParseExact(Applied, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                ? at
                : null;
    }
}
