using System.Numerics;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Inventory;

namespace PosCommerce.Domain.Tests.Inventory;

/// <summary>The average against exact fractions.</summary>
public sealed class MovingAverageLaws
{
    [Test]
    public void It_is_the_nearest_that_six_decimals_can_tell() =>
        Laws.Hold(
            (
                from onHand in Gen.Choose(1, int.MaxValue)
                from average in Gen.Choose(0, int.MaxValue)
                from quantity in Gen.Choose(1, int.MaxValue)
                from cost in Gen.Choose(0, int.MaxValue)
                select (OnHand: onHand / 1000m, Average: average / 1_000_000m, Quantity: quantity / 1000m, Cost: cost / 1_000_000m)
            ).ToArbitrary(),
            r =>
            {
                var after = MovingAverage.AfterReceipt(r.OnHand, r.Average, r.Quantity, r.Cost);
                // 2 * (after * all - worth) lies within (-all, all] of the last decimal, multiplied out.
                var all = Whole(r.OnHand, 3) + Whole(r.Quantity, 3);
                var worth = Whole(r.OnHand, 3) * Whole(r.Average, 6) + Whole(r.Quantity, 3) * Whole(r.Cost, 6);
                var off = 2 * (Whole(after, 6) * all - worth);
                return off > -all && off <= all;
            }
        );

    [TestCase("-3", "10", "5", "12", "12")]
    [TestCase("0", "10", "5", "12", "12")]
    [TestCase("1", "0", "1", "0.000001", "0.000001")]
    [TestCase("999999999999999.999", "99999999999999.999999", "999999999999999.999", "99999999999999.999999", "99999999999999.999999")]
    public void Where_nothing_is_left_the_newest_counts_and_ties_go_up(
        string onHand,
        string average,
        string quantity,
        string cost,
        string after
    ) => Assert.That(MovingAverage.AfterReceipt(D(onHand), D(average), D(quantity), D(cost)), Is.EqualTo(D(after)));

    [Test]
    public void What_had_no_known_cost_takes_the_first() => Assert.That(MovingAverage.AfterReceipt(7, null, 1, 3), Is.EqualTo(3));

    private static decimal D(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static BigInteger Whole(decimal value, int decimals) => new(value * (decimals == 6 ? 1_000_000m : 1_000m));
}
