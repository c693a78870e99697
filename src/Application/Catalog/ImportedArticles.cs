using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>What the rows of a part mean to the catalogue as it stands: nothing is written.</summary>
internal sealed class ImportedArticles(IDb db, Products products, IPrices prices, CodePatterns patterns, TimeProvider clock)
{
    private const string VariantsSql = """
        select a.sku_key, v.product_id, v.variant_id
          from (select sku_key from unnest(@SkuKeys) as sku_key) as a
          join catalog.variant as v on v.sku_key = a.sku_key
         where v.tenant_id = @tenant
        """;

    private const string ProductsSql = """
        select product_id, external_id
          from catalog.product
         where tenant_id = @tenant
           and external_id = any (@ExternalIds)
        """;

    private const string CodesSql = """
        select code_key, variant_id
          from catalog.barcode
         where tenant_id = @tenant
           and code_key = any (@CodeKeys)
           and variant_id is not null
        """;

    private static readonly CreateProductValidator Rules = new();

    /// <param name="hold">Whether the products stay as they are until this transaction ends.</param>
    public async Task<IReadOnlyList<JudgedProduct>> JudgeAsync(
        ImportRecord import,
        IReadOnlyList<ImportRow> rows,
        bool hold,
        CancellationToken ct
    )
    {
        var told = rows.Select(row => new ToldRow(row, import)).ToList();
        var known = await KnownAsync(import, told, hold, ct);
        List<JudgedProduct> judged = [];
        foreach (var group in GroupsOf(told))
            judged.Add(new ArticleJudgement(known, group, Rules, clock.GetUtcNow()).Judge());
        return judged;
    }

    // What stands one behind the other under one product; a row without one is by itself.
    private static List<List<ToldRow>> GroupsOf(List<ToldRow> rows)
    {
        List<List<ToldRow>> groups = [];
        foreach (var row in rows)
        {
            if (row[ImportColumns.Product] is { } product && groups is [.., var last] && last[0][ImportColumns.Product] == product)
                last.Add(row);
            else
                groups.Add([row]);
        }

        return groups;
    }

    private async Task<KnownArticles> KnownAsync(ImportRecord import, List<ToldRow> rows, bool hold, CancellationToken ct)
    {
        var bySku = db.Defer<KnownVariant>(VariantsSql, new { SkuKeys = rows.Select(r => r.SkuKey).OfType<string>().Distinct().ToArray() });
        var byExternalId = db.Defer<KnownProduct>(
            ProductsSql,
            new { ExternalIds = rows.Select(r => r[ImportColumns.Product]).OfType<string>().Distinct().ToArray() }
        );
        var inForce = await patterns.InForce().SingleAsync(ct);
        var codes = db.Defer<KnownCode>(
            CodesSql,
            new
            {
                CodeKeys = rows.SelectMany(r => r.Barcodes.Codes)
                    .Select(c => Codes.KeyOf(c, inForce))
                    .OfType<string>()
                    .Distinct()
                    .ToArray(),
            }
        );
        var categories = import.Columns.Contains(ImportColumns.Categories) ? db.Defer<KnownCategory>(KnownCategory.AllSql) : null;
        var taxClasses = prices.TaxClassCodes();
        var variants = await bySku.ToListAsync(ct);
        var named = await byExternalId.ToListAsync(ct);
        var found = await products.FindManyAsync(
            [.. variants.Select(v => v.ProductId).Concat(named.Select(p => p.ProductId)).Distinct().Order()],
            hold,
            ct
        );
        return new KnownArticles(
            found.ToDictionary(p => p.ProductId),
            variants.ToDictionary(v => v.SkuKey, v => (v.ProductId, v.VariantId), StringComparer.Ordinal),
            named.ToDictionary(p => p.ExternalId, p => p.ProductId, StringComparer.Ordinal),
            (await codes.ToListAsync(ct)).ToDictionary(c => c.CodeKey, c => c.VariantId, StringComparer.Ordinal),
            (await taxClasses.ToListAsync(ct)).ToDictionary(c => c.Code, c => c.TaxClassId, StringComparer.OrdinalIgnoreCase),
            KnownCategory.ByPath(categories is null ? [] : await categories.ToListAsync(ct)),
            inForce
        );
    }

