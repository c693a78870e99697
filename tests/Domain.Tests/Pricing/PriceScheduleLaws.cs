using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

/// <summary>A schedule against the simplest model of it: the price of each day, one by one.</summary>
public sealed class PriceScheduleLaws
{
    private const int Days = 12;
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<IReadOnlyList<Put>> Puts =
        from puts in (
            from day in Gen.Choose(0, Days - 1)
            from length in Gen.Frequency((1, Gen.Constant(0)), (2, Gen.Choose(1, 4)))
            from amount in Gen.Choose(1, 4)
            select new Put(day, length == 0 ? null : Math.Min(day + length, Days), amount)
        ).ListOf()
        select (IReadOnlyList<Put>)[.. puts.Take(8)];

    [Test]
    public void Any_sequence_of_prices_gives_each_day_what_was_said_of_it_last() =>
        Laws.Hold(
            Puts.ToArbitrary(),
            puts =>
            {
                var (spans, model, starts) = (new List<PriceSpan>(), new long?[Days], new HashSet<int>());
                foreach (var put in puts)
                {
                    Apply(spans, put);
                    // Without an end of its own it holds until what was planned behind it begins.
                    var end = put.Until ?? Enumerable.Range(put.Day + 1, Days - put.Day).First(day => day >= Days || starts.Contains(day));
                    for (var day = put.Day; day < end; day++)
                        model[day] = put.Amount;
                    starts = [.. spans.Where(s => s.From != s.Until).Select(s => (int)(s.From - Start).TotalDays)];
                }

                return Enumerable.Range(0, Days).All(day => PriceOn(spans, day) == model[day]) && !Overlap(spans);
            }
        );

    [Test]
    public void The_same_price_again_changes_nothing() =>
        Laws.Hold(
            Puts.ToArbitrary(),
            puts =>
            {
                var spans = new List<PriceSpan>();
                foreach (var put in puts)
                {
                    Apply(spans, put);
                    if (
                        PriceSchedule.Put(Ending(spans, put), put.Amount, At(put.Day), At(put.Until))
                        is not { Ends.Count: 0, Added.Count: 0 }
                    )
                        return false;
                }

                return true;
            }
        );

    [Test]
    public void What_ended_before_is_never_touched() =>
        Laws.Hold(
            Puts.ToArbitrary(),
            puts =>
            {
                var spans = new List<PriceSpan>();
                foreach (var put in puts)
                {
                    var before = Enumerable.Range(0, put.Day).Select(day => PriceOn(spans, day)).ToList();
                    Apply(spans, put);
                    if (!before.SequenceEqual(Enumerable.Range(0, put.Day).Select(day => PriceOn(spans, day))))
                        return false;
                }

                return true;
            }
        );

    private static void Apply(List<PriceSpan> spans, Put put)
    {
        var change = PriceSchedule.Put(Ending(spans, put), put.Amount, At(put.Day), At(put.Until));
        foreach (var end in change.Ends)
        {
            var index = spans.FindIndex(s => s.PriceId == end.PriceId);
            spans[index] = spans[index] with { Until = end.Until };
        }

        spans.AddRange(change.Added.Select(a => new PriceSpan(Guid.NewGuid(), a.Amount, a.From, a.Until)));
    }

    private static List<PriceSpan> Ending(List<PriceSpan> spans, Put put) =>
        [.. spans.Where(s => s.From != s.Until && !(s.Until <= At(put.Day)))];

    private static long? PriceOn(List<PriceSpan> spans, int day) =>
        spans.Where(s => s.From <= At(day) && !(s.Until <= At(day))).Select(s => (long?)s.Amount).SingleOrDefault();

    private static bool Overlap(List<PriceSpan> spans) =>
        Enumerable.Range(0, Days).Any(day => spans.Count(s => s.From <= At(day) && !(s.Until <= At(day))) > 1);

    private static DateTimeOffset At(int day) => Start.AddDays(day);

    private static DateTimeOffset? At(int? day) => day is { } there ? At(there) : null;

    private sealed record Put(int Day, int? Until, int Amount);
}
