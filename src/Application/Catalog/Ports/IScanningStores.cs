using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog.Ports;

/// <summary>The stores in which something is scanned.</summary>
public interface IScanningStores
{
    /// <summary>
    /// A store in scope, archived or not, with its business day at an instant; the question travels with the next round trip.
    /// </summary>
    Deferred<ScanningStore> Find(Guid storeId, DateTimeOffset at);
}

/// <param name="BusinessDay">The years of GS1 have two digits, and packs expire.</param>
public sealed record ScanningStore(string Currency, DateOnly BusinessDay);
