using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

public sealed class VoidSaleTests : ShopTests
{
    protected override bool Crowded => true;

    [Test]
    public async Task A_void_restores_the_stock_and_keeps_the_record()
    {
        var before = await Shop.OnHandAsync("demo", 10);
        var sold = await Shop.SellAsync((10, 3), (11, 1), (10, 0.5m));

        var reply = await Shop.SendAsync(Shop.Manager, new VoidSale(sold.SaleId, "Wrong basket"));
        var read = await Shop.AskAsync(Shop.Manager, new GetSale(sold.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That((reply.Answer?.Status, reply.Answer?.ETag, reply.Answer?.Location), Is.EqualTo((200, "\"2\"", (string?)null)));
            Assert.That((read.Status, read.Version, read.Number, read.Total), Is.EqualTo((SaleStatus.Voided, 2, sold.Number, sold.Total)));
            Assert.That(read.Lines, Is.EqualTo(sold.Lines));
            Assert.That(read.Tenders, Is.EqualTo(sold.Tenders));
            Assert.That(read.Void, Is.EqualTo(reply.Result.Void));
            Assert.That((read.Void?.Reason, read.Void?.VoidedBy), Is.EqualTo(("Wrong basket", Shop.Manager.UserId)));
        });
        Assert.That(await Shop.OnHandAsync("demo", 10), Is.EqualTo(before));
    }

