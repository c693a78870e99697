using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class PaymentTests
{
    private static readonly CashRounding None = CashRounding.None;

    [TestCaseSource(typeof(TenderType), nameof(TenderType.Predefined))]
    public void The_exact_amount_settles_without_change(TenderType type) =>
        Assert.That(Payment.Settle(1190, [new Tender(type, 1190)], None), Is.EqualTo(new Settled(1190, 0)));

    [Test]
    public void Cash_above_the_total_comes_back_as_change() =>
        Assert.That(Payment.Settle(1190, [new Tender(TenderType.Cash, 2000)], None), Is.EqualTo(new Settled(2000, 810)));

    [Test]
    public void Cash_makes_up_what_the_card_leaves_open() =>
        Assert.That(
            Payment.Settle(1190, [new Tender(TenderType.Card, 1000), new Tender(TenderType.Cash, 200)], None),
            Is.EqualTo(new Settled(1200, 10))
        );

    [TestCase("card")]
    [TestCase("other")]
    [TestCase("cheque")]
    public void Only_what_gives_change_may_exceed_the_total(string code) =>
        Assert.That(Payment.Settle(1190, [new Tender(TypeOf(code), 1191)], None), Is.EqualTo(new NonCashExceedsTotal(1)));

    [Test]
    public void What_a_tender_does_is_told_by_its_properties_and_not_by_its_name() =>
        Assert.Multiple(() =>
        {
            var coin = new CashRounding(5);
            Assert.That(Payment.Settle(1193, [new Tender(TypeOf("cheque"), 1195)], coin), Is.EqualTo(new Settled(1195, 0, 2)));
            Assert.That(Payment.Settle(1193, [new Tender(TypeOf("cheque"), 1196)], coin), Is.EqualTo(new NonCashExceedsTotal(1)));
            Assert.That(Payment.Settle(1193, [new Tender(TypeOf("dollars"), 2000)], coin), Is.EqualTo(new Settled(2000, 805, 2)));
            Assert.That(
                Payment.Settle(1193, [new Tender(TenderType.Cash with { Code = "card" }, 2000)], coin),
                Is.EqualTo(new Settled(2000, 805, 2))
            );
        });

    [Test]
    public void A_card_and_a_voucher_together_may_not_exceed_the_total_either() =>
        Assert.That(
            Payment.Settle(
                1190,
                [new Tender(TenderType.Card, 1000), new Tender(TenderType.Other, 200), new Tender(TenderType.Cash, 500)],
                None
            ),
            Is.EqualTo(new NonCashExceedsTotal(10))
        );

    [Test]
    public void One_unit_short_is_underpaid() =>
        Assert.That(Payment.Settle(1190, [new Tender(TenderType.Cash, 1189)], None), Is.EqualTo(new Underpaid(1)));

    [Test]
    public void A_sale_without_tender_is_refused() => Assert.That(Payment.Settle(1190, [], None), Is.EqualTo(new NoTender(1190)));

    [Test]
    public void A_total_of_zero_needs_no_tender() => Assert.That(Payment.Settle(0, [], None), Is.EqualTo(new Settled(0, 0)));

    [Test]
    public void A_card_cannot_be_charged_for_nothing() =>
        Assert.That(Payment.Settle(0, [new Tender(TenderType.Card, 1)], None), Is.EqualTo(new NonCashExceedsTotal(1)));

    [TestCase(1192, 5, -2)]
    [TestCase(1193, 5, 2)]
    [TestCase(1195, 10, 5)]
    [TestCase(1125, 50, 25)]
    [TestCase(1195, 5, 0)]
    [TestCase(2, 5, -2)]
    [TestCase(0, 5, 0)]
    public void Cash_is_paid_in_whole_coins(long total, long coin, long rounding) =>
        Assert.That(
            Payment.Settle(total, [new Tender(TenderType.Cash, 2000)], new CashRounding(coin)),
            Is.EqualTo(new Settled(2000, 2000 - total - rounding, rounding))
        );

    [Test]
    public void A_card_pays_to_the_last_unit() =>
        Assert.That(Payment.Settle(1192, [new Tender(TenderType.Card, 1192)], new CashRounding(5)), Is.EqualTo(new Settled(1192, 0)));

    [Test]
    public void Of_a_sale_paid_in_parts_only_the_cash_is_rounded() =>
        Assert.That(
            Payment.Settle(1192, [new Tender(TenderType.Card, 999), new Tender(TenderType.Cash, 200)], new CashRounding(5)),
            Is.EqualTo(new Settled(1199, 5, 2)),
            "193 in cash are 195."
        );

    [Test]
    public void Cash_that_pays_the_sum_but_not_the_coins_is_too_little() =>
        Assert.That(Payment.Settle(1193, [new Tender(TenderType.Cash, 1193)], new CashRounding(5)), Is.EqualTo(new Underpaid(2)));

    [Test]
    public void Rounding_leaves_no_bound_of_money() =>
        Assert.Multiple(() =>
        {
            Assert.That(
                Payment.Settle(Money.MaxAmount - 1, [new Tender(TenderType.Cash, Money.MaxAmount)], new CashRounding(7)),
                Is.EqualTo(new Underpaid(1))
            );
        });

    // Rules of the facts: total, tenders, what is due.
    [TestCase("FI", 2, 2)]
    [TestCase("FI", 3, 5)]
    [TestCase("SK", 1, 5)]
    [TestCase("SK", 2, 5)]
    [TestCase("SK", 7, 5)]
    [TestCase("BE", 4, 4)]
    [TestCase("BE", 7, 5)]
    [TestCase("BE", 8, 10)]
    [TestCase("LT", 2, 0)]
    [TestCase("EE", 503, 505)]
    [TestCase("HU", 12_249, 12_000)]
    [TestCase("HU", 12_250, 12_500)]
    [TestCase("NO", 12_450, 12_500)]
    [TestCase("DK", 1_025, 1_050)]
    [TestCase("NZ", 1_005, 1_000)]
    [TestCase("NZ", 1_006, 1_010)]
    [TestCase("IT", 503, 505)]
    [TestCase("DE", 503, 503)]
    [TestCase("NL", 503, 503)]
    [TestCase("US", 503, 503)]
    public void In_cash_each_country_rounds_in_its_own_way(string country, long total, long due)
    {
        var currency = CashRoundings.All.FirstOrDefault(r => r.Country == country)?.Currency ?? "EUR";
        var rule = CashRoundings.Default(country, currency, new DateOnly(2026, 12, 1));

        Assert.That(
            Payment.Settle(total, [new Tender(TenderType.Cash, 20_000)], rule),
            Is.EqualTo(new Settled(20_000, 20_000 - due, due - total))
        );
    }

    [Test]
    public void In_Italy_a_sale_that_a_card_pays_a_part_of_is_exact() =>
        Assert.Multiple(() =>
        {
            var italy = CashRoundings.Default("IT", "EUR", new DateOnly(2026, 12, 1));
            Assert.That(
                Payment.Settle(1_003, [new Tender(TenderType.Card, 500), new Tender(TenderType.Cash, 503)], italy),
                Is.EqualTo(new Settled(1_003, 0))
            );
            Assert.That(Payment.Settle(1_003, [new Tender(TenderType.Cash, 1_003)], italy), Is.EqualTo(new Underpaid(2)));
        });

    [Test]
    public void Where_all_tenders_are_rounded_a_card_pays_the_coin_and_a_voucher_its_worth() =>
        Assert.Multiple(() =>
        {
            var all = new CashRounding(5, AppliesTo: RoundedPart.AllTenders);
            Assert.That(Payment.Settle(503, [new Tender(TenderType.Card, 505)], all), Is.EqualTo(new Settled(505, 0, 2)));
            Assert.That(Payment.Settle(503, [new Tender(TenderType.Card, 503)], all), Is.EqualTo(new Underpaid(2)));
            Assert.That(Payment.Settle(502, [new Tender(TenderType.Card, 502)], all), Is.EqualTo(new NonCashExceedsTotal(2)));
            Assert.That(Payment.Settle(503, [new Tender(TenderType.Other, 503)], all), Is.EqualTo(new Settled(503, 0)));
            Assert.That(
                Payment.Settle(503, [new Tender(TenderType.Other, 301), new Tender(TenderType.Card, 200)], all),
                Is.EqualTo(new Settled(501, 0, -2))
            );
            Assert.That(Payment.Settle(503, [], all), Is.EqualTo(new NoTender(505)));
        });

    [TestCase(1)]
    [TestCase(2)]
    public void A_total_that_rounds_to_nothing_closes_without_a_tender(long total) =>
        Assert.Multiple(() =>
        {
            Assert.That(Payment.Settle(total, [], new CashRounding(5)), Is.EqualTo(new Settled(0, 0, -total)));
            Assert.That(
                Payment.Settle(total, [], new CashRounding(5, Below: new SmallAmounts(3, SmallAmountRule.OneStep))),
                Is.EqualTo(new NoTender(total))
            );
            Assert.That(
                Payment.Settle(total, [], new CashRounding(5, Below: new SmallAmounts(3, SmallAmountRule.Exact))),
                Is.EqualTo(new NoTender(total))
            );
            Assert.That(Payment.Settle(total, [], CashRounding.None), Is.EqualTo(new NoTender(total)));
        });

    [TestCase(250_000, 1_374_999, 1_250_000)]
    [TestCase(250_000, 1_375_000, 1_500_000)]
    [TestCase(100_000_000, 49_999_999, 0)]
    public void Coins_are_as_large_as_they_are_anywhere(long step, long total, long due) =>
        Assert.That(
            Payment.Settle(total, [new Tender(TenderType.Cash, 200_000_000)], new CashRounding(step)),
            Is.EqualTo(new Settled(200_000_000, 200_000_000 - due, due - total))
        );

    [TestCase(RoundingDirection.Up, 501, 505)]
    [TestCase(RoundingDirection.Down, 504, 500)]
    [TestCase(RoundingDirection.Up, 505, 505)]
    [TestCase(RoundingDirection.Down, 505, 505)]
    public void A_rule_may_go_one_way_only(RoundingDirection direction, long total, long due) =>
        Assert.That(
            Payment.Settle(total, [new Tender(TenderType.Cash, 1_000)], new CashRounding(5, Direction: direction)),
            Is.EqualTo(new Settled(1_000, 1_000 - due, due - total))
        );

    [Test]
    public void A_rule_holds_from_its_day_in_its_currency_and_not_at_a_distance() =>
        Assert.Multiple(() =>
        {
            Assert.That(CashRoundings.Default("LT", "EUR", new DateOnly(2025, 4, 30)), Is.EqualTo(CashRounding.None));
            Assert.That(CashRoundings.Default("LT", "EUR", new DateOnly(2025, 5, 1)).Step, Is.EqualTo(5));
            Assert.That(CashRoundings.Default("CH", "EUR", new DateOnly(2026, 12, 1)), Is.EqualTo(CashRounding.None));
            Assert.That(CashRoundings.Default(null, "CHF", new DateOnly(2026, 12, 1)), Is.EqualTo(CashRounding.None));
            var belgium = CashRoundings.Default("BE", "EUR", new DateOnly(2026, 12, 1));
            Assert.That((belgium.For(isDistanceSale: true), belgium.For(isDistanceSale: false).Of(8)), Is.EqualTo((CashRounding.None, 2L)));
            var slovakia = CashRoundings.Default("SK", "EUR", new DateOnly(2026, 12, 1));
            Assert.That((slovakia.Of(8), slovakia.OfRefund(8)), Is.EqualTo((2L, 0L)));
            Assert.That(CashRoundings.All.Select(r => (r.Country, r.ValidFrom)), Is.Ordered.And.Unique);
            Assert.That(CashRoundings.All.Where(r => Currencies.Find(r.Currency) is null || !Countries.IsInUse(r.Country)), Is.Empty);
        });

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(long.MinValue)]
    public void A_tender_must_pay_something(long amount) =>
        Assert.That(
            Payment.Settle(100, [new Tender(TenderType.Cash, 100), new Tender(TenderType.Cash, amount)], None),
            Is.EqualTo(new AmountNotPositive(1))
        );

    [Test]
    public void Tenders_stay_within_the_bound_of_money() =>
        Assert.Multiple(() =>
        {
            Assert.That(
                Payment.Settle(1, [new Tender(TenderType.Cash, Money.MaxAmount)], None),
                Is.EqualTo(new Settled(Money.MaxAmount, Money.MaxAmount - 1))
            );
            Assert.That(
                Payment.Settle(1, [new Tender(TenderType.Cash, Money.MaxAmount), new Tender(TenderType.Cash, 1)], None),
                Is.EqualTo(new TenderedTooMuch(1))
            );
            Assert.That(Payment.Settle(1, [new Tender(TenderType.Cash, long.MaxValue)], None), Is.EqualTo(new TenderedTooMuch(0)));
        });

    [Test]
    public void A_sale_never_owes_the_customer() =>
        Assert.That(() => Payment.Settle(-1, [], None), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static TenderType TypeOf(string code) =>
        code switch
        {
            "card" => TenderType.Card,
            "other" => TenderType.Other,
            "cheque" => new TenderType(code, "Cheque", GivesChange: false, TenderRounding.AsCash, NeedsReference: true),
            "dollars" => new TenderType(code, "US dollars", GivesChange: true, TenderRounding.AsCash),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
}
