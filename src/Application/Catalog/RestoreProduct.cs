using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Makes an archived product what it was before: active, or a draft. Variants that were archived by themselves stay so.</summary>
public sealed record RestoreProduct(Guid ProductId) : ICommand<Product>;

internal sealed class RestoreProductHandler(IDb db, Products products, ProductChanges changes, IActor actor)
    : ICommandHandler<RestoreProduct, Product>
{
    private const string WasDraftSql = """
        select is_draft
          from catalog.product
         where tenant_id = @tenant
           and product_id = @ProductId
        """;

    public async Task<Product> Handle(RestoreProduct command, CancellationToken ct)
    {
        var before = await products.LockAsync(command.ProductId, ct) ?? throw new Refused(CatalogErrors.ProductNotFound);
        actor.RequireVersion(before.Version);
        if (before.Status is not ProductStatus.Archived)
            throw new Refused(CatalogErrors.ProductIsInUse);
        var wasDraft = await db.QuerySingleOrDefaultAsync<bool>(WasDraftSql, new { command.ProductId }, ct);
        return changes.Save(before, before with { Status = wasDraft ? ProductStatus.Draft : ProductStatus.Active });
    }
}
