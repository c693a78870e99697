using NUnit.Framework;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class PaymentTests
{
    [TestCase(TenderMethod.Cash)]
    [TestCase(TenderMethod.Card)]
    [TestCase(TenderMethod.Other)]
    public void The_exact_amount_settles_without_change(TenderMethod method) =>
        Assert.That(Payment.Settle(1190, [new Tender(method, 1190)]), Is.EqualTo(new Settled(1190, 0)));

    [Test]
    public void Cash_above_the_total_comes_back_as_change() =>
        Assert.That(Payment.Settle(1190, [new Tender(TenderMethod.Cash, 2000)]), Is.EqualTo(new Settled(2000, 810)));

    [Test]
    public void Cash_makes_up_what_the_card_leaves_open() =>
        Assert.That(
            Payment.Settle(1190, [new Tender(TenderMethod.Card, 1000), new Tender(TenderMethod.Cash, 200)]),
            Is.EqualTo(new Settled(1200, 10)));

    [TestCase(TenderMethod.Card)]
    [TestCase(TenderMethod.Other)]
    public void Only_cash_may_exceed_the_total(TenderMethod method) =>
        Assert.That(Payment.Settle(1190, [new Tender(method, 1191)]), Is.EqualTo(new NonCashExceedsTotal(1)));

    [Test]
    public void A_card_and_a_voucher_together_may_not_exceed_the_total_either() =>
        Assert.That(
            Payment.Settle(1190, [new Tender(TenderMethod.Card, 1000), new Tender(TenderMethod.Other, 200), new Tender(TenderMethod.Cash, 500)]),
            Is.EqualTo(new NonCashExceedsTotal(10)));

    [Test]
    public void One_unit_short_is_underpaid() =>
        Assert.That(Payment.Settle(1190, [new Tender(TenderMethod.Cash, 1189)]), Is.EqualTo(new Underpaid(1)));

    [Test]
    public void A_sale_without_tender_is_refused() =>
        Assert.That(Payment.Settle(1190, []), Is.EqualTo(new NoTender(1190)));

    [Test]
    public void A_total_of_zero_needs_no_tender() =>
        Assert.That(Payment.Settle(0, []), Is.EqualTo(new Settled(0, 0)));

    [Test]
    public void A_card_cannot_be_charged_for_nothing() =>
        Assert.That(Payment.Settle(0, [new Tender(TenderMethod.Card, 1)]), Is.EqualTo(new NonCashExceedsTotal(1)));

    [TestCase(1192, 5, -2)]
    [TestCase(1193, 5, 2)]
    [TestCase(1195, 10, 5)]
    [TestCase(1125, 50, 25)]
    [TestCase(1195, 5, 0)]
    [TestCase(2, 5, -2)]
    [TestCase(0, 5, 0)]
    public void Cash_is_paid_in_whole_coins(long total, long coin, long rounding) =>
        Assert.That(Payment.Settle(total, [new Tender(TenderMethod.Cash, 2000)], coin), Is.EqualTo(new Settled(2000, 2000 - total - rounding, rounding)));

    [Test]
    public void A_card_pays_to_the_last_unit() =>
        Assert.That(Payment.Settle(1192, [new Tender(TenderMethod.Card, 1192)], 5), Is.EqualTo(new Settled(1192, 0)));

    [Test]
    public void Of_a_sale_paid_in_parts_only_the_cash_is_rounded() =>
        Assert.That(
            Payment.Settle(1192, [new Tender(TenderMethod.Card, 999), new Tender(TenderMethod.Cash, 200)], 5),
            Is.EqualTo(new Settled(1199, 5, 2)), "193 in cash are 195.");

    [Test]
    public void Cash_that_pays_the_sum_but_not_the_coins_is_too_little() =>
        Assert.That(Payment.Settle(1193, [new Tender(TenderMethod.Cash, 1193)], 5), Is.EqualTo(new Underpaid(2)));

    [Test]
    public void Rounding_leaves_no_bound_of_money() => Assert.Multiple(() =>
    {
        Assert.That(Payment.Settle(Money.MaxAmount - 1, [new Tender(TenderMethod.Cash, Money.MaxAmount)], 7), Is.EqualTo(new Underpaid(1)));
        Assert.That(() => Payment.Settle(1, [], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    });

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MinValue)]
    public void A_tender_must_pay_something(long amount) =>
        Assert.That(
            Payment.Settle(100, [new Tender(TenderMethod.Cash, 100), new Tender(TenderMethod.Cash, amount)]),
            Is.EqualTo(new AmountNotPositive(1)));

    [Test]
    public void Tenders_stay_within_the_bound_of_money() => Assert.Multiple(() =>
    {
        Assert.That(
            Payment.Settle(1, [new Tender(TenderMethod.Cash, Money.MaxAmount)]),
            Is.EqualTo(new Settled(Money.MaxAmount, Money.MaxAmount - 1)));
        Assert.That(
            Payment.Settle(1, [new Tender(TenderMethod.Cash, Money.MaxAmount), new Tender(TenderMethod.Cash, 1)]),
            Is.EqualTo(new TenderedTooMuch(1)));
        Assert.That(Payment.Settle(1, [new Tender(TenderMethod.Cash, long.MaxValue)]), Is.EqualTo(new TenderedTooMuch(0)));
    });

    [Test]
    public void A_sale_never_owes_the_customer() =>
        Assert.That(() => Payment.Settle(-1, []), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
