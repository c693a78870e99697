namespace PosCommerce.Domain.Pricing;

/// <summary>Divides whole units so that they add up.</summary>
internal static class LargestRemainder
{
    /// <summary>
    /// Each part its exact share rounded down, and the units left over one by one to the parts that lost most, the earlier one first when
    /// they lost the same. No part is then a whole unit away from its exact share, and the parts add up to the total.
    /// </summary>
    /// <param name="exact">The exact shares, times <paramref name="denominator"/>; their sum is less than half a unit away from the total.</param>
    /// <param name="denominator">More than nothing.</param>
    public static Int128[] Spread(Int128 total, IReadOnlyList<Int128> exact, Int128 denominator)
    {
        var shares = new Int128[exact.Count];
        var lost = new Int128[exact.Count];
        var left = total;
        for (var i = 0; i < exact.Count; i++)
        {
            // Down means towards minus infinity: a basket may mix goods sold with goods that come back.
            lost[i] = (exact[i] % denominator + denominator) % denominator;
            shares[i] = (exact[i] - lost[i]) / denominator;
            left -= shares[i];
        }

        foreach (var i in Enumerable.Range(0, exact.Count).OrderByDescending(i => lost[i]).Take((int)left))
            shares[i]++;
        return shares;
    }
}
