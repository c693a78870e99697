namespace PosCommerce.Domain.Sales;

/// <summary>Settles a sale: what the customer hands over against what is due.</summary>
public static class Payment
{
    /// <summary>
    /// Accepts the tenders when they cover the total. Only cash may exceed it, and the excess goes back as change: a
    /// card that is charged too much would be a cash advance. A total of zero needs no tender. Where cash is tendered, what
    /// it has to pay is rounded to the smallest coin; what other tenders pay never is.
    /// </summary>
    /// <param name="total">What is due, in minor units; a sale never owes the customer.</param>
    /// <param name="cashStep">The smallest coin, in minor units; one rounds nothing.</param>
    /// <returns><see cref="Settled"/>, or the <see cref="TenderProblem"/> that stands in the way.</returns>
    public static Settlement Settle(long total, IReadOnlyList<Tender> tenders, long cashStep = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentNullException.ThrowIfNull(tenders);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cashStep);

        Int128 tendered = 0, nonCash = 0;
        for (var i = 0; i < tenders.Count; i++)
        {
            if (tenders[i].Amount <= 0)
                return new AmountNotPositive(i);
            tendered += tenders[i].Amount;
            if (tenders[i].Method != TenderMethod.Cash)
                nonCash += tenders[i].Amount;
            if (!Money.Allows(tendered))
                return new TenderedTooMuch(i);
        }

        if (nonCash > total)
            return new NonCashExceedsTotal((long)nonCash - total);
        var rounding = tendered == nonCash ? 0 : CashRounding(total - (long)nonCash, cashStep);
        var due = total + rounding;
        if (tendered >= due)
            return new Settled((long)tendered, (long)tendered - due, rounding);
        return tenders.Count == 0 ? new NoTender(due) : new Underpaid(due - (long)tendered);
    }

    /// <summary>What the smallest coin adds to an amount that is paid in cash, or takes off it: half a coin is rounded up.</summary>
    /// <param name="amount">Minor units, not negative.</param>
    /// <param name="step">The smallest coin, in minor units.</param>
    public static long CashRounding(long amount, long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        return (long)(Rounding.HalfAwayFromZero(amount, step) * step - amount);
    }
}
