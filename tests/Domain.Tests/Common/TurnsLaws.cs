using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed class TurnsLaws
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(15);

    private static Arbitrary<(string Account, string Address, DateTimeOffset Now)> Times { get; } =
        (
            from account in Gen.Choose(0, 100)
            from address in Gen.Choose(0, 1000)
            from second in Gen.Choose(0, int.MaxValue)
            select ($"a{account}@shop.example", $"100.64.0.{address}", DateTimeOffset.UnixEpoch.AddSeconds(second))
        ).ToArbitrary();

    [Test]
    public void Whoever_waits_as_long_as_told_has_their_turn_within_a_round() =>
        Laws.Hold(
            Times,
            t =>
                Turns.Until(t.Account, t.Address, t.Now) is var wait
                && wait < Round
                && Turns.Until(t.Account, t.Address, t.Now + wait) == TimeSpan.Zero
        );

    [Test]
    public void Of_a_round_an_address_has_its_turn_once() =>
        Laws.Hold(
            Times,
            t =>
                Enumerable
                    .Range(0, (int)Round.TotalSeconds)
                    .Count(s => Turns.Until(t.Account, t.Address, t.Now.AddSeconds(s)) == TimeSpan.Zero) == (int)Turns.Length.TotalSeconds
        );

    [Test]
    public void Addresses_do_not_all_have_the_same_turn() =>
        Assert.That(
            Enumerable
                .Range(0, 300)
                .Select(n => Turns.Until("a@shop.example", $"100.64.0.{n}", DateTimeOffset.UnixEpoch))
                .Distinct()
                .Count(),
            Is.EqualTo(15)
        );
}
