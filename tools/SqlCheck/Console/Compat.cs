using System.Diagnostics;

namespace PosCommerce.SqlCheck;

/// <summary>
/// Asks whether the statements of an earlier release still hold on the schema of this source tree: while a release is rolled
/// out, the old binary runs on the new schema.
/// </summary>
internal static class Compat
{
    /// <summary>The snapshots of a commit.</summary>
    /// <exception cref="CheckFailure">The commit is unknown or has none.</exception>
    public static async Task<IReadOnlyList<Snapshot>> ReadAsync(string root, string reference, CancellationToken ct)
    {
        var paths = (await GitAsync(root, ct, "ls-tree", "--name-only", "--full-tree", reference, "db/snapshot/"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(path => path.EndsWith(".json", StringComparison.Ordinal) && path != SnapshotMeta.Path)
            .ToList();
        var snapshots = new List<Snapshot>();
        foreach (var path in paths)
        {
            try
            {
                snapshots.Add(Snapshot.Read(Lines.ToLf(await GitAsync(root, ct, "show", $"{reference}:{path}"))));
            }
            catch (FormatException e)
            {
                throw new CheckFailure($"{path} of {reference} cannot be read: {e.Message}.", e);
            }
        }

        return snapshots.Sum(snapshot => snapshot.Entries.Count) > 0 ? snapshots : throw new CheckFailure($"{reference} has no statements in db/snapshot: nothing would be verified.");
    }

    /// <summary>The statements that release sends, with the argument types with which it sends them.</summary>
    public static IReadOnlyList<Statement> StatementsOf(IEnumerable<Snapshot> snapshots) =>
    [
        .. snapshots.SelectMany(snapshot => snapshot.Entries.Where(entry => entry.Error is null && entry.Kind != StatementKind.Utility).Select(entry =>
            new Statement(snapshot.Context, entry.File, entry.Name, SqlText.Of(entry.Sql), [.. entry.Signatures.Where(s => s.Value is null).Select(s => s.Key)]))),
    ];

    /// <summary>What the old binary would stumble over.</summary>
    public static IEnumerable<FileFinding> Compare(IEnumerable<Snapshot> before, IReadOnlyDictionary<string, Snapshot> now, string reference)
    {
        foreach (var snapshot in before)
        {
            foreach (var old in snapshot.Entries.Where(entry => entry.Error is null && entry.Kind != StatementKind.Utility))
            {
                var entry = now.GetValueOrDefault(snapshot.Context)?.Find(SqlText.Of(old.Sql));
                foreach (var (code, problem) in Problems(old, entry))
                    yield return new FileFinding(code, $"{old.Name} of {old.File}, as {reference} sends it: {problem}.", Snapshot.PathOf(snapshot.Context));
            }
        }
    }

    private static IEnumerable<(string Code, string Problem)> Problems(SnapshotEntry old, SnapshotEntry? now)
    {
        if (now is null)
        {
            yield return (Codes.NotVerified, "it was not asked about");
            yield break;
        }

        if (now.Error is { } error)
        {
            yield return (Codes.Rejected, $"{error.Message} [{error.Code}]");
            yield break;
        }

        foreach (var (signature, refusal) in now.Signatures.Where(s => s.Value is not null))
            yield return (Codes.ArgumentType, $"its arguments ({signature}) are refused: {refusal}");
        foreach (var issue in now.Issues.Where(issue => issue.Id is Codes.NotGranted or Codes.CrossesContext or Codes.Rejected))
            yield return (issue.Id, issue.Message.TrimEnd('.'));
        if (!now.Columns.Select(c => (c.Name, c.Pg)).SequenceEqual(old.Columns.Select(c => (c.Name, c.Pg))))
        {
            yield return (Codes.ColumnType, $"its columns are now {Listed(now.Columns)}; it reads {Listed(old.Columns)}");
            yield break;
        }

        foreach (var (was, column) in old.Columns.Zip(now.Columns).Where(pair => !pair.First.IsNullable && pair.Second.IsNullable && pair.Second.Why != Verifier.NotAnalysed))
            yield return (Codes.ColumnNull, $"{was.Name} can now be null ({column.Why}); it reads it as if it could not");
    }

    private static string Listed(IEnumerable<SnapshotColumn> columns) => string.Join(", ", columns.Select(c => $"{c.Name} {c.Pg}"));

    private static async Task<string> GitAsync(string root, CancellationToken ct, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = root };
        using var process = Process.Start(start) ?? throw new CheckFailure("git cannot be started.");
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var failed = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? await output : throw new CheckFailure($"git {arguments[0]}: {(await failed).Trim()}");
    }
}
