using System.Globalization;

namespace PosCommerce.SqlCheck;

/// <summary>How a statement answers.</summary>
internal enum StatementKind
{
    /// <summary>Rows, possibly without columns.</summary>
    Rows,

    /// <summary>No rows.</summary>
    None,

    /// <summary>One of the fixed few that cannot be prepared, see <see cref="SqlText.IsUtility"/>.</summary>
    Utility,
}

/// <summary>A parameter with the type that PostgreSQL deduced for it.</summary>
internal sealed record SnapshotParameter(string Name, string Pg);

/// <summary>A column of the answer.</summary>
/// <param name="Pg">Its type as format_type names it, without length: <c>character varying</c>, <c>numeric</c>, <c>text[]</c>.</param>
/// <param name="IsEnum">The type is an enum of the schema: read as text.</param>
/// <param name="IsNullable">It can be null.</param>
/// <param name="Why">Why it can be null, in a few words; null when it cannot.</param>
internal sealed record SnapshotColumn(string Name, string Pg, bool IsEnum, bool IsNullable, string? Why);

/// <summary>Something that is wrong with a statement although PostgreSQL takes it (SQL030, SQL032, SQL033, SQL040).</summary>
/// <param name="At">Where, in <see cref="SqlText.Text"/>; null for the whole statement.</param>
internal sealed record SnapshotIssue(string Id, string Message, Span? At);

/// <summary>PostgreSQL's refusal to prepare the statement at all.</summary>
/// <param name="Code">SQLSTATE.</param>
/// <param name="At">Where, in <see cref="SqlText.Text"/>; null when PostgreSQL does not say.</param>
internal sealed record SnapshotError(string Code, string Message, Span? At);

/// <summary>What is known of one statement.</summary>
internal sealed record SnapshotEntry
{
    /// <summary>The file that declares it, relative to the repository, with slashes.</summary>
    public string File { get; init; } = "";

    /// <summary>The constant's name, or the member that holds the text.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which text it is: <see cref="SqlText.Identity"/>. The text itself stands in the source and nowhere else.</summary>
    public string Id { get; init; } = "";

    public StatementKind Kind { get; init; }

    /// <summary>In the order of <c>$1</c>, <c>$2</c>...</summary>
    public IReadOnlyList<SnapshotParameter> Parameters { get; init; } = [];

    /// <summary>
    /// Every combination of argument types in use (see <see cref="Signature"/>): null when PostgreSQL takes it, else its refusal.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Signatures { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public IReadOnlyList<SnapshotColumn> Columns { get; init; } = [];

    /// <summary>The tables it touches, through views too.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    public IReadOnlyList<SnapshotIssue> Issues { get; init; } = [];

    /// <summary>Set when PostgreSQL refuses the statement; then nothing but file, name and identity is known.</summary>
    public SnapshotError? Error { get; init; }
}

