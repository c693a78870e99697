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
/// <param name="At">Where, in <see cref="SnapshotEntry.Sql"/>; null for the whole statement.</param>
internal sealed record SnapshotIssue(string Id, string Message, Span? At);

/// <summary>PostgreSQL's refusal to prepare the statement at all.</summary>
/// <param name="Code">SQLSTATE.</param>
/// <param name="At">Where, in <see cref="SnapshotEntry.Sql"/>; null when PostgreSQL does not say.</param>
internal sealed record SnapshotError(string Code, string Message, Span? At);

/// <summary>What is known of one statement.</summary>
internal sealed record SnapshotEntry
{
    /// <summary>The file that declares it, relative to the repository, with slashes.</summary>
    public string File { get; init; } = "";

    /// <summary>The constant's name, or the member that holds the text.</summary>
    public string Name { get; init; } = "";

    /// <summary>The text, as <see cref="SqlText.Text"/>.</summary>
    public string Sql { get; init; } = "";

    public StatementKind Kind { get; init; }

    /// <summary>In the order of <c>$1</c>, <c>$2</c>...</summary>
    public IReadOnlyList<SnapshotParameter> Parameters { get; init; } = [];

    /// <summary>Every combination of argument types in use (see <see cref="Signature"/>): null when PostgreSQL takes it, else its refusal.</summary>
    public IReadOnlyDictionary<string, string?> Signatures { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public IReadOnlyList<SnapshotColumn> Columns { get; init; } = [];

    /// <summary>The tables it touches, through views too.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    public IReadOnlyList<SnapshotIssue> Issues { get; init; } = [];

    /// <summary>Set when PostgreSQL refuses the statement; then nothing but file, name and text is known.</summary>
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
        signature.Split([';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split([':'], 2))
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
}

/// <summary>What PostgreSQL said about the statements of one context: the file <c>db/snapshot/{context}.json</c>.</summary>
internal sealed class Snapshot
{
    /// <summary>The version of the file format.</summary>
    public const int Version = 1;

    private readonly Dictionary<string, SnapshotEntry> bySql;

    /// <exception cref="FormatException">A text stands there twice.</exception>
    public Snapshot(string context, IEnumerable<SnapshotEntry> entries)
    {
        Context = context;
        Entries =
        [
            .. entries.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Sql, StringComparer.Ordinal),
        ];
        bySql = new Dictionary<string, SnapshotEntry>(StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (bySql.ContainsKey(entry.Sql))
                throw new FormatException($"The text of {entry.Name} ({entry.File}) stands there twice.");
            bySql.Add(entry.Sql, entry);
        }
    }

    public string Context { get; }

    /// <summary>Sorted by file, then name, then text.</summary>
    public IReadOnlyList<SnapshotEntry> Entries { get; }

    /// <summary>Where the file of a context lies, relative to the repository.</summary>
    public static string PathOf(string context) => $"db/snapshot/{context}.json";

    public SnapshotEntry? Find(SqlText text) => bySql.TryGetValue(text.Text, out var entry) ? entry : null;

    public string Write() => Json.Write(new JsonObject()
        .With("v", Version)
        .With("context", Context)
        .With("role", Contexts.RoleOf(Context))
        .With("statements", Entries.Select(WriteEntry).ToList<object?>()));

    /// <exception cref="FormatException">The file is not what <see cref="Write"/> writes.</exception>
    public static Snapshot Read(string text)
    {
        var file = Json.Read(text) as JsonObject ?? throw new FormatException("no object");
        if (file.Get<long>("v") != Version)
            throw new FormatException($"it has another version than {Version}");
        return new Snapshot(file.Get<string>("context"), Items(file, "statements").Select(ReadEntry));
    }

    private static JsonObject WriteEntry(SnapshotEntry entry)
    {
        var written = new JsonObject()
            .With("file", entry.File)
            .With("name", entry.Name)
            .With("id", SqlText.IdentityOf(entry.Sql))
            .With("sql", entry.Sql.Split('\n'));
        if (entry.Error is { } error)
            return written.With("error", At(new JsonObject().With("code", error.Code).With("message", error.Message), error.At));

        return written
            .With("kind", KindName(entry.Kind))
            .With("params", entry.Parameters.Select(p => new JsonObject().With("name", p.Name).With("pg", p.Pg)).ToList<object?>())
            .With("signatures", WriteSignatures(entry.Signatures))
            .With("columns", entry.Columns.Select(WriteColumn).ToList<object?>())
            .With("uses", entry.Uses.OrderBy(u => u, StringComparer.Ordinal).ToList<object?>())
            .With("issues", entry.Issues.Count == 0 ? null : entry.Issues
                .OrderBy(i => i.Id, StringComparer.Ordinal).ThenBy(i => i.Message, StringComparer.Ordinal)
                .Select(i => At(new JsonObject().With("id", i.Id).With("message", i.Message), i.At))
                .ToList<object?>());
    }

    private static JsonObject WriteColumn(SnapshotColumn column) => new JsonObject()
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

    private static JsonObject At(JsonObject written, Span? at) => at is { } span ? written.With("pos", span.Start).With("len", span.Length) : written;

    private static SnapshotEntry ReadEntry(JsonObject read)
    {
        var sql = string.Join("\n", read.Get<List<object?>>("sql").Cast<string>());
        if (SqlText.IdentityOf(sql) != read.Get<string>("id"))
            throw new FormatException($"the text of {read.Get<string>("name")} is not the one that was verified");
        var entry = new SnapshotEntry { File = read.Get<string>("file"), Name = read.Get<string>("name"), Sql = sql };
        if (read.Find<JsonObject>("error") is { } error)
            return entry with { Error = new SnapshotError(error.Get<string>("code"), error.Get<string>("message"), ReadAt(error)) };

        return entry with
        {
            Kind = KindOf(read.Get<string>("kind")),
            Parameters = [.. Items(read, "params").Select(p => new SnapshotParameter(p.Get<string>("name"), p.Get<string>("pg")))],
            Signatures = ReadSignatures(read.Get<JsonObject>("signatures")),
            Columns = [.. Items(read, "columns").Select(ReadColumn)],
            Uses = [.. read.Get<List<object?>>("uses").Cast<string>()],
            Issues = read["issues"] is null ? [] : [.. Items(read, "issues").Select(i => new SnapshotIssue(i.Get<string>("id"), i.Get<string>("message"), ReadAt(i)))],
        };
    }

    private static SnapshotColumn ReadColumn(JsonObject read) => new(
        read.Get<string>("name"), read.Get<string>("pg"), read["enum"] is true, read.Get<bool>("null"), read.Find<string>("why"));

    private static Dictionary<string, string?> ReadSignatures(JsonObject read) => read.Members.ToDictionary(
        m => m.Key,
        m => m.Value switch
        {
            true => null,
            string refusal => refusal,
            _ => throw new FormatException($"the signature {m.Key} says neither true nor why not"),
        },
        StringComparer.Ordinal);

    private static Span? ReadAt(JsonObject read) =>
        read["pos"] is long start && read["len"] is long length
            ? new Span(Convert.ToInt32(start, CultureInfo.InvariantCulture), Convert.ToInt32(length, CultureInfo.InvariantCulture))
            : null;

    private static IEnumerable<JsonObject> Items(JsonObject read, string name) =>
        read.Get<List<object?>>(name).Select(item => item as JsonObject ?? throw new FormatException($"\"{name}\" holds something else than objects"));

    private static string KindName(StatementKind kind) => kind switch
    {
        StatementKind.Rows => "rows",
        StatementKind.None => "none",
        StatementKind.Utility => "utility",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static StatementKind KindOf(string name) => name switch
    {
        "rows" => StatementKind.Rows,
        "none" => StatementKind.None,
        "utility" => StatementKind.Utility,
        _ => throw new FormatException($"there is no kind \"{name}\""),
    };
}

/// <summary>What all snapshots were made from: the file <c>db/snapshot/_meta.json</c>.</summary>
/// <param name="Migrations">The <see cref="Digest"/> of the migrations.</param>
/// <param name="Server">The major version of PostgreSQL that was asked.</param>
internal sealed record SnapshotMeta(string Migrations, int Server)
{
    public const string Path = "db/snapshot/_meta.json";

    public string Write() => Json.Write(new JsonObject().With("v", Snapshot.Version).With("migrations", Migrations).With("server", Server));

    /// <exception cref="FormatException">The file is not what <see cref="Write"/> writes.</exception>
    public static SnapshotMeta Read(string text)
    {
        var file = Json.Read(text) as JsonObject ?? throw new FormatException("no object");
        if (file.Get<long>("v") != Snapshot.Version)
            throw new FormatException($"it has another version than {Snapshot.Version}");
        return new SnapshotMeta(file.Get<string>("migrations"), (int)file.Get<long>("server"));
    }
}
