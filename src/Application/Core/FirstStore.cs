using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: opens the store that a new merchant starts with.</summary>
public sealed class FirstStore(IDb db, TimeProvider clock)
{
    private readonly Stores stores = new(db, clock);

    /// <summary>Queues the rows of the store and answers its id.</summary>
    /// <param name="timeZone">A name that <see cref="TimeZones.Canonical"/> knows.</param>
    /// <exception cref="Refused">The currency is not in force.</exception>
    public Guid Open(string code, string name, string currency, string timeZone, bool pricesIncludeTax)
    {
        NewCurrency.Require(currency, clock.GetUtcNow());
        var store = new Store(
            Ids.New(),
            code,
            name,
            new StoreAddress(),
            currency,
            TimeZones.Canonical(timeZone)!,
            StoreTerms.Midnight, // Known, as the parameter says.
            pricesIncludeTax ? TaxMode.Inclusive : TaxMode.Exclusive,
            Settings.Default.TaxRounding,
            Settings.Default.CashRounding,
            ReceiptHeader: null,
            ReceiptFooter: null,
            TaxId: null,
            ReceiptLanguage: null,
            OpeningHours: [],
            Sells: true,
            Earlier: null,
            IsArchived: false,
            Version: 1
        );
        stores.Add(store);
        return store.StoreId;
    }
}
