using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

public sealed class PriceChoiceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Store = Guid.Parse("0192f000-0000-7000-8000-000000000001");
    private static readonly Guid Staff = Guid.Parse("0192f000-0000-7000-8000-000000000002");
    private static readonly PriceSituation AtTheTill = new(Store, "EUR", SalesChannel.Till, CustomerGroupId: null, Quantity: 1, Noon);

    [Test]
    public void Nothing_holds_where_there_is_no_price() => Assert.That(PriceChoice.Winner([], AtTheTill), Is.Null);

    [Test]
    public void The_greater_priority_wins_over_the_closer_aim()
    {
        var (clearance, own) = (Price(500, List("clearance", priority: 10)), Price(800, List("own", store: Store)));

        Assert.That(PriceChoice.Winner([own, clearance], AtTheTill), Is.EqualTo(clearance));
    }

    [Test]
    public void Of_equal_priority_customers_come_before_the_store_and_the_store_before_the_channel()
    {
        var everybody = Price(1000, List("base"));
        var till = Price(900, List("till", channel: SalesChannel.Till));
        var store = Price(800, List("store", store: Store));
        var staff = Price(700, List("staff", group: Staff));

        Assert.Multiple(() =>
        {
            Assert.That(Winner(AtTheTill with { CustomerGroupId = Staff }, everybody, till, store, staff), Is.EqualTo(700));
            Assert.That(Winner(AtTheTill, everybody, till, store, staff), Is.EqualTo(800));
            Assert.That(Winner(AtTheTill with { StoreId = Staff }, everybody, till, store, staff), Is.EqualTo(900));
            Assert.That(
                Winner(AtTheTill with { StoreId = Staff, Channel = SalesChannel.Web }, everybody, till, store, staff),
                Is.EqualTo(1000)
            );
        });
    }

    [TestCase("0.5", 1000)]
    [TestCase("5.999", 1000)]
    [TestCase("6", 900)]
    [TestCase("11", 900)]
    [TestCase("12", 800)]
    [TestCase("1000", 800)]
    public void A_tier_holds_from_its_quantity_on(decimal quantity, long expected)
    {
        var list = List("base");

        Assert.That(
            Winner(AtTheTill with { Quantity = quantity }, Price(800, list, from: 12), Price(1000, list), Price(900, list, from: 6)),
            Is.EqualTo(expected)
        );
    }

    // A tier of a list that comes later does not reach over the list that comes first.
    [Test]
    public void A_greater_quantity_in_a_weaker_list_does_not_win() =>
        Assert.That(
            Winner(AtTheTill with { Quantity = 100 }, Price(700, List("base"), from: 50), Price(950, List("own", store: Store))),
            Is.EqualTo(950)
        );

    [Test]
    public void A_price_holds_from_its_first_instant_until_before_its_end()
    {
        var planned = Price(700, List("base")) with { ValidFrom = Noon, ValidUntil = Noon.AddHours(1) };

        Assert.Multiple(() =>
        {
            Assert.That(Winner(AtTheTill with { At = Noon.AddTicks(-1) }, planned), Is.Null);
            Assert.That(Winner(AtTheTill, planned), Is.EqualTo(700));
            Assert.That(Winner(AtTheTill with { At = Noon.AddHours(1).AddTicks(-1) }, planned), Is.EqualTo(700));
            Assert.That(Winner(AtTheTill with { At = Noon.AddHours(1) }, planned), Is.Null);
        });
    }

    [Test]
    public void Every_price_says_what_became_of_it()
    {
        var list = List("base");
        JudgedPrice[] expected =
        [
            new(Price(900, List("own", store: Store)), PriceVerdict.Wins),
            new(Price(1000, List("a-base")), PriceVerdict.LessClose),
            new(Price(1, List("low", priority: -1)), PriceVerdict.LowerPriority),
            new(Price(2, List("francs") with { Currency = "CHF" }), PriceVerdict.OtherCurrency),
            new(Price(3, List("elsewhere", store: Staff)), PriceVerdict.OtherStore),
            new(Price(4, List("web", channel: SalesChannel.Web)), PriceVerdict.OtherChannel),
            new(Price(5, List("staff", group: Staff)), PriceVerdict.OtherCustomers),
            new(Price(6, list) with { ValidFrom = Noon.AddTicks(1) }, PriceVerdict.NotYet),
            new(Price(7, list) with { ValidUntil = Noon }, PriceVerdict.NoLonger),
            new(Price(8, list, from: 2), PriceVerdict.QuantityTooSmall),
        ];

        var judged = PriceChoice.Judge(expected.Select(e => e.Price).Reverse(), AtTheTill);

        Assert.Multiple(() =>
        {
            Assert.That(judged, Is.EquivalentTo(expected));
            Assert.That(judged.Take(3), Is.EqualTo(expected.Take(3)));
        });
    }

    [Test]
    public void Within_a_list_a_smaller_quantity_says_that_a_larger_one_holds()
    {
        var list = List("base");

        var judged = PriceChoice.Judge([Price(1000, list), Price(900, list, from: 6)], AtTheTill with { Quantity = 6 });

        Assert.That(
            judged.Select(j => (j.Price.Amount, j.Verdict)),
            Is.EqualTo(new[] { (900L, PriceVerdict.Wins), (1000L, PriceVerdict.LargerQuantityHolds) })
        );
    }

    private static long? Winner(PriceSituation situation, params ListedPrice[] prices)
    {
        var winner = PriceChoice.Winner(prices, situation);
        Assert.That(
            PriceChoice.Judge(prices, situation).Where(j => j.Verdict is PriceVerdict.Wins).Select(j => j.Price),
            Is.EqualTo(winner is null ? [] : new[] { winner })
        );
        return winner?.Amount;
    }

    private static ListedPrice Price(long amount, PriceListTerms list, decimal from = 0) =>
        new(new Guid((int)amount, 0, 0, new byte[8]), list, from, amount, DateTimeOffset.UnixEpoch, ValidUntil: null);

    private static PriceListTerms List(
        string code,
        int priority = 0,
        Guid? store = null,
        SalesChannel? channel = null,
        Guid? group = null
    ) => new(new Guid(code.GetHashCode(StringComparison.Ordinal), 1, 1, new byte[8]), code, "EUR", priority, store, channel, group);
}
