using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Takes in the next part of a file, with what became of its rows; of one that is taken as a whole or not at all, every part at once.
/// </summary>
public sealed record ImportProducts(Guid ImportId, int Part = 0) : IJob
{
    public static string Kind => "catalog.import_products";
}

/// <summary>Told when a part of a file was taken in: of which products there is news.</summary>
public sealed record ProductsImported(Guid ImportId, IReadOnlyList<Guid> Created, IReadOnlyList<Guid> Changed) : IBusinessEvent
{
    string IBusinessEvent.Type => "catalog.products_imported";
}

internal sealed class ImportProductsHandler(Imports imports, ImportedArticles articles, ArticleWriting writing, IDb db)
    : ICommandHandler<ImportProducts, JobDone>
{
    public async Task<JobDone> Handle(ImportProducts command, CancellationToken ct)
    {
        if (await imports.HoldAsync(command.ImportId, ct) is not { IsOver: false } import)
            return JobDone.Whole;
        if (import.OnError is ImportOnError.Skip)
        {
            var step = await TakeAsync(import, command.Part, ct);
            return Saved(step, command.Part + 1);
        }

        // Its rows were judged before, and are counted anew.
        var whole = import with
        {
            RowsDone = 0,
            RowsCreated = 0,
            RowsChanged = 0,
            RowsUnchanged = 0,
            RowsRefused = 0,
        };
        for (var part = 0; part < import.Parts; part++)
        {
            whole = await TakeAsync(whole, part, ct);
            // Somebody has changed an article in between: undone, and tried again.
            if (whole.RowsRefused > 0)
                throw new Refused(CatalogErrors.ImportOvertaken);
        }

        return Saved(whole, import.Parts);
    }

    private async Task<ImportRecord> TakeAsync(ImportRecord import, int part, CancellationToken ct)
    {
        var judged = await articles.JudgeAsync(import, await imports.PartAsync(import.ImportId, part, ct), hold: true, ct);
        await writing.WriteAsync(import.ImportId, judged, ct);
        var (created, changed) = (ArticleWriting.Created(judged), ArticleWriting.Changed(judged));
        if (created.Count + changed.Count > 0)
            db.Publish(
                new ProductsImported(import.ImportId, [.. created.Select(p => p.ProductId)], [.. changed.Select(p => p.After.ProductId)])
            );
        return imports.Keep(import, [.. judged.SelectMany(product => product.Rows)]);
    }

    private JobDone Saved(ImportRecord import, int next)
    {
        var isOver = next == import.Parts;
        imports.Save(isOver ? import with { Status = ImportStatus.Done } : import);
        var progress = new JobProgress(import.RowsDone, import.RowsTotal);
        return isOver ? new JobDone(Progress: progress) : new JobDone(new ImportProducts(import.ImportId, next), progress);
    }
}

/// <summary>Writes what rows have made of products, each kind of change in one statement for all of them.</summary>
internal sealed class ArticleWriting(IDb db, IPrices prices, VariantChanges variants, TillNotes notes, TimeProvider clock)
{
    private const string AddProductsSql = """
        insert into catalog.product (tenant_id, product_id, name, kind, is_draft, brand, description, options, unit, minimum_age, no_discount,
               no_return, external_id, created_at)
        select i.tenant_id, t.product_id, t.name, t.kind, t.is_draft, t.brand, t.description,
               array_remove(array[t.option_1, t.option_2, t.option_3], null), t.unit, t.minimum_age, t.no_discount, t.no_return,
               t.external_id, @Now
          from catalog.import as i
         cross join unnest(@ProductIds, @Names, @Kinds, @AreDrafts, @Brands, @Descriptions, @Options1, @Options2, @Options3, @Units,
               @MinimumAges, @NoDiscounts, @NoReturns, @ExternalIds)
               as t (product_id, name, kind, is_draft, brand, description, option_1, option_2, option_3, unit, minimum_age, no_discount,
                     no_return, external_id)
         where i.tenant_id = @tenant
           and i.import_id = @ImportId
        """;

    private const string SaveProductsSql = """
        update catalog.product as p
           set name = t.name,
               is_draft = t.is_draft,
               brand = t.brand,
               description = t.description,
               options = array_remove(array[t.option_1, t.option_2, t.option_3], null),
               unit = t.unit,
               minimum_age = t.minimum_age,
               no_discount = t.no_discount,
               no_return = t.no_return,
               external_id = t.external_id,
               version = p.version + 1
          from unnest(@ProductIds, @Names, @AreDrafts, @Brands, @Descriptions, @Options1, @Options2, @Options3, @Units, @MinimumAges,
               @NoDiscounts, @NoReturns, @ExternalIds)
               as t (product_id, name, is_draft, brand, description, option_1, option_2, option_3, unit, minimum_age, no_discount,
                     no_return, external_id)
         where p.tenant_id = @tenant
           and p.product_id = t.product_id
        """;

