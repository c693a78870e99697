using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class GetMeTests : ShopTests
{
    private static readonly string[] CashierMay =
    [
        Permissions.Catalog.Read,
        Permissions.Core.Read,
        Permissions.Customers.Manage,
        Permissions.Customers.Read,
        Permissions.Inventory.Read,
        Permissions.Inventory.ReadOtherStores,
        Permissions.Inventory.Reserve,
        Permissions.Pricing.Read,
        Permissions.Sales.Create,
        Permissions.Sales.Read,
        Permissions.Sales.Shift,
    ];

    [Test]
    public async Task Everyone_learns_who_they_are_and_for_whom()
    {
        var me = await Shop.AskAsync(Shop.Cashier, new GetMe());

        Assert.Multiple(() =>
        {
            Assert.That(
                me.User,
                Is.EqualTo(
                    new MyUser(DemoData.User("demo", "cashier"), "cashier@demo.example", "Cashier of Demo Market", HasSecondFactor: false)
                )
            );
            Assert.That(me.Tenant, Is.EqualTo(new MyTenant(DemoData.Tenant("demo"), "demo", "Demo Market")));
            Assert.That(
                me.Stores.Select(s => (s.StoreId, s.Code, s.Name)),
                Is.EqualTo(new[] { (DemoData.Store("demo"), "MITTE", "Mitte") })
            );
            Assert.That(me.Stores[0].Permissions, Is.EqualTo(CashierMay));
        });
    }

    [Test]
    public async Task A_role_without_a_store_holds_in_every_store()
    {
        var me = await Shop.AskAsync(Shop.Admin, new GetMe());

        Assert.That(me.Stores.Select(s => s.Code), Is.EqualTo(new[] { "HAFEN", "MITTE" }));
        Assert.That(me.Permissions, Is.SupersetOf(new[] { Permissions.Identity.ManageUsers, Permissions.Sales.Void }));
        Assert.That(me.Stores.Select(s => s.Permissions), Is.All.SupersetOf(new[] { Permissions.Operations.Read, Permissions.Sales.Void }));
    }

    [Test]
    public async Task Each_store_has_the_permissions_that_are_held_there()
    {
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

        var stores = (await Shop.AskAsync(Shop.Manager, new GetMe())).Stores;

        Assert.That(
            stores.Single(s => s.Code == "MITTE").Permissions,
            Is.EqualTo(
                CashierMay
                    .Concat([
                        Permissions.Catalog.Manage,
                        Permissions.Core.ManageTerminals,
                        Permissions.Identity.GrantRoles,
                        Permissions.Identity.ReadUsers,
                        Permissions.Inventory.Adjust,
                        Permissions.Inventory.Approve,
                        Permissions.Inventory.Count,
                        Permissions.Inventory.Manage,
                        Permissions.Inventory.Move,
                        Permissions.Inventory.ReadCosts,
                        Permissions.Inventory.Revalue,
                        Permissions.Inventory.Stocktake,
                        Permissions.Inventory.Transfer,
                        Permissions.Reports.Read,
                        Permissions.Sales.Discount,
                        Permissions.Sales.NoSale,
                        Permissions.Sales.Return,
                        Permissions.Sales.ShiftManage,
                        Permissions.Sales.Void,
                    ])
                    .Order(StringComparer.Ordinal)
            )
        );
        Assert.That(stores.Single(s => s.Code == "HAFEN").Permissions, Is.EqualTo(CashierMay));
    }

    [Test]
    public async Task Whoever_holds_no_role_may_know_who_they_are_and_nothing_else()
    {
        await Shop.ExecuteAsync("delete from identity.access_grant where user_id = $1", DemoData.User("rival", "cashier"));
        var newcomer = await Shop.SignInAsync("rival", "cashier");

        var me = await Shop.AskAsync(newcomer, new GetMe());

        Assert.That((me.User.Email, me.Stores.Count), Is.EqualTo(("cashier@rival.example", 0)));
    }
}
