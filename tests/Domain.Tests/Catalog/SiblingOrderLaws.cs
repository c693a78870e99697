using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

/// <summary>An order made by hand against the simplest model of it: a list into which is inserted.</summary>
public sealed class SiblingOrderLaws
{
    private const int Last = 36 * 36 * 36 * 36 - 1;

    [Test]
    public void Any_sequence_of_insertions_and_departures_keeps_the_order_that_was_made() =>
        Laws.Hold(
            Gen.Choose(-40, 100).ListOf().ToArbitrary(),
            acts =>
            {
                var (model, numbers, next) = (new List<int>(), new Dictionary<int, int>(), 0);
                foreach (var act in acts)
                {
                    if (act < 0 && model.Count > 0)
                    {
                        numbers.Remove(model[-act % model.Count]);
                        model.RemoveAt(-act % model.Count);
                        continue;
                    }

                    var at = Math.Abs(act) % (model.Count + 1);
                    var (number, others) = SiblingOrder.Insert([.. model.Select(m => numbers[m])], at);
                    foreach (var sibling in model)
                        numbers[sibling] = others.SingleOrDefault(o => o.From == numbers[sibling], (From: 0, To: numbers[sibling])).To;
                    model.Insert(at, next);
                    numbers[next++] = number;
                }

                return model.Select(m => numbers[m]).SequenceEqual(numbers.Values.Order().Distinct());
            }
        );

    [Test]
    public void Nobody_has_another_number_where_there_is_a_gap()
    {
        Assert.That(SiblingOrder.Insert([1, 2, 5], 2), Is.EqualTo((3, Array.Empty<(int, int)>())));
        Assert.That(SiblingOrder.Insert([1, 2, 4, 5], 1).Others, Is.EqualTo(new[] { (2, 3) }));
        Assert.That(SiblingOrder.Insert([3], 0), Is.EqualTo((1, Array.Empty<(int, int)>())));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Behind_the_last_number_all_close_up(int at)
    {
        var (number, others) = SiblingOrder.Insert([Last - 1, Last], at);

        Assert.That(number, Is.EqualTo(at + 1));
        Assert.That(others, Is.EqualTo(new[] { (Last - 1, 1), (Last, at == 1 ? 3 : 2) }));
    }

    [Test]
    public void A_number_is_read_as_it_was_written_and_ordered_as_it_is()
    {
        int[] numbers = [1, 9, 10, 35, 36, 1_295, 1_296, 46_656, Last];

        Assert.That(numbers.Select(n => SiblingOrder.Read("zzzz" + SiblingOrder.Write(n))), Is.EqualTo(numbers));
        Assert.That(numbers.Select(SiblingOrder.Write), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }
}
