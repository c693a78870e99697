using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory.Ports;

/// <summary>What the catalogue knows of what is reserved.</summary>
public interface IReservableArticles
{
    /// <summary>Those of some variants that there are.</summary>
    Deferred<ReservableArticle> Find(IReadOnlyList<Guid> variantIds);
}

/// <param name="Goods">What a quantity of one takes off the shelf: itself, what a bundle is made of, nothing of a service.</param>
public sealed record ReservableArticle(Guid VariantId, bool IsForSale, IReadOnlyList<StockLine> Goods);