    private const string TakeTagsSql = """
        update catalog.product_tag as g
           set removed_at = @Now
         where g.tenant_id = @tenant
           and g.product_id = any (@ProductIds)
           and g.removed_at is null
           and not exists (
               select
                 from unnest(@TaggedIds, @TagKeys) as t (product_id, tag_key)
                where t.product_id = g.product_id
                  and t.tag_key = g.tag_key
               )
        """;

    private const string TagSql = """
        insert into catalog.product_tag (product_id, tag)
        select t.product_id, t.tag
          from unnest(@TaggedIds, @Tags) as t (product_id, tag)
         order by t.product_id, t.tag
            on conflict (tenant_id, product_id, tag_key) do update
           set tag = excluded.tag,
               removed_at = null
        """;

    private const string TakeOutSql = """
        update catalog.product_category as c
           set removed_at = @Now
         where c.tenant_id = @tenant
           and c.product_id = any (@ProductIds)
           and c.removed_at is null
           and not exists (
               select
                 from unnest(@PutIds, @CategoryIds) as t (product_id, category_id)
                where t.product_id = c.product_id
                  and t.category_id = c.category_id
               )
        """;

    private const string PutSql = """
        insert into catalog.product_category (product_id, category_id)
        select t.product_id, t.category_id
          from unnest(@PutIds, @CategoryIds) as t (product_id, category_id)
         order by t.product_id, t.category_id
            on conflict (tenant_id, product_id, category_id) do update
           set removed_at = null
        """;

    private const string AddVariantsSql = """
        insert into catalog.variant (tenant_id, variant_id, product_id, position, sku, name, option_1, option_2, option_3, external_id,
               product_is_active, brand, created_at)
        select p.tenant_id, t.variant_id, p.product_id, t.position, t.sku, t.name, t.option_1, t.option_2, t.option_3, t.external_id,
               t.is_active, t.brand, @Now
          from unnest(@VariantIds, @ProductIds, @Positions, @Skus, @Names, @Options1, @Options2, @Options3, @ExternalIds, @AreActive, @Brands)
               as t (variant_id, product_id, position, sku, name, option_1, option_2, option_3, external_id, is_active, brand)
          join catalog.product as p on p.product_id = t.product_id
         where p.tenant_id = @tenant
        """;

    private const string SaveVariantsSql = """
        update catalog.variant as v
           set sku = t.sku,
               name = t.name,
               option_1 = t.option_1,
               option_2 = t.option_2,
               option_3 = t.option_3,
               product_is_active = t.is_active,
               brand = t.brand,
               version = v.version + case when t.is_another then 1 else 0 end
          from unnest(@VariantIds, @Skus, @Names, @Options1, @Options2, @Options3, @AreActive, @Brands, @AreOthers)
               as t (variant_id, sku, name, option_1, option_2, option_3, is_active, brand, is_another)
         where v.tenant_id = @tenant
           and v.variant_id = t.variant_id
        """;

    public static IReadOnlyList<Product> Created(IReadOnlyList<JudgedProduct> judged) =>
        [.. Changes(judged).Where(c => c.Before is null).Select(c => c.After)];

    /// <summary>Those that are another now, or one of their variants is.</summary>
    public static IReadOnlyList<(Product Before, Product After)> Changed(IReadOnlyList<JudgedProduct> judged) =>
        [
            // Those that were there.
            .. Changes(judged).Where(c => c.Before is not null && IsAnother(c.Before, c.After)).Select(c => (c.Before!, c.After)),
        ];

