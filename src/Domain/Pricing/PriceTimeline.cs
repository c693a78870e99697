namespace PosCommerce.Domain.Pricing;

/// <summary>What one article cost over time, all lists taken together.</summary>
public static class PriceTimeline
{
    /// <summary>
    /// How far back the law looks for the lowest price before a reduction: 30 days (Directive 98/6/EC, article 6a, as Directive
    /// (EU) 2019/2161 put it in).
    /// </summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    /// <summary>The stretches of one price between two instants, the earliest first; a stretch without a price is left out.</summary>
    public static IReadOnlyList<PricedStretch> Between(
        IReadOnlyList<ListedPrice> prices,
        PriceSituation situation,
        DateTimeOffset from,
        DateTimeOffset until
    )
    {
        ArgumentNullException.ThrowIfNull(prices);
        var stretches = new List<PricedStretch>();
        // A price can change only where one begins or ends.
        var turns = prices
            .SelectMany(p => p.ValidUntil is { } end ? [p.ValidFrom, end] : new[] { p.ValidFrom })
            .Where(turn => turn > from && turn < until)
            .Append(from)
            .Distinct()
            .Order()
            .ToList();
        for (var i = 0; i < turns.Count; i++)
        {
            if (PriceChoice.Winner(prices, situation with { At = turns[i] }) is not { } price)
                continue;
            var end = i + 1 < turns.Count ? turns[i + 1] : until;
            if (stretches is [.., var last] && last.Until == turns[i] && last.Price.Amount == price.Amount)
                stretches[^1] = last with { Until = end };
            else
                stretches.Add(new PricedStretch(turns[i], end, price));
        }

        return stretches;
    }

    /// <summary>All stretches until an instant, that instant included.</summary>
    public static IReadOnlyList<PricedStretch> Until(IReadOnlyList<ListedPrice> prices, PriceSituation situation)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(situation);
        return prices.Count == 0 ? [] : Between(prices, situation, prices.Min(p => p.ValidFrom), situation.At + TimeSpan.FromTicks(1));
    }

    /// <summary>The reduction under which an article is sold at an instant, if the last change of its price was one.</summary>
    /// <param name="whole">All stretches until then, as <see cref="Until"/> tells them.</param>
    public static Reduction? ReductionAt(DateTimeOffset instant, IReadOnlyList<PricedStretch> whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        // An article that was not sold for a while before is not reduced: nothing stands to compare it with.
        if (whole.Count < 2 || whole[^1].Until <= instant || whole[^2].Until != whole[^1].From)
            return null;
        // Going down in steps is one reduction: the lowest price before the first of them is what it is held against.
        var begin = whole.Count - 1;
        while (begin > 0 && whole[begin - 1].Until == whole[begin].From && whole[begin - 1].Price.Amount > whole[begin].Price.Amount)
            begin--;
        if (begin == whole.Count - 1)
            return null;
        var start = whole[begin + 1].From;
        var lowest = whole.Where(s => s.From < start && s.Until > start - LookBack).Min(s => s.Price.Amount);
        return new Reduction(start, lowest);
    }
}

/// <summary>A stretch of time in which an article had one price.</summary>
public sealed record PricedStretch(DateTimeOffset From, DateTimeOffset Until, ListedPrice Price);

/// <param name="Since">When the price went down; where it did so in steps, when it first did.</param>
/// <param name="LowestBefore">The lowest price of the 30 days before that, in minor units.</param>
public sealed record Reduction(DateTimeOffset Since, long LowestBefore);