    [Test]
    public async Task A_sale_of_an_archived_store_is_not_voided_until_it_is_open_again()
    {
        var (store, till) = await Shop.OpenStoreAsync("SHUT");
        var sold = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new VoidSale(sold.SaleId, "Late")));
        var restored = await Shop.AskAsync(Shop.Admin, new RestoreStore(store.StoreId));

        Assert.That((error.Kind, error.Code, restored.IsArchived), Is.EqualTo((ErrorKind.Rule, "core.store_archived", false)));
        Assert.That((await Shop.AskAsync(Shop.Admin, new VoidSale(sold.SaleId, "Late"))).Status, Is.EqualTo(SaleStatus.Voided));
    }

    [Test]
    public async Task A_voided_sale_keeps_its_number()
    {
        var first = await Shop.SellAsync((12, 1));
        await Shop.AskAsync(Shop.Manager, new VoidSale(first.SaleId, "Wrong basket"));
        var second = await Shop.SellAsync((12, 1));

        Assert.That(string.CompareOrdinal(second.Number, first.Number), Is.Positive);
    }

    [Test]
    public async Task A_sale_is_voided_once()
    {
        var sold = await Shop.SellAsync((13, 2));
        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Once"));
        var onHand = await Shop.OnHandAsync("demo", 13);

        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Twice")));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Conflict, "sales.sale_already_voided")));
        Assert.That(await Shop.OnHandAsync("demo", 13), Is.EqualTo(onHand));
        Assert.That((await Shop.AskAsync(Shop.Manager, new GetSale(sold.SaleId))).Void?.Reason, Is.EqualTo("Once"));
    }

    [Test]
    public async Task Of_thirty_two_who_void_one_sale_one_succeeds()
    {
        var before = await Shop.OnHandAsync("demo", 14);
        var sold = await Shop.SellAsync((14, 4));

        await using var shelf = await Shop.HoldShelfAsync(14);
        var voiding = Enumerable
            .Range(0, 32)
            .Select(async n =>
            {
                try
                {
                    await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, $"By {n}"));
                    return "voided";
                }
                catch (Refused refused)
                {
                    return refused.Error.Code;
                }
            })
            .ToArray();
        await Shop.UntilWaitingAsync(32);
        await shelf.CloseAsync();

        Assert.That(
            (await Task.WhenAll(voiding)).GroupBy(o => o).Select(g => (g.Key, g.Count())),
            Is.EquivalentTo(new[] { ("voided", 1), ("sales.sale_already_voided", 31) })
        );
        Assert.That(await Shop.OnHandAsync("demo", 14), Is.EqualTo(before));
    }

    [Test]
    public async Task A_sale_of_yesterday_cannot_be_voided()
    {
        var sold = await Shop.SellAsync((15, 1));
        Clock.Advance(TimeSpan.FromDays(1));
        try
        {
            var error = await RefusalOf(Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Too late")));
            Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "sales.void_too_late")));
        }
        finally
        {
            Clock.Advance(-TimeSpan.FromDays(1));
        }

        Assert.That((await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "In time"))).Status, Is.EqualTo(SaleStatus.Voided));
    }

    [Test]
    public async Task The_day_ends_at_midnight_of_the_store()
    {
        // One minute after midnight in Berlin it is still the day before in UTC, all year round.
        var calendar = new BusinessCalendar("Europe/Berlin", TimeOnly.MinValue);
        var untilMidnight = calendar.BeginningOf(calendar.DayAt(Clock.GetUtcNow()).AddDays(1)) - Clock.GetUtcNow();
        // At a till of its own: no till sells on an earlier day again.
        var (_, till) = await Shop.OpenStoreAsync("NIGHT", item: 16);
        var basket = await Shop.BasketAsync(till, item: 16);
        var moved = untilMidnight - TimeSpan.FromMinutes(1);
        Clock.Advance(moved);
        try
        {
            var sold = await Shop.AskAsync(Shop.Admin, basket);
            Clock.Advance(TimeSpan.FromMinutes(2));
            moved += TimeSpan.FromMinutes(2);
            var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new VoidSale(sold.SaleId, "After midnight")));
            var next = await Shop.AskAsync(Shop.Admin, basket);

            Assert.That(error.Code, Is.EqualTo("sales.void_too_late"));
            Assert.That(next.BusinessDate, Is.EqualTo(sold.BusinessDate.AddDays(1)));
        }
        finally
        {
            Clock.Advance(-moved);
        }
    }

    [Test]
    public async Task A_version_that_is_not_current_is_stale()
    {
        var sold = await Shop.SellAsync((17, 1));

        var error = await RefusalOf(Shop.SendAsync(Shop.Manager, new VoidSale(sold.SaleId, "Stale"), ifMatch: 7));
        var voided = await Shop.SendAsync(Shop.Manager, new VoidSale(sold.SaleId, "Current"), ifMatch: 1);
        var again = await RefusalOf(Shop.SendAsync(Shop.Manager, new VoidSale(sold.SaleId, "Stale again"), ifMatch: 1));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Stale, "request.version_stale")));
        Assert.That(voided.Result.Version, Is.EqualTo(2));
        Assert.That(again, Is.EqualTo(error));
    }

    [Test]
    public async Task A_cashier_may_void_with_an_approval_only_and_others_not_at_all()
    {
        var sold = await Shop.SellAsync((18, 1));
        var clerk = await Shop.EmployAsync("stock-clerk");

        var cashier = await RefusalOf(Shop.AskAsync(Shop.Cashier, new VoidSale(sold.SaleId, "Mine")));
        var other = await RefusalOf(Shop.AskAsync(clerk, new VoidSale(sold.SaleId, "Mine")));

        Assert.That((cashier.Kind, cashier.Code), Is.EqualTo((ErrorKind.Forbidden, "request.approval_missing")));
        Assert.That((other.Kind, other.Code), Is.EqualTo((ErrorKind.Forbidden, "request.permission_missing")));
    }

    [Test]
    public async Task A_manager_voids_only_where_they_are_manager()
    {
        var there = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(19, 1)], store: 2));
        // Cashier in the second store: they see the sale there, and may not void it.
        await Shop.ExecuteAsync(
            """
            insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id, store_id)
            select tenant_id, $1, $2, role_id, $3 from identity.role where tenant_id = $4 and code = 'cashier'
            """,
            Ids.New(),
            Shop.Manager.UserId,
            DemoData.Store("demo", 2),
            DemoData.Tenant("demo")
        );

        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, new VoidSale(there.SaleId, "Not mine")));

        Assert.That((await Shop.AskAsync(Shop.Manager, new GetSale(there.SaleId))).Status, Is.EqualTo(SaleStatus.Completed));
        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Forbidden, "request.approval_missing")));
    }

    [Test]
    public async Task A_sale_that_does_not_exist_or_is_another_merchants_is_not_found()
    {
        var sold = await Shop.SellAsync((20, 1));

        var theirs = await RefusalOf(Shop.AskAsync(Shop.Rival, new VoidSale(sold.SaleId, "Theirs")));
        var nobodys = await RefusalOf(Shop.AskAsync(Shop.Rival, new VoidSale(Guid.NewGuid(), "Nobody's")));

        Assert.That(theirs, Is.EqualTo(nobodys));
        Assert.That(theirs.Code, Is.EqualTo("sales.sale_not_found"));
    }

    [TestCase("")]
    [TestCase("  ")]
    public async Task A_void_needs_a_reason(string reason)
    {
        var sold = await Shop.SellAsync((21, 1));

        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, reason)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "reason")));
    }
}
