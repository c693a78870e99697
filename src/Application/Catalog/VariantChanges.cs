using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>How variants and their codes are written.</summary>
internal sealed class VariantChanges(IDb db, IPrices prices, CodePatterns patterns, TillNotes notes, TimeProvider clock)
{
    private const string AddSql = """
        insert into catalog.variant (tenant_id, variant_id, product_id, position, sku, name, option_1, option_2, option_3,
               external_id, product_is_active, brand, created_at)
        select p.tenant_id, v.variant_id, p.product_id, (@Before + v.place)::integer, v.sku, v.name, v.option_1, v.option_2, v.option_3,
               v.external_id, @IsActive, @Brand, @Now
          from catalog.product as p
         cross join unnest(@VariantIds, @Skus, @Names, @Options1, @Options2, @Options3, @ExternalIds)
               with ordinality as v (variant_id, sku, name, option_1, option_2, option_3, external_id, place)
         where p.tenant_id = @tenant
           and p.product_id = @ProductId
        """;

    private const string SaveSql = """
        update catalog.variant
           set sku = @Sku,
               name = @Name,
               option_1 = @Option1,
               option_2 = @Option2,
               option_3 = @Option3,
               external_id = @ExternalId,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and variant_id = @VariantId
        """;

    private const string CountSql = """
        update catalog.product
           set version = version + 1
         where tenant_id = @tenant
           and product_id = @ProductId
        """;

    private const string TakeCodesSql = """
        update catalog.barcode
           set variant_id = null
         where tenant_id = @tenant
           and variant_id = @VariantId
           and code_key <> all (@Keys)
        """;

    // In the order of their keys, so that two who want the same ones queue. A code that another carries is left alone, and is missed.
    private const string GiveCodesSql = """
        insert into catalog.barcode as b (code_key, barcode, kind, pack_quantity, variant_id)
        select c.code_key, c.code, c.kind, c.pack_quantity, c.variant_id
          from unnest(@Keys, @Codes, @Kinds, @PackQuantities, @VariantIds) as c (code_key, code, kind, pack_quantity, variant_id)
         order by c.code_key
            on conflict (tenant_id, code_key) do update
           set barcode = excluded.barcode,
               kind = excluded.kind,
               pack_quantity = excluded.pack_quantity,
               variant_id = excluded.variant_id
         where b.variant_id is null
            or b.variant_id = excluded.variant_id
        returning code_key
        """;

    // In the order of their keys, so that two who learn the same words queue.
    private const string LearnSql = """
        insert into catalog.search_word (near, word)
        select distinct near, word
          from unnest(@Names) as name
         cross join lateral catalog.correctable_words(name) as word
         cross join lateral catalog.near_words(word) as near
         order by near, word
            on conflict (tenant_id, near, word) do nothing
        """;

    // Which of the SKUs asked for somebody else has, or another before it in the same request.
    private const string SkusTakenSql = """
        with asked as (
            select app.small_letters(sku) as sku_key, (place - 1)::integer as place
              from unnest(@Skus) with ordinality as asked (sku, place)
        )
        select a.place
          from asked as a
          join catalog.variant as v using (sku_key)
         where v.tenant_id = @tenant
           and v.variant_id <> all (@VariantIds)
         union
        select b.place
          from asked as a
          join asked as b using (sku_key)
         where a.place < b.place
         order by place
        """;

    /// <summary>Asks how codes are read that are told of a variant; the question travels with the next round trip.</summary>
    public Deferred<IReadOnlyList<CodePattern>> Patterns() => patterns.InForce();

    /// <summary>Writes new variants of a product, behind those that it has.</summary>
    /// <param name="pathOf">Where in the request each is told, by its place among them.</param>
    public async Task AddAsync(Product product, IReadOnlyList<ProductVariant> added, Func<int, string> pathOf, CancellationToken ct)
    {
        await RequireTaxClassesAsync(added, ct);
        db.Enqueue(
                AddSql,
                new
                {
                    product.ProductId,
                    Before = product.Variants.Count - added.Count,
                    IsActive = product.Status is ProductStatus.Active,
                    product.Brand,
                    Now = clock.GetUtcNow(),
                    VariantIds = added.Select(v => v.VariantId).ToArray(),
                    Skus = added.Select(v => v.Sku).ToArray(),
                    Names = added.Select(v => v.Name).ToArray(),
                    Options1 = added.Select(v => v.OptionValues.ElementAtOrDefault(0)).ToArray(),
                    Options2 = added.Select(v => v.OptionValues.ElementAtOrDefault(1)).ToArray(),
                    Options3 = added.Select(v => v.OptionValues.ElementAtOrDefault(2)).ToArray(),
                    ExternalIds = added.Select(v => v.ExternalId).ToArray(),
                }
            )
            .OnConstraint("variant_pkey", CatalogErrors.VariantExists)
            .OnConstraint("variant_external_id_is_taken", CatalogErrors.ExternalIdTaken)
            .OnConstraint("variant_sku_is_taken", token => SkusTakenAsync(added, pathOf, token));
        prices.Add([.. added.SelectMany(v => v.Prices.Select(p => new PricedArticle(v.VariantId, v.TaxClassId, p.Currency, p.Price)))]);
        notes.Articles(added.Select(v => v.VariantId));
        Learn([product.Brand, .. added.Select(v => v.Name)]);
        await GiveCodesAsync(added, pathOf, ct);
    }

