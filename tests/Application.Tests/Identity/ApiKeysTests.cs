using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class ApiKeysTests : ShopTests
{
    [Test]
    public async Task A_machine_does_what_its_key_says_where_it_says_and_nothing_else()
    {
        var issued = await Shop.AskAsync(
            Shop.Admin,
            new CreateApiKey(
                "Web shop",
                [Permissions.Catalog.Read, Permissions.Sales.Create, Permissions.Core.Read],
                [DemoData.Store("demo")]
            )
        );
        var machine = Shop.MachineOf(issued.Secret);

        var stores = await Shop.AskAsync(machine, new ListStores());
        var sold = await Shop.AskAsync(machine, await Shop.BasketAsync(machine, "demo", [(30, 1)]));

        Assert.That(stores.Items.Select(s => s.Code), Is.EqualTo(new[] { "MITTE" }));
        Assert.That(sold.SoldBy, Is.EqualTo(issued.KeyId));
        Assert.That((await RefusalOf(Shop.AskAsync(machine, new ListStockLevels()))).Code, Is.EqualTo("request.permission_missing"));
        Assert.That((await RefusalOf(Shop.AskAsync(machine, new GetMe()))).Code, Is.EqualTo("request.caller_not_served"));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(machine, await Shop.BasketAsync(Shop.Admin, "demo", [(30, 1)], store: 2)))).Kind,
            Is.EqualTo(ErrorKind.NotFound)
        );
        Assert.That(
            await Shop.ListAsync<string>("select concat_ws(' ', act, api_key_id) from app.audit_entry where subject_id = $1", sold.SaleId),
            Is.EqualTo(new[] { $"CompleteSale {issued.KeyId}" })
        );
    }

    [Test]
    public async Task Only_a_hash_is_kept()
    {
        var issued = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Hashed", [Permissions.Catalog.Read]));

        var everything = string.Join(
            '\n',
            await Shop.ListAsync<string>(
                "select t::text from identity.api_key as t union all select t::text from app.audit_entry as t union all select t::text from app.outbox_event as t union all select t::text from app.idempotency_key as t"
            )
        );

        Assert.That(issued.Secret, Does.StartWith("pck_demo."));
        Assert.That(everything, Does.Not.Contain(issued.Secret).And.Not.Contain(issued.Secret.Split('.')[1]));
        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Admin, new CreateApiKey("Replayed", [Permissions.Catalog.Read]), Shop.NewKey()))).Code,
            Is.EqualTo("request.idempotency_key_refused")
        );
    }

    [Test]
    public async Task After_a_rotation_the_old_secret_works_for_the_overlap()
    {
        var first = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Rotated", [Permissions.Catalog.Read]));
        var second = await Shop.AskAsync(Shop.Admin, new RotateApiKey(first.KeyId, OverlapMinutes: 60));

        await Shop.AskAsync(Shop.MachineOf(first.Secret), new ListVariants());
        await Shop.AskAsync(Shop.MachineOf(second.Secret), new ListVariants());
        foreach (var overlap in new[] { 0, 60 })
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new RotateApiKey(first.KeyId, overlap)))).Code,
                Is.EqualTo("identity.api_key_overlaps")
            );
        await Shop.AskAsync(Shop.MachineOf(first.Secret), new ListVariants());

        await Shop.ExecuteAsync("update identity.api_key set previous_expires_at = now() where api_key_id = $1", first.KeyId);
        var third = await Shop.AskAsync(Shop.Admin, new RotateApiKey(first.KeyId, OverlapMinutes: 0));

        foreach (var ended in new[] { first, second })
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.MachineOf(ended.Secret), new ListVariants()))).Code,
                Is.EqualTo("request.not_signed_in")
            );
        Assert.That((await Shop.AskAsync(Shop.MachineOf(third.Secret), new ListVariants())).Items, Is.Not.Empty);
    }

    [Test]
    public async Task A_revoked_an_expired_and_a_misplaced_key_are_refused_alike()
    {
        var revoked = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Revoked", [Permissions.Catalog.Read]));
        var expired = await Shop.AskAsync(
            Shop.Admin,
            new CreateApiKey("Expired", [Permissions.Catalog.Read], ExpiresAt: Clock.GetUtcNow().AddDays(1))
        );
        var elsewhere = await Shop.AskAsync(
            Shop.Admin,
            new CreateApiKey("Elsewhere", [Permissions.Catalog.Read], AllowedNetworks: ["203.0.113.0/24", "2001:db8::/32"])
        );
        await Shop.AskAsync(Shop.Admin, new RevokeApiKey(revoked.KeyId));
        await Shop.ExecuteAsync("update identity.api_key set expires_at = now() where api_key_id = $1", expired.KeyId);

        foreach (var issued in new[] { revoked, expired, elsewhere })
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.MachineOf(issued.Secret), new ListVariants()))).Code,
                Is.EqualTo("request.not_signed_in"),
                issued.Key.Name
            );
        Assert.That(
            (await Shop.AskAsync(Shop.MachineOf(elsewhere.Secret) with { Address = "203.0.113.77" }, new ListVariants())).Items,
            Is.Not.Empty
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new RevokeApiKey(revoked.KeyId)))).Code,
            Is.EqualTo("identity.api_key_revoked")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new RotateApiKey(revoked.KeyId, 0)))).Code,
            Is.EqualTo("identity.api_key_revoked")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new RotateApiKey(expired.KeyId, 0)))).Code,
            Is.EqualTo("identity.api_key_expired")
        );
    }

    [Test]
    public async Task Nobody_makes_a_key_that_may_do_more_than_they_may()
    {
        var maker = await Shop.EmployAsync(null);
        var role = await Shop.AskAsync(
            Shop.Admin,
            new CreateRole("Key maker", [Permissions.Identity.ManageApiKeys, Permissions.Catalog.Read], Code: "key-maker")
        );
        await Shop.AskAsync(Shop.Admin, new GrantRole(maker.UserId, role.RoleId));
        var strong = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Strong", [Permissions.Sales.Void]));

        Assert.That(
            (await RefusalOf(Shop.AskAsync(maker, new CreateApiKey("More", [Permissions.Sales.Create])))).Code,
            Is.EqualTo("identity.permission_not_held")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(maker, new RotateApiKey(strong.KeyId, 0)))).Code,
            Is.EqualTo("identity.permission_not_held")
        );
        Assert.That((await Shop.AskAsync(maker, new CreateApiKey("As much", [Permissions.Catalog.Read]))).Secret, Is.Not.Empty);
        Assert.That(
            (
                await RefusalOf(
                    Shop.AskAsync(Shop.Admin, new CreateApiKey("Wide", [Permissions.Identity.ManageUsers], [DemoData.Store("demo")]))
                )
            ).Code,
            Is.EqualTo("identity.permission_needs_all_stores")
        );
        Assert.That(
            (
                await RefusalOf(
                    Shop.AskAsync(Shop.Admin, new CreateApiKey("Foreign", [Permissions.Catalog.Read], [DemoData.Store("rival")]))
                )
            ).Code,
            Is.EqualTo("core.store_not_found")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateApiKey("Unknown", ["sales.everything"])))).Code,
            Is.EqualTo("identity.permission_unknown")
        );
    }

    [Test]
    public async Task A_machine_stays_within_its_own_networks_and_its_own_time()
    {
        string[] rights = [Permissions.Identity.ManageApiKeys, Permissions.Catalog.Read];
        var ends = Clock.GetUtcNow().AddHours(1);
        var limited = await Shop.AskAsync(
            Shop.Admin,
            new CreateApiKey("Limited", rights, AllowedNetworks: [UseCases.ClientAddress], ExpiresAt: ends)
        );
        var free = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Free", [Permissions.Catalog.Read]));
        var machine = Shop.MachineOf(limited.Secret);

        Assert.That(
            (await RefusalOf(Shop.AskAsync(machine, new CreateApiKey("Child", rights)))).Code,
            Is.EqualTo("request.caller_not_served")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(machine, new RotateApiKey(free.KeyId, 0)))).Code,
            Is.EqualTo("request.caller_not_served")
        );
        var rotated = await Shop.AskAsync(machine, new RotateApiKey(limited.KeyId, 0));

        Assert.That(
            (rotated.Key.ExpiresAt, rotated.Key.AllowedNetworks.Single()),
            Is.EqualTo(((DateTimeOffset?)ends, UseCases.ClientAddress))
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.MachineOf(rotated.Secret) with { Address = "203.0.113.1" }, new ListVariants()))).Code,
            Is.EqualTo("request.not_signed_in")
        );
        Assert.That((await Shop.AskAsync(Shop.MachineOf(rotated.Secret), new ListVariants())).Items, Is.Not.Empty);
        Assert.That((await Shop.AskAsync(Shop.MachineOf(free.Secret), new ListVariants())).Items, Is.Not.Empty);
    }

    [Test]
    public async Task The_record_tells_what_a_key_could_do_and_from_where()
    {
        var ends = Clock.GetUtcNow().AddDays(1);
        var store = DemoData.Store("demo");
        var issued = await Shop.AskAsync(
            Shop.Admin,
            new CreateApiKey("On record", [Permissions.Catalog.Read, Permissions.Core.Read], [store], ["192.0.2.0/24"], ends)
        );
        await Shop.AskAsync(Shop.Admin, new RotateApiKey(issued.KeyId, 60));
        await Shop.AskAsync(Shop.Admin, new RevokeApiKey(issued.KeyId));

        var changes = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: issued.KeyId))).Items.ToDictionary(
            e => e.Act,
            e => e.Changes!
        ); // Each of them changes the key.
        Assert.Multiple(() =>
        {
            var made = changes[nameof(CreateApiKey)];
            Assert.That(made.Keys, Is.EquivalentTo(new[] { "name", "permissions", "storeIds", "allowedNetworks", "expiresAt" }));
            Assert.That(made["name"].After, Is.EqualTo("On record"));
            Assert.That(made["permissions"], Is.EqualTo(new AuditChange("[]", """["catalog.read", "core.read"]""")));
            Assert.That(made["storeIds"], Is.EqualTo(new AuditChange("[]", $"""["{store}"]""")));
            Assert.That(made["allowedNetworks"], Is.EqualTo(new AuditChange("[]", """["192.0.2.0/24"]""")));
            Assert.That(changes[nameof(RotateApiKey)].Keys, Is.EquivalentTo(new[] { "rotatedAt", "overlapEndsAt" }));
            Assert.That(changes[nameof(RevokeApiKey)]["isRevoked"], Is.EqualTo(new AuditChange("false", "true")));
        });
    }

    [TestCase("nonsense")]
    [TestCase("192.0.2.0/33")]
    [TestCase("")]
    [TestCase("1")]
    [TestCase("10.0.0")]
    [TestCase("10.0.0/8")]
    [TestCase("010.0.0.1")]
    [TestCase("0x7f.1")]
    [TestCase("0x7f.0.0.1/8")]
    [TestCase("3221225985")]
    [TestCase("192.0.2.7/")]
    [TestCase("192.0.2.0/024")]
    [TestCase("192.0.2.0/+24")]
    [TestCase("192.0.2.0/24/24")]
    [TestCase("192.0.2.7:443")]
    [TestCase(" 192.0.2.7")]
    [TestCase("[2001:db8::1]")]
    [TestCase("[2001:db8::1]:443")]
    [TestCase("fe80::1%1")]
    [TestCase("2001:db8::/129")]
    [TestCase("::ffff:010.0.0.1")]
    [TestCase("::ffff:192.0.2.0/95")]
    public async Task A_network_has_to_be_one(string network)
    {
        var error = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new CreateApiKey("Networks", [Permissions.Catalog.Read], AllowedNetworks: [network]))
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "allowedNetworks[0]")));
    }

    [TestCase("192.0.2.7", "192.0.2.7", "192.0.2.7")]
    [TestCase("192.0.2.9/24", "192.0.2.0/24", "192.0.2.7")]
    [TestCase("0.0.0.0/0", "0.0.0.0/0", "192.0.2.7")]
    [TestCase("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.7")]
    [TestCase("::FFFF:c000:207", "192.0.2.7", "192.0.2.7")]
    [TestCase("::ffff:192.0.2.0/120", "192.0.2.0/24", "192.0.2.7")]
    [TestCase("2001:DB8:0::/32", "2001:db8::/32", "2001:db8:7::1")]
    [TestCase("2001:db8::1", "2001:db8::1", "2001:db8::1")]
    public async Task A_network_lets_in_who_is_in_it(string network, string kept, string caller)
    {
        var issued = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Networks", [Permissions.Catalog.Read], AllowedNetworks: [network]));

        Assert.That(issued.Key.AllowedNetworks, Is.EqualTo(new[] { kept }));
        Assert.That((await Shop.AskAsync(Shop.MachineOf(issued.Secret) with { Address = caller }, new ListVariants())).Items, Is.Not.Empty);
    }
}
