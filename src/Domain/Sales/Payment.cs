using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Sales;

/// <summary>Settles a sale, or what goes back for one: what is handed over against what is due.</summary>
public static class Payment
{
    /// <summary>
    /// Accepts the tenders when they cover what is due. Only those that give change may exceed it, and the excess goes back:
    /// a card that is charged too much would be a cash advance. What is due is the total, rounded as the rule says; where
    /// nothing is left of it, no tender is needed.
    /// </summary>
    /// <param name="total">In minor units; a sale never owes the customer.</param>
    /// <returns><see cref="Settled"/>, or the <see cref="TenderProblem"/> that stands in the way.</returns>
    public static Settlement Settle(long total, IReadOnlyList<Tender> tenders, CashRounding rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentNullException.ThrowIfNull(tenders);
        ArgumentNullException.ThrowIfNull(rule);

        var (added, problem) = Added(tenders);
        if (problem is not null)
            return problem;
        if (tenders.Count == 0)
            return WithoutTender(total, rule.Of(total), rule);
        var rounding = rule.Of(Rounded(rule.AppliesTo, total, added));
        var due = total + rounding;
        if (added.WithoutChange > due)
            return new NonCashExceedsTotal(added.WithoutChange - due);
        return added.All >= due ? new Settled(added.All, added.All - due, rounding) : new Underpaid(due - added.All);
    }

    /// <summary>
    /// Accepts what goes back to a customer when it is what they are owed, rounded as the rule says of refunds: nobody gives change
    /// on it.
    /// </summary>
    /// <param name="owed">In minor units, not negative.</param>
    /// <returns><see cref="Settled"/>, or the <see cref="TenderProblem"/> that stands in the way.</returns>
    public static Settlement Refund(long owed, IReadOnlyList<Tender> refunds, CashRounding rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(owed);
        ArgumentNullException.ThrowIfNull(refunds);
        ArgumentNullException.ThrowIfNull(rule);

        var (added, problem) = Added(refunds);
        if (problem is not null)
            return problem;
        if (refunds.Count == 0)
            return WithoutTender(owed, rule.OfRefund(owed), rule);
        var rounding = rule.OfRefund(Rounded(rule.AppliesTo, owed, added));
        var due = owed + rounding;
        return added.All < due ? new Underpaid(due - added.All)
            : added.All > due ? new RefundExceedsDue(added.All - due)
            : new Settled(added.All, 0, rounding);
    }

    private static (Sums Added, TenderProblem? Problem) Added(IReadOnlyList<Tender> tenders)
    {
        Int128 all = 0,
            withoutChange = 0,
            withTheTotal = 0,
            exact = 0;
        var hasCash = false;
        for (var i = 0; i < tenders.Count; i++)
        {
            var (type, amount) = tenders[i];
            if (amount <= 0)
                return (default, new AmountNotPositive(i));
            all += amount;
            withoutChange += type.GivesChange ? 0 : amount;
            withTheTotal += type.Rounding is TenderRounding.WithTheTotal ? amount : 0;
            exact += type.Rounding is TenderRounding.Never ? amount : 0;
            hasCash |= type.Rounding is TenderRounding.AsCash;
            if (!Money.Allows(all))
                return (default, new TenderedTooMuch(i));
        }

        return (new Sums((long)all, (long)withoutChange, (long)withTheTotal, (long)exact, hasCash), null);
    }

    // A total that rounds to nothing is what cash would pay, and there is no coin to hand over for it.
    private static Settlement WithoutTender(long total, long rounding, CashRounding rule)
    {
        return total + rounding == 0
            ? new Settled(0, 0, rounding)
            : new NoTender(rule.AppliesTo is RoundedPart.AllTenders ? total + rounding : total);
    }

    /// <summary>The part of a total that is rounded.</summary>
    private static long Rounded(RoundedPart part, long total, Sums added) =>
        Math.Max(
            0,
            part switch
            {
                RoundedPart.AllTenders => total - added.Exact,
                RoundedPart.WhollyCash => added.WithTheTotal + added.Exact == 0 ? total : 0,
                _ => added.HasCash ? total - added.WithTheTotal - added.Exact : 0,
            }
        );

    /// <param name="WithoutChange">What of it gives no change.</param>
    /// <param name="WithTheTotal">What of it is rounded where the total is.</param>
    /// <param name="Exact">What of it is never rounded.</param>
    private readonly record struct Sums(long All, long WithoutChange, long WithTheTotal, long Exact, bool HasCash);
}
