using System.Globalization;
using System.Text;
using Npgsql;
using PosCommerce.SqlCheck.Plan;
using PosCommerce.SqlCheck.Tree;

namespace PosCommerce.SqlCheck;

/// <summary>One text that some context sends, with every combination of argument types it is sent with.</summary>
/// <param name="Signatures">See <see cref="Signature"/>.</param>
/// <param name="OnlyHandler">The file of the one handler that it serves, if there is just one and nobody else.</param>
internal sealed record Statement(
    string Context,
    string File,
    string Name,
    SqlText Text,
    IReadOnlyCollection<string> Signatures,
    string? OnlyHandler = null
);

/// <summary>
/// Asks PostgreSQL about statements, one after the other, in one transaction that is rolled back. Nothing is ever executed:
/// each statement is prepared, described, analysed as the body of a function that nobody calls, and explained.
/// </summary>
internal sealed class Verifier : IAsyncDisposable
{
    /// <summary>Why a column counts as nullable where the tree was not read.</summary>
    public const string NotAnalysed = "not analysed";

    private const string PrepareAs = "prepare statement_q as ";

    private const string TypesSql = "select oid, format_type(oid, null), typtype = 'e' from pg_type";

    private const string DeducedSql = "select parameter_types::text[] from pg_prepared_statements where name = 'statement_q'";

    private const string BodySql =
        "select prosqlbody::text from pg_proc where proname = 'statement_f' and pronamespace = pg_my_temp_schema()";

    // The schemas of the contexts: what is in none of them belongs to everyone.
    private const string OwnSchemasSql =
        "select nspname::text from pg_namespace where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')";

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly Exemptions exemptions;
    private readonly Catalogue? catalogue;
    private readonly IReadOnlyDictionary<string, Plan.Index> indexes;
    private readonly Dictionary<uint, (string Name, bool IsEnum)> types;
    private readonly HashSet<string> schemas;

    // Of the statement at hand: rights and indexes are read from the same plan.
    private readonly Dictionary<string, string> plans = new(StringComparer.Ordinal);

    private Verifier(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Exemptions exemptions,
        Catalogue? catalogue,
        IReadOnlyDictionary<string, Plan.Index> indexes,
        Dictionary<uint, (string, bool)> types,
        HashSet<string> schemas
    )
    {
        this.connection = connection;
        this.transaction = transaction;
        this.exemptions = exemptions;
        this.catalogue = catalogue;
        this.indexes = indexes;
        this.types = types;
        this.schemas = schemas;
    }

    /// <summary>
    /// The tree, and what it tells (nulls, tenants, keyset lists), is read on the major version that writes the snapshot only.
    /// </summary>
    public bool ReadsTree => catalogue is not null;

