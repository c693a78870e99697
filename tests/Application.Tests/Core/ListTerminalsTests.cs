using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Core;

public sealed class ListTerminalsTests : ShopTests
{
    [Test]
    public async Task The_terminals_of_all_stores_in_scope_are_listed_or_those_of_one()
    {
        var all = await Shop.AskAsync(Shop.Admin, new ListTerminals());
        var one = await Shop.AskAsync(Shop.Admin, new ListTerminals(DemoData.Store("demo", 2)));
        var mine = await Shop.AskAsync(Shop.Cashier, new ListTerminals());

        Assert.Multiple(() =>
        {
            Assert.That(Ids(all.Items), Is.EquivalentTo(new[] { Till(1, 1), Till(1, 2), Till(2, 1), Till(2, 2) }));
            Assert.That(Ids(one.Items), Is.EquivalentTo(new[] { Till(2, 1), Till(2, 2) }));
            Assert.That(Ids(mine.Items), Is.EquivalentTo(new[] { Till(1, 1), Till(1, 2) }));
            Assert.That(
                mine.Items,
                Does.Contain(
                    new ListedTerminal(
                        Till(1, 2),
                        DemoData.Store("demo"),
                        "T2",
                        "Till 2",
                        IsEnrolled: false,
                        IsArchived: false,
                        Version: 1,
                        LastSeenAt: null
                    )
                )
            );
        });
    }

    [Test]
    public async Task Another_store_is_not_found()
    {
        var theirs = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListTerminals(DemoData.Store("rival"))));
        var other = await RefusalOf(Shop.AskAsync(Shop.Cashier, new ListTerminals(DemoData.Store("demo", 2))));

        Assert.That(new[] { theirs, other }.Select(e => (e.Kind, e.Code)), Is.All.EqualTo((ErrorKind.NotFound, "core.store_not_found")));
    }

    [Test]
    public async Task Pages_follow_each_other()
    {
        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Admin, new ListTerminals(Limit: 3, Cursor: cursor));
            seen.AddRange(Ids(page.Items));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(seen, Is.Unique.And.Count.EqualTo(4));
    }

    private static Guid Till(int store, int number) => DemoData.Terminal("demo", store, number);

    private static IEnumerable<Guid> Ids(IEnumerable<ListedTerminal> terminals) => terminals.Select(t => t.TerminalId);
}
