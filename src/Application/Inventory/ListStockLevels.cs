using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists how much of what is where, over all stores of the merchant or in one.</summary>
public sealed record ListStockLevels(Guid? StoreId = null, Guid? VariantId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<StockLevel>>, IPaged, IStoreRequest;

/// <param name="OnHand">What lies in the store.</param>
/// <param name="Reserved">What of it is promised to someone.</param>
/// <param name="Available">What can still be sold.</param>
public sealed record StockLevel(Guid StoreId, Guid VariantId, decimal OnHand, decimal Reserved, decimal Available);

internal sealed record StockLevelKey(Guid StoreId, Guid VariantId);

internal sealed class ListStockLevelsValidator : AbstractValidator<ListStockLevels>
{
    public ListStockLevelsValidator() => this.PageOf<ListStockLevels, StockLevelKey>();
}

internal sealed class ListStockLevelsHandler(IDb db) : IQueryHandler<ListStockLevels, Page<StockLevel>>
{
    private const string ListSql =
        """
        select store_id, variant_id, on_hand, reserved, on_hand - reserved as available
          from inventory.stock_level
         where tenant_id = @tenant
           and (@StoreId::uuid is null or store_id = @StoreId)
           and (@VariantId::uuid is null or variant_id = @VariantId)
           and (@AfterStore::uuid is null or (store_id, variant_id) > (@AfterStore, @AfterVariant))
         order by store_id, variant_id
         limit @Limit
        """;

    public async Task<Page<StockLevel>> Handle(ListStockLevels query, CancellationToken ct)
    {
        var after = Cursor.Read<StockLevelKey>(query.Cursor);
        var rows = await db.QueryAsync<StockLevel>(
            ListSql,
            new { query.StoreId, query.VariantId, AfterStore = after?.StoreId, AfterVariant = after?.VariantId, Limit = query.Limit + 1 },
            ct);
        return Page<StockLevel>.Of(rows, query.Limit, l => new StockLevelKey(l.StoreId, l.VariantId));
    }
}