    /// <param name="importId">For which it is done.</param>
    public async Task WriteAsync(Guid importId, IReadOnlyList<JudgedProduct> judged, CancellationToken ct)
    {
        var (created, changed) = (Created(judged), Changed(judged));
        var all = Changes(judged);
        var added = all.SelectMany(c =>
                c.After.Variants.Index()
                    .Where(v => StandingOf(c.Before, v.Item) is null)
                    .Select(v => new Placed(c.After, v.Item, v.Index + 1))
            )
            .ToList();
        var kept = changed
            .SelectMany(c => c.After.Variants.Select(v => (c.Before, c.After, Standing: StandingOf(c.Before, v), Now: v)))
            .Where(v => v.Standing is not null && (IsAnother(v.Standing, v.Now) || HasAnotherProduct(v.Before, v.After)))
            .Select(v => (v.Before, v.After, Standing: v.Standing!, v.Now)) // Filtered.
            .ToList();
        AddProducts(importId, created);
        SaveProducts([.. changed.Select(c => c.After)]);
        AddVariants(added);
        SaveVariants(kept);
        if (added.Count > 0)
            prices.Add([
                .. added.SelectMany(a =>
                    a.Variant.Prices.Select(p => new PricedArticle(a.Variant.VariantId, a.Variant.TaxClassId, p.Currency, p.Price))
                ),
            ]);
        foreach (var (_, _, standing, now) in kept.Where(k => k.Standing.TaxClassId != k.Now.TaxClassId))
            prices.ChangeTax(standing.VariantId, now.TaxClassId);
        notes.Products([.. created.Concat(changed.Select(c => c.After)).Select(p => p.ProductId)]);
        variants.Learn([
            .. created
                .Concat(changed.Select(c => c.After))
                .SelectMany(p => p.Variants.Select(v => (string?)v.Name).Append(p.Brand))
                .Distinct(),
        ]);
        await variants.GiveCodesAsync(
            [
                .. added.Select(a => a.Variant),
                .. kept.Select(k => k.Now with { Barcodes = [.. k.Now.Barcodes.Except(k.Standing.Barcodes)] }),
            ],
            VariantChanges.PathOfOne,
            ct
        );
        await prices.ChangeAsync(
            [
                .. all.SelectMany(c =>
                    c.After.Variants.SelectMany(v =>
                        StandingOf(c.Before, v) is { } standing
                            ? v.Prices.Except(standing.Prices).Select(p => new NewPrice(v.VariantId, p.Currency, p.Price))
                            : []
                    )
                ),
            ],
            ct
        );
    }

    // Rows that do not name their product may mean the same one: what counts is what all of them have made of it.
    private static List<(Product? Before, Product After)> Changes(IReadOnlyList<JudgedProduct> judged) =>
        [
            .. judged
                .Where(j => j.After is not null)
                .GroupBy(j => j.After!.ProductId, (_, same) => same.ToList()) // Filtered.
                .Select(same => (same[0].Before, same[^1].After!)), // As above.
        ];

    private static ProductVariant? StandingOf(Product? before, ProductVariant variant) =>
        before?.Variants.FirstOrDefault(v => v.VariantId == variant.VariantId);

    private static bool IsAnother(Product before, Product after) =>
        Common.Changes.Between(before, after) is not null
        || after.Variants.Any(v => StandingOf(before, v) is not { } standing || IsAnother(standing, v));

    private static bool IsAnother(ProductVariant before, ProductVariant after) =>
        before.Name != after.Name || Common.Changes.Between(before, after) is not null;

    private static bool HasAnotherProduct(Product before, Product after) => (before.Status, before.Brand) != (after.Status, after.Brand);

    private void AddProducts(Guid importId, IReadOnlyList<Product> created)
    {
        if (created.Count == 0)
            return;
        db.Enqueue(
            AddProductsSql,
            new
            {
                ImportId = importId,
                Now = clock.GetUtcNow(),
                ProductIds = created.Select(p => p.ProductId).ToArray(),
                Names = created.Select(p => p.Name).ToArray(),
                Kinds = created.Select(p => p.Kind).ToArray(),
                AreDrafts = created.Select(p => p.Status is ProductStatus.Draft).ToArray(),
                Brands = created.Select(p => p.Brand).ToArray(),
                Descriptions = created.Select(p => p.Description).ToArray(),
                Options1 = created.Select(p => p.Options.ElementAtOrDefault(0)).ToArray(),
                Options2 = created.Select(p => p.Options.ElementAtOrDefault(1)).ToArray(),
                Options3 = created.Select(p => p.Options.ElementAtOrDefault(2)).ToArray(),
                Units = created.Select(p => p.Unit).ToArray(),
                MinimumAges = created.Select(p => p.MinimumAge).ToArray(),
                NoDiscounts = created.Select(p => p.NoDiscount).ToArray(),
                NoReturns = created.Select(p => p.NoReturn).ToArray(),
                ExternalIds = created.Select(p => p.ExternalId).ToArray(),
            }
        );
        Put(created);
    }

