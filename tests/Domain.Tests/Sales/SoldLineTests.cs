using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class SoldLineTests
{
    private static Arbitrary<(SoldLine Line, decimal[] Parts)> Lines { get; } =
        (
            from mode in Gen.Elements(TaxMode.Inclusive, TaxMode.Exclusive)
            from net in Gen.Choose(0, 5_000)
            from tax in Gen.Choose(0, 1_000)
            from parts in Gen.Choose(1, 4_000).NonEmptyListOf()
            let quantities = parts.Take(8).Select(p => p / 1000m).ToArray()
            select (new SoldLine(quantities.Sum(), net, tax, mode), quantities)
        ).ToArbitrary();

    [Test]
    public void All_parts_together_are_worth_the_line_however_it_comes_back() =>
        Laws.Hold(
            Lines,
            sold =>
            {
                var (net, tax, back) = (0L, 0L, 0m);
                foreach (var part in sold.Parts)
                {
                    var (before, after) = (sold.Line.WorthOf(back), sold.Line.WorthOf(back + part));
                    (net, tax, back) = (net + after.Net - before.Net, tax + after.Tax - before.Tax, back + part);
                }

                return (net, tax) == (sold.Line.Net, sold.Line.Tax);
            }
        );

    [Test]
    public void What_came_back_is_worth_its_share_to_half_a_minor_unit() =>
        Laws.Hold(
            Lines,
            sold =>
            {
                var (net, tax) = sold.Line.WorthOf(sold.Parts[0]);
                var share = sold.Parts[0] / sold.Line.Quantity;
                var (seen, whole) = sold.Line.Mode is TaxMode.Exclusive ? (net, sold.Line.Net) : (net + tax, sold.Line.Net + sold.Line.Tax);
                // A hair for what the division of decimals leaves.
                return Math.Abs(seen - whole * share) <= 0.5000001m && Math.Abs(tax - sold.Line.Tax * share) <= 0.5000001m;
            }
        );

    [Test]
    public void No_part_costs_the_customer_anything() =>
        Laws.Hold(
            Lines,
            sold =>
            {
                var (before, after) = (sold.Line.WorthOf(0), sold.Line.WorthOf(sold.Parts[0]));
                return before == (0, 0) && after.Net + after.Tax >= 0;
            }
        );

    [TestCase(TaxMode.Inclusive, 3, 1000, 1, 333)]
    [TestCase(TaxMode.Inclusive, 3, 1000, 2, 667)]
    [TestCase(TaxMode.Inclusive, 6, 3, 1, 1)]
    [TestCase(TaxMode.Inclusive, 2, 1, 1, 1)]
    public void Half_a_minor_unit_is_rounded_away_from_zero(TaxMode mode, int quantity, long gross, int back, long worth)
    {
        var (net, tax) = new SoldLine(quantity, gross, 0, mode).WorthOf(back);
        Assert.That(net + tax, Is.EqualTo(worth));
    }

    [Test]
    public void The_largest_line_has_a_share() =>
        Assert.That(
            new SoldLine(1_000_000_000m, Money.MaxAmount, 0, TaxMode.Inclusive).WorthOf(500_000_000m).Net,
            Is.EqualTo((Money.MaxAmount + 1) / 2)
        );

    [Test]
    public void More_than_was_sold_has_no_share() =>
        Assert.That(() => new SoldLine(1, 100, 19, TaxMode.Inclusive).WorthOf(1.001m), Throws.TypeOf<ArgumentOutOfRangeException>());
}
