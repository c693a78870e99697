using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Platform;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Platform;

public sealed class TenantsTests : ShopTests
{
    private const string Email = "operator@platform.example";
    private static readonly RouteAccess Manages = RouteAccess.Operator(PlatformPermissions.ManageTenants);
    private static readonly RouteAccess Reads = RouteAccess.Operator(PlatformPermissions.ReadTenants);

    [Test]
    public async Task An_operator_makes_a_merchant_with_a_store_and_an_admin_who_runs_it()
    {
        var @operator = await OperatorAsync();
        var created = await AskAsync(@operator, Manages, New("corner"));

        await Shop.UseCases.SendAsync(null, new SetPassword(created.SetPasswordToken, "nine green bottles hanging"));
        var tokens = await Shop.UseCases.SendAsync("corner", new SignIn("owner@corner.example", "nine green bottles hanging"));
        var admin = new Caller(created.TenantId, "corner", created.AdminId, Shop.SessionOf(tokens));
        var me = await Shop.AskAsync(admin, new GetMe());

        Assert.Multiple(() =>
        {
            Assert.That(me.Tenant, Is.EqualTo(new MyTenant(created.TenantId, "corner", "Corner shop")));
            Assert.That(me.Stores.Select(s => (s.StoreId, s.Code)), Is.EqualTo(new[] { (created.StoreId, "MAIN") }));
            Assert.That(me.Permissions, Does.Contain(Permissions.Identity.ManageUsers));
        });
        Assert.That(
            (await Shop.AskAsync(admin, new ListRoles())).Items.Select(r => r.Code),
            Is.SupersetOf(new[] { "admin", "cashier", "manager" })
        );
        Assert.That((await Shop.AskAsync(admin, new CreateTerminal(created.StoreId, "T1", "Till"))).StoreId, Is.EqualTo(created.StoreId));
        Assert.That(
            (await Shop.AskAsync(admin, new ListAuditLog(Act: "CreateTenant"))).Items.Single().OperatorId,
            Is.EqualTo(@operator.UserId),
            "The merchant sees what was done to it."
        );
        Assert.That((await RefusalOf(AskAsync(@operator, Manages, New("corner")))).Code, Is.EqualTo("identity.tenant_slug_taken"));
    }

    [Test]
    public async Task A_merchant_that_is_refused_leaves_nothing_behind()
    {
        var @operator = await OperatorAsync();
        var twice = Ids.New();
        await AskAsync(@operator, Manages, New("twice") with { TenantId = twice });
        const string counts =
            "select concat_ws(' ', (select count(*) from identity.tenant), (select count(*) from core.store), (select count(*) from identity.user_account), (select count(*) from identity.role), (select count(*) from app.outbox_event))";
        var before = await Shop.ScalarAsync<string>(counts);

        Assert.That((await RefusalOf(AskAsync(@operator, Manages, New("twice")))).Code, Is.EqualTo("identity.tenant_slug_taken"));
        Assert.That(
            (await RefusalOf(AskAsync(@operator, Manages, New("another") with { TenantId = twice }))).Code,
            Is.EqualTo("identity.tenant_exists")
        );

        Assert.That(await Shop.ScalarAsync<string>(counts), Is.EqualTo(before));
    }

    [Test]
    public async Task A_suspended_merchants_people_tills_and_machines_stop_with_their_next_request()
    {
        var @operator = await OperatorAsync();
        var device = await Shop.PairAsync("rival");
        var issued = await Shop.AskAsync(Shop.Rival, new CreateApiKey("Web shop", [Permissions.Core.Read]));
        Assert.That(Credential.TryParse(issued.Secret, out var credential));
        var machine = Shop.Rival with { As = new ApiKeyPrincipal(credential!.Id, credential.Hash) }; // It was just made.
        var tokens = await Shop.UseCases.SendAsync("rival", new SignIn("cashier@rival.example", Shop.Password));

        var suspended = await AskAsync(@operator, Manages, new SuspendTenant(DemoData.Tenant("rival"), "Unpaid"));
        try
        {
            Assert.That(suspended.SuspensionReason, Is.EqualTo("Unpaid"));
            foreach (
                var act in new Func<Task>[]
                {
                    () => Shop.AskAsync(Shop.Rival, new ListStores()),
                    () => Shop.AskAsync(machine, new ListStores()),
                    () => Shop.AskAsync(device, new ListTerminalStaff()),
                }
            )
                Assert.That((await RefusalOf(act())).Code, Is.EqualTo("request.not_signed_in"));
            Assert.That(
                (await RefusalOf(Shop.UseCases.SendAsync(null, new RefreshSession(tokens.RefreshToken)))).Code,
                Is.EqualTo("request.tenant_unknown")
            );
            Assert.That(
                (await RefusalOf(AskAsync(@operator, Manages, new SuspendTenant(DemoData.Tenant("rival"), "Twice")))).Code,
                Is.EqualTo("platform.tenant_suspended")
            );
        }
        finally
        {
            await AskAsync(@operator, Manages, new ReopenTenant(DemoData.Tenant("rival")));
        }

        Assert.That((await Shop.AskAsync(Shop.Rival, new ListStores())).Items, Is.Not.Empty);
        Assert.That(
            (await RefusalOf(AskAsync(@operator, Manages, new ReopenTenant(DemoData.Tenant("rival"))))).Code,
            Is.EqualTo("platform.tenant_open")
        );
        Assert.That(
            (await RefusalOf(AskAsync(@operator, Manages, new SuspendTenant(Guid.NewGuid(), "Nobody")))).Code,
            Is.EqualTo("platform.tenant_not_found")
        );
    }

