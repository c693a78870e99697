using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Catalogue knows the days and currencies of stores from Core.</summary>
internal sealed class CatalogStores(StoreDirectory stores) : IScanningStores
{
    public Deferred<ScanningStore> Find(Guid storeId, DateTimeOffset at) =>
        stores.Find(storeId).Select(store => new ScanningStore(store.Currency, store.DayAt(at)));
}
