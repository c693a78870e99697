using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Platform;
using PosCommerce.Infrastructure.Security;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Migrations;

public sealed class PlatformOperatorsTests : ShopTests
{
    private const string Password = "correct horse battery";
    private static readonly RouteAccess Reads = RouteAccess.Operator(PlatformPermissions.ReadTenants);

    [Test]
    public async Task An_operator_may_do_what_they_were_given_and_nothing_else()
    {
        await SetAsync("reader@platform.example", PlatformPermissions.ReadTenants);
        var reader = await SignInAsync("reader@platform.example");

        Assert.That((await AskAsync(reader, Reads, new ListTenants())).Items, Is.Not.Empty);
        Assert.That(
            (
                await RefusalOf(
                    AskAsync(
                        reader,
                        RouteAccess.Operator(PlatformPermissions.ManageTenants),
                        new SuspendTenant(DemoData.Tenant("rival"), "No")
                    )
                )
            ).Code,
            Is.EqualTo("request.permission_missing")
        );
        await PlatformOperators.SetAsync(Shop.Database.Migrator, "reader@platform.example", Password, permissions: null, Argon2.Hash);
        Assert.That(
            (await RefusalOf(AskAsync(reader, Reads, new ListTenants()))).Code,
            Is.EqualTo("request.not_signed_in"),
            "A new password ends what the old one opened."
        );
        Assert.That(
            await Shop.ListAsync<string>(
                "select array_to_string(permissions, ' ') from platform.operator where email = 'reader@platform.example'"
            ),
            Is.EqualTo(new[] { PlatformPermissions.ReadTenants }),
            "And gives no more than there was."
        );
    }

    [Test]
    public async Task An_operator_who_is_shut_out_is_out_at_once_and_the_log_tells()
    {
        await SetAsync("leaver@platform.example");
        var leaver = await SignInAsync("leaver@platform.example");

        await PlatformOperators.DisableAsync(Shop.Database.Migrator, "LEAVER@platform.example");

        Assert.That((await RefusalOf(AskAsync(leaver, Reads, new ListTenants()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That((await RefusalOf(SignInAsync("leaver@platform.example"))).Code, Is.EqualTo("platform.sign_in_failed"));
        Assert.That(
            await Shop.ListAsync<string>(
                "select act from app.platform_audit_entry where (subject ->> 'operatorId')::uuid = $1 and act <> 'SignInOperator' order by occurred_at",
                leaver.UserId
            ),
            Is.EqualTo(new[] { "SetOperator", "DisableOperator" })
        );
        var log = await AskAsync(
            await SignInAsync("operator@platform.example", Shop.Password),
            RouteAccess.Operator(PlatformPermissions.ReadAudit),
            new ListPlatformAuditLog()
        );
        Assert.That(log.Items.Select(e => e.Act), Does.Contain("DisableOperator"));
    }

    [Test]
    public async Task What_cannot_be_is_refused()
    {
        Assert.That(
            (await Assert.ThrowsAsync<MigrationFailure>(() => SetAsync("new@platform.example", "platform.everything")))!.Message,
            Does.Contain("There is no permission platform.everything")
        ); // Thrown just now.
        Assert.That(
            (
                await Assert.ThrowsAsync<MigrationFailure>(() =>
                    PlatformOperators.DisableAsync(Shop.Database.Migrator, "nobody@platform.example")
                )
            )!.Message,
            Does.Contain("There is no operator")
        );
        await SetAsync("twice@platform.example");
        await PlatformOperators.DisableAsync(Shop.Database.Migrator, "twice@platform.example");
        Assert.That(
            (
                await Assert.ThrowsAsync<MigrationFailure>(() =>
                    PlatformOperators.DisableAsync(Shop.Database.Migrator, "twice@platform.example")
                )
            )!.Message,
            Does.Contain("disabled already")
        );
    }

    private Task SetAsync(string email, params string[] permissions) =>
        PlatformOperators.SetAsync(Shop.Database.Migrator, email, Password, permissions.Length == 0 ? null : permissions, Argon2.Hash);

    private async Task<Caller> SignInAsync(string email, string password = Password)
    {
        var tokens = await Shop.UseCases.SendAsync(null, new SignInOperator(email, password));
        var session = Shop.SessionOf(new Tokens(tokens.AccessToken, 0, ""));
        var id = await Shop.ScalarAsync<Guid>("select operator_id from platform.operator where email = $1", email);
        return new Caller(null, null, id, session) { As = new OperatorPrincipal(id, session) };
    }

    private async Task<T> AskAsync<T>(Caller caller, RouteAccess access, MediatR.IRequest<T> request) =>
        (await Shop.UseCases.SendOnRouteAsync(caller, access, request)).Result;
}
