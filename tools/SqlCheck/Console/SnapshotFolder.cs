namespace PosCommerce.SqlCheck;

/// <summary>The snapshot as it lies in the source tree.</summary>
internal sealed class SnapshotFolder
{
    /// <summary>
    /// More than this share of all entries vanishes only when it is asked for: far likelier than so much deleted code is code that was not
    /// seen.
    /// </summary>
    private const double LargestLoss = 0.2;

    private readonly string root;
    private readonly Dictionary<string, string> files;

    private SnapshotFolder(string root, Dictionary<string, string> files)
    {
        this.root = root;
        this.files = files;
    }

    /// <summary>Texts by path, relative to the repository.</summary>
    public IReadOnlyDictionary<string, string> Files => files;

    public static SnapshotFolder Read(string root)
    {
        var folder = Path.Combine(root, Snapshot.Folder);
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories) : [];
        return new SnapshotFolder(
            root,
            found.ToDictionary(file => Paths.Relative(root, file), file => Lines.ToLf(File.ReadAllText(file)), StringComparer.Ordinal)
        );
    }

    /// <summary>What the folder says of a statement; null when it knows nothing of it.</summary>
    public SnapshotEntry? Find(Statement statement) =>
        files.TryGetValue(Snapshot.PathOf(statement.Context, statement.File), out var text)
            ? Readable(text, Snapshot.Read)?.Find(statement.Text)
            : null;

    /// <summary>What the folder should hold.</summary>
    public static IReadOnlyDictionary<string, string> Wanted(Verified verified) =>
        verified
            .Snapshots.Select(snapshot => (Path: snapshot.Key, Text: snapshot.Value.Write()))
            .Concat(verified.Migrations.Select(migration => (Path: VerifiedMigration.PathOf(migration.Name), Text: migration.Write())))
            .Append((Path: SnapshotMeta.Path, Text: new SnapshotMeta(verified.Server).Write()))
            .ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);

    /// <exception cref="CheckFailure">Too much would vanish.</exception>
    public int Write(Verified verified, bool prune)
    {
        var now = IdentitiesOf(verified.Snapshots.Values);
        var before = IdentitiesOf(Known());
        // A text that was edited is gone and another has come, one that moved to another file is still there: only what is not replaced
        // counts as lost.
        var lost = Math.Min(before.Count(id => !now.Contains(id)), before.Count - now.Count);
        if (!prune && lost > before.Count * LargestLoss)
            throw new CheckFailure(
                $"{lost} of {before.Count} statements would leave the snapshot. If they are really gone: ./build.sh sql --prune."
            );

        var wanted = Wanted(verified);
        var changed = 0;
        foreach (var (path, text) in wanted.Where(file => files.GetValueOrDefault(file.Key) != file.Value))
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!); // A path inside a folder has one.
            File.WriteAllText(file, text);
            changed++;
        }

        foreach (var path in files.Keys.Where(path => !wanted.ContainsKey(path)))
        {
            Delete(Path.Combine(root, path));
            changed++;
        }

        return changed;
    }

    /// <summary>Every difference between what lies there and what should: on the major version that wrote it, text by text.</summary>
    public IEnumerable<FileFinding> Differences(Verified verified)
    {
        var wanted = Wanted(verified);
        foreach (var path in files.Keys.Where(path => !wanted.ContainsKey(path)).Order(StringComparer.Ordinal))
            yield return Unused(path);
        foreach (var path in wanted.Keys.Where(path => files.GetValueOrDefault(path) != wanted[path]).Order(StringComparer.Ordinal))
        {
            var names = verified.Snapshots.TryGetValue(path, out var snapshot) ? Changed(path, snapshot).Take(5).ToList() : [];
            yield return new FileFinding(
                Codes.SnapshotDiffers,
                files.ContainsKey(path)
                    ? $"It is not what PostgreSQL says now{(names.Count == 0 ? "" : $" ({string.Join(", ", names)})")}: {Codes.Remedy}."
                    : $"It is missing: {Codes.Remedy}.",
                path
            );
        }
    }

    /// <summary>
    /// The differences that count when another major version was asked: preparation, types and columns, not what is read from the tree.
    /// </summary>
    public IEnumerable<FileFinding> DifferencesOnOtherMajor(Verified verified)
    {
        if (!files.TryGetValue(SnapshotMeta.Path, out var meta) || Readable(meta, SnapshotMeta.Read) is null)
            yield return new FileFinding(Codes.SnapshotDiffers, $"It is missing or unreadable: {Codes.Remedy}.", SnapshotMeta.Path);
        var migrations = files
            .Where(file => VerifiedMigration.IsOne(file.Key))
            .Select(file => Readable(file.Value, text => VerifiedMigration.Read(file.Key, text)))
            .OfType<VerifiedMigration>();
        if (VerifiedMigration.Difference(migrations, verified.Migrations) is { } difference)
            yield return new FileFinding(
                Codes.SnapshotDiffers,
                $"The migrations changed since the snapshot was written ({difference}): {Codes.Remedy}.",
                VerifiedMigration.Folder
            );
        foreach (
            var path in files
                .Keys.Where(path => !Wanted(verified).ContainsKey(path) && !VerifiedMigration.IsOne(path))
                .Order(StringComparer.Ordinal)
        )
            yield return Unused(path);
        foreach (var (path, snapshot) in verified.Snapshots.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var known = files.TryGetValue(path, out var file) ? Readable(file, Snapshot.Read) : null;
            if (known is null)
            {
                yield return new FileFinding(Codes.SnapshotDiffers, $"It is missing or unreadable: {Codes.Remedy}.", path);
                continue;
            }

            foreach (var entry in known.Entries.Where(entry => snapshot.Entries.All(e => e.Id != entry.Id)))
                yield return new FileFinding(Codes.SnapshotDiffers, $"{entry.Name} of {entry.File} is in no source: {Codes.Remedy}.", path);
            foreach (
                var entry in snapshot.Entries.Where(entry => Outline(known.Entries.FirstOrDefault(e => e.Id == entry.Id)) != Outline(entry))
            )
                yield return new FileFinding(
                    Codes.SnapshotDiffers,
                    $"{entry.Name} of {entry.File} is taken otherwise by PostgreSQL {verified.Server} than the snapshot says.",
                    path
                );
        }
    }

    private static FileFinding Unused(string path) =>
        new(Codes.SnapshotUnused, $"Nothing in the sources belongs to this file: {Codes.Remedy}.", path);

    private static HashSet<(string Context, string Id)> IdentitiesOf(IEnumerable<Snapshot> snapshots) =>
        [.. snapshots.SelectMany(snapshot => snapshot.Entries.Select(entry => (snapshot.Context, entry.Id)))];

    private void Delete(string file)
    {
        File.Delete(file);
        // A folder whose last file went goes too.
        for (
            var folder = Path.GetDirectoryName(file);
            folder is not null && folder.Length > Path.Combine(root, Snapshot.Folder).Length;
            folder = Path.GetDirectoryName(folder)
        )
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    private static IEnumerable<string> Changed(Snapshot? before, Snapshot now) =>
        now
            .Entries.Where(entry => before?.Entries.FirstOrDefault(e => e.Id == entry.Id) is not { } old || Text(old) != Text(entry))
            .Select(entry => entry.Name)
            .Concat(
                before?.Entries.Where(entry => now.Entries.All(e => e.Id != entry.Id)).Select(entry => $"{entry.Name}, which is gone") ?? []
            );

    private IEnumerable<string> Changed(string path, Snapshot now) =>
        Changed(files.TryGetValue(path, out var text) ? Readable(text, Snapshot.Read) : null, now);

    private static string Text(SnapshotEntry entry) => new Snapshot("", entry.File, [entry]).Write();

    /// <summary>What all major versions must agree on.</summary>
    private static string Outline(SnapshotEntry? entry) =>
        entry is null
            ? ""
            : Text(
                new SnapshotEntry
                {
                    Id = entry.Id,
                    Parameters = entry.Parameters,
                    Signatures = entry.Signatures.ToDictionary(s => s.Key, s => s.Value is null ? null : "refused", StringComparer.Ordinal),
                    Columns = [.. entry.Columns.Select(column => column with { IsNullable = true, Why = null })],
                    Error = entry.Error is null ? null : new SnapshotError(entry.Error.Code, "", null),
                }
            );

    private IEnumerable<Snapshot> Known() =>
        files.Where(file => Snapshot.IsSnapshot(file.Key)).Select(file => Readable(file.Value, Snapshot.Read)).OfType<Snapshot>();

    private static T? Readable<T>(string text, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(text);
        }
        catch (FormatException)
        {
            // Broken by a merge, say: then all of it differs.
            return null;
        }
    }
}