/// <summary>The types of the arguments that a statement uses, in one canonical word.</summary>
internal static class Signature
{
    /// <summary><c>Limit:integer;tenant:uuid</c>, by name; "" for a statement without parameters.</summary>
    public static string Of(IEnumerable<(string Name, string Wire)> arguments) =>
        string.Join(";", arguments.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => a.Name + ":" + a.Wire));

    /// <summary>The wire type of each parameter, back from the word.</summary>
    public static IReadOnlyDictionary<string, string> Types(string signature) =>
        signature
            .Split([';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split([':'], 2))
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
}

/// <summary>
/// What PostgreSQL said about the statements that one source file declares: <c>db/snapshot/{context}/{source file}.json</c>.
/// Two people who work on two use cases write two files.
/// </summary>
internal sealed class Snapshot
{
    /// <summary>The version of the file format.</summary>
    public const int Version = 2;

    public const string Folder = "db/snapshot/";

    private const string Extension = ".json";

    private readonly Dictionary<string, SnapshotEntry> byId;

    /// <exception cref="FormatException">A text stands there twice, or belongs to another file.</exception>
    public Snapshot(string context, string file, IEnumerable<SnapshotEntry> entries)
    {
        Context = context;
        File = file;
        Entries = [.. entries.OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Id, StringComparer.Ordinal)];
        byId = new Dictionary<string, SnapshotEntry>(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (entry.File != file)
                throw new FormatException($"{entry.Name} stands in {entry.File}, not in {file}.");
            if (byId.ContainsKey(entry.Id))
                throw new FormatException($"The text of {entry.Name} ({entry.File}) stands there twice.");
            byId.Add(entry.Id, entry);
        }
    }

    public string Context { get; }

    /// <summary>The source file, relative to the repository, with slashes.</summary>
    public string File { get; }

    /// <summary>Sorted by name, then identity.</summary>
    public IReadOnlyList<SnapshotEntry> Entries { get; }

    /// <summary>Where the statements of a context that stand in a source file are described, relative to the repository.</summary>
    public static string PathOf(string context, string file)
    {
        // Below the context's own project the way there need not be said again.
        return FolderOf(context) + System.IO.Path.ChangeExtension(Contexts.WithinProject(context, file) ?? file, Extension);
    }

    public static string FolderOf(string context) => Folder + context + "/";

    public static bool IsSnapshot(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal)
        && path.EndsWith(Extension, StringComparison.Ordinal)
        && path != SnapshotMeta.Path
        && !path.StartsWith(VerifiedMigration.Folder, StringComparison.Ordinal);

    public SnapshotEntry? Find(SqlText text) => byId.TryGetValue(text.Identity, out var entry) ? entry : null;

    public string Write() =>
        Json.Write(
            new JsonObject()
                .With("v", Version)
                .With("context", Context)
                .With("file", File)
                .With("statements", Entries.Select(WriteEntry).ToList<object?>())
        );

    /// <exception cref="FormatException">The file is not what <see cref="Write"/> writes.</exception>
    public static Snapshot Read(string text)
    {
        var read = SnapshotMeta.Versioned(text);
        var file = read.Get<string>("file");
        return new Snapshot(read.Get<string>("context"), file, Items(read, "statements").Select(entry => ReadEntry(entry, file)));
    }

    private static JsonObject WriteEntry(SnapshotEntry entry)
    {
        var written = new JsonObject().With("name", entry.Name).With("id", entry.Id);
        if (entry.Error is { } error)
            return written.With("error", At(new JsonObject().With("code", error.Code).With("message", error.Message), error.At));

        return written
            .With("kind", KindName(entry.Kind))
            .With("params", entry.Parameters.Select(p => new JsonObject().With("name", p.Name).With("pg", p.Pg)).ToList<object?>())
            .With("signatures", WriteSignatures(entry.Signatures))
            .With("columns", entry.Columns.Select(WriteColumn).ToList<object?>())
            .With("uses", entry.Uses.OrderBy(u => u, StringComparer.Ordinal).ToList<object?>())
            .With(
                "issues",
                entry.Issues.Count == 0
                    ? null
                    : entry
                        .Issues.OrderBy(i => i.Id, StringComparer.Ordinal)
                        .ThenBy(i => i.Message, StringComparer.Ordinal)
                        .Select(i => At(new JsonObject().With("id", i.Id).With("message", i.Message), i.At))
                        .ToList<object?>()
            );
    }

    private static JsonObject WriteColumn(SnapshotColumn column) =>
        new JsonObject()
            .With("name", column.Name)
            .With("pg", column.Pg)
            .With("enum", column.IsEnum ? true : null)
            .With("null", column.IsNullable)
            .With("why", column.Why);

    private static JsonObject WriteSignatures(IReadOnlyDictionary<string, string?> signatures)
    {
        var written = new JsonObject();
        foreach (var signature in signatures.OrderBy(s => s.Key, StringComparer.Ordinal))
            written.With(signature.Key, signature.Value is null ? true : signature.Value);
        return written;
    }

    private static JsonObject At(JsonObject written, Span? at) =>
        at is { } span ? written.With("pos", span.Start).With("len", span.Length) : written;

    private static SnapshotEntry ReadEntry(JsonObject read, string file)
    {
        var entry = new SnapshotEntry
        {
            File = file,
            Name = read.Get<string>("name"),
            Id = read.Get<string>("id"),
        };
        if (read.Find<JsonObject>("error") is { } error)
            return entry with { Error = new SnapshotError(error.Get<string>("code"), error.Get<string>("message"), ReadAt(error)) };

        return entry with
        {
            Kind = KindOf(read.Get<string>("kind")),
            Parameters = [.. Items(read, "params").Select(p => new SnapshotParameter(p.Get<string>("name"), p.Get<string>("pg")))],
            Signatures = ReadSignatures(read.Get<JsonObject>("signatures")),
            Columns = [.. Items(read, "columns").Select(ReadColumn)],
            Uses = [.. read.Get<List<object?>>("uses").Cast<string>()],
            Issues = read["issues"] is null
                ? []
                : [.. Items(read, "issues").Select(i => new SnapshotIssue(i.Get<string>("id"), i.Get<string>("message"), ReadAt(i)))],
        };
    }

    private static SnapshotColumn ReadColumn(JsonObject read) =>
        new(read.Get<string>("name"), read.Get<string>("pg"), read["enum"] is true, read.Get<bool>("null"), read.Find<string>("why"));

    private static Dictionary<string, string?> ReadSignatures(JsonObject read) =>
        read.Members.ToDictionary(
            m => m.Key,
            m =>
                m.Value switch
                {
                    true => null,
                    string refusal => refusal,
                    _ => throw new FormatException($"the signature {m.Key} says neither true nor why not"),
                },
            StringComparer.Ordinal
        );

    private static Span? ReadAt(JsonObject read) =>
        read["pos"] is long start && read["len"] is long length
            ? new Span(Convert.ToInt32(start, CultureInfo.InvariantCulture), Convert.ToInt32(length, CultureInfo.InvariantCulture))
            : null;

    private static IEnumerable<JsonObject> Items(JsonObject read, string name) =>
        read.Get<List<object?>>(name)
            .Select(item => item as JsonObject ?? throw new FormatException($"\"{name}\" holds something else than objects"));

    private static string KindName(StatementKind kind) =>
        kind switch
        {
            StatementKind.Rows => "rows",
            StatementKind.None => "none",
            StatementKind.Utility => "utility",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static StatementKind KindOf(string name) =>
        name switch
        {
            "rows" => StatementKind.Rows,
            "none" => StatementKind.None,
            "utility" => StatementKind.Utility,
            _ => throw new FormatException($"there is no kind \"{name}\""),
        };
}

/// <summary>Whom all snapshots were made by: the file <c>db/snapshot/_meta.json</c>.</summary>
/// <param name="Server">The major version of PostgreSQL that was asked.</param>
internal sealed record SnapshotMeta(int Server)
{
    public const string Path = Snapshot.Folder + "_meta.json";

    public string Write() => Json.Write(new JsonObject().With("v", Snapshot.Version).With("server", Server));

    /// <exception cref="FormatException">The file is not what <see cref="Write"/> writes.</exception>
    public static SnapshotMeta Read(string text) => new((int)Versioned(text).Get<long>("server"));

    internal static JsonObject Versioned(string text)
    {
        var file = Json.Read(text) as JsonObject ?? throw new FormatException("no object");
        return file.Get<long>("v") == Snapshot.Version
            ? file
            : throw new FormatException($"it has another version than {Snapshot.Version}");
    }
}

/// <summary>
/// A migration that was there when the statements were verified: the file <c>db/snapshot/_migrations/{name}.json</c>. One a
/// migration, so that two branches that each add one do not touch the same line.
/// </summary>
/// <param name="Name">Its file's name.</param>
/// <param name="Digest">The <see cref="SqlCheck.Digest"/> of its text.</param>
internal sealed record VerifiedMigration(string Name, string Digest)
{
    public const string Folder = Snapshot.Folder + "_migrations/";

    private const string Extension = ".json";

    public static VerifiedMigration Of(string name, string text) => new(name, SqlCheck.Digest.Of(text));

    public static string PathOf(string name) => Folder + System.IO.Path.ChangeExtension(name, Extension);

    public static bool IsOne(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith(Extension, StringComparison.Ordinal);

    public string Write() => Json.Write(new JsonObject().With("v", Snapshot.Version).With("migration", Name).With("digest", Digest));

    /// <exception cref="FormatException">The file is not what <see cref="Write"/> writes, or lies where another belongs.</exception>
    public static VerifiedMigration Read(string path, string text)
    {
        var file = SnapshotMeta.Versioned(text);
        var read = new VerifiedMigration(file.Get<string>("migration"), file.Get<string>("digest"));
        return PathOf(read.Name) == path ? read : throw new FormatException($"it is that of {read.Name}");
    }

    /// <summary>What tells the migrations apart from those that were verified, in a few words; null when nothing does.</summary>
    public static string? Difference(IEnumerable<VerifiedMigration> verified, IEnumerable<VerifiedMigration> current)
    {
        var before = verified.ToDictionary(m => m.Name, m => m.Digest, StringComparer.Ordinal);
        var now = current.ToDictionary(m => m.Name, m => m.Digest, StringComparer.Ordinal);
        var told = now.Where(m => !before.ContainsKey(m.Key))
            .Select(m => m.Key + " is new")
            .Concat(now.Where(m => before.TryGetValue(m.Key, out var digest) && digest != m.Value).Select(m => m.Key + " was changed"))
            .Concat(before.Keys.Where(name => !now.ContainsKey(name)).Select(name => name + " is gone"))
            .OrderBy(text => text, StringComparer.Ordinal)
            .ToList();
        return told.Count == 0 ? null : string.Join(", ", told);
    }
}
