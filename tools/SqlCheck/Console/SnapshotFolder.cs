namespace PosCommerce.SqlCheck;

/// <summary>The snapshot as it lies in the source tree.</summary>
internal sealed class SnapshotFolder
{
    /// <summary>More than this share of all entries vanishes only when it is asked for: far likelier than so much deleted code is code that was not seen.</summary>
    private const double LargestLoss = 0.2;

    private readonly string root;
    private readonly Dictionary<string, string> files;
    private List<Snapshot>? known;

    private SnapshotFolder(string root, Dictionary<string, string> files)
    {
        this.root = root;
        this.files = files;
    }

    /// <summary>Texts by path, relative to the repository.</summary>
    public IReadOnlyDictionary<string, string> Files => files;

    public static SnapshotFolder Read(string root)
    {
        var folder = Path.Combine(root, "db", "snapshot");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        return new SnapshotFolder(root, files.ToDictionary(file => $"db/snapshot/{Path.GetFileName(file)}", file => Lines.ToLf(File.ReadAllText(file)), StringComparer.Ordinal));
    }

    /// <summary>What the folder says of a statement; null when it knows nothing of it.</summary>
    public SnapshotEntry? Find(string context, SqlText text) => Known().FirstOrDefault(snapshot => snapshot.Context == context)?.Find(text);

