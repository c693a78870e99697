using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>How what is said of a product is written.</summary>
internal sealed class ProductChanges(IDb db, VariantChanges variants, ProductCategories categories, TimeProvider clock, TillNotes notes)
{
    // Whether it was a draft is known again when it is restored.
    private const string SaveSql = """
        update catalog.product
           set name = @Name,
               kind = @Kind,
               is_draft = case when @IsArchived then is_draft else @IsDraft end,
               brand = @Brand,
               description = @Description,
               options = @Options,
               unit = @Unit,
               minimum_age = @MinimumAge,
               no_discount = @NoDiscount,
               no_return = @NoReturn,
               external_id = @ExternalId,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and product_id = @ProductId
        """;

    private const string TakeTagsSql = """
        update catalog.product_tag
           set removed_at = @Now
         where tenant_id = @tenant
           and product_id = @ProductId
           and tag_key <> all (@Keys)
           and removed_at is null
        """;

    private const string TagSql = """
        insert into catalog.product_tag (product_id, tag)
        select @ProductId, tag
          from unnest(@Tags) as tag
            on conflict (tenant_id, product_id, tag_key) do update
           set tag = excluded.tag,
               removed_at = null
        """;

    private const string TakeComponentsSql = """
        update catalog.bundle_component
           set removed_at = @Now
         where tenant_id = @tenant
           and product_id = @ProductId
           and variant_id <> all (@VariantIds)
           and removed_at is null
        """;

    private const string ComposeSql = """
        insert into catalog.bundle_component (product_id, variant_id, quantity, position)
        select @ProductId, c.variant_id, c.quantity, c.position
          from unnest(@VariantIds, @Quantities) with ordinality as c (variant_id, quantity, position)
            on conflict (tenant_id, product_id, variant_id) do update
           set quantity = excluded.quantity,
               position = excluded.position,
               removed_at = null
        """;

    private const string PartsSql = """
        select v.variant_id, p.kind, v.archived_at is not null or p.archived_at is not null as is_archived
          from catalog.variant as v
          join catalog.product as p using (tenant_id, product_id)
         where v.tenant_id = @tenant
           and p.tenant_id = @tenant
           and v.variant_id = any (@VariantIds)
        """;

    // Its variants carry the name of a product, and whether it is sold, which they show, and the brand, by which they are found.
    private const string FollowSql = """
        update catalog.variant as v
           set name = n.name,
               product_is_active = @IsActive,
               brand = @Brand,
               version = case when (v.name, v.product_is_active) is distinct from (n.name, @IsActive) then v.version + 1
                              else v.version end
          from unnest(@VariantIds, @Names) as n (variant_id, name)
         where v.tenant_id = @tenant
           and v.product_id = @ProductId
           and v.variant_id = n.variant_id
           and (v.name, v.product_is_active, v.brand) is distinct from (n.name, @IsActive, @Brand)
        """;

    /// <summary>Queues what a locked product becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public Product Save(Product before, Product after)
    {
        db.Changes(before, after);
        var (id, now) = (after.ProductId, clock.GetUtcNow());
        db.Enqueue(SaveSql, Kept.Of(after, now)).OnConstraint("product_external_id_is_taken", CatalogErrors.ExternalIdTaken);
        db.Enqueue(
            TakeTagsSql,
            new
            {
                ProductId = id,
                Now = now,
                Keys = after.Tags.Select(HumanText.Fold).ToArray(),
            }
        );
        db.Enqueue(
            TakeComponentsSql,
            new
            {
                ProductId = id,
                Now = now,
                VariantIds = after.Components.Select(c => c.VariantId).ToArray(),
            }
        );
        categories.TakeOthers(after, now);
        db.Enqueue(
            FollowSql,
            new
            {
                ProductId = id,
                IsActive = after.Status is ProductStatus.Active,
                after.Brand,
                VariantIds = after.Variants.Select(v => v.VariantId).ToArray(),
                Names = after.Variants.Select(v => v.Name).ToArray(),
            }
        );
        AddParts(after);
        notes.Products([id]);
        variants.Learn([after.Brand, .. after.Variants.Select(v => v.Name)]);
        db.Publish(new ProductChanged(id));
        return after with { Version = before.Version + 1, Variants = [.. before.Variants.Zip(after.Variants, Followed)] };

        ProductVariant Followed(ProductVariant old, ProductVariant now) =>
            old.Name == now.Name && before.Status == after.Status ? now : now with { Version = old.Version + 1 };
    }

    /// <summary>Makes sure that a bundle's components are there, in use, and no bundles.</summary>
    public async Task RequireComponentsAsync(Product product, CancellationToken ct)
    {
        if (product.Components.Count == 0)
            return;
        var ids = product.Components.Select(c => c.VariantId).ToArray();
        var parts = (await db.QueryAsync<Part>(PartsSql, new { VariantIds = ids }, ct)).ToDictionary(p => p.VariantId);
        var unknown = Places(ids, id => !parts.ContainsKey(id));
        if (unknown.Length > 0)
            throw new Refused(CatalogErrors.ComponentsUnknown(unknown));
        var unfit = Places(ids, id => parts[id].IsArchived || parts[id].Kind is ProductKind.Bundle);
        if (unfit.Length > 0)
            throw new Refused(CatalogErrors.ComponentsUnfit(unfit));
    }

    /// <summary>Makes sure that a product's categories are there, and that those that it comes into are in use.</summary>
    public Task RequireCategoriesAsync(IProductDetails told, IReadOnlyList<Guid> before, CancellationToken ct) =>
        categories.RequireAsync(told.CategoryIds ?? [], before, ct);

    private static int[] Places(Guid[] ids, Predicate<Guid> isMeant) =>
        [.. ids.Index().Where(id => isMeant(id.Item)).Select(id => id.Index)];

    /// <summary>Queues the tags, components and categories of a product.</summary>
    public void AddParts(Product product)
    {
        categories.Put(product);
        if (product.Tags.Count > 0)
            db.Enqueue(TagSql, new { product.ProductId, Tags = product.Tags.ToArray() });
        if (product.Components.Count > 0)
            db.Enqueue(
                ComposeSql,
                new
                {
                    product.ProductId,
                    VariantIds = product.Components.Select(c => c.VariantId).ToArray(),
                    Quantities = product.Components.Select(c => c.Quantity).ToArray(),
                }
            );
    }

    private sealed record Part(Guid VariantId, ProductKind Kind, bool IsArchived);

    /// <summary>What is written of a product, new or changed.</summary>
    public sealed record Kept(
        Guid ProductId,
        string Name,
        ProductKind Kind,
        bool IsDraft,
        bool IsArchived,
        string? Brand,
        string? Description,
        IReadOnlyList<string> Options,
        string Unit,
        int? MinimumAge,
        bool NoDiscount,
        bool NoReturn,
        string? ExternalId,
        DateTimeOffset Now
    )
    {
        public static Kept Of(Product product, DateTimeOffset now) =>
            new(
                product.ProductId,
                product.Name,
                product.Kind,
                product.Status is ProductStatus.Draft,
                product.Status is ProductStatus.Archived,
                product.Brand,
                product.Description,
                product.Options,
                product.Unit,
                product.MinimumAge,
                product.NoDiscount,
                product.NoReturn,
                product.ExternalId,
                now
            );
    }
}
