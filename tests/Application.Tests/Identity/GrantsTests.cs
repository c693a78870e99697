using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class GrantsTests : ShopTests
{
    [Test]
    public async Task A_role_counts_with_the_next_request_and_so_does_its_end()
    {
        var newcomer = await Shop.EmployAsync(null);
        Assert.That((await RefusalOf(Shop.AskAsync(newcomer, new ListSales()))).Code, Is.EqualTo("request.permission_missing"));

        var grant = await Shop.AskAsync(
            Shop.Admin,
            new GrantRole(newcomer.UserId, await Shop.RoleAsync("cashier"), DemoData.Store("demo"))
        );
        Assert.That((await Shop.AskAsync(newcomer, new ListStores())).Items.Select(s => s.Code), Is.EqualTo(new[] { "MITTE" }));

        await Shop.AskAsync(Shop.Admin, new RevokeGrant(newcomer.UserId, grant.GrantId));
        Assert.That((await RefusalOf(Shop.AskAsync(newcomer, new ListSales()))).Code, Is.EqualTo("request.permission_missing"));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new RevokeGrant(newcomer.UserId, grant.GrantId)))).Code,
            Is.EqualTo("identity.grant_not_found")
        );
    }

    [Test]
    public async Task Giving_twice_is_giving_once_and_what_was_taken_back_comes_to_life()
    {
        var newcomer = await Shop.EmployAsync(null);
        var give = new GrantRole(newcomer.UserId, await Shop.RoleAsync("viewer"), DemoData.Store("demo"));

        var first = await Shop.AskAsync(Shop.Admin, give);
        var second = await Shop.AskAsync(Shop.Admin, give);
        await Shop.AskAsync(Shop.Admin, new RevokeGrant(newcomer.UserId, first.GrantId));
        var again = await Shop.AskAsync(Shop.Admin, give);

        Assert.That(new[] { second.GrantId, again.GrantId }, Is.All.EqualTo(first.GrantId));
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new ListGrants(newcomer.UserId))).Items.Select(g => (g.RoleCode, g.StoreId)),
            Is.EqualTo(new[] { ("viewer", (Guid?)DemoData.Store("demo")) })
        );
    }

    [Test]
    public async Task A_store_manager_gives_what_they_hold_where_they_hold_it()
    {
        var newcomer = await Shop.EmployAsync(null);
        var (cashier, admin) = (await Shop.RoleAsync("cashier"), await Shop.RoleAsync("admin"));

        var here = await Shop.AskAsync(Shop.Manager, new GrantRole(newcomer.UserId, cashier, DemoData.Store("demo")));
        var there = await RefusalOf(Shop.AskAsync(Shop.Manager, new GrantRole(newcomer.UserId, cashier, DemoData.Store("demo", 2))));
        var everywhere = await RefusalOf(Shop.AskAsync(Shop.Manager, new GrantRole(newcomer.UserId, cashier)));
        var more = await RefusalOf(Shop.AskAsync(Shop.Manager, new GrantRole(newcomer.UserId, admin, DemoData.Store("demo"))));

        Assert.That(here.GrantedBy, Is.EqualTo(Shop.Manager.UserId));
        Assert.That(there.Code, Is.EqualTo("core.store_not_found"));
        Assert.That(new[] { everywhere, more }.Select(e => e.Code), Is.All.EqualTo("identity.permission_not_held"));
    }

    [Test]
    public async Task A_tenant_wide_permission_is_not_held_by_a_grant_for_one_store()
    {
        var local = await Shop.EmployAsync("admin");

        Assert.That(
            (await RefusalOf(Shop.AskAsync(local, new InviteUser("x@demo.example", "X")))).Code,
            Is.EqualTo("request.permission_missing")
        );
        Assert.That(
            (await Shop.AskAsync(local, new GetMe())).Stores.Single().Permissions,
            Does.Not.Contain(Permissions.Identity.ManageUsers).And.Contain(Permissions.Sales.Void)
        );
    }

    [Test]
    public async Task Stores_are_named_where_the_caller_works()
    {
        var person = await Shop.EmployAsync("cashier", store: 1);
        await Shop.AskAsync(Shop.Admin, new GrantRole(person.UserId, await Shop.RoleAsync("viewer"), DemoData.Store("demo", 2)));
        await Shop.AskAsync(Shop.Admin, new GrantRole(person.UserId, await Shop.RoleAsync("purchaser")));

        var toAdmin = await Shop.AskAsync(Shop.Admin, new ListGrants(person.UserId));
        var toManager = await Shop.AskAsync(Shop.Manager, new GetUser(person.UserId));

        Assert.That(
            toAdmin.Items.Select(g => (g.RoleCode, g.StoreName)),
            Is.EqualTo(new (string, string?)[] { ("cashier", "Mitte"), ("purchaser", null), ("viewer", "Hafen") })
        );
        Assert.That(
            toManager.Grants.Select(g => (g.RoleCode, g.StoreName)),
            Is.EqualTo(new (string, string?)[] { ("cashier", "Mitte"), ("purchaser", null), ("viewer", null) })
        );
    }

    [Test]
    public async Task A_user_is_another_version_with_another_role()
    {
        var person = await Shop.EmployAsync(null);
        var give = new GrantRole(person.UserId, await Shop.RoleAsync("viewer"));
        List<int> versions = [];
        async Task LookAsync() => versions.Add((await Shop.AskAsync(Shop.Admin, new GetUser(person.UserId))).Version);

        await LookAsync();
        var grant = await Shop.AskAsync(Shop.Admin, give);
        await LookAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Shop.AskAsync(Shop.Admin, give);
        await LookAsync();
        await Shop.AskAsync(Shop.Admin, new RevokeGrant(person.UserId, grant.GrantId));
        await LookAsync();

        Assert.That(
            versions.Select(version => version - versions[0]),
            Is.EqualTo(new[] { 0, 1, 1, 2 }),
            "Giving what is held changes nothing."
        );
    }

    [Test]
    public async Task At_a_till_nobody_gives_or_takes_what_reaches_beyond_its_store()
    {
        var accomplice = await Shop.EmployAsync("cashier");
        var boss = await Shop.EmployAsync("admin", store: null);
        var grant = (await Shop.AskAsync(Shop.Admin, new ListGrants(boss.UserId))).Items.Single();
        var device = await Shop.PairAsync(terminal: 2);
        var atTill = await Shop.SignInByPinAsync(device, boss.UserId);
        var (admin, cashier) = (await Shop.RoleAsync("admin"), await Shop.RoleAsync("cashier"));

        var everywhere = await RefusalOf(Shop.AskAsync(atTill, new GrantRole(accomplice.UserId, admin)));
        var elsewhere = await RefusalOf(Shop.AskAsync(atTill, new GrantRole(accomplice.UserId, cashier, DemoData.Store("demo", 2))));
        var taken = await RefusalOf(Shop.AskAsync(atTill, new RevokeGrant(boss.UserId, grant.GrantId)));
        var here = await Shop.AskAsync(atTill, new GrantRole(accomplice.UserId, cashier, DemoData.Store("demo")));
        var me = await Shop.AskAsync(atTill, new GetMe());

        Assert.That(new[] { everywhere, taken }.Select(e => e.Code), Is.All.EqualTo("identity.permission_not_held"));
        Assert.That(elsewhere.Code, Is.EqualTo("core.store_not_found"));
        Assert.That(here.StoreId, Is.EqualTo(DemoData.Store("demo")));
        Assert.That(me.Permissions, Is.Empty);
        Assert.That(me.Stores.Single().Permissions, Does.Contain(Permissions.Sales.Void).And.Not.Contain(Permissions.Identity.ManageUsers));
    }

    [Test]
    public async Task Nobody_takes_back_what_they_could_not_give()
    {
        var boss = await Shop.EmployAsync("admin", store: null);
        var grant = (await Shop.AskAsync(Shop.Admin, new ListGrants(boss.UserId))).Items.Single();

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Manager, new RevokeGrant(boss.UserId, grant.GrantId)))).Code,
            Is.EqualTo("identity.permission_not_held")
        );
    }

    [Test]
    public async Task The_last_admin_stays()
    {
        var grant = (await Shop.AskAsync(Shop.Rival, new ListGrants(Shop.Rival.UserId))).Items.Single();

        var disabled = await RefusalOf(Shop.AskAsync(Shop.Rival, new DisableUser(Shop.Rival.UserId)));
        var demoted = await RefusalOf(Shop.AskAsync(Shop.Rival, new RevokeGrant(Shop.Rival.UserId, grant.GrantId)));
        // An admin who was invited and has no password yet is none.
        var invited = await Shop.AskAsync(Shop.Rival, new InviteUser("second@rival.example", "Second"));
        await Shop.AskAsync(Shop.Rival, new GrantRole(invited.UserId, grant.RoleId));
        var still = await RefusalOf(Shop.AskAsync(Shop.Rival, new DisableUser(Shop.Rival.UserId)));

        Assert.That(
            new[] { disabled, demoted, still }.Select(e => (e.Kind, e.Code)),
            Is.All.EqualTo((ErrorKind.Conflict, "identity.last_admin"))
        );
    }

    // Whatever the one does, whatever the other does, at the same moment.
    [TestCase(false, false)]
    [TestCase(false, true)]
    [TestCase(true, true)]
    public async Task Two_admins_who_remove_each_other_leave_one(bool isFirstDemoted, bool isSecondDemoted)
    {
        // Everybody else who could be an admin is none, for as long as this takes.
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await Shop.EmployAsync("admin", store: null), await Shop.EmployAsync("admin", store: null));
            await Shop.ExecuteAsync(
                "update identity.user_account set disabled_at = now() where tenant_id = $1 and user_id <> all ($2)",
                DemoData.Tenant("demo"),
                new[] { a.UserId, b.UserId }
            );
            try
            {
                var (grantOfA, grantOfB) = (
                    (await Shop.AskAsync(a, new ListGrants(a.UserId))).Items.Single(),
                    (await Shop.AskAsync(b, new ListGrants(b.UserId))).Items.Single()
                );
                // Both have come as far as the admin's role before either goes on: that they come at once is not left to chance.
                Task<string?[]> both;
                await using (
                    await Shop.HoldAsync(
                        "select from identity.role where tenant_id = $1 and code = 'admin' for update",
                        DemoData.Tenant("demo")
                    )
                )
                {
                    both = Task.WhenAll(RemoveAsync(a, grantOfB, isFirstDemoted), RemoveAsync(b, grantOfA, isSecondDemoted));
                    await Shop.UntilWaitingAsync(2);
                }

                var outcomes = await both;

                Assert.That(outcomes.Count(code => code is null), Is.EqualTo(1), string.Join(", ", outcomes));
                Assert.That(
                    await Shop.ScalarAsync<long>(
                        """
                        select count(*)
                          from identity.access_grant as g
                          join identity.role as r using (tenant_id, role_id)
                          join identity.user_account as u using (tenant_id, user_id)
                         where tenant_id = $1 and r.code = 'admin' and g.store_id is null and g.revoked_at is null and u.disabled_at is null and u.password_hash is not null
                        """,
                        DemoData.Tenant("demo")
                    ),
                    Is.EqualTo(1)
                );
            }
            finally
            {
                await Shop.ExecuteAsync(
                    "update identity.user_account set disabled_at = null where tenant_id = $1",
                    DemoData.Tenant("demo")
                );
            }
        }

        Task<string?> RemoveAsync(Caller caller, Grant its, bool isDemoted) =>
            isDemoted
                ? OutcomeOf(Shop.AskAsync(caller, new RevokeGrant(its.UserId, its.GrantId)))
                : OutcomeOf(Shop.AskAsync(caller, new DisableUser(its.UserId)));
    }

    [Test]
    public async Task A_role_of_ones_own_holds_what_its_maker_holds_everywhere()
    {
        var role = await Shop.AskAsync(
            Shop.Admin,
            new CreateRole("Greeter", [Permissions.Core.Read, Permissions.Catalog.Read], Code: "greeter")
        );
        var greeter = await Shop.EmployAsync("greeter");
        await Shop.AskAsync(greeter, new ListStores());

        await Shop.SendAsync(Shop.Admin, new ChangeRole(role.RoleId, "Greeter", [Permissions.Sales.Read]), ifMatch: role.Version);

        Assert.That((await RefusalOf(Shop.AskAsync(greeter, new ListStores()))).Code, Is.EqualTo("request.permission_missing"));
        Assert.That((await Shop.AskAsync(greeter, new ListSales())).Items, Is.Not.Null);
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetRole(role.RoleId))).Permissions, Is.EqualTo(new[] { Permissions.Sales.Read }));
        Assert.That(
            await Shop.ScalarAsync<string>(
                "select changes::text from app.audit_entry where act = 'ChangeRole' and outcome = 'done' and subject_id = $1",
                role.RoleId
            ),
            Is.EqualTo("""{"permissions": {"after": ["sales.read"], "before": ["catalog.read", "core.read"]}}""")
        );
    }

    [Test]
    public async Task A_role_is_not_made_stronger_than_its_maker()
    {
        var maker = await Shop.EmployAsync(null);
        var role = await Shop.AskAsync(
            Shop.Admin,
            new CreateRole("Role maker", [Permissions.Identity.ManageRoles, Permissions.Core.Read], Code: "role-maker")
        );
        await Shop.AskAsync(Shop.Admin, new GrantRole(maker.UserId, role.RoleId));

        var stronger = await RefusalOf(Shop.AskAsync(maker, new CreateRole("Stronger", [Permissions.Sales.Void], Code: "stronger")));
        var itself = await RefusalOf(
            Shop.SendAsync(
                maker,
                new ChangeRole(role.RoleId, "Role maker", [Permissions.Identity.ManageRoles, Permissions.Identity.ManageUsers]),
                ifMatch: 1
            )
        );
        var unknown = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateRole("Unknown", ["sales.everything"], Code: "unknown")));

        Assert.That(new[] { stronger, itself }.Select(e => e.Code), Is.All.EqualTo("identity.permission_not_held"));
        Assert.That(
            (unknown.Kind, unknown.Code, unknown.Fields?.Keys.Single()),
            Is.EqualTo((ErrorKind.Rule, "identity.permission_unknown", "permissions"))
        );
    }

    [TestCase("Shift lead", "shift-lead")]
    [TestCase("  Küche & Straße, abends! ", "kueche-strasse-abends")]
    [TestCase("Żółw / ÉTAGE 2", "zolw-etage-2")]
    public async Task A_role_without_a_code_is_named_by_its_name(string name, string code)
    {
        var role = await Shop.AskAsync(Shop.Admin, new CreateRole(name, [Permissions.Core.Read]));
        var twice = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateRole(name, [])));

        Assert.That(role.Code, Is.EqualTo(code));
        Assert.That((twice.Kind, twice.Code), Is.EqualTo((ErrorKind.Conflict, "identity.role_code_taken")));
    }

    [Test]
    public async Task A_code_can_be_made_of_any_name()
    {
        var roles = new List<Role>();
        foreach (var name in new[] { "倉庫係", "—", "😀 😀", $"{new string('x', 49)} y", new string('ß', 100) })
            roles.Add(await Shop.AskAsync(Shop.Admin, new CreateRole(name, [])));

        Assert.That(roles.Select(r => r.Code), Is.Unique.And.All.Matches("^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$"));
        Assert.That(roles[0].Code, Is.EqualTo($"role-{roles[0].RoleId.ToString("N")[^12..]}"));
    }

    [Test]
    public async Task What_comes_with_the_product_is_protected_and_what_is_held_is_not_archived()
    {
        var predefined = await Shop.RoleAsync("viewer");
        var own = await Shop.AskAsync(Shop.Admin, new CreateRole("Held", [Permissions.Core.Read], Code: "held"));
        var holder = await Shop.EmployAsync("held");

        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeRole(own.RoleId, "Held", ["sales.everything"]), ifMatch: 1)))
                .Fields
                ?.Keys,
            Is.EqualTo(new[] { "permissions" })
        );
        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeRole(predefined, "X", []), ifMatch: 1))).Code,
            Is.EqualTo("identity.role_predefined")
        );
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, new ArchiveRole(predefined)))).Code, Is.EqualTo("identity.role_predefined"));
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, new ArchiveRole(own.RoleId)))).Code, Is.EqualTo("identity.role_held"));
        await Shop.AskAsync(
            Shop.Admin,
            new RevokeGrant(holder.UserId, (await Shop.AskAsync(Shop.Admin, new ListGrants(holder.UserId))).Items.Single().GrantId)
        );
        Assert.That((await Shop.AskAsync(Shop.Admin, new ArchiveRole(own.RoleId))).IsArchived, Is.True);
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new GrantRole(holder.UserId, own.RoleId)))).Code,
            Is.EqualTo("identity.role_archived")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateRole("Again", [], Code: "held")))).Code,
            Is.EqualTo("identity.role_code_taken")
        );
    }

    [Test]
    public async Task The_catalogue_is_grouped_and_described()
    {
        var catalogue = await Shop.AskAsync(Shop.Cashier, new ListPermissions());

        Assert.That(catalogue.Areas.Select(a => a.Area), Is.Ordered.And.Contains("People").And.Contains("Sales"));
        Assert.That(catalogue.Areas.SelectMany(a => a.Permissions), Has.All.Property(nameof(PermissionInfo.Description)).Not.Empty);
        Assert.That(
            catalogue.Areas.SelectMany(a => a.Permissions).Single(p => p.Permission == Permissions.Identity.ManageUsers).IsTenantWide,
            Is.True
        );
    }

    private static async Task<string?> OutcomeOf(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }
}
