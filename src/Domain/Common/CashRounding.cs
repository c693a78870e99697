namespace PosCommerce.Domain.Common;

/// <summary>How what is paid in coins and notes becomes an amount that there are coins and notes for.</summary>
/// <param name="Step">The smallest coin, in minor units; 1 rounds nothing.</param>
/// <param name="Tie">Where an amount half-way between two coins goes.</param>
/// <param name="AppliesTo">What of a sale is rounded.</param>
/// <param name="Below">Small amounts that go by a rule of their own; none when left out.</param>
/// <param name="Direction">To the nearest coin, or always up or down.</param>
/// <param name="Refunds">Whether money that goes back is rounded, too.</param>
/// <param name="ExcludesDistanceSales">Whether it is left out where the customer is not present.</param>
public sealed record CashRounding(
    long Step,
    RoundingTie Tie = RoundingTie.Up,
    RoundedPart AppliesTo = RoundedPart.CashPart,
    SmallAmounts? Below = null,
    RoundingDirection Direction = RoundingDirection.Nearest,
    bool Refunds = true,
    bool ExcludesDistanceSales = false
)
{
    /// <summary>Larger than the smallest coin is anywhere, in the smallest minor units that there are.</summary>
    public const long LargestStep = 100_000_000;

    /// <summary>Every amount can be paid.</summary>
    public static readonly CashRounding None = new(Step: 1);

    /// <summary>The rule for a sale at a distance, or for one in the shop.</summary>
    public CashRounding For(bool isDistanceSale) => isDistanceSale && ExcludesDistanceSales ? None : this;

    /// <summary>What is added to an amount that the customer pays, or taken off it.</summary>
    /// <param name="amount">Minor units, not negative.</param>
    public long Of(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        if (amount == 0)
            return 0;
        if (Below is { } small && amount < small.Amount && small.Then is not SmallAmountRule.Nearest)
            return small.Then is SmallAmountRule.Exact ? 0 : Step - amount;
        var over = amount % Step;
        return over == 0 ? 0
            : GoesUp(over) ? Step - over
            : -over;
    }

    /// <summary>The same for an amount that goes back to the customer.</summary>
    public long OfRefund(long amount) => Refunds ? Of(amount) : 0;

    private bool GoesUp(long over) =>
        Direction switch
        {
            RoundingDirection.Up => true,
            RoundingDirection.Down => false,
            _ => 2 * over > Step || (2 * over == Step && Tie is RoundingTie.Up),
        };
}

/// <summary>Amounts too small for the rule of the others.</summary>
/// <param name="Amount">Smaller than this, in minor units.</param>
/// <param name="Then">What becomes of them.</param>
public sealed record SmallAmounts(long Amount, SmallAmountRule Then);

/// <summary>What becomes of an amount that is too small for the rule of the others.</summary>
public enum SmallAmountRule
{
    /// <summary>It is not rounded.</summary>
    Exact,

    /// <summary>It becomes the smallest coin, so that nothing is given for nothing.</summary>
    OneStep,

    /// <summary>It is rounded as the others are.</summary>
    Nearest,
}

/// <summary>Where an amount half-way between two coins goes.</summary>
public enum RoundingTie
{
    Up,
    Down,
}

/// <summary>What of a sale is rounded. What vouchers pay never is.</summary>
public enum RoundedPart
{
    /// <summary>What other tenders leave for cash to pay.</summary>
    CashPart,

    /// <summary>The total, when cash alone pays it.</summary>
    WhollyCash,

    /// <summary>The total, whether cash or a card pays it.</summary>
    AllTenders,
}

/// <summary>To which coin an amount goes.</summary>
public enum RoundingDirection
{
    Nearest,
    Up,
    Down,
}
