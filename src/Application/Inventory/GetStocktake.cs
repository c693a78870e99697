using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Shows one stocktake and how far it is.</summary>
public sealed record GetStocktake(Guid StocktakeId) : IQuery<Stocktake>;

internal sealed class GetStocktakeHandler(Stocktakes stocktakes, IRights rights) : IQueryHandler<GetStocktake, Stocktake>
{
    public async Task<Stocktake> Handle(GetStocktake query, CancellationToken ct)
    {
        var reviewed = rights.StoresWith(Permissions.Inventory.Stocktake);
        var found = await stocktakes.FindAsync(query.StocktakeId, ct) ?? throw new Refused(InventoryErrors.StocktakeNotFound);
        return found.IsBlind && !(await reviewed.ToListAsync(ct)).Contains(found.StoreId)
            ? found with
            {
                Progress = found.Progress.Blind(),
            }
            : found;
    }
}