    /// <summary>
    /// Writes what a variant of a locked product becomes, keeps the change in the audit entry and answers it as it then stands.
    /// </summary>
    public async Task<ProductVariant> SaveAsync(ProductVariant before, ProductVariant after, CancellationToken ct)
    {
        db.Changes(before, after);
        if (after.TaxClassId != before.TaxClassId)
        {
            await RequireTaxClassesAsync([after], ct);
            prices.ChangeTax(after.VariantId, after.TaxClassId);
        }

        db.Enqueue(
                SaveSql,
                new
                {
                    after.VariantId,
                    after.Sku,
                    after.Name,
                    Option1 = after.OptionValues.ElementAtOrDefault(0),
                    Option2 = after.OptionValues.ElementAtOrDefault(1),
                    Option3 = after.OptionValues.ElementAtOrDefault(2),
                    after.ExternalId,
                    after.IsArchived,
                    Now = clock.GetUtcNow(),
                }
            )
            .OnConstraint("variant_external_id_is_taken", CatalogErrors.ExternalIdTaken)
            .OnConstraint("variant_sku_is_taken", token => SkusTakenAsync([after], PathOfOne, token));
        db.Enqueue(TakeCodesSql, new { after.VariantId, Keys = after.Barcodes.Select(b => b.Key).ToArray() });
        await GiveCodesAsync([after], PathOfOne, ct);
        notes.Articles([after.VariantId]);
        Learn([after.Name]);
        Count(after.ProductId);
        return after with { Version = before.Version + 1 };
    }

    /// <summary>Queues that a locked product has changed with one of its variants.</summary>
    public void Count(Guid productId)
    {
        db.Enqueue(CountSql, new { ProductId = productId });
        db.Publish(new ProductChanged(productId));
    }

    /// <summary>Queues that the words of some names are known, so that a slip in one of them is seen.</summary>
    public void Learn(IReadOnlyList<string?> names) => db.Enqueue(LearnSql, new { Names = names.OfType<string>().ToArray() });

    /// <summary>Where the one variant stands that a request is about.</summary>
    public static string PathOfOne(int variant) => "";

    private async Task RequireTaxClassesAsync(IReadOnlyList<ProductVariant> variants, CancellationToken ct)
    {
        var wanted = variants.Select(v => v.TaxClassId).Distinct().ToList();
        if ((await prices.TaxClasses(wanted).ToListAsync(ct)).Count < wanted.Count)
            throw new Refused(CatalogErrors.TaxClassUnknown);
    }

    /// <summary>Gives variants that are written the codes that they are said to carry.</summary>
    /// <param name="pathOf">Where in the request each is told, by its place among them.</param>
    /// <exception cref="Refused">Another carries one of them.</exception>
    public async Task GiveCodesAsync(IReadOnlyList<ProductVariant> variants, Func<int, string> pathOf, CancellationToken ct)
    {
        var codes = variants
            .SelectMany((v, i) => v.Barcodes.Select((b, n) => (v.VariantId, Code: b, b.Key, Path: Codes.PathOf(pathOf(i), n))))
            .ToList();
        if (codes.Count == 0)
            return;
        var twice = codes.GroupBy(c => c.Key, StringComparer.Ordinal).SelectMany(same => same.Skip(1)).Select(c => c.Path).ToList();
        if (twice.Count > 0)
            throw new Refused(CatalogErrors.BarcodesTaken(twice));
        var given = await db.QueryAsync<string>(
            GiveCodesSql,
            new
            {
                Keys = codes.Select(c => c.Key).ToArray(),
                Codes = codes.Select(c => c.Code.Code).ToArray(),
                Kinds = codes.Select(c => c.Code.Kind).ToArray(),
                PackQuantities = codes.Select(c => c.Code.PackQuantity).ToArray(),
                VariantIds = codes.Select(c => c.VariantId).ToArray(),
            },
            ct
        );
        if (given.Count < codes.Count)
            throw new Refused(CatalogErrors.BarcodesTaken(codes.Where(c => !given.Contains(c.Key)).Select(c => c.Path)));
    }

    private async Task<Error> SkusTakenAsync(IReadOnlyList<ProductVariant> wanted, Func<int, string> pathOf, CancellationToken ct)
    {
        var places = await db.QueryAsync<int>(
            SkusTakenSql,
            new { Skus = wanted.Select(v => v.Sku).ToArray(), VariantIds = wanted.Select(v => v.VariantId).ToArray() },
            ct
        );
        return CatalogErrors.SkusTaken(places.Select(place => $"{pathOf(place)}sku"));
    }
}
