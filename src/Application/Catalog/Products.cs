using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Products: how one is read with all that hangs on it, and held still.</summary>
internal sealed class Products(IDb db, IPrices prices)
{
    private const string Columns = """
        select p.product_id, p.name, p.kind, p.is_draft, p.archived_at is not null as is_archived, p.brand, p.description,
               array(select t.tag from catalog.product_tag as t
                   where t.tenant_id = @tenant and t.product_id = p.product_id and t.removed_at is null order by t.tag_key) as tags,
               p.options, p.unit, p.minimum_age, p.no_discount, p.no_return, p.external_id,
               array(select c.category_id from catalog.product_category as c where c.tenant_id = @tenant and c.product_id = p.product_id
                   and c.removed_at is null order by c.category_id) as category_ids,
               p.created_at, p.version
          from catalog.product as p
         where p.tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + """

               and p.product_id = @ProductId
            """;

    private const string FindManySql =
        Columns
        + """

               and p.product_id = any (@ProductIds)
            """;

    private const string Components = """
        select product_id, variant_id, quantity
          from catalog.bundle_component
         where tenant_id = @tenant
           and removed_at is null
        """;

    private const string ComponentsSql =
        Components
        + """

               and product_id = @ProductId
             order by position
            """;

    private const string ComponentsOfManySql =
        Components
        + """

               and product_id = any (@ProductIds)
             order by product_id, position
            """;

    private const string Variants = """
        select v.product_id, v.variant_id, v.sku, v.name, v.option_1, v.option_2, v.option_3, v.external_id,
               v.archived_at is not null as is_archived, v.version
          from catalog.variant as v
         where v.tenant_id = @tenant
        """;

    private const string VariantsSql =
        Variants
        + """

               and v.product_id = @ProductId
             order by v.position, v.variant_id
            """;

    private const string VariantsOfManySql =
        Variants
        + """

               and v.product_id = any (@ProductIds)
             order by v.position, v.variant_id
            """;

    private const string CodesOf = """
        select v.variant_id, b.barcode as code, b.kind, b.pack_quantity, b.code_key
          from catalog.variant as v
          join catalog.barcode as b using (tenant_id, variant_id)
         where v.tenant_id = @tenant
           and b.tenant_id = @tenant
        """;

    private const string CodesSql =
        CodesOf
        + """

               and v.product_id = @ProductId
             order by b.code_key
            """;

    private const string CodesOfManySql =
        CodesOf
        + """

