using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

public sealed class PriceTimelineTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Store = Guid.Parse("0192f000-0000-7000-8000-000000000001");
    private static readonly PriceSituation Situation = new(Store, "EUR", SalesChannel.Till, CustomerGroupId: null, Quantity: 1, Now);
    private static readonly PriceListTerms Base = new(Store, "base", "EUR", 0, null, null, null);
    private static readonly PriceListTerms Sale = new(
        Guid.Parse("0192f000-0000-7000-8000-000000000009"),
        "sale",
        "EUR",
        10,
        null,
        null,
        null
    );

    [Test]
    public void A_price_that_never_fell_is_no_reduction() =>
        Assert.Multiple(() =>
        {
            Assert.That(Reduction(Price(-400, null, 1000)), Is.Null);
            Assert.That(Reduction(Price(-400, -10, 1000), Price(-10, null, 1100)), Is.Null);
            Assert.That(Reduction(), Is.Null);
        });

    [Test]
    public void A_reduction_is_held_against_the_lowest_price_of_the_thirty_days_before() =>
        Assert.That(
            Reduction(Price(-400, -60, 500), Price(-60, -40, 600), Price(-40, -15, 900), Price(-15, -5, 1000), Price(-5, null, 800)),
            Is.EqualTo(new Reduction(Now.AddDays(-5), 900))
        );

    // It held until 31 days before the reduction began, or until one instant after the thirty days did.
    [TestCase(-35, 1000)]
    [TestCase(-34.999, 700)]
    public void A_price_counts_that_held_within_the_thirty_days(double until, long lowest) =>
        Assert.That(
            Reduction(Price(-400, until, 700), Price(until, -5, 1000), Price(-5, null, 800)),
            Is.EqualTo(new Reduction(Now.AddDays(-5), lowest))
        );

    [Test]
    public void Going_down_in_steps_is_one_reduction() =>
        Assert.That(
            Reduction(Price(-400, -20, 1000), Price(-20, -10, 900), Price(-10, null, 800)),
            Is.EqualTo(new Reduction(Now.AddDays(-20), 1000))
        );

    [Test]
    public void Going_up_ends_a_reduction() =>
        Assert.That(Reduction(Price(-400, -20, 1000), Price(-20, -10, 800), Price(-10, null, 900)), Is.Null);

    [Test]
    public void A_list_over_another_reduces_and_gives_the_price_back()
    {
        ListedPrice[] prices = [Price(-400, null, 1000), Price(-3, 4, 750, Sale)];

        Assert.Multiple(() =>
        {
            Assert.That(ReductionAt(Now, prices), Is.EqualTo(new Reduction(Now.AddDays(-3), 1000)));
            Assert.That(ReductionAt(Now.AddDays(5), prices), Is.Null);
            Assert.That(
                PriceTimeline.Between(prices, Situation, Now.AddDays(-10), Now.AddDays(10)).Select(s => (s.From, s.Until, s.Price.Amount)),
                Is.EqualTo(
                    new[]
                    {
                        (Now.AddDays(-10), Now.AddDays(-3), 1000L),
                        (Now.AddDays(-3), Now.AddDays(4), 750L),
                        (Now.AddDays(4), Now.AddDays(10), 1000L),
                    }
                )
            );
        });
    }

    [Test]
    public void An_article_that_was_not_sold_before_is_not_reduced() =>
        Assert.That(Reduction(Price(-400, -20, 1000), Price(-10, null, 800)), Is.Null);

    [Test]
    public void One_price_in_two_rows_is_one_stretch() =>
        Assert.That(
            PriceTimeline.Between([Price(-20, -10, 1000), Price(-10, null, 1000)], Situation, Now.AddDays(-20), Now),
            Has.Count.EqualTo(1)
        );

    private static Reduction? Reduction(params ListedPrice[] prices) => ReductionAt(Now, prices);

    private static Reduction? ReductionAt(DateTimeOffset instant, ListedPrice[] prices) =>
        PriceTimeline.ReductionAt(instant, PriceTimeline.Until(prices, Situation with { At = instant }));

    private static ListedPrice Price(double fromDay, double? untilDay, long amount, PriceListTerms? list = null) =>
        new(
            new Guid((int)amount, 0, 0, new byte[8]),
            list ?? Base,
            MinimumQuantity: 0,
            amount,
            Now.AddDays(fromDay),
            untilDay is { } end ? Now.AddDays(end) : null
        );
}
