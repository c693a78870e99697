using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Domain.Tests.Sales;

public sealed class PaymentLaws
{
    private static readonly TenderType Cheque = new("cheque", "Cheque", GivesChange: false, TenderRounding.AsCash);

    private static readonly Gen<CashRounding> Rules =
        from step in Gen.Frequency((2, Gen.Constant(1)), (1, Gen.Constant(5)), (1, Gen.Constant(10)), (2, Gen.Choose(2, 25)))
        from tie in Gen.Elements(RoundingTie.Up, RoundingTie.Down)
        from part in Gen.Frequency(
            (3, Gen.Constant(RoundedPart.CashPart)),
            (1, Gen.Constant(RoundedPart.WhollyCash)),
            (1, Gen.Constant(RoundedPart.AllTenders))
        )
        from direction in Gen.Frequency(
            (4, Gen.Constant(RoundingDirection.Nearest)),
            (1, Gen.Elements(RoundingDirection.Up, RoundingDirection.Down))
        )
        from small in Gen.Choose(0, 6)
        from then in Gen.Elements(SmallAmountRule.Exact, SmallAmountRule.OneStep, SmallAmountRule.Nearest)
        select new CashRounding(
            step,
            tie,
            part,
            small == 0 ? null : new SmallAmounts(then is SmallAmountRule.OneStep ? Math.Min(small, step) : small, then),
            direction
        );

