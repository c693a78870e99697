using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class RefundTests
{
    private static readonly CashRounding Coin = new(5);
    private static readonly CashRounding CoinForSalesOnly = new(5, Refunds: false);
    private static readonly CashRounding CoinForAll = new(5, AppliesTo: RoundedPart.AllTenders);

    [Test]
    public void What_is_owed_settles() =>
        Assert.That(Payment.Refund(1193, [new Tender(TenderType.Card, 1193)], Coin), Is.EqualTo(new Settled(1193, 0)));

    [Test]
    public void Cash_is_rounded_as_the_rule_says_of_refunds() =>
        Assert.Multiple(() =>
        {
            Assert.That(Payment.Refund(1193, [new Tender(TenderType.Cash, 1195)], Coin), Is.EqualTo(new Settled(1195, 0, 2)));
            Assert.That(Payment.Refund(1193, [new Tender(TenderType.Cash, 1193)], CoinForSalesOnly), Is.EqualTo(new Settled(1193, 0)));
            Assert.That(Payment.Refund(1193, [new Tender(TenderType.Card, 1195)], CoinForAll), Is.EqualTo(new Settled(1195, 0, 2)));
            Assert.That(
                Payment.Refund(1193, [new Tender(TenderType.Card, 1000), new Tender(TenderType.Cash, 195)], Coin),
                Is.EqualTo(new Settled(1195, 0, 2))
            );
        });

    [Test]
    public void Nobody_gives_change_on_a_refund() =>
        Assert.Multiple(() =>
        {
            Assert.That(Payment.Refund(1190, [new Tender(TenderType.Cash, 1195)], CashRounding.None), Is.EqualTo(new RefundExceedsDue(5)));
            Assert.That(Payment.Refund(1190, [new Tender(TenderType.Card, 1191)], Coin), Is.EqualTo(new RefundExceedsDue(1)));
            Assert.That(Payment.Refund(1190, [new Tender(TenderType.Cash, 1185)], Coin), Is.EqualTo(new Underpaid(5)));
        });

    [Test]
    public void Where_nothing_is_owed_or_left_of_it_nothing_is_handed_over() =>
        Assert.Multiple(() =>
        {
            Assert.That(Payment.Refund(0, [], Coin), Is.EqualTo(new Settled(0, 0)));
            Assert.That(Payment.Refund(2, [], Coin), Is.EqualTo(new Settled(0, 0, -2)));
            Assert.That(Payment.Refund(2, [], CoinForSalesOnly), Is.EqualTo(new NoTender(2)));
            Assert.That(Payment.Refund(3, [], Coin), Is.EqualTo(new NoTender(3)));
            Assert.That(Payment.Refund(0, [new Tender(TenderType.Cash, 5)], Coin), Is.EqualTo(new RefundExceedsDue(5)));
        });

    [Test]
    public void A_refund_takes_nothing_and_stays_within_bounds() =>
        Assert.Multiple(() =>
        {
            Assert.That(
                Payment.Refund(5, [new Tender(TenderType.Cash, 10), new Tender(TenderType.Cash, -5)], Coin),
                Is.EqualTo(new AmountNotPositive(1))
            );
            Assert.That(
                Payment.Refund(5, [new Tender(TenderType.Cash, Money.MaxAmount), new Tender(TenderType.Cash, 1)], Coin),
                Is.EqualTo(new TenderedTooMuch(1))
            );
        });
}
