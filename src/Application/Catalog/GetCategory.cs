using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Shows one category and the way to it.</summary>
public sealed record GetCategory(Guid CategoryId) : IQuery<Category>;

internal sealed class GetCategoryHandler(Categories categories) : IQueryHandler<GetCategory, Category>
{
    public async Task<Category> Handle(GetCategory query, CancellationToken ct) =>
        (await categories.FindAsync(query.CategoryId, ct) ?? throw new Refused(CatalogErrors.CategoryNotFound)).Category;
}
