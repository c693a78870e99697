using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>Published by the catalogue: what is for sale, found by id or by what a scanner sent.</summary>
public sealed class Assortment(IDb db)
{
    // Two index lookups instead of one OR: ids and codes are different keys. How codes are to be read comes with what they may name, so
    // that reading one costs no round trip of its own. The limit limits nothing: it tells the planner how few there are.
    private const string FindSql = """
        select v.variant_id, null::text as code_key, null::numeric as pack_quantity, v.sku, v.name, null::text as unit,
               null::text as patterns
          from catalog.variant as v
         where v.tenant_id = @tenant
           and v.variant_id = any(@VariantIds)
           and v.archived_at is null
           and v.product_is_active
         union all
        select v.variant_id, f.code_key, f.pack_quantity, v.sku, v.name,
               (select p.unit from catalog.product as p where p.tenant_id = @tenant and p.product_id = v.product_id), null
          from (
                select b.tenant_id, b.code_key, b.pack_quantity, b.variant_id
                  from catalog.barcode as b
                 where b.tenant_id = @tenant
                   and b.code_key = any(@Keys)
                   and b.variant_id is not null
                 limit cardinality(@Keys)
               ) as f
          join catalog.variant as v using (tenant_id, variant_id)
         where v.tenant_id = @tenant
           and v.archived_at is null
           and v.product_is_active
         union all
        select null, null, null, null, null, null, patterns::text
          from (
                select patterns
                  from catalog.code_patterns
                 where tenant_id = @tenant
                   and @Reads
                 order by version desc
                 limit 1
               ) as newest
        """;

    private const string Those = """
        select f.variant_id
          from (
                select v.variant_id, v.product_id
                  from catalog.variant as v
                 where v.tenant_id = @tenant
                   and v.variant_id = any(@VariantIds)
                 limit cardinality(@VariantIds)
               ) as f
        """;

    private const string NotTakenBackSql =
        Those
        + """

             where (select p.no_return from catalog.product as p where p.tenant_id = @tenant and p.product_id = f.product_id)
            """;

    private const string NotDiscountedSql =
        Those
        + """

             where (select p.no_discount from catalog.product as p where p.tenant_id = @tenant and p.product_id = f.product_id)
            """;

    /// <summary>Which of some variants the merchant never sells for less than their price.</summary>
    public Deferred<Guid> NotDiscounted(IReadOnlyList<Guid> variantIds) =>
        db.Defer<Guid>(NotDiscountedSql, new { VariantIds = variantIds.ToArray() });

    /// <summary>Which of some variants the merchant does not take back.</summary>
    public Deferred<Guid> NotTakenBack(IReadOnlyList<Guid> variantIds) =>
        db.Defer<Guid>(NotTakenBackSql, new { VariantIds = variantIds.ToArray() });

    /// <summary>Asks what some ids and codes are; the question travels with the next round trip.</summary>
    public AskedAssortment Ask(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> codes) =>
        new(
            db.Defer<AskedAssortment.Row>(
                FindSql,
                new
                {
                    VariantIds = variantIds,
                    Keys = codes.SelectMany(ScannedCode.PossibleValues).Distinct(StringComparer.Ordinal).ToArray(),
                    Reads = codes.Count > 0,
                }
            ),
            codes
        );
}

/// <summary>What was asked of the assortment.</summary>
public sealed record AskedAssortment
{
    private readonly Deferred<Row> _rows;
    private readonly IReadOnlyList<string> _codes;

    internal AskedAssortment(Deferred<Row> rows, IReadOnlyList<string> codes) => (_rows, _codes) = (rows, codes);

    /// <summary>What was found; codes are read as the merchant's patterns say.</summary>
    /// <param name="today">By the store's clock: the years of GS1 have two digits.</param>
    public async Task<FoundAssortment> FindAsync(DateOnly today, CancellationToken ct)
    {
        var rows = await _rows.ToListAsync(ct);
        var patterns = rows.Select(r => r.Patterns).OfType<string>().Select(CodePatterns.Read).FirstOrDefault([]);
        var byKey = rows.Where(r => r.CodeKey is not null).ToDictionary(r => r.CodeKey!, StringComparer.Ordinal);
        return new FoundAssortment(
            rows.Where(r => r is { VariantId: not null, CodeKey: null }).Select(r => r.Article).ToDictionary(a => a.VariantId),
            _codes
                .Distinct(StringComparer.Ordinal)
                .ToDictionary(code => code, code => Read(code, patterns, today, byKey), StringComparer.Ordinal)
        );
    }

    private static CodeFound Read(string code, IReadOnlyList<CodePattern> patterns, DateOnly today, Dictionary<string, Row> byKey)
    {
        switch (ScannedCode.Read(code, patterns, today))
        {
            case UnreadableCode unreadable:
                return new CodeIsUnreadable(unreadable.Problem);
            case ReadableCode read:
                // The likeliest of what it can mean that is on file.
                foreach (var meant in read.Candidates)
                    if (byKey.TryGetValue(meant.Value, out var row))
                        return new CodeNamesArticle(read, meant, row.Article, row.Unit!, row.PackQuantity!.Value); // A code has both.
                return new CodeIsUnknown(read);
            case var unknown:
                throw new InvalidOperationException($"A reading that nobody knows: {unknown}.");
        }
    }

    internal sealed record Row(
        Guid? VariantId,
        string? CodeKey,
        decimal? PackQuantity,
        string? Sku,
        string? Name,
        string? Unit,
        string? Patterns
    )
    {
        // The columns of an article come together.
        public SoldVariant Article => new(VariantId!.Value, Sku!, Name!);
    }
}

/// <param name="ByCode">Every code that was asked for.</param>
public sealed record FoundAssortment(IReadOnlyDictionary<Guid, SoldVariant> ById, IReadOnlyDictionary<string, CodeFound> ByCode);

public sealed record SoldVariant(Guid VariantId, string Sku, string Name);

/// <summary>What became of a code.</summary>
public abstract record CodeFound
{
    private protected CodeFound() { }
}

/// <param name="Meant">Which of its meanings is on file.</param>
/// <param name="Unit">What a quantity of one is.</param>
/// <param name="PackQuantity">How many are in what carries the code.</param>
public sealed record CodeNamesArticle(ReadableCode Code, CodeCandidate Meant, SoldVariant Article, string Unit, decimal PackQuantity)
    : CodeFound
{
    /// <summary>It is sold by a measure: without one nobody knows how much it is.</summary>
    public bool IsMeasured => Unit is not Units.Piece;

    /// <summary>How much of the article the code says that it is; null when it says nothing of that.</summary>
    public decimal? Quantity => PackMeasure.Of(Meant, Unit, PackQuantity);
}

/// <summary>Nothing that is for sale carries it.</summary>
public sealed record CodeIsUnknown(ReadableCode Code) : CodeFound;

/// <summary>It cannot be sold by.</summary>
public sealed record CodeIsUnreadable(CodeProblem Problem) : CodeFound;