    private static Arbitrary<Due> Dues { get; } =
        (
            from total in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(1, 60)))
            from rule in Rules
            from count in Gen.Choose(0, 4)
            from tenders in (
                from type in Gen.Frequency((6, Gen.Elements<TenderType>([.. TenderType.Predefined])), (1, Gen.Constant(Cheque)))
                from amount in Gen.Frequency((12, Gen.Choose(1, 40)), (1, Gen.Choose(-5, 0)))
                select new Tender(type, amount)
            ).ArrayOf(count)
            select new Due(total, tenders, rule)
        ).ToArbitrary();

    [Test]
    public void Tenders_less_change_make_the_total_and_its_rounding() =>
        Laws.Hold(
            Dues,
            due =>
                due.Settle() is not Settled settled
                || (
                    settled.Tendered - settled.Change == due.Total + settled.Rounding
                    && settled.Tendered == due.Tenders.Sum(tender => tender.Amount)
                )
        );

    [Test]
    public void Change_is_never_negative_and_never_more_than_what_gives_it() =>
        Laws.Hold(Dues, due => due.Settle() is not Settled settled || (settled.Change >= 0 && settled.Change <= due.GivingChange));

    [Test]
    public void A_sale_settles_exactly_when_what_is_due_is_covered_and_only_what_gives_change_exceeds_it() =>
        Laws.Hold(
            Dues,
            due =>
                due.Settle() is Settled
                == (
                    due.Tenders.All(tender => tender.Amount > 0)
                    && due.WithoutChange <= due.Owed
                    && due.GivingChange + due.WithoutChange >= due.Owed
                )
        );

    [Test]
    public void What_is_rounded_becomes_what_is_owed() =>
        Laws.Hold(Dues, due => due.Settle() is not Settled settled || due.Total + settled.Rounding == due.Owed);

    [Test]
    public void What_is_rounded_is_whole_coins_and_less_than_one_away() =>
        Laws.Hold(
            Dues,
            due =>
                due.Settle() is not Settled { Rounding: not 0 } settled
                || ((due.Part + settled.Rounding) % due.Rule.Step == 0 && Math.Abs(settled.Rounding) < due.Rule.Step)
        );

    [Test]
    public void Without_cash_nothing_is_rounded_but_by_a_rule_for_all_or_where_nothing_is_left() =>
        Laws.Hold(
            Dues,
            due =>
                due.Cash > 0
                || due.Rule.AppliesTo is RoundedPart.AllTenders
                || due.Settle() is not Settled settled
                || settled.Rounding == 0
                || due.Total + settled.Rounding == 0
        );

    [Test]
    public void A_total_that_rounds_to_nothing_needs_no_tender() =>
        Laws.Hold(
            Dues,
            drawn => (drawn with { Tenders = [] }) is var due && due.Settle() is Settled == (due.Total + due.Rule.Of(due.Total) == 0)
        );

    [Test]
    public void Where_the_smallest_coin_is_one_unit_nothing_is_rounded() =>
        Laws.Hold(Dues, due => (due with { Rule = CashRounding.None }).Settle() is not Settled settled || settled.Rounding == 0);

    [Test]
    public void Rounding_twice_is_rounding_once() =>
        Laws.Hold(Dues, due => due.Rule.Below is { Then: SmallAmountRule.Exact } || due.Rule.Of(due.Total + due.Rule.Of(due.Total)) == 0);

    [Test]
    public void Money_that_goes_back_is_rounded_as_it_came_or_not_at_all() =>
        Laws.Hold(
            Dues,
            due => due.Rule.OfRefund(due.Total) == due.Rule.Of(due.Total) && (due.Rule with { Refunds = false }).OfRefund(due.Total) == 0
        );

    [Test]
    public void The_missing_cash_settles_without_change() =>
        Laws.Hold(
            Dues,
            due =>
            {
                // Cash that is there already: what was missing is what it lacks. A first cent of cash may round what a card left to less or
                // more.
                return due.Cash == 0
                    || due.Settle() is not Underpaid { Missing: var missing }
                    || due.With(new Tender(TenderType.Cash, missing)).Settle() is Settled { Change: 0 };
            }
        );

    [Test]
    public void Without_the_excess_the_other_tenders_pay_exactly() =>
        Laws.Hold(Dues, due => due.Settle() is not NonCashExceedsTotal problem || due.WithoutChange - problem.Excess == due.Owed);

    [Test]
    public void More_cash_is_more_change() =>
        Laws.Hold(
            Dues,
            due =>
                due.Cash == 0
                || due.Settle() is not Settled settled
                || due.With(new Tender(TenderType.Cash, 7)).Settle() is Settled more
                    && more == settled with { Tendered = settled.Tendered + 7, Change = settled.Change + 7 }
        );

    [Test]
    public void The_order_of_the_tenders_does_not_matter() =>
        Laws.Hold(
            Dues,
            due => due.Settle() is AmountNotPositive || due.Settle() == (due with { Tenders = [.. due.Tenders.Reverse()] }).Settle()
        );

    private sealed record Due(long Total, IReadOnlyList<Tender> Tenders, CashRounding Rule)
    {
        public long GivingChange => Of(type => type.GivesChange);

        public long WithoutChange => Of(type => !type.GivesChange);

        public long Cash => Of(type => type.Rounding is TenderRounding.AsCash);

        public long NonCash => Of(type => type.Rounding is not TenderRounding.AsCash);

        /// <summary>What of the total the rule rounds, told apart from the product.</summary>
        public long Part =>
            Rule.AppliesTo switch
            {
                RoundedPart.AllTenders => Total - Of(type => type.Rounding is TenderRounding.Never),
                RoundedPart.WhollyCash when NonCash > 0 => 0,
                RoundedPart.WhollyCash => Total,
                _ when Tenders.Count == 0 => Total,
                _ when Cash > 0 => Total - NonCash,
                _ => 0,
            };

        /// <summary>What has to be paid: searched among all whole coins instead of reckoned.</summary>
        public long Owed
        {
            get
            {
                if (Tenders.Count == 0 && RoundedOf(Total) == 0)
                    return 0;
                var part = Tenders.Count == 0 && Rule.AppliesTo is not RoundedPart.AllTenders ? 0 : Part;
                return part <= 0 ? Total : Total - part + RoundedOf(part);
            }
        }

        public Settlement Settle() => Payment.Settle(Total, Tenders, Rule);

        public Due With(Tender tender) => this with { Tenders = [.. Tenders, tender] };

        public override string ToString() => $"{Total} due by {Rule}: {string.Join("; ", Tenders)}";

        private long RoundedOf(long part)
        {
            if (part == 0 || (Rule.Below is { Then: SmallAmountRule.Exact } exact && part < exact.Amount))
                return part;
            if (Rule.Below is { Then: SmallAmountRule.OneStep } one && part < one.Amount)
                return Rule.Step;
            var coins = Enumerable.Range(0, 100).Select(count => count * Rule.Step);
            return Rule.Direction switch
            {
                RoundingDirection.Up => coins.First(sum => sum >= part),
                RoundingDirection.Down => coins.Last(sum => sum <= part),
                _ => coins.OrderBy(sum => Math.Abs(sum - part)).ThenBy(sum => Rule.Tie is RoundingTie.Up ? -sum : sum).First(),
            };
        }

        private long Of(Func<TenderType, bool> kind) => Tenders.Where(tender => kind(tender.Type)).Sum(tender => tender.Amount);
    }
}
