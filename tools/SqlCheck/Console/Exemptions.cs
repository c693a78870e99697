using System.Text.Json;
using System.Text.Json.Serialization;

namespace PosCommerce.SqlCheck;

/// <summary>What kind of table this is, from <c>db/tables.json</c>.</summary>
/// <param name="Kind">tenant, store, shared, directory or platform.</param>
/// <param name="Wall">A platform table that is walled off all the same: as what.</param>
/// <param name="Readers">Roles that see every tenant's rows, each by a policy of its own, with the reason.</param>
internal sealed record TableKind(
    string Kind,
    string? Wall = null,
    string? Reason = null,
    IReadOnlyDictionary<string, string>? Readers = null
)
{
    /// <summary>How the table is walled off; null for one that is the same for everyone.</summary>
    public string? WallKind => Kind == "platform" ? Wall : Kind;
}

/// <summary>A SECURITY DEFINER function: whose rights it lends, and why that is safe.</summary>
/// <param name="TenantWide">Why it is about all tenants, if it is.</param>
internal sealed record DefinerFunction(string Owner, string Reason, string? TenantWide = null);

/// <summary>One code that is not held against one statement.</summary>
internal sealed record AllowedIssue(string File, string Statement, string Code, string Reason);

/// <summary>
/// Everything that the checker lets pass, each with its reason: <c>db/tables.json</c> says what each table is,
/// <c>db/sqlcheck.json</c> what else escapes a rule.
/// </summary>
internal sealed record Exemptions
{
    public const string TablesPath = "db/tables.json";
    public const string Path = "db/sqlcheck.json";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    [JsonIgnore]
    public IReadOnlyDictionary<string, TableKind> Tables { get; init; } = new Dictionary<string, TableKind>(StringComparer.Ordinal);

    /// <summary>Tables of which one tenant has so few rows that reading all of them is no worse than an index.</summary>
    public IReadOnlyDictionary<string, string> SmallPerTenant { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>By <c>schema.name(argument types)</c>.</summary>
    public IReadOnlyDictionary<string, DefinerFunction> DefinerFunctions { get; init; } =
        new Dictionary<string, DefinerFunction>(StringComparer.Ordinal);

    /// <summary>Views by name, with the reason why other contexts (or this one) need them.</summary>
    public IReadOnlyDictionary<string, string> Views { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Migrations by their files' names that a distributed engine would refuse: those landed before there was the rule.</summary>
    public IReadOnlyDictionary<string, string> Migrations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<AllowedIssue> Statements { get; init; } = [];

    /// <exception cref="CheckFailure">A file is missing, malformed, or lets something pass without a reason.</exception>
    public static Exemptions Read(string root)
    {
        var tables = Parse<Dictionary<string, TableKind>>(root, TablesPath);
        var exemptions = Parse<Exemptions>(root, Path) with { Tables = tables };
        foreach (var (name, table) in tables)
        {
            if (
                table.Kind is not ("tenant" or "store" or "route" or "shared" or "directory" or "platform")
                || table.Wall is not (null or "tenant" or "store" or "shared")
            )
                throw new CheckFailure($"{TablesPath}: {name} is of no known kind.");
            if (table.Kind is "platform" or "shared" or "directory" && string.IsNullOrWhiteSpace(table.Reason))
                throw new CheckFailure($"{TablesPath}: {name} is {table.Kind} without a reason.");
            if (table.Readers?.Values.Any(string.IsNullOrWhiteSpace) == true)
                throw new CheckFailure($"{TablesPath}: a reader of {name} has no reason.");
        }

        var reasons = exemptions
            .SmallPerTenant.Values.Concat(exemptions.DefinerFunctions.Values.Select(f => f.Reason))
            .Concat(exemptions.Views.Values)
            .Concat(exemptions.Migrations.Values)
            .Concat(exemptions.Statements.Select(s => s.Reason));
        return reasons.Any(string.IsNullOrWhiteSpace)
            ? throw new CheckFailure($"{Path}: something is let pass without a reason.")
            : exemptions;
    }

    /// <summary>The table holds merchants' rows, which no statement may read without naming the tenant.</summary>
    public bool BelongsToTenant(string table) => Tables.TryGetValue(table, out var kind) && kind.WallKind is not null;

    /// <summary>Its rows lie with their tenant's; a platform table is the same everywhere.</summary>
    public bool IsDistributed(string table) => Tables.TryGetValue(table, out var kind) && kind.Kind != "platform";

    /// <summary>Of the table's rows, only those of the stores in scope are seen.</summary>
    public bool IsBehindStores(string table) =>
        Tables.TryGetValue(table, out var kind) && kind.WallKind is "store" or "route" or "directory";

    public bool Allows(string file, string statement, string code) =>
        Statements.Any(s => s.File == file && s.Statement == statement && s.Code == code);

    private static T Parse<T>(string root, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(System.IO.Path.Combine(root, path)), Strict)
                ?? throw new CheckFailure($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new CheckFailure($"{path}: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new CheckFailure($"{path} cannot be read: {e.Message}", e);
        }
    }
}
