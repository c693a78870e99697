using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Stocktakes know what they count from the Catalogue.</summary>
internal sealed class InventoryArticles(CountedAssortment assortment, IActor actor) : ICountedArticles
{
    public async Task<FoundToCount> FindAsync(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> codes, CancellationToken ct)
    {
        // What day it is matters to the years of dates in a code, which a count has no use for.
        var found = await assortment.Ask(variantIds, codes).FindAsync(DateOnly.FromDateTime(actor.Now.UtcDateTime), ct);
        return new FoundToCount(
            found.ById.Keys.ToHashSet(),
            found
                .ByCode.Select(c => (Code: c.Key, Read: Of(c.Value)))
                .Where(c => c.Read is not null)
                .ToDictionary(c => c.Code, c => c.Read!, StringComparer.Ordinal)
        );
    }

    public Deferred<Guid> NotCounted(IReadOnlyList<Guid> variantIds) => assortment.NotCounted(variantIds);

    public Deferred<Guid> Categories(IReadOnlyList<Guid> categoryIds) => assortment.Categories(categoryIds);

    public Deferred<Guid> OfCategories(IReadOnlyList<Guid> categoryIds) => assortment.OfCategories(categoryIds);

    private static CodeToCount? Of(CodeFound code) =>
        code switch
        {
            // A label tells how much it is; a pack how many are in it; of what is measured, whoever counts says how much.
            CodeNamesArticle named => new CodeToCount(
                named.Article.VariantId,
                named.Quantity ?? (named.IsMeasured ? 1 : named.PackQuantity)
            ),
            CodeIsUnreadable { Problem: var problem } => new CodeToCount(Guid.Empty, 0, problem.Text),
            _ => null,
        };
}
