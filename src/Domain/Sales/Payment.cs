namespace PosCommerce.Domain.Sales;

/// <summary>Settles a sale: what the customer hands over against what is due.</summary>
public static class Payment
{
    /// <summary>
    /// Accepts the tenders when they cover the total. Only cash may exceed it, and the excess goes back as change: a
    /// card that is charged too much would be a cash advance. A total of zero needs no tender.
    /// </summary>
    /// <param name="total">What is due, in minor units; a sale never owes the customer.</param>
    /// <returns><see cref="Settled"/>, or the <see cref="TenderProblem"/> that stands in the way.</returns>
    public static Settlement Settle(long total, IReadOnlyList<Tender> tenders)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentNullException.ThrowIfNull(tenders);

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
        if (tendered >= total)
            return new Settled((long)tendered, (long)tendered - total);
        return tenders.Count == 0 ? new NoTender(total) : new Underpaid(total - (long)tendered);
    }
}
