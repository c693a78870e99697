using NUnit.Framework;
using PosCommerce.Infrastructure.Security;
using PosCommerce.Local;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Local;

/// <summary>Whatever was done to the demo shops, what is left is found and what is not is told.</summary>
public sealed class DemoShopTests
{
    private const string Cashier = "cashier@demo.example";

    [Test]
    public async Task As_it_was_made_the_cashier_can_sell()
    {
        var shop = await AfterAsync();

        Assert.That(
            shop.Accounts.Select(account => (account.Place, account.Trouble)).Distinct(),
            Is.EqualTo(new[] { ("tenant demo", (string?)null), ("tenant rival", null), ("platform", null) })
        );
        Assert.That(shop.Accounts, Has.Count.EqualTo(7));
        Assert.That(shop.Sale!.Email, Is.EqualTo(Cashier));
        Assert.That(shop.Sale.StoreId, Is.EqualTo(DemoData.Store("demo")));
    }

    [Test]
    public async Task Sold_out_in_the_cashiers_store_somebody_else_sells_elsewhere()
    {
        var shop = await AfterAsync("update inventory.stock_level set on_hand = 0 where store_id = app.seed_id('store/demo/1')");

        Assert.That(shop.Sale!.Email, Is.EqualTo("admin@demo.example"));
        Assert.That(shop.Sale.StoreId, Is.EqualTo(DemoData.Store("demo", 2)));
    }

    [TestCase("inventory.stock_level set on_hand = 1", "nothing that could be sold is left in stock there")]
    [TestCase("catalog.variant set archived_at = now()", "nothing that could be sold is left in stock there")]
    [TestCase("core.store set archived_at = now()", "every store of tenant demo is archived")]
    [TestCase("core.terminal set archived_at = now()", "every till of the open stores is archived")]
    [TestCase("identity.role_permission set revoked_at = now()", "nobody who can sign in may sell there")]
    [TestCase("identity.access_grant set revoked_at = now()", "nobody who can sign in may sell there")]
    [TestCase("identity.user_account set disabled_at = now()", "nobody of tenant demo can sign in")]
    [TestCase("identity.tenant set suspended_at = now()", "nobody of tenant demo can sign in")]
    public async Task Without_a_sale_the_reason_is_told(string done, string reason)
    {
        var shop = await AfterAsync($"update {done} where tenant_id = app.seed_id('tenant/demo')");

        Assert.That((shop.Sale, shop.WhyNoSale), Is.EqualTo(((SampleSale?)null, reason)));
    }

    [TestCase("disabled_at = now()", "disabled")]
    [TestCase("password_hash = null", "has another password")]
    [TestCase("password_hash = 'no hash at all'", "has another password")]
    [TestCase("second_factor_since = now()", "asks for a code of an authenticator app")]
    public async Task Who_cannot_sign_in_is_named_and_another_sells(string change, string trouble)
    {
        var shop = await AfterAsync($"update identity.user_account set {change} where email = '{Cashier}'");

        Assert.That(
            shop.Accounts.Where(account => account.Trouble is not null).Select(account => (account.Email, account.Trouble)),
            Is.EqualTo(new[] { (Cashier, (string?)trouble) })
        );
        Assert.That(shop.Sale!.Email, Is.EqualTo("manager@demo.example"));
    }

    [Test]
    public async Task A_password_of_ones_own_is_told_from_the_demo_password()
    {
        var own = Argon2.Hash("one of my own");

        var shop = await AfterAsync($"update identity.user_account set password_hash = '{own}' where email = '{Cashier}'");

        Assert.That(shop.Accounts.Single(account => account.Email == Cashier).Trouble, Is.EqualTo("has another password"));
    }

    [Test]
    public async Task An_archived_store_or_till_is_passed_over()
    {
        var store = await AfterAsync("update core.store set archived_at = now() where store_id = app.seed_id('store/demo/1')");
        var till = await AfterAsync("update core.terminal set archived_at = now() where terminal_id = app.seed_id('terminal/demo/1/1')");

        Assert.That(store.Sale!.StoreId, Is.EqualTo(DemoData.Store("demo", 2)));
        Assert.That(till.Sale!.TerminalId, Is.EqualTo(DemoData.Terminal("demo", 1, 2)));
    }

    [Test]
    public async Task Rights_that_were_taken_from_cashiers_alone_leave_the_manager()
    {
        var shop = await AfterAsync(
            """
            update identity.role_permission as p set revoked_at = now()
              from identity.role as r
             where r.tenant_id = p.tenant_id and r.role_id = p.role_id and r.code = 'cashier' and p.permission = 'sales.create'
            """
        );

        Assert.That(shop.Sale!.Email, Is.EqualTo("manager@demo.example"));
    }

    [Test]
    public async Task A_merchant_that_asks_everybody_for_a_second_factor_is_said_to()
    {
        var shop = await AfterAsync(
            """
            insert into core.settings (tenant_id, version, settings, changed_at, changed_by)
            values (app.seed_id('tenant/demo'), 1, '{"requireSecondFactor": true}', now(), app.seed_id('user/demo/admin'))
            """
        );

        Assert.That(
            shop.Accounts.Where(account => account.Place == "tenant demo").Select(account => account.Trouble),
            Is.All.EqualTo("must set up an authenticator app first")
        );
    }

    [Test]
    public async Task Who_changed_the_address_is_told_by_the_new_one()
    {
        var shop = await AfterAsync($"update identity.user_account set email = 'carla@demo.example' where email = '{Cashier}'");

        Assert.That(shop.Sale!.Email, Is.EqualTo("carla@demo.example"));
    }

    private static async Task<DemoShop> AfterAsync(string? done = null)
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        if (done is not null)
            await Migrations.Database.ExecuteAsync(database.Migrator, done);
        var local = LocalDatabase.Existing(cluster.Admin, database.Name, cluster.Passwords);
        return await DemoShop.FindAsync(local, cluster.Passwords.Demo, CancellationToken.None);
    }
}
