using System.Reflection;
using MediatR;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

public sealed class PermissionTests : ShopTests
{
    [Test]
    public async Task A_route_that_declares_nothing_is_denied_to_everyone()
    {
        var command = await RefusalOf(Shop.UseCases.SendOnRouteAsync(Shop.Admin, RouteAccess.Undeclared, new SignOut()));
        var query = await RefusalOf(Shop.UseCases.SendOnRouteAsync(Shop.Admin, RouteAccess.Undeclared, new ListStores()));

        Assert.That((command.Kind, command.Code), Is.EqualTo((ErrorKind.Forbidden, "request.route_undeclared")));
        Assert.That(query, Is.EqualTo(command));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetMe())).User.UserId, Is.EqualTo(Shop.Admin.UserId));
    }

    [Test]
    public async Task A_request_for_people_is_not_served_on_an_anonymous_route()
    {
        var error = await RefusalOf(Shop.UseCases.SendOnRouteAsync(Shop.Admin, RouteAccess.Anonymous, new ListStores()));

        Assert.That(error.Code, Is.EqualTo("request.route_undeclared"));
    }

    [Test]
    public async Task A_permission_that_nobody_holds_is_held_by_nobody()
    {
        var error = await RefusalOf(Shop.UseCases.SendOnRouteAsync(Shop.Admin, RouteAccess.Requires("sales.everything"), new ListSales()));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Forbidden, "request.permission_missing")));
    }

    [Test]
    public async Task A_revoked_role_is_felt_on_the_next_request()
    {
        var (caller, user) = await NewcomerAsync("manager");
        await Shop.AskAsync(caller, new ListSales());

        await Shop.ExecuteAsync("delete from identity.access_grant where user_id = $1", user);

        Assert.That((await RefusalOf(Shop.AskAsync(caller, new ListSales()))).Code, Is.EqualTo("request.permission_missing"));
    }

    [Test]
    public async Task A_permission_taken_from_a_role_is_felt_on_the_next_request()
    {
        var (caller, _) = await NewcomerAsync("viewer");
        await Shop.AskAsync(caller, new ListSales());

        await Shop.ExecuteAsync(
            "delete from identity.role_permission where tenant_id = $1 and permission = $2 and role_id = (select role_id from identity.role where tenant_id = $1 and code = 'viewer')",
            DemoData.Tenant("demo"),
            Permissions.Sales.Read
        );

        Assert.That((await RefusalOf(Shop.AskAsync(caller, new ListSales()))).Code, Is.EqualTo("request.permission_missing"));
        Assert.That((await Shop.AskAsync(caller, new ListStores())).Items, Is.Not.Empty);
    }

    [TestCase("update identity.session set ended_at = now(), end_reason = 'revoked' where user_id = $1")]
    [TestCase("update identity.session set expires_at = now() where user_id = $1")]
    [TestCase("update identity.user_account set disabled_at = now() where user_id = $1")]
    public async Task An_ended_session_or_a_disabled_user_is_felt_on_the_next_request(string revoke)
    {
        var (caller, user) = await NewcomerAsync("manager");
        await Shop.AskAsync(caller, new ListSales());

        await Shop.ExecuteAsync(revoke, user);

        Assert.That((await RefusalOf(Shop.AskAsync(caller, new ListSales()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That((await RefusalOf(Shop.AskAsync(caller, new SignOut()))).Code, Is.EqualTo("request.not_signed_in"));
    }

    [Test]
    public async Task A_suspended_merchant_is_felt_on_the_next_request()
    {
        await Shop.ExecuteAsync("update identity.tenant set suspended_at = now() where slug = 'rival'");
        try
        {
            Assert.That((await RefusalOf(Shop.AskAsync(Shop.Rival, new ListSales()))).Code, Is.EqualTo("request.not_signed_in"));
            Assert.That((await RefusalOf(Shop.SignInAsync("rival", "admin"))).Code, Is.EqualTo("request.tenant_unknown"));
        }
        finally
        {
            await Shop.ExecuteAsync("update identity.tenant set suspended_at = null where slug = 'rival'");
        }
    }

    [Test]
    public async Task A_session_speaks_for_its_own_user_and_merchant_only()
    {
        var someoneElse = Shop.Admin with { SessionId = Shop.Cashier.SessionId };
        var elsewhere = Shop.Admin with { TenantId = DemoData.Tenant("rival") };

        Assert.That((await RefusalOf(Shop.AskAsync(someoneElse, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That((await RefusalOf(Shop.AskAsync(elsewhere, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
    }

    [Test]
    public async Task A_denied_act_leaves_an_audit_entry_and_nothing_else()
    {
        var sold = await Shop.SellAsync((10, 1));
        var before = await Shop.ListAsync<Guid>("select audit_entry_id from app.audit_entry");

        await RefusalOf(Shop.AskAsync(Shop.Cashier, new VoidSale(sold.SaleId, "Mine")));

        Assert.That(
            await Shop.ListAsync<string>(
                "select act || ' ' || outcome || ' ' || user_id || ' ' || session_id || ' ' || (subject ->> 'saleId') from app.audit_entry where audit_entry_id <> all ($1)",
                before.ToArray()
            ),
            Is.EqualTo(new[] { $"VoidSale refused {Shop.Cashier.UserId} {Shop.Cashier.SessionId} {sold.SaleId}" })
        );
        Assert.That((await Shop.AskAsync(Shop.Cashier, new GetSale(sold.SaleId))).Status, Is.EqualTo(SaleStatus.Completed));
    }

    [Test]
    public async Task A_denied_question_leaves_nothing()
    {
        var before = await Shop.ScalarAsync<long>("select count(*) from app.audit_entry");

        await RefusalOf(Shop.AskAsync(Shop.Cashier, new GetIntegrity()));

        Assert.That(await Shop.ScalarAsync<long>("select count(*) from app.audit_entry"), Is.EqualTo(before));
    }

    [Test]
    public async Task The_permissions_of_the_code_and_of_the_database_are_the_same()
    {
        var inCode = typeof(Permissions)
            .GetNestedTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => (string?)f.GetRawConstantValue());

        Assert.That(await Shop.ListAsync<string>("select permission from identity.permission"), Is.EquivalentTo(inCode));
    }

    // What the roles that come with the product may do, granted for all stores: docs/permissions.md publishes what they hold.
    [TestCase("admin")]
    [TestCase("manager")]
    [TestCase("cashier")]
    [TestCase("stock-clerk")]
    [TestCase("purchaser")]
    public async Task A_predefined_role_may_do_what_its_permissions_allow_and_nothing_else(string role)
    {
        var (caller, _) = await NewcomerAsync(role, everywhere: true);
        var held = await Shop.ListAsync<string>(
            "select permission from identity.role_permission join identity.role using (tenant_id, role_id) where tenant_id = $1 and code = $2",
            DemoData.Tenant("demo"),
            role
        );
        List<string> allowed = [];
        foreach (var request in Shop.Requests.Where(r => Shop.AccessOf(r).Permission is not null))
        {
            if (!await IsForbiddenAsync(caller, (IBaseRequest)EmptyOf(request)!)) // A request is a record.
                allowed.Add(request.Name);
        }

        Assert.That(
            allowed,
            Is.Not.Empty.And.EquivalentTo(
                from request in Shop.Requests
                let access = Shop.AccessOf(request)
                where
                    (access.Permission is { } permission && held.Contains(permission))
                    || (access.AskingPermission is { } asking && held.Contains(asking))
                select request.Name
            )
        );
    }

    // Ids of nobody and empty texts: whoever is allowed hears 404 or 400 instead.
    private async Task<bool> IsForbiddenAsync(Caller caller, IBaseRequest request)
    {
        try
        {
            await Shop.AskAnythingAsync(caller, request);
            return false;
        }
        catch (Refused refused)
        {
            return refused.Error.Kind is ErrorKind.Forbidden;
        }
    }

    private static object? EmptyOf(Type type)
    {
        if (type == typeof(string))
            return "";
        if (type == typeof(Guid))
            return Guid.NewGuid();
        if (type.IsValueType)
            return Activator.CreateInstance(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Array.CreateInstance(type.GetGenericArguments()[0], 0);
        var make = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!; // A record has one.
        return make.Invoke([.. make.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : EmptyOf(p.ParameterType))]);
    }

    private async Task<(Caller Caller, Guid User)> NewcomerAsync(string role, bool everywhere = false)
    {
        var (user, session) = (Ids.New(), Ids.New());
        var tenant = DemoData.Tenant("demo");
        await Shop.ExecuteAsync(
            "insert into identity.user_account (tenant_id, user_id, email, name) values ($1, $2, $3, 'Newcomer')",
            tenant,
            user,
            $"{user}@demo.example"
        );
        await Shop.ExecuteAsync(
            """
            insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id, store_id)
            select tenant_id, $1, $2, role_id, $3::uuid from identity.role where tenant_id = $4 and code = $5
            """,
            Ids.New(),
            user,
            everywhere ? null : DemoData.Store("demo"),
            tenant,
            role
        );
        await Shop.ExecuteAsync(
            "insert into identity.session (tenant_id, session_id, user_id, started_at, expires_at) values ($1, $2, $3, now(), now() + interval '1 day')",
            tenant,
            session,
            user
        );
        return (new Caller(tenant, "demo", user, session), user);
    }
}
