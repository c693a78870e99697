using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using DbUp.Engine;
using DbUp.Support;
using Npgsql;

namespace PosCommerce.Migrator;

/// <summary>DbUp, set up so that a script runs whole, in a transaction of its own, for as long as it takes, or leaves nothing.</summary>
internal static partial class Engine
{
    /// <summary>Said, or the search path would decide where DbUp looks for its journal and where it makes a second one.</summary>
    private const string JournalSchema = "public";

    internal static SqlScript Once(Script script) => Scripted(script, ScriptType.RunOnce, group: 0);

    /// <summary>Leaves no row in the journal; groups run one after the other.</summary>
    internal static SqlScript Always(Script script, int group) => Scripted(script, ScriptType.RunAlways, group);

    /// <summary>Runs what is due, in the order of groups and names; answers how many scripts that were.</summary>
    /// <remarks>Ends the session: DbUp closes the connection it worked on.</remarks>
    /// <exception cref="MigrationFailure">A script failed; nothing of it remains, the scripts before it do.</exception>
    internal static async Task<int> RunAsync(
        Session session,
        IReadOnlyList<SqlScript> scripts,
        bool handOver,
        IProgressSink progress,
        CancellationToken ct
    )
    {
        var builder = PostgresqlExtensions
            .PostgresqlDatabase(new SessionConnection(session.Connection), JournalSchema)
            .WithScripts(scripts)
            .WithPreprocessor(new WholeScript())
            // Otherwise $name$ in a script is a variable, and a dollar quote fails for having no value.
            .WithVariablesDisabled()
            // The default is none at all.
            .WithTransactionPerScript()
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogToNowhere();
        if (handOver)
            builder.WithPreprocessor(new HandOver());
        builder.Configure(c => c.Journal = new Journal(session, () => c.ConnectionManager, () => c.Log, JournalSchema, ct));
        builder.Configure(c =>
            c.ScriptExecutor = new ScriptRunner(
                () => c.ConnectionManager,
                () => c.Log,
                JournalSchema,
                c.ScriptPreprocessors,
                () => c.Journal,
                progress,
                ct
            )
        );

        // DbUp knows no async: it blocks a thread of its own, and the runner passes the cancellation to the server.
        var result = await Task.Run(builder.Build().PerformUpgrade, CancellationToken.None);
        if (result.Successful)
            return result.Scripts.Count();
        if (result.ErrorScript is { } script && result.Error is PostgresException e)
            throw Failure(script.Name, script.Contents, e);
        ExceptionDispatchInfo.Throw(result.Error);
        return 0;
    }

    private static SqlScript Scripted(Script script, ScriptType type, int group) =>
        new(script.Name, script.Text, new SqlScriptOptions { ScriptType = type, RunGroupOrder = group });

    private static MigrationFailure Failure(string name, string text, PostgresException e) =>
        new($"{name}{Line(e, text)}: {e.MessageText} ({e.SqlState}){Also(e.Detail)}{Also(e.Hint)}", inner: e);

    /// <summary>
    /// The line that the server did not understand or could not plan; of what failed while it ran it names only the line of the
    /// function that was at work, if one was.
    /// </summary>
    private static string Line(PostgresException e, string text)
    {
        var run = WholeScript.Text(text);
        if (e.InternalPosition > 0 && e.InternalPosition <= run.Length && e.InternalQuery == run)
            return FormattableString.Invariant($" line {run.AsSpan(0, e.InternalPosition - 1).Count('\n') + 1}");
        return FunctionAtWork().Match(e.Where ?? "") is { Success: true } at
            ? $" (function {at.Groups[1].Value} line {at.Groups[2].Value})"
            : "";
    }

    // Blocks without a name are the script's own, and the one around the script.
    [GeneratedRegex(@"^PL/pgSQL function (?!inline_code_block)(.+) line (\d+) at ", RegexOptions.Multiline)]
    private static partial Regex FunctionAtWork();

    private static string Also(string? more) => string.IsNullOrEmpty(more) ? "" : $" {more}";
}
