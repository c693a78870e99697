using System.Data.Common;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>One statement on its way, with what a violation of its constraints means.</summary>
internal class Statement([Sql] string sql, object? args) : IQueued
{
    private Dictionary<string, Func<CancellationToken, Task<Error>>>? errors;

    public virtual bool HasRows => false;

    public object? Args => args;

    public bool IsLast { get; private set; }

    public IQueued Last()
    {
        IsLast = true;
        return this;
    }

    public IQueued OnConstraint(string constraint, Error error) => OnConstraint(constraint, _ => Task.FromResult(error));

    public IQueued OnConstraint(string constraint, Func<CancellationToken, Task<Error>> explain)
    {
        (errors ??= new Dictionary<string, Func<CancellationToken, Task<Error>>>(StringComparer.Ordinal))[constraint] = explain;
        return this;
    }

    /// <summary>What explains the violation of a constraint; null when nobody expected it, or when it is another error.</summary>
    public Func<CancellationToken, Task<Error>>? ExplanationOf(PostgresException violation) =>
        errors is null
            ? null
            : Violations
                .ConstraintsOf(violation)
                .Select(name => errors.GetValueOrDefault(name))
                .FirstOrDefault(explain => explain is not null);

    public NpgsqlBatchCommand ToCommand(Guid? tenant)
    {
        var command = new NpgsqlBatchCommand(sql);
        if (args is not null)
            TypedArgs.Bind(command.Parameters, args);
        if (sql.Contains("@tenant", StringComparison.Ordinal))
            command.Parameters.Add(
                new NpgsqlParameter<Guid>("tenant", tenant ?? throw new InvalidOperationException("No tenant has been entered."))
            );
        return command;
    }

    public virtual Task ReadAsync(DbDataReader reader, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>A statement that holds rows: it goes ahead with the reads, which are to see what it has waited for.</summary>
internal sealed class HoldingStatement([Sql(Holds = true)] string sql, object? args) : Statement(sql, args)
{
    public override bool HasRows => true;
}

/// <summary>A statement whose rows somebody waits for.</summary>
internal sealed class RowStatement<T>([Sql] string sql, object? args) : Statement(sql, args)
{
    public override bool HasRows => true;

    public List<T>? Rows { get; private set; }

    public override async Task ReadAsync(DbDataReader reader, CancellationToken ct) => Rows = await Database.Rows.ReadAsync<T>(reader, ct);
}