    /// <param name="adminConnectionString">An administrator, in the migrated database.</param>
    public static async Task<Verifier> OpenAsync(string adminConnectionString, Exemptions exemptions, bool readsTree, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(adminConnectionString)
        {
            Pooling = false,
            CommandTimeout = 60,
            MaxAutoPrepare = 0,
            ApplicationName = "poscommerce sql check",
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            var transaction = await connection.BeginTransactionAsync(ct);
            // Names must come out the same whatever the administrator's settings are.
            await connection.ExecuteAsync("set local search_path = ''", ct);
            await JoinRolesAsync(connection, ct);
            await PlanConditions.ApplyAsync(connection, ct);
            var types = new Dictionary<uint, (string, bool)>();
            await foreach (var row in connection.RowsAsync(TypesSql, ct))
                types[row.GetFieldValue<uint>(0)] = (row.GetString(1), row.GetBoolean(2));
            return new Verifier(
                connection,
                transaction,
                exemptions,
                readsTree ? await Catalogue.ReadAsync(connection, ct) : null,
                await PlanConditions.IndexesAsync(connection, ct),
                types,
                [.. await connection.ListAsync(OwnSchemasSql, row => row.GetString(0), ct)]
            );
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What PostgreSQL says of a statement.</summary>
    public async Task<SnapshotEntry> VerifyAsync(Statement statement, CancellationToken ct)
    {
        var entry = new SnapshotEntry
        {
            File = statement.File,
            Name = statement.Name,
            Id = statement.Text.Identity,
        };
        if (statement.Text.IsUtility)
            return entry with { Kind = StatementKind.Utility, Signatures = Accepted(statement) };
        if (statement.Text.Problem is { } problem)
            return entry with { Error = new SnapshotError(PostgresErrorCodes.SyntaxError, problem, statement.Text.ProblemAt) };

        await transaction.SaveAsync("statement", ct);
        try
        {
            return await AskAsync(statement, entry, ct);
        }
        finally
        {
            plans.Clear();
            await UndoAsync("statement", ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>
    /// As if nothing had been asked since; prepared statements outlive a rollback. A savepoint that is only rolled back to stays open, and
    /// every row that the server looks at below it is asked about all of them.
    /// </summary>
    private Task UndoAsync(string savepoint, CancellationToken ct) =>
        connection.ExecuteAsync($"rollback to savepoint {savepoint}; release savepoint {savepoint}; deallocate all", ct);

    private static async Task JoinRolesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var role in Migrator.Roles.Contexts.Concat([Migrator.Roles.Dispatcher, Migrator.Roles.Migrator]))
        {
            if (!await connection.ScalarAsync<bool>($"select pg_has_role(current_user, '{role}', 'member')", ct))
                await connection.ExecuteAsync($"grant {role} to current_user", ct);
        }
    }

    private async Task<SnapshotEntry> AskAsync(Statement statement, SnapshotEntry entry, CancellationToken ct)
    {
        var text = statement.Text;
        try
        {
            await connection.ExecuteOneAsync(PrepareAs + text.Positional, ct);
        }
        catch (PostgresException e)
        {
            // unnest(@Ids) says nothing of what the ids are; the arguments do, and they are always sent with their types.
            if (e.SqlState != PostgresErrorCodes.AmbiguousFunction || statement.Signatures.FirstOrDefault() is not { } first)
                return entry with { Error = Refusal(e, text, PrepareAs.Length) };
            await transaction.RollbackAsync("statement", ct);
            var typed = PreparedAs("statement_q", TypesOf(first, text, []), text);
            try
            {
                await connection.ExecuteOneAsync(typed, ct);
            }
            catch (PostgresException second)
            {
                return entry with { Error = Refusal(second, text, typed.Length - text.Positional.Length) };
            }
        }

        var deduced = await connection.ScalarAsync<string[]>(DeducedSql, ct) ?? [];
        var columns = await DescribeAsync(deduced.Length, ct);
        var signatures = await SignaturesAsync(statement, ct);
        entry = entry with
        {
            Kind = columns.Count > 0 ? StatementKind.Rows : StatementKind.None,
            Parameters = [.. text.Parameters.Zip(deduced, (name, pg) => new SnapshotParameter(name, pg))],
            Signatures = signatures,
            Columns = columns,
        };

        // From here on as the arguments really arrive: a plan for other types might use other indexes.
        var sent = signatures.Where(s => s.Value is null).Select(s => TypesOf(s.Key, text, deduced)).DefaultIfEmpty([.. deduced]).ToList();
        if (catalogue is null)
            return entry with { Issues = await PrivilegesAsync(statement, sent[0], query: null, ct) };

        var analysed = await AnalyseAsync(text, deduced, columns.Count > 0, ct);
        var query = analysed.Query;
        var nulls = new Nullability(catalogue).Of(query);
        List<SnapshotIssue> issues = [.. TenantIssues(statement, analysed), .. await PrivilegesAsync(statement, sent[0], query, ct)];
        if (issues.All(issue => issue.Id is not (Codes.NotGranted or Codes.CrossesContext)))
        {
            foreach (var wire in sent)
                issues.AddRange(await IndexIssuesAsync(statement, wire, query, ct));
        }

        return entry with
        {
            Kind = query.Int("commandType") == CommandKind.Select || columns.Count > 0 ? StatementKind.Rows : StatementKind.None,
            Columns = [.. columns.Zip(nulls, (column, verdict) => column with { IsNullable = verdict.IsNullable, Why = verdict.Why })],
            Uses = [.. catalogue.RelationsUnder(query).Select(relation => relation.Name)],
            Issues = [.. issues.Distinct().Where(issue => !exemptions.Allows(statement.File, statement.Name, issue.Id))],
        };
    }

    /// <summary>Names and types of the result, as the server describes them; nothing runs.</summary>
    private async Task<IReadOnlyList<SnapshotColumn>> DescribeAsync(int parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Execution("statement_q", parameters), connection);
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly, ct);
        return
        [
            .. Enumerable
                .Range(0, reader.FieldCount)
                .Select(i =>
                {
                    var (name, isEnum) = types.GetValueOrDefault(reader.GetDataTypeOID(i), ("unknown", false));
                    return new SnapshotColumn(reader.GetName(i), name, isEnum, IsNullable: true, Why: NotAnalysed);
                }),
        ];
    }

    private async Task<IReadOnlyDictionary<string, string?>> SignaturesAsync(Statement statement, CancellationToken ct)
    {
        var verdicts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var signature in statement.Signatures)
        {
            await transaction.SaveAsync("signature", ct);
            try
            {
                await connection.ExecuteOneAsync(PreparedAs("statement_s", TypesOf(signature, statement.Text, []), statement.Text), ct);
                verdicts[signature] = null;
            }
            catch (PostgresException e)
            {
                verdicts[signature] = $"{e.MessageText} [{e.SqlState}]";
            }

            await UndoAsync("signature", ct);
        }

        return verdicts;
    }

