using System.Globalization;
using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>What happened keeps its day and its meaning, wherever the store goes after it.</summary>
public sealed class BusinessDaysTests : ShopTests
{
    private const int Item = 61;
    private TimeSpan moved;

    [TearDown]
    public void Come_back_to_the_present()
    {
        Clock.Advance(-moved);
        moved = TimeSpan.Zero;
    }

    // From the first zone of the day to the last one and back, over a short way, and to another end of the day.
    [TestCase("Pacific/Kiritimati", "00:00", "Etc/GMT+12", "00:00")]
    [TestCase("Etc/GMT+12", "00:00", "Pacific/Kiritimati", "00:00")]
    [TestCase("Pacific/Auckland", "00:00", "Pacific/Honolulu", "04:00")]
    [TestCase("Europe/Berlin", "00:00", "Europe/London", "00:00")]
    [TestCase("Europe/Berlin", "00:00", "Europe/Berlin", "06:00")]
    [TestCase("Europe/Berlin", "06:00", "Europe/Berlin", "00:00")]
    public async Task A_change_waits_for_the_next_business_day_and_days_never_go_back(
        string zone,
        string endsAt,
        string nextZone,
        string nextEndsAt
    )
    {
        var (store, till) = await OpenAsync(zone, endsAt);
        var before = await SellAsync(till);
        var changed = await ChangeAsync(store, store with { TimeZone = nextZone, DayEndsAt = nextEndsAt });
        var (old, now) = (Calendar(zone, endsAt), Calendar(nextZone, nextEndsAt));
        var until = old.BeginningOf(before.BusinessDate.AddDays(1));

        var days = new List<(DateTimeOffset At, DateOnly Day, string? Zone)>();
        MoveTo(until.AddMinutes(-90));
        for (var hour = 0; hour < 60; hour++)
        {
            var sale = await SellAsync(till);
            days.Add((sale.SoldAt, sale.BusinessDate, sale.TimeZone));
            Move(TimeSpan.FromHours(1));
        }

        Assert.Multiple(() =>
        {
            Assert.That(
                changed.Earlier,
                Is.EqualTo(new EarlierTerms(until, before.BusinessDate.AddDays(1), zone, endsAt, TaxMode.Inclusive))
            );
            Assert.That(days.Select(d => d.Day), Is.Ordered);
            Assert.That(days.Where(d => d.At < until).Select(d => d.Day), Is.All.EqualTo(before.BusinessDate));
            Assert.That(days.Where(d => d.At >= until).Select(d => d.Day), Is.All.GreaterThan(before.BusinessDate));
            Assert.That(days.Where(d => d.At >= until).Select(d => d.Zone), Is.All.EqualTo(nextZone));
            Assert.That(days[^1].Day, Is.EqualTo(now.DayAt(days[^1].At)), "In the end it is the day of the new place.");
        });
    }

    [Test]
    public async Task A_sale_is_voided_by_the_day_of_the_zone_in_which_it_was_made()
    {
        var (store, till) = await OpenAsync("Europe/Berlin", "00:00");
        var sold = await SellAsync(till);
        var other = await SellAsync(till);
        await ChangeAsync(store, store with { TimeZone = "Pacific/Honolulu", DayEndsAt = "06:00" });
        var end = Calendar("Europe/Berlin", "00:00").BeginningOf(sold.BusinessDate.AddDays(1));
        MoveTo(end.AddMinutes(-1));
        var voided = await Shop.AskAsync(Shop.Admin, new VoidSale(sold.SaleId, "Still the day in Berlin"));
        MoveTo(end.AddMinutes(1));
        var late = await RefusalOf(Shop.AskAsync(Shop.Admin, new VoidSale(other.SaleId, "In Honolulu it is the day before")));

        Assert.That((voided.Status, late.Code), Is.EqualTo((SaleStatus.Voided, "sales.void_too_late")));
    }

    [Test]
    public async Task Prices_keep_their_meaning_until_the_shop_closes_and_what_was_sold_for_ever()
    {
        var (store, till) = await OpenAsync("Europe/Berlin", "04:00");
        var before = await SellAsync(till);
        await ChangeAsync(store, store with { TaxMode = TaxMode.Exclusive });
        var today = await SellAsync(till);
        MoveTo(Calendar("Europe/Berlin", "04:00").BeginningOf(before.BusinessDate.AddDays(1)).AddMinutes(1));
        var tomorrow = await SellAsync(till);
        var read = await Shop.AskAsync(Shop.Admin, new GetSale(before.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That(
                (before.TaxMode, today.TaxMode, tomorrow.TaxMode, read.TaxMode),
                Is.EqualTo((TaxMode.Inclusive, TaxMode.Inclusive, TaxMode.Exclusive, TaxMode.Inclusive))
            );
            Assert.That(today.Total, Is.EqualTo(before.Total));
            Assert.That(tomorrow.Net, Is.EqualTo(before.Total), "What contained the tax comes without it now.");
        });
    }

