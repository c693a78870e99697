using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed class BackoffLaws
{
    private static readonly Backoff Limit = new(5, TimeSpan.FromMinutes(15));

    private static Arbitrary<int> Failures { get; } =
        Gen.Frequency((10, Gen.Choose(0, 40)), (1, Gen.Choose(0, int.MaxValue - 1))).ToArbitrary();

    [Test]
    public void Waits_never_shrink_and_never_exceed_the_cap() =>
        Laws.Hold(Failures, n => Limit.After(n) <= Limit.After(n + 1) && Limit.After(n + 1) <= Limit.Cap);

    [Test]
    public void The_first_failures_are_free_and_the_next_are_not() =>
        Laws.Hold(Failures, n => (Limit.After(n) == TimeSpan.Zero) == (n < Limit.Free));

    [Test]
    public void Waits_double() =>
        Assert.That(Enumerable.Range(5, 4).Select(n => Limit.After(n).TotalSeconds), Is.EqualTo(new[] { 1, 2, 4, 8 }));
}
