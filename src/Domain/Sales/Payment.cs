using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Sales;

/// <summary>Settles a sale: what the customer hands over against what is due.</summary>
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

        Int128 tendered = 0,
            withoutChange = 0,
            withTheTotal = 0,
            exact = 0;
        var hasCash = false;
        for (var i = 0; i < tenders.Count; i++)
        {
            if (tenders[i].Amount <= 0)
                return new AmountNotPositive(i);
            tendered += tenders[i].Amount;
            var (type, amount) = tenders[i];
            withoutChange += type.GivesChange ? 0 : amount;
            withTheTotal += type.Rounding is TenderRounding.WithTheTotal ? amount : 0;
            exact += type.Rounding is TenderRounding.Never ? amount : 0;
            hasCash |= type.Rounding is TenderRounding.AsCash;
            if (!Money.Allows(tendered))
                return new TenderedTooMuch(i);
        }

        if (tenders.Count == 0)
            return WithoutTender(total, rule);
        var rounding = rule.Of(Rounded(rule.AppliesTo, total, (long)withTheTotal, (long)exact, hasCash));
        var due = total + rounding;
        if (withoutChange > due)
            return new NonCashExceedsTotal((long)withoutChange - due);
        return tendered >= due ? new Settled((long)tendered, (long)tendered - due, rounding) : new Underpaid(due - (long)tendered);
    }

    // A total that rounds to nothing is what cash would pay, and there is no coin to hand over for it.
    private static Settlement WithoutTender(long total, CashRounding rule)
    {
        var rounding = rule.Of(total);
        return total + rounding == 0
            ? new Settled(0, 0, rounding)
            : new NoTender(rule.AppliesTo is RoundedPart.AllTenders ? total + rounding : total);
    }

    /// <summary>The part of a total that is rounded.</summary>
    private static long Rounded(RoundedPart part, long total, long withTheTotal, long exact, bool hasCash) =>
        Math.Max(
            0,
            part switch
            {
                RoundedPart.AllTenders => total - exact,
                RoundedPart.WhollyCash => withTheTotal + exact == 0 ? total : 0,
                _ => hasCash ? total - withTheTotal - exact : 0,
            }
        );
}
