using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Shows one product with all of its variants and their codes.</summary>
public sealed record GetProduct(Guid ProductId) : IQuery<Product>;

internal sealed class GetProductHandler(Products products) : IQueryHandler<GetProduct, Product>
{
    public async Task<Product> Handle(GetProduct query, CancellationToken ct) =>
        await products.FindAsync(query.ProductId, ct) ?? throw new Refused(CatalogErrors.ProductNotFound);
}
