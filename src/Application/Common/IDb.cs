using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>
/// The request's one door to the database. <c>@tenant</c> is bound here and nowhere else; other parameters are the
/// properties of <c>args</c> by name. What is queued travels with the next statement that is awaited, or with the commit,
/// in one round trip.
/// </summary>
public interface IDb
{
    /// <summary>Runs a statement now and answers how many rows it touched.</summary>
    Task<int> ExecuteAsync([Sql, StringSyntax("sql")] string sql, object? args = null, CancellationToken ct = default);

    /// <summary>Runs a statement now and answers its rows.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>([Sql, StringSyntax("sql")] string sql, object? args = null, CancellationToken ct = default);

    /// <summary>Runs a statement now and answers its one row, or the default when there is none.</summary>
    Task<T?> QuerySingleOrDefaultAsync<T>([Sql, StringSyntax("sql")] string sql, object? args = null, CancellationToken ct = default);

    /// <summary>Queues a statement whose rows are wanted later: they are there once any of the request's statements is awaited.</summary>
    Deferred<T> Defer<T>([Sql, StringSyntax("sql")] string sql, object? args = null);

    /// <summary>
    /// Queues that rows are held until this transaction ends: what is read behind it is read as it stands once whoever held them
    /// before is done. docs/locking.md says in which order.
    /// </summary>
    void Lock([Sql(Holds = true), StringSyntax("sql")] string sql, object? args = null);

    /// <summary>Queues a statement without rows.</summary>
    IQueued Enqueue([Sql, StringSyntax("sql")] string sql, object? args = null);

    /// <summary>Writes a business event to the outbox, in this transaction; it is delivered only if this commits.</summary>
    void Publish(IBusinessEvent happened);

    /// <summary>
    /// A short transaction for requests that open their own. <see cref="Access.Write"/> leaves the audit entry of the
    /// request when <paramref name="work"/> is done, and commits; a refusal that <paramref name="work"/> returns is thrown
    /// after that. The route's permission is asked for each time.
    /// </summary>
    Task<T> InTransaction<T>(Access access, Func<Task<Outcome<T>>> work, CancellationToken ct);

    /// <summary>
    /// Names something that the act concerns, for its audit entry, when neither request nor result declares it. What is named
    /// first is what an act is mostly about that declares nothing.
    /// </summary>
    void Concerns(string name, Guid id);

    /// <summary>
    /// Keeps what this act changes in its audit entry: the members that the type lists as <see cref="AuditedAttribute"/>.
    /// </summary>
    void Changes<T>(T before, T after)
        where T : notnull;
}

/// <summary>What a transaction may do.</summary>
public enum Access
{
    Read,
    Write,

    /// <summary>
    /// Writes what the product keeps for itself, an attempt that was counted: not an act, so the audit has no entry of it.
    /// </summary>
    Bookkeeping,
}

/// <summary>A statement that travels with the next round trip.</summary>
public interface IQueued
{
    /// <summary>Turns the violation of a constraint by this statement into an error of the domain.</summary>
    IQueued OnConstraint(string constraint, Error error);

    /// <summary>
    /// The same for an error that has to be looked up: <paramref name="explain"/> runs in a reading transaction of its own
    /// after everything else was rolled back, so that the usual case pays nothing for it.
    /// </summary>
    IQueued OnConstraint(string constraint, Func<CancellationToken, Task<Error>> explain);

    /// <summary>Runs it right before the commit: for rows that many want, so that each holds them as briefly as can be.</summary>
    IQueued Last();
}

/// <summary>The rows of a statement that has been queued.</summary>
public abstract class Deferred<T>
{
    /// <summary>All rows, in the statement's order.</summary>
    public abstract Task<IReadOnlyList<T>> ToListAsync(CancellationToken ct);

    /// <summary>The one row, or the default when there is none.</summary>
    public async Task<T?> SingleOrDefaultAsync(CancellationToken ct)
    {
        var rows = await ToListAsync(ct);
        return rows.Count switch
        {
            0 => default,
            1 => rows[0],
            _ => throw new InvalidOperationException($"Expected at most one row of {typeof(T).Name}, found {rows.Count}."),
        };
    }

    /// <summary>The one row that a statement of this kind always answers (an aggregate, an insert with returning).</summary>
    public async Task<T> SingleAsync(CancellationToken ct) =>
        (await ToListAsync(ct)) is [var row] ? row : throw new InvalidOperationException($"Expected exactly one row of {typeof(T).Name}.");

    /// <inheritdoc cref="IQueued.OnConstraint(string, Error)"/>
    public abstract Deferred<T> OnConstraint(string constraint, Error error);

    /// <summary>The same rows in other words: what an adapter between two contexts needs.</summary>
    public Deferred<TOther> Select<TOther>(Func<T, TOther> map) => new Mapped<TOther>(this, map);

    private sealed class Mapped<TOther>(Deferred<T> source, Func<T, TOther> map) : Deferred<TOther>
    {
        public override async Task<IReadOnlyList<TOther>> ToListAsync(CancellationToken ct) =>
            [.. (await source.ToListAsync(ct)).Select(map)];

        public override Deferred<TOther> OnConstraint(string constraint, Error error)
        {
            source.OnConstraint(constraint, error);
            return this;
        }
    }
}

/// <summary>Something that happened in the business, told to other systems after commit.</summary>
public interface IBusinessEvent
{
    /// <summary><c>context.what_happened</c>, stable for subscribers.</summary>
    [JsonIgnore]
    string Type { get; }
}
