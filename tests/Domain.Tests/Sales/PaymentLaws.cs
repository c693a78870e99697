using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class PaymentLaws
{
    private static Arbitrary<Due> Dues { get; } = (
        from total in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(1, 60)))
        from count in Gen.Choose(0, 4)
        from tenders in (
            from method in Gen.Elements(TenderMethod.Cash, TenderMethod.Card, TenderMethod.Other)
            from amount in Gen.Frequency((12, Gen.Choose(1, 40)), (1, Gen.Choose(-5, 0)))
            select new Tender(method, amount)).ArrayOf(count)
        select new Due(total, tenders)).ToArbitrary();

    [Test]
    public void Tenders_less_change_make_the_total() => Laws.Hold(Dues, due =>
        due.Settle() is not Settled settled
        || (settled.Tendered - settled.Change == due.Total && settled.Tendered == due.Tenders.Sum(tender => tender.Amount)));

    [Test]
    public void Change_is_never_negative_and_never_more_than_the_cash() => Laws.Hold(Dues, due =>
        due.Settle() is not Settled settled || (settled.Change >= 0 && settled.Change <= due.Cash));

    [Test]
    public void A_sale_settles_exactly_when_it_is_covered_and_only_cash_exceeds_it() => Laws.Hold(Dues, due =>
        due.Settle() is Settled
            == (due.Tenders.All(tender => tender.Amount > 0) && due.NonCash <= due.Total && due.Cash + due.NonCash >= due.Total));

    [Test]
    public void The_missing_amount_in_cash_settles_without_change() => Laws.Hold(Dues, due =>
    {
        var missing = due.Settle() switch
        {
            Underpaid underpaid => underpaid.Missing,
            NoTender none => none.Due,
            _ => 0,
        };
        return missing == 0 || due.With(new Tender(TenderMethod.Cash, missing)).Settle() is Settled { Change: 0 };
    });

    [Test]
    public void Without_the_excess_the_other_tenders_pay_exactly() => Laws.Hold(Dues, due =>
        due.Settle() is not NonCashExceedsTotal problem || due.NonCash - problem.Excess == due.Total);

    [Test]
    public void More_cash_is_more_change() => Laws.Hold(Dues, due =>
        due.Settle() is not Settled settled
        || due.With(new Tender(TenderMethod.Cash, 7)).Settle() == new Settled(settled.Tendered + 7, settled.Change + 7));

    [Test]
    public void The_order_of_the_tenders_does_not_matter() => Laws.Hold(Dues, due =>
        due.Settle() is AmountNotPositive || due.Settle() == (due with { Tenders = [.. due.Tenders.Reverse()] }).Settle());

    private sealed record Due(long Total, IReadOnlyList<Tender> Tenders)
    {
        public long Cash => Tenders.Where(tender => tender.Method == TenderMethod.Cash).Sum(tender => tender.Amount);

        public long NonCash => Tenders.Where(tender => tender.Method != TenderMethod.Cash).Sum(tender => tender.Amount);

        public Settlement Settle() => Payment.Settle(Total, Tenders);

        public Due With(Tender tender) => this with { Tenders = [.. Tenders, tender] };

        public override string ToString() => $"{Total} due: {string.Join("; ", Tenders)}";
    }
}
