using NUnit.Framework;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Domain.Tests.Pricing;

public sealed class TaxChoiceTests
{
    private static readonly Guid Standard = Guid.Parse("0192f000-0000-7000-8000-00000000000a");
    private static readonly Guid Reduced = Guid.Parse("0192f000-0000-7000-8000-00000000000b");
    private static readonly Guid Store = Guid.Parse("0192f000-0000-7000-8000-000000000001");
    private static readonly Guid OtherStore = Guid.Parse("0192f000-0000-7000-8000-000000000002");
    private static readonly DateOnly Day = new(2026, 12, 2);
    private static readonly TaxPlace Montreal = new(Store, "CA", "Québec");

    [Test]
    public void The_closest_area_that_has_a_rate_is_taken()
    {
        ListedRate[] rates =
        [
            Rate(1),
            Rate(2, country: "CA"),
            Rate(3, country: "CA", region: "Québec"),
            Rate(4, store: Store),
            Rate(5, store: OtherStore),
            Rate(6, country: "US"),
            Rate(7, country: "CA", region: "Ontario"),
        ];

        Assert.Multiple(() =>
        {
            Assert.That(Of(rates, Montreal), Is.EqualTo(4));
            Assert.That(Of(rates, Montreal with { StoreId = Guid.Empty }), Is.EqualTo(3));
            Assert.That(Of(rates, new TaxPlace(Guid.Empty, "CA", "Alberta")), Is.EqualTo(2));
            Assert.That(Of(rates, new TaxPlace(Guid.Empty, "CA", null)), Is.EqualTo(2));
            Assert.That(Of(rates, new TaxPlace(Guid.Empty, "FR", "Québec")), Is.EqualTo(1));
            Assert.That(Of(rates, new TaxPlace(Guid.Empty, null, null)), Is.EqualTo(1));
        });
    }

    [TestCase("QUÉBEC")]
    [TestCase("quebec")]
    [TestCase(" Québec ")]
    public void A_region_is_the_same_however_people_write_it(string region) =>
        Assert.That(
            Of([Rate(2, country: "CA"), Rate(3, country: "CA", region: "Québec")], Montreal with { Region = region }),
            Is.EqualTo(3)
        );

    [Test]
    public void A_change_at_midnight_is_the_first_day_of_the_new_rate()
    {
        ListedRate[] rates = [Rate(19) with { ValidUntil = Day }, Rate(16) with { ValidFrom = Day, ValidUntil = Day.AddDays(30) }];

        Assert.Multiple(() =>
        {
            Assert.That(TaxChoice.Of(rates, Standard, Montreal, Day.AddDays(-1))?.Rate, Is.EqualTo(19));
            Assert.That(TaxChoice.Of(rates, Standard, Montreal, Day)?.Rate, Is.EqualTo(16));
            Assert.That(TaxChoice.Of(rates, Standard, Montreal, Day.AddDays(29))?.Rate, Is.EqualTo(16));
            Assert.That(TaxChoice.Of(rates, Standard, Montreal, Day.AddDays(30)), Is.Null);
        });
    }

    [Test]
    public void Another_class_has_rates_of_its_own() => Assert.That(TaxChoice.Of([Rate(19)], Reduced, Montreal, Day), Is.Null);

    private static decimal? Of(ListedRate[] rates, TaxPlace place) => TaxChoice.Of(rates, Standard, place, Day)?.Rate;

    private static ListedRate Rate(decimal rate, string? country = null, string? region = null, Guid? store = null) =>
        new(new Guid((int)rate, 0, 0, new byte[8]), Standard, country, region, store, rate, ValidFrom: null, ValidUntil: null);
}