    [Test]
    public async Task Tenants_are_listed_for_operators_and_for_nobody_else()
    {
        var @operator = await OperatorAsync();

        var page = await AskAsync(@operator, Reads, new ListTenants(Limit: 1));
        var next = await AskAsync(@operator, Reads, new ListTenants(Limit: 100, Cursor: page.NextCursor));
        var one = await AskAsync(@operator, Reads, new GetTenant(DemoData.Tenant("demo")));
        var asUser = await RefusalOf(AskAsync(Shop.Admin, Reads, new ListTenants()));
        var asOperator = await RefusalOf(AskAsync(@operator, RouteAccess.Requires(Permissions.Core.Read), new ListStores()));

        Assert.That(page.Items.Concat(next.Items).Select(t => t.Slug), Is.Ordered.And.SupersetOf(new[] { "default", "demo", "rival" }));
        Assert.That(one.Name, Is.EqualTo("Demo Market"));
        Assert.That(new[] { asUser, asOperator }.Select(e => e.Code), Is.All.EqualTo("request.caller_not_served"));
        Assert.That(
            await Shop.ListThroughAsync<string>(Shop.Database.App, "select slug from app.list_tenants(null, 100)"),
            Is.Empty,
            "Without an operator the gate says nothing."
        );
    }

    [Test]
    public async Task Every_act_of_an_operator_is_on_record()
    {
        var @operator = await OperatorAsync();
        await RefusalOf(Shop.UseCases.SendAsync(null, new SignInOperator(Email, "wrong")));
        await AskAsync(@operator, Manages, new SuspendTenant(DemoData.Tenant("default"), "For the record"));
        await AskAsync(@operator, Manages, new ReopenTenant(DemoData.Tenant("default")));

        var log = await AskAsync(@operator, RouteAccess.Operator(PlatformPermissions.ReadAudit), new ListPlatformAuditLog());

        Assert.That(
            log.Items.Take(3).Select(e => (e.Act, e.Outcome)),
            Is.EqualTo(
                new[]
                {
                    ("ReopenTenant", AuditOutcome.Done),
                    ("SuspendTenant", AuditOutcome.Done),
                    ("SignInOperator", AuditOutcome.Refused),
                }
            )
        );
        Assert.That(log.Items[1].Subject["tenantId"], Is.EqualTo(DemoData.Tenant("default")));
    }

    [Test]
    public async Task What_an_operator_is_refused_is_on_record_for_a_merchant_only_if_there_is_one()
    {
        var (@operator, denied) = (await OperatorAsync(), RouteAccess.Operator("platform.nothing"));
        var nowhere = Guid.NewGuid();

        foreach (var tenant in new[] { nowhere, DemoData.Tenant("default") })
            Assert.That(
                (await RefusalOf(AskAsync(@operator, denied, new SuspendTenant(tenant, "Denied")))).Code,
                Is.EqualTo("request.permission_missing")
            );
        Assert.That((await RefusalOf(AskAsync(@operator, denied, New("denied")))).Code, Is.EqualTo("request.permission_missing"));

        Assert.That(
            await Shop.ListAsync<Guid>(
                "select tenant_id from app.audit_entry where operator_id = $1 and outcome = 'refused'",
                @operator.UserId
            ),
            Is.EqualTo(new[] { DemoData.Tenant("default") })
        );
        var log = await AskAsync(@operator, RouteAccess.Operator(PlatformPermissions.ReadAudit), new ListPlatformAuditLog());
        Assert.That(
            log.Items.Take(3).Select(e => (e.Act, e.Outcome)),
            Is.EqualTo(
                new[]
                {
                    (nameof(CreateTenant), AuditOutcome.Refused),
                    (nameof(SuspendTenant), AuditOutcome.Refused),
                    (nameof(SuspendTenant), AuditOutcome.Refused),
                }
            )
        );
        Assert.That(log.Items[2].Subject["tenantId"], Is.EqualTo(nowhere));
    }

