using System.Data;
using System.Diagnostics;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Engine.Transactions;
using DbUp.Postgresql;
using Npgsql;

namespace PosCommerce.Migrator;

/// <summary>Says which script runs, and lets go of it when told to: DbUp itself waits for as long as the server takes.</summary>
internal sealed class ScriptRunner(
    Func<IConnectionManager> connection,
    Func<IUpgradeLog> log,
    string schema,
    IEnumerable<IScriptPreprocessor> preprocessors,
    Func<IJournal> journal,
    IProgressSink progress,
    CancellationToken ct
) : PostgresqlScriptExecutor(connection, log, schema, () => false, preprocessors, journal)
{
    public override void Execute(SqlScript script, IDictionary<string, string> variables)
    {
        ct.ThrowIfCancellationRequested();
        progress.Started(script.Name);
        var watch = Stopwatch.StartNew();
        base.Execute(script, variables);
        progress.Finished(script.Name, watch.Elapsed);
    }

    protected override void ExecuteNonQuery(IDbCommand command) =>
        ((NpgsqlCommand)command).ExecuteNonQueryAsync(ct).GetAwaiter().GetResult();
}
