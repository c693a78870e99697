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
