using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>
/// How a store's rule for cash is kept: whole, and beside it the smallest coin alone, which is all that the release before knows.
/// Where the two differ it was that release that changed the coin last, and its word holds.
/// </summary>
/// <param name="Step">The smallest coin that was written beside it.</param>
/// <param name="Own">The store's own rule; null where it does as its country.</param>
internal sealed record KeptCashRounding(long Step, CashRounding? Own)
{
    public string ToText() => JsonSerializer.Serialize(this, Json.Options);

    public static KeptCashRounding Of(Store store, TimeProvider clock)
    {
        var today = StoreTerms.Of(store).DayAt(clock.GetUtcNow());
        return new((store.CashRounding ?? CashRoundings.Default(store.Address.Country, store.Currency, today)).Step, store.CashRounding);
    }

    /// <summary>The store's own rule; null where it does as its country.</summary>
    public static CashRounding? Read(string? kept, long step) =>
        kept is not null && JsonSerializer.Deserialize<KeptCashRounding>(kept, Json.KeptOptions) is { } whole && whole.Step == step
            ? whole.Own
            : new CashRounding(step);
}
