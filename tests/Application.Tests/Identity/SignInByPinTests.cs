using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class SignInByPinTests : ShopTests
{
    [Test]
    public async Task A_cashier_changes_places_at_an_enrolled_till()
    {
        var device = await Shop.PairAsync();
        var cashier = await Shop.SignInByPinAsync(device, Shop.Cashier.UserId);

        var staff = await Shop.AskAsync(device, new ListTerminalStaff());
        var sold = await Shop.AskAsync(cashier, await Shop.BasketAsync(Shop.Cashier, "demo", [(20, 1)]));

        Assert.That(staff.Items.Select(s => s.UserId), Does.Contain(Shop.Cashier.UserId));
        Assert.That(cashier.TerminalId, Is.EqualTo(DemoData.Terminal("demo")));
        Assert.That(
            await Shop.ListAsync<string>(
                "select expires_at - started_at || ' ' || terminal_id from identity.session where session_id = $1",
                cashier.SessionId
            ),
            Is.EqualTo(new[] { $"01:00:00 {DemoData.Terminal("demo")}" })
        );
        Assert.That(
            await Shop.ScalarAsync<Guid>("select terminal_id from app.audit_entry where subject_id = $1", sold.SaleId),
            Is.EqualTo(DemoData.Terminal("demo"))
        );
    }

    [Test]
    public async Task Whoever_signs_in_shows_that_the_till_is_there()
    {
        var device = await Shop.PairAsync(terminal: 2);
        var paired = await SeenAsync();
        var before = Clock.GetUtcNow();
        await Shop.SignInByPinAsync(device, Shop.Cashier.UserId);

        Assert.That(paired, Is.Null.Or.LessThan(before));
        Assert.That(await SeenAsync(), Is.InRange(before, Clock.GetUtcNow()));

        async Task<DateTimeOffset?> SeenAsync() =>
            (await Shop.AskAsync(Shop.Admin, new ListTerminals()))
                .Items.Single(t => t.TerminalId == DemoData.Terminal("demo", number: 2))
                .LastSeenAt;
    }

    [Test]
    public async Task A_session_at_a_till_works_at_that_till_and_holds_nothing_of_the_whole_merchant()
    {
        var device = await Shop.PairAsync(terminal: 2);
        var admin = await Shop.SignInByPinAsync(device, Shop.Admin.UserId);

        Assert.That((await Shop.AskAsync(admin, new ListStores())).Items.Select(s => s.Code), Is.EqualTo(new[] { "MITTE" }));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(admin, new InviteUser("a@b.example", "A")))).Code,
            Is.EqualTo("request.permission_missing")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(admin, await Shop.BasketAsync(Shop.Admin, "demo", [(20, 1)])))).Code,
            Is.EqualTo("core.terminal_not_found")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(admin, await Shop.BasketAsync(Shop.Admin, "demo", [(20, 1)], store: 2)))).Kind,
            Is.EqualTo(ErrorKind.NotFound)
        );
    }

    [Test]
    public async Task The_session_ends_with_the_till_and_so_does_its_refreshing()
    {
        var device = await Shop.PairAsync(store: 2);
        await Shop.SetPinAsync(Shop.Admin, Shop.Admin.UserId, "4711");
        var tokens = await Shop.AskAsync(device, new SignInByPin(Shop.Admin.UserId, "4711"));
        var admin = Shop.CallerOf(device, Shop.Admin.UserId, tokens);
        tokens = await Shop.UseCases.SendAsync(null, new RefreshSession(tokens.RefreshToken));
        Assert.That(Shop.CallerOf(device, Shop.Admin.UserId, tokens).TerminalId, Is.EqualTo(DemoData.Terminal("demo", 2)));

        await Shop.AskAsync(Shop.Admin, new UnpairTerminal(DemoData.Terminal("demo", 2)));

        Assert.That((await RefusalOf(Shop.AskAsync(admin, new ListStores()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That((await RefusalOf(Shop.AskAsync(device, new ListTerminalStaff()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That(
            (await RefusalOf(Shop.UseCases.SendAsync(null, new RefreshSession(tokens.RefreshToken)))).Code,
            Is.EqualTo("identity.refresh_token_refused")
        );
    }

    [Test]
    public async Task Who_is_wrong_unknown_disabled_or_works_elsewhere_hears_the_same()
    {
        var device = await Shop.PairAsync(store: 2, terminal: 2);
        await Shop.AskAsync(Shop.Admin, new SetUserPin(Shop.Cashier.UserId, "4711"));
        await Shop.SetPinAsync(Shop.Admin, Shop.Admin.UserId, "4711");
        var former = await Shop.EmployAsync("cashier", store: null);
        await Shop.AskAsync(Shop.Admin, new SetUserPin(former.UserId, "4711"));
        await Shop.AskAsync(Shop.Admin, new DisableUser(former.UserId));

        var errors = new[]
        {
            await RefusalOf(Shop.AskAsync(device, new SignInByPin(Shop.Admin.UserId, "1379"))),
            await RefusalOf(Shop.AskAsync(device, new SignInByPin(Guid.NewGuid(), "4711"))),
            await RefusalOf(Shop.AskAsync(device, new SignInByPin(former.UserId, "4711"))),
            await RefusalOf(Shop.AskAsync(device, new SignInByPin(Shop.Cashier.UserId, "4711"))),
            await RefusalOf(Shop.AskAsync(device, new SignInByPin(DemoData.User("rival", "admin"), "4711"))),
        };

        Assert.That(errors, Is.All.EqualTo(IdentityErrors.PinSignInFailed));
        Assert.That(
            (await Shop.AskAsync(device, new ListTerminalStaff())).Items.Select(s => s.UserId),
            Does.Not.Contain(former.UserId).And.Not.Contain(Shop.Cashier.UserId)
        );
    }

    [Test]
    public async Task A_pin_that_is_guessed_at_waits_and_dies_until_it_is_set_anew()
    {
        var device = await Shop.PairAsync(store: 1, terminal: 1);
        var victim = await Shop.EmployAsync("cashier");
        await Shop.AskAsync(Shop.Admin, new SetUserPin(victim.UserId, "4711"));
        var guesses = 0;
        while (guesses < 20)
        {
            var error = await RefusalOf(Shop.AskAsync(device, new SignInByPin(victim.UserId, "1379")));
            if (error.Kind is ErrorKind.TooMany)
                Clock.Advance(error.RetryAfter!.Value + TimeSpan.FromMilliseconds(1)); // A block says until when.
            else
                guesses++;
        }

        Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.That(
            await RefusalOf(Shop.AskAsync(device, new SignInByPin(victim.UserId, "4711"))),
            Is.EqualTo(IdentityErrors.PinSignInFailed),
            "Dead."
        );
        Clock.Advance(TimeSpan.FromMinutes(16));
        await Shop.AskAsync(Shop.Admin, new SetUserPin(victim.UserId, "8264"));
        Assert.That((await Shop.AskAsync(device, new SignInByPin(victim.UserId, "8264"))).AccessToken, Is.Not.Empty);
        Assert.That(
            (await Shop.AskAsync(victim, new GetMe())).User.UserId,
            Is.EqualTo(victim.UserId),
            "The password's session is untouched."
        );
    }

    [TestCase("123")]
    [TestCase("1234")]
    [TestCase("0000")]
    [TestCase("7777777")]
    [TestCase("1212")]
    [TestCase("1987")]
    [TestCase("123456789")]
    [TestCase("12a4")]
    public async Task What_everybody_tries_first_is_no_pin(string pin)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new SetUserPin(Shop.Cashier.UserId, pin)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "pin")));
    }

    [Test]
    public async Task Nobody_sets_the_pin_of_somebody_who_may_do_more()
    {
        var helper = await HelperAsync();

        Assert.That(
            (await RefusalOf(Shop.AskAsync(helper, new SetUserPin(Shop.Admin.UserId, "4711")))).Code,
            Is.EqualTo("identity.user_may_do_more")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(helper, new MakePasswordLink(Shop.Admin.UserId)))).Code,
            Is.EqualTo("identity.user_may_do_more")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(helper, new ResetUserTotp(Shop.Admin.UserId)))).Code,
            Is.EqualTo("identity.user_may_do_more")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(helper, new DisableUser(Shop.Admin.UserId)))).Code,
            Is.EqualTo("identity.user_may_do_more")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(helper, new RemoveUserPin(Shop.Admin.UserId)))).Code,
            Is.EqualTo("identity.user_may_do_more")
        );
        Assert.That(
            (await RefusalOf(Shop.SendAsync(helper, new ChangeUser(Shop.Admin.UserId, "taken-over@demo.example", "A"), ifMatch: 1))).Code,
            Is.EqualTo("identity.user_may_do_more")
        );
        var former = await Shop.EmployAsync("manager");
        await Shop.AskAsync(Shop.Admin, new DisableUser(former.UserId));
        Assert.That((await RefusalOf(Shop.AskAsync(helper, new EnableUser(former.UserId)))).Code, Is.EqualTo("identity.user_may_do_more"));
    }

    [Test]
    public async Task Whoever_has_got_at_a_session_does_not_come_by_what_takes_the_password()
    {
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new SetUserPin(Shop.Admin.UserId, "4711")))).Code,
            Is.EqualTo("identity.own_account")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new MakePasswordLink(Shop.Admin.UserId)))).Code,
            Is.EqualTo("identity.own_account")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new ResetUserTotp(Shop.Admin.UserId)))).Code,
            Is.EqualTo("identity.own_account")
        );
    }

    [Test]
    public async Task Ones_own_pin_takes_ones_own_password()
    {
        var cashier = await Shop.EmployAsync("cashier", password: "nine green bottles hanging");

        Assert.That((await RefusalOf(Shop.AskAsync(cashier, new SetMyPin("wrong", "4711")))).Code, Is.EqualTo("identity.password_wrong"));
        await Shop.AskAsync(cashier, new SetMyPin("nine green bottles hanging", "4711"));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetUser(cashier.UserId))).HasPin, Is.True);
        await Shop.AskAsync(Shop.Admin, new RemoveUserPin(cashier.UserId));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetUser(cashier.UserId))).HasPin, Is.False);
    }

    // Manages users, and may do nothing else.
    private async Task<Caller> HelperAsync()
    {
        var helper = await Shop.EmployAsync(null);
        var role = await Shop.AskAsync(
            Shop.Admin,
            new CreateRole("Help desk", ["identity.manage_users"], Code: $"help-{Guid.NewGuid():N}"[..20])
        );
        await Shop.AskAsync(Shop.Admin, new GrantRole(helper.UserId, role.RoleId));
        return helper;
    }
}
