using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class PaymentLaws
{
    private static Arbitrary<Due> Dues { get; } = (
        from total in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(1, 60)))
        from step in Gen.Frequency((2, Gen.Constant(1)), (1, Gen.Constant(5)), (1, Gen.Constant(10)), (2, Gen.Choose(2, 25)))
        from count in Gen.Choose(0, 4)
        from tenders in (
            from method in Gen.Elements(TenderMethod.Cash, TenderMethod.Card, TenderMethod.Other)
            from amount in Gen.Frequency((12, Gen.Choose(1, 40)), (1, Gen.Choose(-5, 0)))
            select new Tender(method, amount)).ArrayOf(count)
        select new Due(total, tenders, step)).ToArbitrary();

    [Test]
    public void Tenders_less_change_make_the_total_and_its_rounding() => Laws.Hold(Dues, due =>
        due.Settle() is not Settled settled
        || (settled.Tendered - settled.Change == due.Total + settled.Rounding && settled.Tendered == due.Tenders.Sum(tender => tender.Amount)));

    [Test]
    public void Change_is_never_negative_and_never_more_than_the_cash() => Laws.Hold(Dues, due =>
        due.Settle() is not Settled settled || (settled.Change >= 0 && settled.Change <= due.Cash));

    [Test]
    public void A_sale_settles_exactly_when_it_is_covered_and_only_cash_exceeds_it() => Laws.Hold(Dues, due =>
        due.Settle() is Settled
            == (due.Tenders.All(tender => tender.Amount > 0) && due.NonCash <= due.Total && due.Cash >= (due.Cash > 0 ? due.RoundedCash : due.Total - due.NonCash)));

    [Test]
    public void What_cash_pays_is_whole_coins_and_the_nearest() => Laws.Hold(Dues, due =>
        due.Settle() is not Settled settled
        || due.Cash == 0
        || ((due.Total - due.NonCash + settled.Rounding) % due.Step == 0 && Math.Abs(settled.Rounding) * 2 <= due.Step));

    [Test]
    public void Without_cash_nothing_is_rounded() => Laws.Hold(Dues, due =>
        due.Cash > 0 || due.Settle() is not Settled settled || settled.Rounding == 0);

    [Test]
    public void Where_the_smallest_coin_is_one_unit_nothing_is_rounded() => Laws.Hold(Dues, due =>
        (due with { Step = 1 }).Settle() is not Settled settled || settled.Rounding == 0);

    [Test]
    public void Rounding_twice_is_rounding_once() => Laws.Hold(Dues, due =>
        Payment.CashRounding(due.Total + Payment.CashRounding(due.Total, due.Step), due.Step) == 0);

    [Test]
    public void The_missing_amount_in_cash_settles_without_change() => Laws.Hold(Dues, due =>
    {
        var missing = due.Settle() switch
        {
            Underpaid underpaid => underpaid.Missing,
            NoTender none => none.Due,
            _ => 0,
        };
        // Cash that comes to a card that paid a part pays whole coins, so what is missing may round to nothing or to more.
        var cash = due.Cash > 0 ? missing : missing + Payment.CashRounding(missing, due.Step);
        return cash == 0 || due.With(new Tender(TenderMethod.Cash, cash)).Settle() is Settled { Change: 0 };
    });

    [Test]
    public void Without_the_excess_the_other_tenders_pay_exactly() => Laws.Hold(Dues, due =>
        due.Settle() is not NonCashExceedsTotal problem || due.NonCash - problem.Excess == due.Total);

    [Test]
    public void More_cash_is_more_change() => Laws.Hold(Dues, due =>
        due.Settle() is not Settled settled
        || due.With(new Tender(TenderMethod.Cash, 7)).Settle() is Settled more && more.Tendered - settled.Tendered == 7 && (due.Cash == 0 || more == settled with { Tendered = more.Tendered, Change = settled.Change + 7 }));

    [Test]
    public void The_order_of_the_tenders_does_not_matter() => Laws.Hold(Dues, due =>
        due.Settle() is AmountNotPositive || due.Settle() == (due with { Tenders = [.. due.Tenders.Reverse()] }).Settle());

    private sealed record Due(long Total, IReadOnlyList<Tender> Tenders, long Step)
    {
        // Told apart from the product: the nearest of all whole coins, the larger of two that are as near.
        public long RoundedCash => Enumerable.Range(0, 100).Select(coins => coins * Step).OrderBy(sum => Math.Abs(sum - (Total - NonCash))).ThenByDescending(sum => sum).First();

        public long Cash => Tenders.Where(tender => tender.Method == TenderMethod.Cash).Sum(tender => tender.Amount);

        public long NonCash => Tenders.Where(tender => tender.Method != TenderMethod.Cash).Sum(tender => tender.Amount);

        public Settlement Settle() => Payment.Settle(Total, Tenders, Step);

        public Due With(Tender tender) => this with { Tenders = [.. Tenders, tender] };

        public override string ToString() => $"{Total} due in coins of {Step}: {string.Join("; ", Tenders)}";
    }
}
