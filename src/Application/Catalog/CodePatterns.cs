using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>How a merchant's in-store numbers are made up: what article, price or weight stands where.</summary>
/// <param name="ChangedAt">Since when they are in force; null until some were given.</param>
/// <param name="ChangedBy">Who changed them last.</param>
[Audited(nameof(Patterns))]
public sealed record CurrentCodePatterns(IReadOnlyList<CodePattern> Patterns, int Version, DateTimeOffset? ChangedAt, Guid? ChangedBy)
    : IVersioned;

/// <summary>The patterns of a merchant, of which every version is kept: how the newest is read. Version 1 is none.</summary>
internal sealed class CodePatterns(IDb db)
{
    private const string CurrentSql = """
        select version, patterns::text, changed_at, changed_by
          from catalog.code_patterns
         where tenant_id = @tenant
         order by version desc
         limit 1
        """;

    private const string InForceSql = """
        select coalesce((
               select patterns::text
                 from catalog.code_patterns
                where tenant_id = @tenant
                order by version desc
                limit 1
               ), '[]')
        """;

    private static readonly CurrentCodePatterns None = new([], Version: 1, ChangedAt: null, ChangedBy: null);

    public async Task<CurrentCodePatterns> CurrentAsync(CancellationToken ct) =>
        await db.QuerySingleOrDefaultAsync<Row>(CurrentSql, ct: ct) is { } row
            ? new CurrentCodePatterns(Read(row.Patterns), row.Version, row.ChangedAt, row.ChangedBy)
            : None;

    /// <summary>Asks what codes are read by; the question travels with the next round trip.</summary>
    public Deferred<IReadOnlyList<CodePattern>> InForce() => db.Defer<string>(InForceSql).Select(Read);

    /// <summary>Reads patterns as they were kept.</summary>
    public static IReadOnlyList<CodePattern> Read(string kept) => Json.ReadKeptList<CodePattern>(kept);

    public static string Write(IReadOnlyList<CodePattern> patterns) => JsonSerializer.Serialize(patterns, Json.Options);

    private sealed record Row(int Version, string Patterns, DateTimeOffset ChangedAt, Guid ChangedBy);
}
