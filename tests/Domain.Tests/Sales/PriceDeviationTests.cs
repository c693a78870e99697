using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class PriceDeviationTests
{
    [Test]
    public void What_costs_what_the_lists_say_is_not_away_from_them() =>
        Assert.That(PriceDeviation.Of([Line(100, 100, 300)], onAll: null), Is.EqualTo(PriceDeviation.None));

    [Test]
    public void An_empty_basket_is_not_either() => Assert.That(PriceDeviation.Of([], Percent(10)), Is.EqualTo(PriceDeviation.None));

    [Test]
    public void Ten_percent_are_ten_percent_whatever_rounding_makes_of_them() =>
        Assert.That(
            PriceDeviation.Of([Line(7, 7, 7) with { Amount = 6, OwnDiscount = Percent(10), OwnDiscountAmount = 1 }], onAll: null),
            Is.EqualTo(new PriceDeviation(10, 1))
        );

    [Test]
    public void Discounts_on_line_and_basket_and_a_lower_price_add_to_each_other() =>
        // Half the price, a tenth of that off, a fifth of the rest off: 36 of 100 are left.
        Assert.That(
            PriceDeviation.Of(
                [Line(1000, 500, 1000) with { Amount = 360, OwnDiscount = Percent(10), OwnDiscountAmount = 50, BasketDiscount = 90 }],
                Percent(20)
            ),
            Is.EqualTo(new PriceDeviation(64, 640))
        );

    [Test]
    public void The_line_that_is_furthest_decides_and_amounts_add_up() =>
        Assert.That(
            PriceDeviation.Of([Line(100, 95, 100) with { Amount = 95 }, Line(100, 130, 100) with { Amount = 130 }], onAll: null),
            Is.EqualTo(new PriceDeviation(30, 35))
        );

    [Test]
    public void An_amount_off_the_basket_is_a_part_of_what_it_is_spread_over() =>
        // 100 off 400; the line that bears nothing is not away from its price.
        Assert.That(
            PriceDeviation.Of(
                [
                    Line(100, 100, 100) with
                    {
                        Amount = 75,
                        BasketDiscount = 25,
                    },
                    Line(300, 300, 300) with
                    {
                        Amount = 225,
                        BasketDiscount = 75,
                    },
                    Line(600, 600, 600) with
                    {
                        IsDiscountable = false,
                    },
                ],
                new Discount(DiscountKind.Amount, 100)
            ),
            Is.EqualTo(new PriceDeviation(25, 100))
        );

    [Test]
    public void An_amount_off_a_line_is_a_part_of_it() =>
        Assert.That(
            PriceDeviation.Of(
                [Line(100, 100, 300) with { Amount = 200, OwnDiscount = new Discount(DiscountKind.Amount, 100), OwnDiscountAmount = 100 }],
                onAll: null
            ),
            Is.EqualTo(new PriceDeviation(33.3333m, 100))
        );

    [Test]
    public void What_is_given_away_by_the_lists_is_dearer_by_whatever_it_costs() =>
        Assert.That(PriceDeviation.Of([Line(0, 1, 0) with { Amount = 1 }], onAll: null), Is.EqualTo(new PriceDeviation(100, 1)));

    private static DeviatingLine Line(long listPrice, long price, long amount) =>
        new(listPrice, price, amount, amount, OwnDiscount: null, OwnDiscountAmount: 0, BasketDiscount: 0, IsDiscountable: true);

    private static Discount Percent(decimal value) => new(DiscountKind.Percent, value);
}
