using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog.Ports;

/// <summary>The stores whose tills are told what they sell.</summary>
public interface ITillStores
{
    /// <summary>A store in scope, archived or not; the question travels with the next round trip.</summary>
    Deferred<StoreOfTill> Find(Guid storeId);
}

/// <param name="Told">What its tills are told of it.</param>
public sealed record StoreOfTill(TillStore Told, bool IsArchived);
