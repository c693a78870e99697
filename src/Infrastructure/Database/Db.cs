using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>
/// One request's transaction, one connection, as few turns on it as the work allows. Begin, enter and the claim of the key
/// wait for the first statement and travel with it; the writes wait for the commit. Everything is sent as one batch of
/// constant texts, so that the driver prepares each once a connection.
/// </summary>
/// <remarks>
/// A reading transaction is committed with every batch, so a query holds nothing between two round trips; a second batch
/// simply enters again. begin and commit are raw statements inside the batch, hence no NpgsqlTransaction here.
/// </remarks>
internal sealed class Db(NpgsqlDataSource dataSource, ITenants tenants, RequestContext context, TimeProvider clock)
    : IDb,
        IUnitOfWork,
        IAsyncDisposable
{
    private readonly List<Statement> queue = [];
    private readonly UnitOfWorkRecords records = new(context, clock);
    private NpgsqlConnection? connection;
    private Opening? opening;
    private SortedDictionary<string, Guid>? concerns;
    private Guid? mainConcern;
    private JsonObject? changes;

    // Set while the opening has not been sent: it goes out in front of the next batch.
    private bool isUnopened;

    // Set when the driver may have lost track of what the connection has prepared (findings/npgsql-bind-error-while-autopreparing.sh).
    private bool mayBeOutOfStep;

    public void Begin(Access access, bool isOfOneMoment = false)
    {
        queue.Clear();
        concerns = null;
        mainConcern = null;
        changes = null;
        opening = new Opening(access, isOfOneMoment);
        isUnopened = true;
    }

    public void Require(RouteAccess access) => opening?.Route = access;

    public void Narrow(Guid storeId) => opening!.StoreId = storeId; // Requests are narrowed inside a scope.

    public void Claim(ActKey key) => opening!.Claim = records.Claim(key); // Claims are made inside a scope.

    public Task DecideAsync(CancellationToken ct) => isUnopened ? SendOpeningAsync(ct) : Task.CompletedTask;

    public void StoreAnswer(Answer answer, Guid? storeId)
    {
        var claim = opening!.Claim!; // Answers are stored under a claim.
        // Somebody did it where this caller does not see: the act had to come to nothing, and whatever it came to is undone.
        if (claim.Stored.Verdict == StoredAnswer.Hidden)
            throw new Refused(PipelineErrors.StoreIsUnknown);
        queue.Add(
            UnitOfWorkRecords.Answer(
                claim,
                answer,
                storeId ?? concerns?.Where(c => c.Key == "storeId").Select(c => (Guid?)c.Value).FirstOrDefault()
            )
        );
    }

    public void FinishJob(JobDone done) => queue.Add(records.Finish(done));

    public void Audit(AuditEntry entry) => queue.AddRange(records.Audit(WithConcerns(entry), changes));

    public void Publish(IBusinessEvent happened) => queue.Add(records.Publish(happened));

    public void Concerns(string name, Guid id)
    {
        mainConcern ??= id;
        (concerns ??= new SortedDictionary<string, Guid>(StringComparer.Ordinal))[name] = id;
    }

    public void Changes<T>(T before, T after)
        where T : notnull
    {
        foreach (var (member, change) in Application.Common.Changes.Between(before, after)?.ToList() ?? [])
        {
            change!.Parent!.AsObject().Remove(member); // A change is an object, and hangs in the one it was read from.
            (changes ??= [])[member] = change;
        }
    }

    public async Task AuditDenialAsync(AuditEntry entry, Challenge? challenge)
    {
        Begin(Access.Write);
        try
        {
            await DecideAsync(CancellationToken.None);
            if (challenge is not null)
                queue.Add(records.Challenge(challenge));
            Audit(entry);
            await CommitAsync();
        }
        finally
        {
            await RollbackAsync();
        }
    }

    public async Task CommitAsync()
    {
        if (opening is null)
            throw new InvalidOperationException("No transaction has begun.");
        if (opening.Access is Access.Read)
        {
            // Whatever was sent is committed already; an unsent opening decides even when the handler read nothing.
            if (isUnopened || queue.Count > 0)
                await SendAsync(commit: true, CancellationToken.None);
            return;
        }

        // The decisions come first: a commit never travels with the claim that may say that it happened before.
        await DecideAsync(CancellationToken.None);
        await SendAsync(commit: true, CancellationToken.None);
        await ReleaseAsync();
        opening = null;
    }

    public async ValueTask RollbackAsync()
    {
        queue.Clear();
        opening = null;
        isUnopened = false;
        await ReleaseAsync();
    }

    public async Task<T> InTransaction<T>(Access access, Func<Task<Outcome<T>>> work, CancellationToken ct)
    {
        if (context is { TenantId: null, TenantSlug: { } slug })
            context.TenantId = await tenants.FindAsync(slug, ct) ?? throw new Refused(PipelineErrors.TenantIsUnknown);
        Begin(access);
        Require(context.Access);
        try
        {
            var outcome = await work();
            if (access is Access.Write && context.Audit is { } entry)
                Audit(entry with { IsRefused = outcome.Refusal is not null });
            await CommitAsync();
            return outcome.OrThrow();
        }
        finally
        {
            await RollbackAsync();
        }
    }

    public async Task<int> ExecuteAsync(string sql, object? args = null, CancellationToken ct = default)
    {
        var statement = new Statement(sql, args);
        queue.Add(statement);
        return await SendAsync(commit: false, ct, counted: statement);
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null, CancellationToken ct = default) =>
        Defer<T>(sql, args).ToListAsync(ct);

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? args = null, CancellationToken ct = default) =>
        Defer<T>(sql, args).SingleOrDefaultAsync(ct);

    public Deferred<T> Defer<T>(string sql, object? args = null)
    {
        var statement = new RowStatement<T>(sql, args);
        queue.Add(statement);
        return new Pending<T>(this, statement);
    }

    public void Lock(string sql, object? args = null) => queue.Add(new HoldingStatement(sql, args));

    public IQueued Enqueue(string sql, object? args = null)
    {
        var statement = new Statement(sql, args);
        queue.Add(statement);
        return statement;
    }

    public ValueTask DisposeAsync() => ReleaseAsync();

    // Who signs in, or which till a device becomes, is known only on the way: then the act is mostly about what it names first.
    private AuditEntry WithConcerns(AuditEntry entry) =>
        concerns is null
            ? entry
            : entry with
            {
                Subject = new SortedDictionary<string, Guid>(entry.Subject.Concat(concerns).ToDictionary(), StringComparer.Ordinal),
                SubjectId = entry.SubjectId ?? mainConcern,
            };

    private async Task SendOpeningAsync(CancellationToken ct)
    {
        // Reads may come along (they are harmless if the opening refuses); writes wait.
        List<Statement> writes = [.. queue.Where(s => !s.HasRows)];
        queue.RemoveAll(s => !s.HasRows);
        await SendAsync(commit: false, ct);
        queue.AddRange(writes);
    }

    private async Task<int> SendAsync(bool commit, CancellationToken ct, Statement? counted = null)
    {
        if (opening is null)
            throw new InvalidOperationException("No transaction has begun.");
        if (queue.Count == 0 && !isUnopened && !commit)
            return 0;

        var isReading = opening.Access is Access.Read;
        List<Statement> batch = [];
        Entrance? entrance = null;
        if (isUnopened || connection is null)
        {
            entrance = records.Enter(opening);
            batch.Add(Beginning(isReading, opening.IsOfOneMoment));
            if (entrance is not null)
                batch.Add(entrance.Statement);
            if (opening.Claim is not null)
                batch.Add(opening.Claim.Statement);
        }

        batch.AddRange(queue.Where(s => !s.IsLast));
        batch.AddRange(queue.Where(s => s.IsLast));
        queue.Clear();
        if (commit || isReading)
            batch.Add(Commit);

        // A reading batch that fails while committing has done nothing; a writing one may have.
        var isCommitting = commit && !isReading;
        try
        {
            connection ??= await dataSource.OpenConnectionAsync(ct);
            isUnopened = false;
            var touched = await RunAsync(batch, entrance, counted, isCommitting ? CancellationToken.None : ct);
            if (isReading)
                await ReleaseAsync();
            return touched;
        }
        catch (Exception e) when (Failures.Translate(e, isCommitting) is { } translated)
        {
            await ReleaseAsync();
            throw translated;
        }
    }

    private async Task<int> RunAsync(List<Statement> statements, Entrance? entrance, Statement? counted, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.ToCommand(context.TenantId));

        Telemetry.DatabaseRoundTrips.Add(1);
        Telemetry.DatabaseStatements.Add(statements.Count);
        Activity.Current?.AddEvent(new ActivityEvent("database round trip"));
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            var isFirst = true;
            foreach (var statement in statements.Where(s => s.HasRows))
            {
                if (!isFirst && !await reader.NextResultAsync(ct))
                    throw new InvalidOperationException("A statement that promised rows answered none.");
                isFirst = false;
                await statement.ReadAsync(reader, ct);
                // An entrance exists only inside a scope.
                if (ReferenceEquals(statement, entrance?.Last(opening!)) && Decide(entrance!) is { } decision)
                {
                    await AbandonAsync(reader);
                    throw decision;
                }
            }

            while (await reader.NextResultAsync(ct))
            {
                // The statements behind the last rows have run only once their results are read.
            }
        }
        catch (PostgresException e) when (NoteDrift(e) && Failed(batch, statements, e)?.ExplanationOf(e) is { } explain)
        {
            throw new Refused(await ExplainAsync(explain, ct));
        }
        catch (PostgresException e) when (InputFault.Of(e, Failed(batch, statements, e)?.Args, context.Request) is { } fault)
        {
            throw new Refused(fault);
        }

        return counted is null ? 0 : (int)batch.BatchCommands[statements.IndexOf(counted)].RecordsAffected;
    }

    private async Task<Error> ExplainAsync(Func<CancellationToken, Task<Error>> explain, CancellationToken ct)
    {
        var failed = opening!; // A statement ran, so a scope is open.
        await ReleaseAsync();
        Begin(Access.Read);
        opening!.Route = failed.Route; // Begun right above.
        opening.StoreId = failed.StoreId;
        return await explain(ct);
    }

    private static Statement? Failed(NpgsqlBatch batch, List<Statement> statements, PostgresException failure)
    {
        var index = failure.BatchCommand is NpgsqlBatchCommand command ? batch.BatchCommands.IndexOf(command) : -1;
        return index < 0 ? null : statements[index];
    }

    // What the statements behind a refusal or a replay have to say no longer matters, not even that they failed.
    private async Task AbandonAsync(NpgsqlDataReader reader)
    {
        try
        {
            await reader.DisposeAsync();
        }
        catch (PostgresException e) when (NoteDrift(e))
        {
            // Rolled back with the rest.
        }
    }

    // What is raised while a statement runs does no harm: a violated constraint, a refusal of one of our functions. Anything
    // else may have been raised while it was bound. Always true: it is asked on the way to whoever handles the failure.
    private bool NoteDrift(PostgresException failure)
    {
        mayBeOutOfStep |=
            !failure.SqlState.StartsWith("23", StringComparison.Ordinal) && !failure.SqlState.StartsWith("PC", StringComparison.Ordinal);
        return true;
    }

    private Exception? Decide(Entrance entrance)
    {
        if (opening!.Claim is { Stored: var stored }) // Only inside a scope.
        {
            if (stored.Verdict == StoredAnswer.Taken)
                return new Refused(PipelineErrors.KeyIsTaken);
            if (stored.Verdict == StoredAnswer.Replayed)
                return new Replayed(new Answer(stored.Status ?? default, stored.Location, stored.Etag, stored.Body ?? []));
        }

        context.Entered = entrance.Entered;
        return entrance.Entered.IsStoreInScope ? null : new Refused(PipelineErrors.StoreIsUnknown);
    }

    private async ValueTask ReleaseAsync()
    {
        if (connection is null)
            return;
        var ending = connection;
        connection = null;
        if (mayBeOutOfStep)
            await HealAsync(ending);
        mayBeOutOfStep = false;
        // Closing an open transaction rolls it back before the connection returns to the pool.
        await ending.DisposeAsync();
    }

    // Whoever is next on the connection starts with nothing prepared. Where not even that can be said, it is not kept: with it go
    // those that idle, which costs a few openings.
    private static async Task HealAsync(NpgsqlConnection drifted)
    {
        try
        {
            await using var batch = new NpgsqlBatch(drifted);
            batch.BatchCommands.Add(Rollback.ToCommand(tenant: null));
            await batch.ExecuteNonQueryAsync();
            drifted.UnprepareAll();
            Telemetry.ConnectionsHealed.Add(1);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NpgsqlConnection.ClearPool(drifted);
        }
    }

    private static Statement Beginning(bool isReading, bool isOfOneMoment) =>
        (isReading, isOfOneMoment) switch
        {
            (true, false) => BeginRead,
            (false, false) => BeginWrite,
            (true, true) => BeginReadOfOneMoment,
            (false, true) => BeginWriteOfOneMoment,
        };

    private static readonly Statement BeginRead = new("begin transaction read only", null);
    private static readonly Statement BeginWrite = new("begin", null);
    private static readonly Statement BeginReadOfOneMoment = new("begin transaction isolation level repeatable read read only", null);
    private static readonly Statement BeginWriteOfOneMoment = new("begin transaction isolation level repeatable read", null);
    private static readonly Statement Commit = new("commit", null);
    private static readonly Statement Rollback = new("rollback", null);

    private sealed class Pending<T>(Db db, RowStatement<T> statement) : Deferred<T>
    {
        public override async Task<IReadOnlyList<T>> ToListAsync(CancellationToken ct)
        {
            if (statement.Rows is null)
                await db.SendAsync(commit: false, ct);
            return statement.Rows ?? throw new InvalidOperationException("The statement belongs to a transaction that has ended.");
        }

        public override Deferred<T> OnConstraint(string constraint, Error error)
        {
            statement.OnConstraint(constraint, error);
            return this;
        }
    }
}
