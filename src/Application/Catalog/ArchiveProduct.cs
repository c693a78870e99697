using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Takes a product with all of its variants out of what is sold, until it is restored; its history stays.</summary>
public sealed record ArchiveProduct(Guid ProductId) : ICommand<Product>;

internal sealed class ArchiveProductHandler(Products products, ProductChanges changes, IActor actor)
    : ICommandHandler<ArchiveProduct, Product>
{
    public async Task<Product> Handle(ArchiveProduct command, CancellationToken ct)
    {
        var before = await products.LockAsync(command.ProductId, ct) ?? throw new Refused(CatalogErrors.ProductNotFound);
        actor.RequireVersion(before.Version);
        before.RequireInUse();
        return changes.Save(before, before with { Status = ProductStatus.Archived });
    }
}