    private sealed record KnownVariant(string SkuKey, Guid ProductId, Guid VariantId);

    private sealed record KnownProduct(Guid ProductId, string ExternalId);

    private sealed record KnownCode(string CodeKey, Guid VariantId);
}

/// <summary>What the catalogue knows of the things that a part names: products and codes as the rows before have left them.</summary>
/// <param name="Variants">By the key of their SKU.</param>
/// <param name="ExternalIds">Of products.</param>
/// <param name="Codes">By their key, who carries them.</param>
/// <param name="TaxClasses">By their code.</param>
/// <param name="Categories">By their path, as it is compared; null where more than one has it.</param>
/// <param name="Patterns">How the merchant's in-store numbers are read.</param>
internal sealed record KnownArticles(
    Dictionary<Guid, Product> Products,
    IReadOnlyDictionary<string, (Guid ProductId, Guid VariantId)> Variants,
    IReadOnlyDictionary<string, Guid> ExternalIds,
    Dictionary<string, Guid> Codes,
    IReadOnlyDictionary<string, Guid> TaxClasses,
    IReadOnlyDictionary<string, KnownCategory?> Categories,
    IReadOnlyList<CodePattern> Patterns
);

internal sealed record KnownCategory(Guid CategoryId, Guid? ParentId, string Name, bool IsArchived)
{
    public const string AllSql = """
        select category_id, parent_id, name, archived_at is not null as is_archived
          from catalog.category
         where tenant_id = @tenant
           and place > ''
         order by place
        """;

    // In no name.
    private const char Below = '\n';

    /// <summary>As a path is compared: its names without regard to capitals and accents.</summary>
    public static string KeyOf(string path) => string.Join(Below, ImportCells.NamesOf(path).Select(HumanText.Fold));

    /// <param name="categories">Each behind the one above it.</param>
    public static Dictionary<string, KnownCategory?> ByPath(IReadOnlyList<KnownCategory> categories)
    {
        Dictionary<Guid, string> paths = [];
        Dictionary<string, KnownCategory?> byPath = new(StringComparer.Ordinal);
        foreach (var category in categories)
        {
            var name = HumanText.Fold(category.Name);
            var path = category.ParentId is { } parent ? $"{paths[parent]}{Below}{name}" : name;
            paths.Add(category.CategoryId, path);
            // Of siblings of one name at most one is in use; but their parents may be two of one name.
            if (!byPath.TryGetValue(path, out var other) || other is { IsArchived: true })
                byPath[path] = category;
            else if (!category.IsArchived)
                byPath[path] = null;
        }

        return byPath;
    }
}

/// <summary>A row with its columns by name.</summary>
internal sealed record ToldRow(ImportRow Row, ImportRecord Import)
{
    private readonly Lazy<(string? Problem, IReadOnlyList<NewBarcode> Codes)> codes = new(() =>
        Row.Text(Import.Columns, ImportColumns.Barcodes) is { } cell
            ? (ImportCells.TryCodes(cell, Import.Separator, out var read), read)
            : (null, [])
    );

    public string? this[string column] => Row.Text(Import.Columns, column);

    public string? SkuKey => this[ImportColumns.Sku] is { } sku ? HumanText.SmallLetters(sku) : null;

    public (string? Problem, IReadOnlyList<NewBarcode> Codes) Barcodes => codes.Value;

    public bool Has(string column) => Import.Columns.Contains(column);
}

/// <summary>What rows make of one product.</summary>
/// <param name="Before">As it stands; null for a new one.</param>
/// <param name="After">As it is to stand; null when all of its rows are refused.</param>
internal sealed record JudgedProduct(Product? Before, Product? After, IReadOnlyList<ImportedRow> Rows);
