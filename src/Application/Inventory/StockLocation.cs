using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>A place in a store where goods lie.</summary>
/// <param name="StockLocationId">The store's own id where it is the one that sells.</param>
/// <param name="Code">Short name, by which imports find it in its store.</param>
[Audited(nameof(Code), nameof(Name), nameof(Kind), nameof(IsArchived))]
public sealed record StockLocation(
    Guid StockLocationId,
    Guid StoreId,
    string Code,
    string Name,
    StockLocationKind Kind,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/stock-locations/{StockLocationId}";

    /// <summary>The location that a store sells from, as it is before anybody changes it.</summary>
    internal static StockLocation Selling(Guid storeId) =>
        new(storeId, storeId, StockLocations.SellingCode, "Shop floor", StockLocationKind.ShopFloor, IsArchived: false, Version: 1);

    /// <summary>The key of its row in documents: none for the one that sells, which may have no row.</summary>
    internal Guid? RowId => Kind is StockLocationKind.ShopFloor ? null : StockLocationId;
}

public enum StockLocationKind
{
    /// <summary>What a store sells from: each has one, and it is this one.</summary>
    ShopFloor,
    BackRoom,
    Quarantine,
}