    /// <summary>
    /// The server's own analysis. Through a function of the session's temporary schema: there is no other way to see it. The
    /// text travels inside a DO block, because the driver does not know the semicolons of BEGIN ATOMIC.
    /// </summary>
    private async Task<Analysed> AnalyseAsync(SqlText text, IReadOnlyList<string> deduced, bool hasColumns, CancellationToken ct)
    {
        var lead =
            $"create function pg_temp.statement_f({string.Join(", ", deduced)}) returns {(hasColumns ? "setof record" : "void")} language sql begin atomic ";
        var function = $"{lead}{text.Positional}\n; end";
        var inner = Tag("f", function);
        var outer = Tag("run", function);
        try
        {
            await connection.ExecuteAsync($"do {outer} begin execute {inner}{function}{inner}; end {outer}", ct);
        }
        catch (PostgresException e)
        {
            throw new UnreadableTreeException(
                $"PostgreSQL prepares the statement but does not analyse it as a function: {e.MessageText} [{e.SqlState}]"
            );
        }

        var body =
            await connection.ScalarAsync<string>(BodySql, ct) ?? throw new UnreadableTreeException("The analysed statement is not there.");
        return PgNode.ParseAll(body) is [{ Type: "QUERY" } query]
            ? new Analysed(query, Encoding.UTF8.GetByteCount(lead))
            : throw new UnreadableTreeException("The analysed statement is no single query.");
    }

    private IEnumerable<SnapshotIssue> TenantIssues(Statement statement, Analysed analysed)
    {
        var distributed = new TenantProof(catalogue!, relation => exemptions.IsDistributed(relation.Name)); // Only asked with a tree.
        if (Contexts.CrossesTenants(statement.Context))
        {
            return distributed
                .WideLevelsOf(analysed.Query)
                .Select(gap =>
                    Issue(
                        Codes.TenantWide,
                        gap,
                        $". If it must be, list it in {Exemptions.Path} with the reason; a distributed engine sends it to every shard."
                    )
                );
        }

        var number = statement.Text.Parameters.ToList().IndexOf(SqlCall.Tenant) + 1;
        var walled = new TenantProof(catalogue!, relation => exemptions.BelongsToTenant(relation.Name)); // As above.
        return walled
            .GapsOf(analysed.Query, number)
            .Select(gap => Issue(Codes.TenantMissing, gap, "."))
            .Concat(
                new RouteProof(catalogue!, distributed).GapsOf(analysed.Query, number).Select(gap => Issue(Codes.NotRoutable, gap, "."))
            );

        SnapshotIssue Issue(string code, TenantGap gap, string end) =>
            new(
                code,
                gap.Message + end,
                Places.OfTable(
                    statement.Text,
                    gap.Table,
                    gap.Alias,
                    gap.Within is { } bytes ? Places.InText(statement.Text, bytes, analysed.Lead) : null
                )
            );
    }