               and v.product_id = any (@ProductIds)
             order by b.code_key
            """;

    private const string ProductOfSql = """
        select product_id
          from catalog.variant
         where tenant_id = @tenant
           and variant_id = @VariantId
        """;

    // Locked: two edits of the same version must not both find it current, nor two variants take the same options. Not against what
    // only refers to the product.
    private const string LockSql = """
        select product_id
          from catalog.product
         where tenant_id = @tenant
           and product_id = @ProductId
           for no key update
        """;

    // By key, as whoever changes many of them at once locks them.
    private const string LockManySql = """
        select product_id
          from catalog.product
         where tenant_id = @tenant
           and product_id = any (@ProductIds)
         order by product_id
           for no key update
        """;

    /// <summary>One product; null when there is none.</summary>
    public async Task<Product?> FindAsync(Guid productId, CancellationToken ct)
    {
        var args = new { ProductId = productId };
        var found = await WholeAsync(
            db.Defer<Row>(FindSql, args),
            db.Defer<ComponentRow>(ComponentsSql, args),
            db.Defer<VariantRow>(VariantsSql, args),
            db.Defer<CodeRow>(CodesSql, args),
            ct
        );
        return found.SingleOrDefault();
    }

    /// <summary>Those products that there are of some.</summary>
    /// <param name="hold">Whether they stay as they are until this transaction ends.</param>
    public async Task<IReadOnlyList<Product>> FindManyAsync(IReadOnlyList<Guid> productIds, bool hold, CancellationToken ct)
    {
        if (productIds.Count == 0)
            return [];
        var args = new { ProductIds = productIds };
        if (hold)
            db.Lock(LockManySql, args);
        return await WholeAsync(
            db.Defer<Row>(FindManySql, args),
            db.Defer<ComponentRow>(ComponentsOfManySql, args),
            db.Defer<VariantRow>(VariantsOfManySql, args),
            db.Defer<CodeRow>(CodesOfManySql, args),
            ct
        );
    }

    private async Task<IReadOnlyList<Product>> WholeAsync(
        Deferred<Row> products,
        Deferred<ComponentRow> components,
        Deferred<VariantRow> variants,
        Deferred<CodeRow> codes,
        CancellationToken ct
    )
    {
        var rows = await products.ToListAsync(ct);
        if (rows.Count == 0)
            return [];
        var byVariant = (await codes.ToListAsync(ct)).ToLookup(c => c.VariantId, c => c.Barcode);
        var found = await variants.ToListAsync(ct);
        var priced = (await prices.Find([.. found.Select(v => v.VariantId)]).ToListAsync(ct)).ToLookup(p => p.VariantId);
        var made = (await components.ToListAsync(ct)).ToLookup(c => c.ProductId, c => new BundleComponent(c.VariantId, c.Quantity));
        var parts = found.ToLookup(v => v.ProductId, v => v.With([.. byVariant[v.VariantId]], [.. priced[v.VariantId]]));
        return [.. rows.Select(row => row.With([.. made[row.ProductId]], [.. parts[row.ProductId]]))];
    }

    /// <summary>One product, held still until this transaction ends; null when there is none.</summary>
    public Task<Product?> LockAsync(Guid productId, CancellationToken ct)
    {
        db.Lock(LockSql, new { ProductId = productId });
        return FindAsync(productId, ct);
    }

    /// <summary>The product of a variant, held still until this transaction ends, and the variant in it.</summary>
    /// <exception cref="Refused">There is no such variant.</exception>
    public async Task<(Product Product, ProductVariant Variant)> LockOfAsync(Guid variantId, CancellationToken ct)
    {
        var productId =
            await db.QuerySingleOrDefaultAsync<Guid?>(ProductOfSql, new { VariantId = variantId }, ct)
            ?? throw new Refused(CatalogErrors.VariantNotFound);
        var product = (await LockAsync(productId, ct))!; // Variants stay with their product, and neither is ever deleted.
        return (product, product.Variants.Single(v => v.VariantId == variantId));
    }

    private sealed record Row(
        Guid ProductId,
        string Name,
        ProductKind Kind,
        bool IsDraft,
        bool IsArchived,
        string? Brand,
        string? Description,
        string[] Tags,
        string[] Options,
        string Unit,
        int? MinimumAge,
        bool NoDiscount,
        bool NoReturn,
        string? ExternalId,
        Guid[] CategoryIds,
        DateTimeOffset CreatedAt,
        int Version
    )
    {
        public Product With(IReadOnlyList<BundleComponent> components, IReadOnlyList<ProductVariant> variants) =>
            new(
                ProductId,
                Name,
                Kind,
                IsArchived ? ProductStatus.Archived
                    : IsDraft ? ProductStatus.Draft
                    : ProductStatus.Active,
                Brand,
                Description,
                // By code units, which is not how the database orders the rarest signs.
                [.. Tags.OrderBy(HumanText.Fold, StringComparer.Ordinal)],
                Options,
                Unit,
                MinimumAge,
                NoDiscount,
                NoReturn,
                ExternalId,
                components,
                CategoryIds,
                variants,
                CreatedAt,
                Version
            );
    }

    private sealed record ComponentRow(Guid ProductId, Guid VariantId, decimal Quantity);

    private sealed record VariantRow(
        Guid ProductId,
        Guid VariantId,
        string Sku,
        string Name,
        string? Option1,
        string? Option2,
        string? Option3,
        string? ExternalId,
        bool IsArchived,
        int Version
    )
    {
        public ProductVariant With(IReadOnlyList<Barcode> barcodes, IReadOnlyList<ListPrice> prices) =>
            new(
                VariantId,
                ProductId,
                Sku,
                Name,
                [.. new[] { Option1, Option2, Option3 }.OfType<string>()],
                barcodes,
                VariantPrice.Of(prices),
                prices[0].TaxClassId, // Every variant is taxed somehow.
                ExternalId,
                IsArchived,
                Version
            );
    }

    private sealed record CodeRow(Guid VariantId, string Code, BarcodeKind Kind, decimal PackQuantity, string CodeKey)
    {
        public Barcode Barcode => new(Code, Kind, PackQuantity, Codes.GtinOf(Kind, CodeKey), CodeKey);
    }
}