    /// <summary>What the folder should hold.</summary>
    public static IReadOnlyDictionary<string, string> Wanted(Verified verified) =>
        verified.Snapshots.Values.Select(snapshot => (Path: Snapshot.PathOf(snapshot.Context), Text: snapshot.Write()))
            .Append((Path: SnapshotMeta.Path, Text: verified.Meta.Write()))
            .ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);

    /// <exception cref="CheckFailure">Too much would vanish.</exception>
    public int Write(Verified verified, bool prune)
    {
        var (before, kept) = Known().Aggregate((Before: 0, Kept: 0), (sum, old) =>
            (sum.Before + old.Entries.Count, sum.Kept + old.Entries.Count(entry => verified.Snapshots.GetValueOrDefault(old.Context)?.Find(SqlText.Of(entry.Sql)) is not null)));
        // A text that was edited is gone and another has come: only what is not replaced counts as lost.
        var lost = Math.Min(before - kept, before - verified.Snapshots.Values.Sum(snapshot => snapshot.Entries.Count));
        if (!prune && lost > before * LargestLoss)
            throw new CheckFailure($"{lost} of {before} statements would leave the snapshot. If they are really gone: ./build.sh sql --prune.");

        var wanted = Wanted(verified);
        var changed = 0;
        Directory.CreateDirectory(Path.Combine(root, "db", "snapshot"));
        foreach (var (path, text) in wanted.Where(file => files.GetValueOrDefault(file.Key) != file.Value))
        {
            File.WriteAllText(Path.Combine(root, path), text);
            changed++;
        }

        foreach (var path in files.Keys.Where(path => !wanted.ContainsKey(path)))
        {
            File.Delete(Path.Combine(root, path));
            changed++;
        }

        return changed;
    }

    /// <summary>Every difference between what lies there and what should: on the major version that wrote it, text by text.</summary>
    public IEnumerable<FileFinding> Differences(Verified verified)
    {
        var wanted = Wanted(verified);
        foreach (var path in files.Keys.Where(path => !wanted.ContainsKey(path)).Order(StringComparer.Ordinal))
            yield return new FileFinding(Codes.SnapshotUnused, $"No statement belongs to this file: {Codes.Remedy}.", path);
        foreach (var path in wanted.Keys.Where(path => files.GetValueOrDefault(path) != wanted[path]).Order(StringComparer.Ordinal))
        {
            var snapshot = verified.Snapshots.Values.FirstOrDefault(s => Snapshot.PathOf(s.Context) == path);
            var names = snapshot is null ? [] : Changed(path, snapshot).Take(5).ToList();
            yield return new FileFinding(
                Codes.SnapshotDiffers,
                files.ContainsKey(path) ? $"It is not what PostgreSQL says now{(names.Count == 0 ? "" : $" ({string.Join(", ", names)})")}: {Codes.Remedy}." : $"It is missing: {Codes.Remedy}.",
                path);
        }
    }

    /// <summary>The differences that count when another major version was asked: preparation, types and columns, not what is read from the tree.</summary>
    public IEnumerable<FileFinding> DifferencesOnOtherMajor(Verified verified)
    {
        if (!files.TryGetValue(SnapshotMeta.Path, out var text) || ReadMeta(text)?.Migrations != verified.Meta.Migrations)
            yield return new FileFinding(Codes.SnapshotDiffers, $"The migrations changed since the snapshot was written: {Codes.Remedy}.", SnapshotMeta.Path);
        foreach (var path in files.Keys.Where(path => path != SnapshotMeta.Path && verified.Snapshots.Values.All(s => Snapshot.PathOf(s.Context) != path)).Order(StringComparer.Ordinal))
            yield return new FileFinding(Codes.SnapshotUnused, $"No statement belongs to this file: {Codes.Remedy}.", path);
        foreach (var snapshot in verified.Snapshots.Values.OrderBy(s => s.Context, StringComparer.Ordinal))
        {
            var path = Snapshot.PathOf(snapshot.Context);
            var known = files.TryGetValue(path, out var file) ? ReadSnapshot(file) : null;
            if (known is null)
            {
                yield return new FileFinding(Codes.SnapshotDiffers, $"It is missing or unreadable: {Codes.Remedy}.", path);
                continue;
            }

            foreach (var entry in known.Entries.Where(entry => snapshot.Find(SqlText.Of(entry.Sql)) is null))
                yield return new FileFinding(Codes.SnapshotDiffers, $"{entry.Name} of {entry.File} is in no source: {Codes.Remedy}.", path);
            foreach (var entry in snapshot.Entries.Where(entry => Outline(known.Find(SqlText.Of(entry.Sql))) != Outline(entry)))
                yield return new FileFinding(Codes.SnapshotDiffers, $"{entry.Name} of {entry.File} is taken otherwise by PostgreSQL {verified.Meta.Server} than the snapshot says.", path);
        }
    }

    private static IEnumerable<string> Changed(Snapshot? before, Snapshot now) =>
        now.Entries.Where(entry => before?.Find(SqlText.Of(entry.Sql)) is not { } old || Text(old) != Text(entry)).Select(entry => entry.Name)
            .Concat(before?.Entries.Where(entry => now.Find(SqlText.Of(entry.Sql)) is null).Select(entry => $"{entry.Name}, which is gone") ?? []);

    private IEnumerable<string> Changed(string path, Snapshot now) => Changed(files.TryGetValue(path, out var text) ? ReadSnapshot(text) : null, now);

    private static string Text(SnapshotEntry entry) => new Snapshot("", [entry]).Write();

    /// <summary>What all major versions must agree on.</summary>
    private static string Outline(SnapshotEntry? entry) => entry is null ? "" : Text(new SnapshotEntry
    {
        Sql = entry.Sql,
        Parameters = entry.Parameters,
        Signatures = entry.Signatures.ToDictionary(s => s.Key, s => s.Value is null ? null : "refused", StringComparer.Ordinal),
        Columns = [.. entry.Columns.Select(column => column with { IsNullable = true, Why = null })],
        Error = entry.Error is null ? null : new SnapshotError(entry.Error.Code, "", null),
    });

    private List<Snapshot> Known() => known ??= [.. files.Where(file => file.Key != SnapshotMeta.Path).Select(file => ReadSnapshot(file.Value)).OfType<Snapshot>()];

    private static Snapshot? ReadSnapshot(string text)
    {
        try
        {
            return Snapshot.Read(text);
        }
        catch (FormatException)
        {
            // Broken by a merge, say: then all of it differs.
            return null;
        }
    }

    private static SnapshotMeta? ReadMeta(string text)
    {
        try
        {
            return SnapshotMeta.Read(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