    [Test]
    public async Task An_operator_who_signed_out_may_do_nothing_and_lacking_a_permission_is_told()
    {
        var @operator = await OperatorAsync();

        Assert.That(
            (await RefusalOf(AskAsync(@operator, RouteAccess.Operator("platform.everything"), new ListTenants()))).Code,
            Is.EqualTo("request.permission_missing")
        );
        await Shop.UseCases.SendOnRouteAsync(@operator, RouteAccess.Operator(null), new SignOutOperator(), Shop.NewKey());
        Assert.That((await RefusalOf(AskAsync(@operator, Reads, new ListTenants()))).Code, Is.EqualTo("request.not_signed_in"));
    }

    [Test]
    public async Task Signing_in_concerns_no_merchant_whatever_the_request_names()
    {
        await RefusalOf(Shop.UseCases.SendAsync("rival", new SignInOperator("stranger@platform.example", "wrong")));

        Assert.That(await Shop.ScalarAsync<long>("select count(*) from app.audit_entry where act = 'SignInOperator'"), Is.Zero);
    }

    [Test]
    public async Task Guessing_is_slowed_down_whether_there_is_such_an_operator_or_not()
    {
        foreach (var email in new[] { Email, "nobody@platform.example" })
        {
            List<string> codes = [];
            for (var n = 0; n < 8; n++)
                codes.Add(
                    (await RefusalOf(Shop.UseCases.SendAsync(null, new SignInOperator(email, "wrong"), $"203.0.113.{email.Length}"))).Code
                );
            Assert.That(codes.Take(5), Is.All.EqualTo("platform.sign_in_failed"));
            Assert.That(codes[^1], Is.EqualTo("platform.too_many_attempts"));
        }
    }

    [Test]
    public async Task Signing_in_to_ones_own_account_does_not_wipe_out_what_was_guessed_at_others()
    {
        List<string?> codes = [];
        for (var n = 0; n < 30; n++)
        {
            try
            {
                await Shop.UseCases.SendAsync(null, new SignInOperator(Email, Shop.Password), "203.0.113.201");
                await Shop.UseCases.SendAsync(null, new SignInOperator($"guessed-{n}@platform.example", "wrong"), "203.0.113.201");
            }
            catch (Refused refused)
            {
                codes.Add(refused.Error.Code);
            }
        }

        Assert.That(codes.Take(20), Is.All.EqualTo("platform.sign_in_failed"));
        Assert.That(codes[^1], Is.EqualTo("platform.too_many_attempts"));
    }

    [Test]
    public async Task A_sign_in_that_is_on_its_way_does_not_survive_the_end_of_its_password()
    {
        var id = DemoData.Id("operator/demo");
        await using var row = await Shop.HoldAsync(
            "update platform.operator set password_hash = password_hash || ' ' where operator_id = $1",
            id
        );
        var signingIn = Shop.UseCases.SendAsync(null, new SignInOperator(Email, Shop.Password), "203.0.113.203");
        await Shop.UntilWaitingAsync(1);
        await using (var commit = new NpgsqlCommand("commit", row))
            await commit.ExecuteNonQueryAsync();

        var refused = await RefusalOf(signingIn);
        await Shop.ExecuteAsync("update platform.operator set password_hash = rtrim(password_hash) where operator_id = $1", id);
        Assert.That(refused, Is.EqualTo(PlatformErrors.SignInFailed));
    }

    [Test]
    public async Task One_account_is_one_however_it_is_spelled()
    {
        List<string> codes = [];
        for (var n = 0; n < 8; n++)
            codes.Add(
                (
                    await RefusalOf(
                        Shop.UseCases.SendAsync(
                            null,
                            new SignInOperator(n % 2 == 0 ? "one@platform.example" : "ONE@Platform.example", "wrong"),
                            "203.0.113.202"
                        )
                    )
                ).Code
            );

        Assert.That(codes[^1], Is.EqualTo("platform.too_many_attempts"));
    }

    private static CreateTenant New(string slug) =>
        new(slug, "Corner shop", new NewStore("MAIN", "Main", "EUR", "Europe/Berlin"), new NewAdmin($"owner@{slug}.example", "Owner"));

    private async Task<Caller> OperatorAsync()
    {
        var tokens = await Shop.UseCases.SendAsync(null, new SignInOperator(Email, Shop.Password));
        var (id, session) = (DemoData.Id("operator/demo"), Shop.SessionOf(new Tokens(tokens.AccessToken, 0, "")));
        return new Caller(null, null, id, session) { As = new OperatorPrincipal(id, session) };
    }

    private async Task<T> AskAsync<T>(Caller caller, RouteAccess access, MediatR.IRequest<T> request) =>
        (await Shop.UseCases.SendOnRouteAsync(caller, access, request)).Result;
}