    /// <summary>Explains the statement as the context's own role, which is when PostgreSQL asks for its rights.</summary>
    private async Task<IReadOnlyList<SnapshotIssue>> PrivilegesAsync(
        Statement statement,
        IReadOnlyList<string> sent,
        PgNode? query,
        CancellationToken ct
    )
    {
        var foreign = query is null ? [] : Foreign(statement.Context, query);
        try
        {
            await ExplainAsync(statement, sent, isSorting: true, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var role = Contexts.RoleOf(statement.Context);
            if (foreign.Count > 0 || (query is null && MentionsOtherContext(statement)))
                return [.. foreign.DefaultIfEmpty(null).Select(name => Crossing(statement, name, e.MessageText))];
            var table = query is null
                ? null
                : catalogue!
                    .RelationsUnder(query)
                    .Select(r => r.Name)
                    .FirstOrDefault(name =>
                        e.MessageText.EndsWith(' ' + name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal)
                    );
            return
            [
                new SnapshotIssue(
                    Codes.NotGranted,
                    $"{role} may not do this: {e.MessageText}. Grant it in a migration, or do without.",
                    table is null ? null : Places.OfTable(statement.Text, table)
                ),
            ];
        }
        catch (PostgresException e)
        {
            return [new SnapshotIssue(Codes.Rejected, $"PostgreSQL cannot plan it: {e.MessageText} [{e.SqlState}].", null)];
        }

        // Rights on another context's table may have been granted by mistake; its tables are none of this context's business.
        return
        [
            .. foreign
                .Where(name => catalogue!.RelationsUnder(query!).Any(r => r.Name == name && r.Kind != 'v'))
                .Select(name => Crossing(statement, name, $"{name} belongs to another context")),
        ];
    }

    private async Task<IReadOnlyList<SnapshotIssue>> IndexIssuesAsync(
        Statement statement,
        IReadOnlyList<string> sent,
        PgNode query,
        CancellationToken ct
    )
    {
        if (Contexts.CrossesTenants(statement.Context))
            return [];
        var proof = new IndexProof(
            indexes,
            table => exemptions.BelongsToTenant(table) && !exemptions.SmallPerTenant.ContainsKey(table),
            exemptions.IsBehindStores
        );
        var isKeysetList = new KeysetProof(catalogue!).IsKeysetList(query); // Only asked with a tree.
        var unserved = proof.Of(await ExplainAsync(statement, sent, isSorting: true, ct), isKeysetList);
        // The planner may sort a few rows where it could as well walk in order; whether it can is the question here.
        if (
            unserved.Count > 0
            && proof.Of(await ExplainAsync(statement, sent, isSorting: false, ct), isKeysetList) is var inOrder
            && inOrder.Count < unserved.Count
        )
            unserved = inOrder;
        return
        [
            .. unserved.Select(u => new SnapshotIssue(
                Codes.NoIndex,
                $"No index serves {u.Table}: {u.Problem}. Bind a column of an index behind tenant_id, add an index, or list the table in {Exemptions.Path} as small per tenant, with the reason.",
                Places.OfTable(statement.Text, u.Table, u.Alias)
            )),
        ];
    }

    private async Task<string> ExplainAsync(Statement statement, IReadOnlyList<string> sent, bool isSorting, CancellationToken ct)
    {
        var prepared = PreparedAs("statement_s", sent, statement.Text);
        if (plans.TryGetValue(prepared + isSorting, out var known))
            return known;
        await transaction.SaveAsync("explain", ct);
        try
        {
            await connection.ExecuteOneAsync(prepared, ct);
            await connection.ExecuteAsync($"set local enable_sort = {(isSorting ? "on" : "off")}", ct);
            await connection.ExecuteAsync($"set local role {Contexts.RoleOf(statement.Context)}", ct);
            var plan =
                await connection.ScalarAsync<string>($"explain (format json, verbose) {Execution("statement_s", sent.Count)}", ct)
                ?? throw new UnreadableTreeException("EXPLAIN answers nothing.");
            return plans[prepared + isSorting] = plan;
        }
        finally
        {
            await UndoAsync("explain", ct);
        }
    }

    /// <summary>What the statement itself names of other contexts: their tables, views and functions.</summary>
    private List<string?> Foreign(string context, PgNode query)
    {
        if (context == Contexts.Migrator)
            return [];
        var own = context is Contexts.Dispatcher ? Contexts.Kernel : context;
        var named = query
            .Descend()
            .Select(node =>
                node.Type switch
                {
                    "RANGETBLENTRY" when node.Int("rtekind") == RangeKind.Relation => catalogue!.RelationOf(node.Oid("relid")) is { } r
                        ? (r.Schema, r.Name)
                        : default,
                    "FUNCEXPR" => catalogue!.FunctionOf(node.Oid("funcid")) is { } f && f.Schema != Contexts.Kernel
                        ? (f.Schema, $"{f.Schema}.{f.ShortName}")
                        : default,
                    _ => default,
                }
            );
        return
        [
            .. named
                .Where(n => n.Schema is not null && schemas.Contains(n.Schema) && n.Schema != own)
                .Select(n => n.Item2)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private bool MentionsOtherContext(Statement statement) =>
        statement
            .Text.Names()
            .Any(n =>
                schemas.Contains(n.Name)
                && n.Name != statement.Context
                && n.Name != Contexts.Kernel
                && n.At.Start + n.At.Length < statement.Text.Text.Length
                && statement.Text.Text[n.At.Start + n.At.Length] == '.'
            );

    private static SnapshotIssue Crossing(Statement statement, string? name, string reason) =>
        new(
            Codes.CrossesContext,
            $"This is {statement.Context}'s statement, and it crosses the wall of its context: {reason}. Ask the other context through a port (src/Infrastructure/Contexts).",
            name is null ? null : Places.OfTable(statement.Text, name)
        );

    private static Dictionary<string, string?> Accepted(Statement statement) =>
        statement.Signatures.ToDictionary(s => s, string? (_) => null, StringComparer.Ordinal);

    private static SnapshotError Refusal(PostgresException e, SqlText text, int lead)
    {
        var message = e.Hint is { Length: > 0 } hint ? $"{e.MessageText}. {hint}" : e.MessageText;
        Span? at = e.Position > lead ? text.WordAtServerPosition(e.Position - lead) : null;
        // Of a parameter without a type the server tells the number and not the place.
        for (var i = text.Parameters.Count; i > 0; i--)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"${i}");
            if (!message.Contains(number, StringComparison.Ordinal))
                continue;
            var name = $"@{text.Parameters[i - 1]}";
            message = message.Replace(number, name, StringComparison.Ordinal);
            at ??= Token
                .Read(text.Text)
                .Where(t => t.Kind == TokenKind.Parameter && text.Text.AsSpan(t.Start, t.Length).SequenceEqual(name))
                .Select(t => (Span?)new Span(t.Start, t.Length))
                .FirstOrDefault();
        }

        return new SnapshotError(e.SqlState, message, at);
    }

    private static string[] TypesOf(string signature, SqlText text, string[] otherwise)
    {
        var sent = Signature.Types(signature);
        return [.. text.Parameters.Select((name, i) => sent.GetValueOrDefault(name) ?? (i < otherwise.Length ? otherwise[i] : "unknown"))];
    }

    private static string PreparedAs(string name, IReadOnlyList<string> types, SqlText text) =>
        $"prepare {name}{(types.Count == 0 ? "" : $"({string.Join(", ", types)})")} as {text.Positional}";

    private static string Execution(string name, int parameters) =>
        parameters == 0 ? $"execute {name}" : $"execute {name}({string.Join(", ", Enumerable.Repeat("null", parameters))})";

    private static string Tag(string word, string text)
    {
        var tag = word;
        while (text.Contains($"${tag}$", StringComparison.Ordinal))
            tag += "_";
        return $"${tag}$";
    }

    /// <param name="Lead">How many bytes stand in front of the statement in the text that was analysed.</param>
    private sealed record Analysed(PgNode Query, int Lead);
}
