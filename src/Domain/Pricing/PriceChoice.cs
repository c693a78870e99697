namespace PosCommerce.Domain.Pricing;

/// <summary>
/// Chooses among the prices of one article: the list with the greatest priority wins; of equal ones that which is aimed most
/// closely (customers before store before channel), then the first by code. Within a list the greatest quantity that is reached wins.
/// </summary>
public static class PriceChoice
{
    /// <summary>The price that holds; null when none does.</summary>
    public static ListedPrice? Winner(IEnumerable<ListedPrice> prices, PriceSituation situation)
    {
        ListedPrice? best = null;
        foreach (var price in prices)
        {
            if (Exclusion(price, situation) is null && (best is null || Order.Compare(price, best) < 0))
                best = price;
        }

        return best;
    }

    /// <summary>Every price with what became of it, the winner first, then those that would follow, then those that do not hold.</summary>
    public static IReadOnlyList<JudgedPrice> Judge(IEnumerable<ListedPrice> prices, PriceSituation situation)
    {
        var judged = prices.Select(price => (Price: price, Exclusion: Exclusion(price, situation))).ToList();
        var winner = judged.Where(j => j.Exclusion is null).Select(j => j.Price).Order(Order).FirstOrDefault();
        return
        [
            .. judged
                .Select(j => new JudgedPrice(j.Price, j.Exclusion ?? Standing(j.Price, winner!))) // What is not excluded has a winner.
                .OrderBy(j =>
                    j.Verdict is PriceVerdict.Wins ? 0
                    : IsExclusion(j.Verdict) ? 2
                    : 1
                )
                .ThenBy(j => j.Price, Order),
        ];
    }

    private static readonly Comparer<ListedPrice> Order = Comparer<ListedPrice>.Create(
        (one, other) =>
            First(
                other.List.Priority.CompareTo(one.List.Priority),
                other.List.Closeness.CompareTo(one.List.Closeness),
                string.CompareOrdinal(one.List.Code, other.List.Code),
                one.List.PriceListId.CompareTo(other.List.PriceListId),
                other.MinimumQuantity.CompareTo(one.MinimumQuantity),
                other.ValidFrom.CompareTo(one.ValidFrom),
                one.PriceId.CompareTo(other.PriceId)
            )
    );

    private static int First(params ReadOnlySpan<int> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
                return comparison;
        }

        return 0;
    }

    private static PriceVerdict? Exclusion(ListedPrice price, PriceSituation situation)
    {
        var list = price.List;
        return list.Currency != situation.Currency ? PriceVerdict.OtherCurrency
            : list.StoreId is { } store && store != situation.StoreId ? PriceVerdict.OtherStore
            : list.Channel is { } channel && channel != situation.Channel ? PriceVerdict.OtherChannel
            : list.CustomerGroupId is { } group && group != situation.CustomerGroupId ? PriceVerdict.OtherCustomers
            : price.ValidFrom > situation.At ? PriceVerdict.NotYet
            : price.ValidUntil <= situation.At ? PriceVerdict.NoLonger
            : price.MinimumQuantity > situation.Quantity ? PriceVerdict.QuantityTooSmall
            : null;
    }

    private static PriceVerdict Standing(ListedPrice price, ListedPrice winner) =>
        price == winner ? PriceVerdict.Wins
        : price.List.PriceListId == winner.List.PriceListId ? PriceVerdict.LargerQuantityHolds
        : price.List.Priority < winner.List.Priority ? PriceVerdict.LowerPriority
        : price.List.Closeness < winner.List.Closeness ? PriceVerdict.LessClose
        : PriceVerdict.LaterCode;

    private static bool IsExclusion(PriceVerdict verdict) => verdict < PriceVerdict.LargerQuantityHolds && verdict != PriceVerdict.Wins;
}

/// <summary>A price and what became of it.</summary>
public sealed record JudgedPrice(ListedPrice Price, PriceVerdict Verdict);

/// <summary>Why a price holds, or does not.</summary>
public enum PriceVerdict
{
    /// <summary>It is the price.</summary>
    Wins,

    /// <summary>Its list is in another currency than the store sells in.</summary>
    OtherCurrency,

    /// <summary>Its list is for another store.</summary>
    OtherStore,

    /// <summary>Its list is for another way of selling.</summary>
    OtherChannel,

    /// <summary>Its list is for other customers.</summary>
    OtherCustomers,

    /// <summary>It begins later.</summary>
    NotYet,

    /// <summary>It has ended.</summary>
    NoLonger,

    /// <summary>It holds from a greater quantity on.</summary>
    QuantityTooSmall,

    /// <summary>A price of the same list holds from a greater quantity on, which is reached.</summary>
    LargerQuantityHolds,

    /// <summary>A list with a greater priority has a price.</summary>
    LowerPriority,

    /// <summary>A list of the same priority that is aimed more closely has a price.</summary>
    LessClose,

    /// <summary>A list with an earlier code has a price, and all else is equal.</summary>
    LaterCode,
}
