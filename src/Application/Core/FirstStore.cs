using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: opens the store that a new merchant starts with.</summary>
public sealed class FirstStore(IDb db, TimeProvider clock)
{
    private const string OpenSql =
        """
        insert into core.store (store_id, code, name, currency, time_zone, tax_mode, created_at)
        values (@StoreId, @Code, @Name, @Currency, @TimeZone, @TaxMode, @Now)
        """;

    /// <summary>Queues the rows of the store and answers its id.</summary>
    public Guid Open(string code, string name, string currency, string timeZone, bool pricesIncludeTax)
    {
        var now = clock.GetUtcNow();
        var storeId = Guid.CreateVersion7(now);
        db.Enqueue(
            OpenSql,
            new { StoreId = storeId, Code = code, Name = name, Currency = currency, TimeZone = timeZone, TaxMode = pricesIncludeTax ? "inclusive" : "exclusive", Now = now });
        return storeId;
    }
}
