using System.Diagnostics;
using System.Formats.Tar;
using PosCommerce.SqlCheck.Sources;

namespace PosCommerce.SqlCheck;

/// <summary>
/// Asks whether the statements of an earlier release still hold on the schema of this source tree: while a release is rolled
/// out, the old binary runs on the new schema.
/// </summary>
internal static class Compat
{
    /// <summary>The statements of a commit as it sends them, from its sources, with what PostgreSQL said of them then.</summary>
    /// <exception cref="CheckFailure">The commit is unknown, has no statements, or its sources do not say what its snapshot is
    /// of.</exception>
    public static async Task<IReadOnlyList<(Statement Statement, SnapshotEntry Then)>> ReadAsync(
        string root,
        string reference,
        CancellationToken ct
    )
    {
        var files = await FilesAsync(root, reference, ct);
        var snapshots = files.Where(file => Snapshot.IsSnapshot(file.Key)).Select(file => Read(file.Key, file.Value, reference)).ToList();
        var sent = snapshots
            .SelectMany(snapshot => snapshot.Entries.Select(entry => (snapshot.Context, Entry: entry)))
            .Where(s => s.Entry.Error is null && s.Entry.Kind != StatementKind.Utility)
            .ToList();
        if (sent.Count == 0)
            throw new CheckFailure($"{reference} has no statements in {Snapshot.Folder}: nothing would be verified.");

        var texts = PastTexts.Of(files, ct);
        return
        [
            .. sent.Select(s =>
                texts.TryGetValue(s.Entry.Id, out var text)
                    ? (
                        new Statement(
                            s.Context,
                            s.Entry.File,
                            s.Entry.Name,
                            text,
                            [.. s.Entry.Signatures.Where(sent => sent.Value is null).Select(sent => sent.Key)]
                        ),
                        s.Entry
                    )
                    : throw new CheckFailure(
                        $"The text of {s.Entry.Name} is not to be found in {s.Entry.File} as it was in {reference}: it would not be verified."
                    )
            ),
        ];
    }

    /// <summary>What the old binary would stumble over.</summary>
    public static IEnumerable<FileFinding> Compare(
        IEnumerable<(Statement Statement, SnapshotEntry Then)> before,
        IReadOnlyDictionary<string, Snapshot> now,
        string reference
    )
    {
        foreach (var (statement, old) in before)
        {
            var path = Snapshot.PathOf(statement.Context, statement.File);
            foreach (var (code, problem) in Problems(old, now.GetValueOrDefault(path)?.Find(statement.Text)))
                yield return new FileFinding(code, $"{old.Name} of {old.File}, as {reference} sends it: {problem}.", path);
        }
    }

    private static Snapshot Read(string path, string text, string reference)
    {
        try
        {
            return Snapshot.Read(text);
        }
        catch (FormatException e)
        {
            throw new CheckFailure($"{path} of {reference} cannot be read: {e.Message}.", e);
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

        foreach (
            var (was, column) in old
                .Columns.Zip(now.Columns)
                .Where(pair => !pair.First.IsNullable && pair.Second.IsNullable && pair.Second.Why != Verifier.NotAnalysed)
        )
            yield return (Codes.ColumnNull, $"{was.Name} can now be null ({column.Why}); it reads it as if it could not");
    }

    private static string Listed(IEnumerable<SnapshotColumn> columns) => string.Join(", ", columns.Select(c => $"{c.Name} {c.Pg}"));

    /// <summary>Sources and snapshot of a commit, by path, without checking it out.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> FilesAsync(string root, string reference, CancellationToken ct)
    {
        var start = new ProcessStartInfo("git", ["archive", "--format=tar", reference])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = root,
        };
        using var process = Process.Start(start) ?? throw new CheckFailure("git cannot be started.");
        var failed = process.StandardError.ReadToEndAsync(ct);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await using var archive = new TarReader(process.StandardOutput.BaseStream);
            while (await archive.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                if (
                    entry is not { EntryType: TarEntryType.RegularFile, DataStream: { } content }
                    || !(PastTexts.IsSource(entry.Name) || Snapshot.IsSnapshot(entry.Name))
                )
                    continue;
                using var reader = new StreamReader(content);
                files[entry.Name] = Lines.ToLf(await reader.ReadToEndAsync(ct));
            }

            // A tape is written to the end of its block; who stops before that ends git with an error.
            await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, ct);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            // Cut off: git says why.
        }

        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? files : throw new CheckFailure($"git archive: {(await failed).Trim()}");
    }
}