    private void SaveProducts(IReadOnlyList<Product> changed)
    {
        if (changed.Count == 0)
            return;
        var (ids, now) = (changed.Select(p => p.ProductId).ToArray(), clock.GetUtcNow());
        db.Enqueue(
            SaveProductsSql,
            new
            {
                ProductIds = ids,
                Names = changed.Select(p => p.Name).ToArray(),
                AreDrafts = changed.Select(p => p.Status is ProductStatus.Draft).ToArray(),
                Brands = changed.Select(p => p.Brand).ToArray(),
                Descriptions = changed.Select(p => p.Description).ToArray(),
                Options1 = changed.Select(p => p.Options.ElementAtOrDefault(0)).ToArray(),
                Options2 = changed.Select(p => p.Options.ElementAtOrDefault(1)).ToArray(),
                Options3 = changed.Select(p => p.Options.ElementAtOrDefault(2)).ToArray(),
                Units = changed.Select(p => p.Unit).ToArray(),
                MinimumAges = changed.Select(p => p.MinimumAge).ToArray(),
                NoDiscounts = changed.Select(p => p.NoDiscount).ToArray(),
                NoReturns = changed.Select(p => p.NoReturn).ToArray(),
                ExternalIds = changed.Select(p => p.ExternalId).ToArray(),
            }
        );
        var (tags, categories) = (TagsOf(changed), CategoriesOf(changed));
        db.Enqueue(
            TakeTagsSql,
            new
            {
                ProductIds = ids,
                Now = now,
                TaggedIds = tags.Select(t => t.ProductId).ToArray(),
                TagKeys = tags.Select(t => HumanText.Fold(t.Tag)).ToArray(),
            }
        );
        db.Enqueue(
            TakeOutSql,
            new
            {
                ProductIds = ids,
                Now = now,
                PutIds = categories.Select(c => c.ProductId).ToArray(),
                CategoryIds = categories.Select(c => c.CategoryId).ToArray(),
            }
        );
        Put(changed);
    }

    private static List<(Guid ProductId, string Tag)> TagsOf(IReadOnlyList<Product> products) =>
        [.. products.SelectMany(p => p.Tags.Select(tag => (p.ProductId, tag)))];

    private static List<(Guid ProductId, Guid CategoryId)> CategoriesOf(IReadOnlyList<Product> products) =>
        [.. products.SelectMany(p => p.CategoryIds.Select(category => (p.ProductId, category)))];

    private void Put(IReadOnlyList<Product> products)
    {
        if (TagsOf(products) is { Count: > 0 } tags)
            db.Enqueue(TagSql, new { TaggedIds = tags.Select(t => t.ProductId).ToArray(), Tags = tags.Select(t => t.Tag).ToArray() });
        if (CategoriesOf(products) is { Count: > 0 } categories)
            db.Enqueue(
                PutSql,
                new { PutIds = categories.Select(c => c.ProductId).ToArray(), CategoryIds = categories.Select(c => c.CategoryId).ToArray() }
            );
    }

    private void AddVariants(IReadOnlyList<Placed> added)
    {
        if (added.Count == 0)
            return;
        db.Enqueue(
            AddVariantsSql,
            new
            {
                Now = clock.GetUtcNow(),
                VariantIds = added.Select(a => a.Variant.VariantId).ToArray(),
                ProductIds = added.Select(a => a.Product.ProductId).ToArray(),
                Positions = added.Select(a => a.Position).ToArray(),
                Skus = added.Select(a => a.Variant.Sku).ToArray(),
                Names = added.Select(a => a.Variant.Name).ToArray(),
                Options1 = added.Select(a => a.Variant.OptionValues.ElementAtOrDefault(0)).ToArray(),
                Options2 = added.Select(a => a.Variant.OptionValues.ElementAtOrDefault(1)).ToArray(),
                Options3 = added.Select(a => a.Variant.OptionValues.ElementAtOrDefault(2)).ToArray(),
                ExternalIds = added.Select(a => a.Variant.ExternalId).ToArray(),
                AreActive = added.Select(a => a.Product.Status is ProductStatus.Active).ToArray(),
                Brands = added.Select(a => a.Product.Brand).ToArray(),
            }
        );
    }

    private void SaveVariants(List<(Product Before, Product After, ProductVariant Standing, ProductVariant Now)> kept)
    {
        if (kept.Count == 0)
            return;
        db.Enqueue(
            SaveVariantsSql,
            new
            {
                VariantIds = kept.Select(k => k.Now.VariantId).ToArray(),
                Skus = kept.Select(k => k.Now.Sku).ToArray(),
                Names = kept.Select(k => k.Now.Name).ToArray(),
                Options1 = kept.Select(k => k.Now.OptionValues.ElementAtOrDefault(0)).ToArray(),
                Options2 = kept.Select(k => k.Now.OptionValues.ElementAtOrDefault(1)).ToArray(),
                Options3 = kept.Select(k => k.Now.OptionValues.ElementAtOrDefault(2)).ToArray(),
                AreActive = kept.Select(k => k.After.Status is ProductStatus.Active).ToArray(),
                Brands = kept.Select(k => k.After.Brand).ToArray(),
                AreOthers = kept.Select(k => k.Before.Status != k.After.Status || IsAnother(k.Standing, k.Now)).ToArray(),
            }
        );
    }

    private sealed record Placed(Product Product, ProductVariant Variant, int Position);
}
