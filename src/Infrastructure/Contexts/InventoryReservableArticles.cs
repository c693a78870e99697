using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Inventory.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Reservations know from the Catalogue of which goods an article is.</summary>
internal sealed class InventoryReservableArticles(GoodsOfArticles goods) : IReservableArticles
{
    public Deferred<ReservableArticle> Find(IReadOnlyList<Guid> variantIds) =>
        goods
            .Find(variantIds)
            .Select(a => new ReservableArticle(
                a.VariantId,
                a.IsForSale,
                [.. a.Goods.Select(part => new StockLine(part.VariantId, part.Quantity))]
            ));
}
