using System.Globalization;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

public sealed class PricingTests
{
    private static readonly PricingRules Inclusive = new(TaxMode.Inclusive, TaxRounding.Line);
    private static readonly PricingRules Exclusive = new(TaxMode.Exclusive, TaxRounding.Line);
    private static readonly PricingRules ExclusiveOnTotal = new(TaxMode.Exclusive, TaxRounding.Total);

    [TestCase("0.0001")]
    [TestCase("1.2345")]
    [TestCase("-2.0005")]
    public void A_fourth_decimal_of_a_quantity_is_refused_rather_than_rounded(decimal quantity) =>
        Assert.That(() => BasketPricing.Price(Inclusive, [new BasketLine(quantity, 100, 19)]), Throws.ArgumentException);

    [Test]
    public void Trailing_zeros_are_not_decimals() =>
        Assert.That(BasketPricing.Price(Inclusive, [new BasketLine(1.5000000m, 100, 19.000000m)]), Is.InstanceOf<PricedBasket>());

    [TestCase("-0.0001")]
    [TestCase("100000")]
    [TestCase("19.00001")]
    public void A_rate_outside_its_column_is_refused(decimal rate) =>
        Assert.That(() => BasketPricing.Price(Inclusive, [new BasketLine(1, 100, rate)]), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void A_receipt_shows_a_rate_without_trailing_zeros()
    {
        var basket = (PricedBasket)BasketPricing.Price(Inclusive, [new BasketLine(1, 100, 7.5000m)]);

        // Compared as text: 7.5 and 7.5000 are the same number.
        Assert.That(basket.Taxes.Select(tax => $"{tax.Rate}"), Is.EqualTo(new[] { "7.5" }));
    }

    [Test]
    public void Rates_are_listed_in_ascending_order()
    {
        var basket = (PricedBasket)
            BasketPricing.Price(Inclusive, [new BasketLine(1, 100, 19), new BasketLine(1, 100, 0), new BasketLine(1, 100, 7)]);

        Assert.That(basket.Taxes.Select(tax => tax.Rate), Is.EqualTo(new[] { 0m, 7m, 19m }));
    }

    [Test]
    public void One_unit_beyond_the_bound_overflows() =>
        Assert.Multiple(() =>
        {
            Assert.That(BasketPricing.Price(Inclusive, [new BasketLine(1, Money.MaxAmount, 19)]), Is.InstanceOf<PricedBasket>());
            Assert.That(BasketPricing.Price(Inclusive, [new BasketLine(1, Money.MaxAmount + 1, 19)]), Is.EqualTo(new PricingOverflow(0)));
            Assert.That(BasketPricing.Price(Inclusive, [new BasketLine(-1, Money.MaxAmount + 1, 19)]), Is.EqualTo(new PricingOverflow(0)));
        });

    [TestCase(long.MaxValue)]
    [TestCase(long.MinValue)]
    public void The_extremes_of_a_price_overflow_without_an_exception(long unitPrice) =>
        Assert.Multiple(() =>
        {
            Assert.That(
                BasketPricing.Price(Inclusive, [new BasketLine(999_999_999_999_999.999m, unitPrice, 19)]),
                Is.EqualTo(new PricingOverflow(0))
            );
            Assert.That(
                BasketPricing.Price(Exclusive, [new BasketLine(-999_999_999_999_999.999m, unitPrice, 99_999.9999m)]),
                Is.EqualTo(new PricingOverflow(0))
            );
        });

    [Test]
    public void A_quantity_beyond_its_column_overflows_even_when_it_is_free() =>
        Assert.Multiple(() =>
        {
            Assert.That(BasketPricing.Price(Inclusive, [new BasketLine(1_000_000_000_000_000m, 0, 0)]), Is.EqualTo(new PricingOverflow(0)));
            Assert.That(BasketPricing.Price(Inclusive, [new BasketLine(decimal.MaxValue, 0, 0)]), Is.EqualTo(new PricingOverflow(0)));
            Assert.That(BasketPricing.Price(Inclusive, [new BasketLine(decimal.MinValue, 1, 0)]), Is.EqualTo(new PricingOverflow(0)));
        });

    [Test]
    public void A_tax_that_passes_the_bound_only_in_sum_overflows()
    {
        var lines = Enumerable.Repeat(new BasketLine(1, 900_000_000_000, 99_999.9999m), 2);

        Assert.That(BasketPricing.Price(ExclusiveOnTotal, [.. lines]), Is.EqualTo(new PricingOverflow(null)));
    }

    [TestCase(TaxRounding.Line)]
    [TestCase(TaxRounding.Total)]
    public void Many_large_lines_overflow_instead_of_wrapping_around(TaxRounding rounding)
    {
        // Just past 2^64 together: in 64 bits the sum would come back as a small, plausible amount.
        var lines = Enumerable.Repeat(new BasketLine(1, Money.MaxAmount, 0), 18_447);

        Assert.That(BasketPricing.Price(new PricingRules(TaxMode.Inclusive, rounding), [.. lines]), Is.EqualTo(new PricingOverflow(null)));
    }

    [Test]
    public void Goods_coming_back_offset_goods_sold_whatever_the_order()
    {
        BasketLine[] lines = [new(1, Money.MaxAmount, 0), new(1, Money.MaxAmount, 0), new(-1, Money.MaxAmount, 0)];

        var totals = new[] { new[] { 0, 1, 2 }, [2, 1, 0], [0, 2, 1] }
            .Select(order => BasketPricing.Price(Inclusive, [.. order.Select(i => lines[i])]))
            .Cast<PricedBasket>()
            .Select(basket => basket.Total);

        Assert.That(totals, Is.All.EqualTo(Money.MaxAmount));
    }

    [Test]
    public void A_thousand_equal_lines_share_the_tax_within_one_unit()
    {
        var basket = (PricedBasket)BasketPricing.Price(ExclusiveOnTotal, [.. Enumerable.Repeat(new BasketLine(1, 3, 19), 1000)]);

        Assert.Multiple(() =>
        {
            Assert.That(basket.Tax, Is.EqualTo(570));
            Assert.That(basket.Lines.Take(570).Select(line => line.Tax), Is.All.EqualTo(1));
            Assert.That(basket.Lines.Skip(570).Select(line => line.Tax), Is.All.EqualTo(0));
        });
    }

    [TestCase(450, 1299, "0.346")]
    [TestCase(1299, 1299, "1")]
    [TestCase(1, 99_999, "0.001", TestName = "A pack holds something, however little it costs")]
    [TestCase(0, 500, "0.001", TestName = "And if it costs nothing")]
    [TestCase(1, 2000, "0.001", TestName = "Half a thousandth is one")]
    [TestCase(450, 0, null, TestName = "What costs nothing has no measure in money")]
    [TestCase(Money.MaxAmount, 1, null, TestName = "More than a quantity can be")]
    public void A_label_s_price_tells_how_much_is_in_the_pack(long labelPrice, long unitPrice, string? expected) =>
        Assert.That(
            BasketLine.QuantityOf(labelPrice, unitPrice),
            Is.EqualTo(expected is null ? (decimal?)null : decimal.Parse(expected, CultureInfo.InvariantCulture))
        );
}
