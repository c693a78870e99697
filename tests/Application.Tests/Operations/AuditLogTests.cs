using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Operations;

public sealed class AuditLogTests : ShopTests
{
    [Test]
    public async Task Acts_are_found_by_who_what_about_what_and_when()
    {
        var from = Clock.GetUtcNow();
        var sold = await Shop.SellAsync((50, 1));
        await RefusalOf(Shop.AskAsync(Shop.Cashier, new VoidSale(sold.SaleId, "Denied")));
        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Done"));

        var bySubject = await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: sold.SaleId));
        var byActor = await Shop.AskAsync(Shop.Admin, new ListAuditLog(ActorId: Shop.Manager.UserId, SubjectId: sold.SaleId));
        var byAct = await Shop.AskAsync(Shop.Admin, new ListAuditLog(Act: "VoidSale", From: from));
        var byTime = await Shop.AskAsync(Shop.Admin, new ListAuditLog(To: from));

        Assert.Multiple(() =>
        {
            Assert.That(
                bySubject.Items.Select(e => (e.Act, e.Outcome, e.UserId)),
                Is.EqualTo(
                    new[]
                    {
                        ("VoidSale", AuditOutcome.Done, (Guid?)Shop.Manager.UserId),
                        ("VoidSale", AuditOutcome.Refused, Shop.Cashier.UserId),
                        ("CompleteSale", AuditOutcome.Done, Shop.Cashier.UserId),
                    }
                )
            );
            Assert.That(byActor.Items.Select(e => e.Act), Is.EqualTo(new[] { "VoidSale" }));
            Assert.That(byAct.Items.Select(e => e.Act), Is.Not.Empty.And.All.EqualTo("VoidSale"));
            Assert.That(byTime.Items.Select(e => e.OccurredAt), Is.All.LessThan(from));
            Assert.That(bySubject.Items[0].Subject["saleId"], Is.EqualTo(sold.SaleId));
        });
    }

    [Test]
    public async Task Pages_follow_each_other_whatever_is_added_meanwhile()
    {
        for (var n = 0; n < 6; n++)
            await Shop.SellAsync((51, 1));
        List<Guid> seen = [];
        string? cursor = null;
        for (var n = 0; n < 3; n++)
        {
            var page = await Shop.AskAsync(Shop.Admin, new ListAuditLog(Act: "CompleteSale", Limit: 2, Cursor: cursor));
            seen.AddRange(page.Items.Select(e => e.AuditEntryId));
            cursor = page.NextCursor;
            await Shop.SellAsync((51, 1));
        }

        Assert.That(seen, Is.Unique.And.Count.EqualTo(6));
    }

    [Test]
    public async Task A_change_tells_what_was_and_what_is()
    {
        var user = (await Shop.AskAsync(Shop.Admin, new InviteUser("before@demo.example", "Before"))).User;
        await Shop.SendAsync(Shop.Admin, new ChangeUser(user.UserId, "before@demo.example", "After"), ifMatch: 1);

        var entry = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: user.UserId))).Items[0];

        Assert.That(entry.Changes, Is.EqualTo(new Dictionary<string, AuditChange> { ["name"] = new("Before", "After") }));
    }

    [Test]
    public async Task A_void_tells_what_the_sale_was_before()
    {
        var sold = await Shop.SellAsync((52, 1));
        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "On record"));

        var entry = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: sold.SaleId))).Items[0];

        Assert.That(entry.Changes, Is.EqualTo(new Dictionary<string, AuditChange> { ["status"] = new("completed", "voided") }));
    }

    [Test]
    public async Task An_export_holds_all_that_was_asked_for_or_says_that_it_cannot()
    {
        const string fill = """
            insert into app.audit_entry (tenant_id, audit_entry_id, occurred_at, act, outcome, subject, request_hash)
            select $1, gen_random_uuid(), now(), 'Filler', 'done', '{}', '\x00'
              from generate_series(1, $2)
            """;
        await Shop.ExecuteAsync(fill, DemoData.Tenant("demo"), ExportAuditLog.MaximumEntries);
        var all = await Shop.AskAsync(Shop.Admin, new ExportAuditLog(Act: "Filler"));
        await Shop.ExecuteAsync(fill, DemoData.Tenant("demo"), 1);

        Assert.That(all, Has.Count.EqualTo(ExportAuditLog.MaximumEntries));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new ExportAuditLog(Act: "Filler")))).Code,
            Is.EqualTo("operations.export_too_long")
        );
    }

    [Test]
    public async Task A_failed_sign_in_is_found_by_whom_it_was_about()
    {
        await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("cashier@demo.example", "wrong")));

        var entry = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: Shop.Cashier.UserId, Act: "SignIn"))).Items[0];

        Assert.That((entry.Outcome, entry.UserId), Is.EqualTo((AuditOutcome.Refused, (Guid?)null)));
    }

    [Test]
    public async Task It_belongs_to_its_merchant_and_to_those_who_may_read_it()
    {
        var theirs = await Shop.AskAsync(Shop.Rival, new ListAuditLog(ActorId: Shop.Admin.UserId));

        Assert.That(theirs.Items, Is.Empty);
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Manager, new ListAuditLog()))).Code, Is.EqualTo("request.permission_missing"));
    }

    [Test]
    public async Task Nobody_who_serves_requests_can_change_it() =>
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            Shop.ListThroughAsync<int>(Shop.Database.App, "update app.audit_entry set act = 'X' returning 1")
        );
}