    [Test]
    public async Task A_store_that_has_sold_nothing_changes_at_once_and_a_change_may_be_taken_back()
    {
        var (store, till) = await OpenAsync("Europe/Berlin", "00:00");
        var young = await ChangeAsync(store, store with { TimeZone = "Asia/Tokyo", TaxMode = TaxMode.Exclusive });
        var sale = await SellAsync(till);
        var waiting = await ChangeAsync(young, young with { TimeZone = "America/Lima" });
        var back = await ChangeAsync(waiting, waiting with { TimeZone = "Asia/Tokyo" });

        Assert.Multiple(() =>
        {
            Assert.That((young.Earlier, sale.TimeZone, sale.TaxMode), Is.EqualTo(((EarlierTerms?)null, "Asia/Tokyo", TaxMode.Exclusive)));
            Assert.That(waiting.Earlier?.TimeZone, Is.EqualTo("Asia/Tokyo"));
            Assert.That((back.TimeZone, back.Earlier?.TimeZone), Is.EqualTo(("Asia/Tokyo", "Asia/Tokyo")));
        });
    }

    [TestCase("00:00", "2026-12-05T22:59:00Z", "2026-12-05", "2026-12-05T23:01:00Z", "2026-12-06")]
    [TestCase("04:00", "2026-12-06T02:59:00Z", "2026-12-05", "2026-12-06T03:01:00Z", "2026-12-06")]
    [TestCase("12:00", "2026-12-06T10:59:00Z", "2026-12-05", "2026-12-06T11:01:00Z", "2026-12-06")]
    public async Task A_night_belongs_to_the_day_on_which_it_began(string endsAt, string late, string day, string early, string next)
    {
        var (_, till) = await OpenAsync("Europe/Berlin", endsAt);
        var days = new List<DateOnly>();
        // Relative to a day that is to come: no till sells on one that is past.
        var weeks = 7 * (int)Math.Ceiling((Clock.GetUtcNow() - At(late)).TotalDays / 7 + 1);
        foreach (var instant in new[] { late, early })
        {
            MoveTo(At(instant).AddDays(weeks));
            days.Add((await SellAsync(till)).BusinessDate.AddDays(-weeks));
        }

        Assert.That(days.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), Is.EqualTo(new[] { day, next }));
    }

    [Test]
    public async Task A_clock_that_goes_back_takes_no_till_back_to_an_earlier_day()
    {
        var (_, till) = await OpenAsync("Europe/Berlin", "00:00");
        Move(TimeSpan.FromDays(1));
        var first = await SellAsync(till);
        Move(-TimeSpan.FromDays(1));
        var second = await SellAsync(till);

        Assert.That((second.BusinessDate, second.SoldAt < first.SoldAt), Is.EqualTo((first.BusinessDate, true)));
    }

    [TestCase("4:00")]
    [TestCase("12:01")]
    [TestCase("24:00")]
    [TestCase("04:60")]
    [TestCase("04:00\n")]
    public async Task A_day_ends_between_midnight_and_noon(string endsAt)
    {
        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Admin,
                new CreateStore(new StoreDetails("NEVER", "Never", "EUR", "Europe/Berlin", TaxMode.Inclusive, DayEndsAt: endsAt))
            )
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "dayEndsAt")));
    }

    private static BusinessCalendar Calendar(string zone, string endsAt) =>
        new(zone, TimeOnly.ParseExact(endsAt, "HH:mm", CultureInfo.InvariantCulture));

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private void Move(TimeSpan by)
    {
        Clock.Advance(by);
        moved += by;
    }

    private void MoveTo(DateTimeOffset instant) => Move(instant - Clock.GetUtcNow());

    private async Task<(Store Store, CompleteSale Basket)> OpenAsync(string zone, string endsAt)
    {
        var code = "B" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails(code, code, "EUR", zone, TaxMode.Inclusive, DayEndsAt: endsAt))
        );
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", Item), 1_000)], "Opening")
        );
        var till = await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "One"));
        return (store, new CompleteSale(store.StoreId, till.TerminalId, Shop.Lines("demo", (Item, 1)), Shop.Cash(10_000)));
    }

    private Task<Sale> SellAsync(CompleteSale basket) => Shop.AskAsync(Shop.Admin, basket);

    private async Task<Store> ChangeAsync(Store before, Store after) =>
        (
            await Shop.SendAsync(
                Shop.Admin,
                new ChangeStore(
                    before.StoreId,
                    new StoreDetails(after.Code, after.Name, after.Currency, after.TimeZone, after.TaxMode, DayEndsAt: after.DayEndsAt)
                ),
                ifMatch: before.Version
            )
        ).Result;
}
