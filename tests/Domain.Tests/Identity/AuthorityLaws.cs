using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Domain.Tests.Identity;

public sealed class AuthorityLaws
{
    private static readonly Guid[] Stores = [new("00000000-0000-0000-0000-00000000000a"), new("00000000-0000-0000-0000-00000000000b")];

    private static Gen<Authority> One { get; } =
        from count in Gen.Choose(0, 6)
        from holdings in (
            from permission in Gen.Elements("sell", "void", "read")
            from store in Gen.Elements<Guid?>(null, Stores[0], Stores[1])
            select new Holding(permission, store)
        ).ArrayOf(count)
        select new Authority(holdings);

    private static Arbitrary<(Authority A, Authority B, Authority C)> Three { get; } =
        (from a in One from b in One from c in One select (a, b, c)).ToArbitrary();

    [Test]
    public void Everybody_covers_themselves_and_nobody_at_all() => Laws.Hold(Three, t => t.A.Covers(t.A) && t.A.Covers(new Authority([])));

    [Test]
    public void Who_covers_a_second_who_covers_a_third_covers_the_third() =>
        Laws.Hold(Three, t => !t.A.Covers(t.B) || !t.B.Covers(t.C) || t.A.Covers(t.C));

    [Test]
    public void Covering_is_lacking_nothing() => Laws.Hold(Three, t => t.A.Covers(t.B) == (t.A.Lacking(t.B).Count == 0));

    [Test]
    public void What_is_lacking_is_held_by_the_other_and_not_by_this() =>
        Laws.Hold(Three, t => t.A.Lacking(t.B).All(h => t.B.Holds(h.Permission, h.StoreId) && !t.A.Holds(h.Permission, h.StoreId)));

    [Test]
    public void More_holdings_never_cover_less() =>
        Laws.Hold(Three, t => !t.A.Covers(t.C) || new Authority(t.A.Holdings.Concat(t.B.Holdings)).Covers(t.C));

    [Test]
    public void Who_holds_nothing_lacks_all_there_is() => Laws.Hold(Three, t => new Authority([]).Lacking(t.A).Count == t.A.Holdings.Count);

    [Test]
    public void What_is_held_in_single_stores_only_never_covers_all_stores() =>
        Laws.Hold(
            Three,
            t =>
            {
                var single = new Authority(t.A.Holdings.Where(h => h.StoreId is not null));
                return t
                    .B.Holdings.Where(h => h.StoreId is null)
                    .All(h => !single.Holds(h.Permission, null) && single.Lacking(t.B).Contains(h));
            }
        );

    [Test]
    public void What_is_held_in_all_stores_is_held_in_each() =>
        Laws.Hold(Three, t => t.A.Holdings.Where(h => h.StoreId is null).All(h => Stores.All(store => t.A.Holds(h.Permission, store))));

    [Test]
    public void All_stores_one_by_one_are_not_all_stores()
    {
        var each = new Authority(Stores.Select(store => new Holding("sell", store)));
        var all = new Authority([new Holding("sell", null)]);

        Assert.That((all.Covers(each), each.Covers(all)), Is.EqualTo((true, false)));
    }
}
