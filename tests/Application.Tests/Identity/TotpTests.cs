using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Identity;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class TotpTests : ShopTests
{
    private const string Password = "nine green bottles hanging";

    [Test]
    public async Task A_second_factor_is_asked_for_from_the_moment_it_is_confirmed()
    {
        var (user, email, secret, codes) = await EnrolAsync("cashier");

        var without = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password)));
        Next();
        var wrong = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, "000000")));
        var code = Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()));
        var right = await Shop.UseCases.SendAsync("demo", new SignIn(email, Password, code));
        var again = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, code)));
        var recovered = await Shop.UseCases.SendAsync("demo", new SignIn(email, Password, codes[0]));
        var recoveredAgain = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, codes[0])));

        Assert.Multiple(() =>
        {
            Assert.That(without.Code, Is.EqualTo("identity.second_factor_required"));
            Assert.That(wrong.Code, Is.EqualTo("identity.second_factor_wrong"));
            Assert.That(right.AccessToken, Is.Not.Empty);
            Assert.That(again.Code, Is.EqualTo("identity.second_factor_wrong"), "A code works once.");
            Assert.That(recovered.AccessToken, Is.Not.Empty);
            Assert.That(recoveredAgain.Code, Is.EqualTo("identity.second_factor_wrong"));
            Assert.That(codes, Is.Unique.And.Count.EqualTo(10));
        });
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetUser(user.UserId))).HasSecondFactor, Is.True);
    }

    [Test]
    public async Task The_wrong_password_says_nothing_of_a_second_factor()
    {
        var (_, email, _, _) = await EnrolAsync("cashier");

        Assert.That(await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, "wrong"))), Is.EqualTo(IdentityErrors.SignInFailed));
    }

    [Test]
    public async Task Guessing_at_codes_is_slowed_down()
    {
        var (_, email, _, _) = await EnrolAsync("cashier");
        List<string> codes = [];
        var begun = Clock.GetUtcNow();
        for (var n = 0; n < 8; n++)
        {
            codes.Add((await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, $"00000{n}"), $"203.0.113.{n}"))).Code);
            // On a busy machine a guess takes longer than the first waits: the clock stands still.
            Clock.Advance(begun - Clock.GetUtcNow());
        }

        Assert.That(codes.Take(4), Is.All.EqualTo("identity.second_factor_wrong"));
        Assert.That(codes[^1], Is.EqualTo("identity.too_many_attempts"));
    }

    [Test]
    public async Task A_risky_act_asks_for_it_again()
    {
        var (user, _, secret, _) = await EnrolAsync("admin", everywhere: true);
        var act = new GrantRole(Shop.Cashier.UserId, await Shop.RoleAsync("viewer"));
        await Shop.ExecuteAsync(
            "update identity.session set second_factor_at = now() - interval '11 minutes' where session_id = $1",
            user.SessionId
        );

        var stale = await RefusalOf(Shop.AskAsync(user, act));
        Next();
        await Shop.AskAsync(user, new VerifyTotp(Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()))));
        var granted = await Shop.AskAsync(user, act);

        Assert.That(stale.Code, Is.EqualTo("request.second_factor_stale"));
        Assert.That(granted.RoleCode, Is.EqualTo("viewer"));
        Assert.That((await Shop.AskAsync(user, new ListStores())).Items, Is.Not.Empty, "What is not risky is not in the way.");
    }

    [Test]
    public async Task A_merchant_may_ask_everybody_for_one()
    {
        var without = await RefusalOf(ChangeAsync(Shop.Admin, requires: true));
        var (admin, _, secret, _) = await EnrolAsync("admin", everywhere: true);
        var newcomer = await Shop.EmployAsync("cashier", password: Password);
        await ChangeAsync(admin, requires: true);
        try
        {
            Assert.That(without.Code, Is.EqualTo("core.second_factor_first"));
            Assert.That(
                (await RefusalOf(Shop.AskAsync(newcomer, new ListStores()))).Code,
                Is.EqualTo("request.not_signed_in"),
                "Sessions without one end."
            );

            var email = (await Shop.AskAsync(admin, new GetUser(newcomer.UserId))).Email;
            var tokens = await Shop.UseCases.SendAsync("demo", new SignIn(email, Password));
            var limited = newcomer with { SessionId = Shop.SessionOf(tokens) };
            Assert.That((await RefusalOf(Shop.AskAsync(limited, new ListStores()))).Code, Is.EqualTo("request.second_factor_missing"));
            Assert.That((await Shop.AskAsync(limited, new GetMe())).User.HasSecondFactor, Is.False);

            var enrolment = await Shop.AskAsync(limited, new BeginTotp(Password));
            await Shop.AskAsync(limited, new ConfirmTotp(Totp.CodeAt(Base32.Read(enrolment.Secret), Totp.StepAt(Clock.GetUtcNow()))));
            Assert.That(
                (await Shop.AskAsync(limited, new ListStores())).Items,
                Is.Not.Empty,
                "Confirmed: the session is good for everything."
            );

            Next();
            Assert.That(
                (await RefusalOf(Shop.AskAsync(admin, new RemoveTotp(Password, Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow())))))).Code,
                Is.EqualTo("identity.second_factor_is_required")
            );
        }
        finally
        {
            await ChangeAsync(admin, requires: false);
            // The other tests of the shop go on with the sessions they have.
            await Shop.ExecuteAsync(
                "update identity.session set ended_at = null, end_reason = null where end_reason = 'second factor required'"
            );
        }
    }

    [Test]
    public async Task A_sign_in_that_is_on_its_way_while_everybody_is_asked_for_one_is_over_with_the_others()
    {
        var (admin, _, _, _) = await EnrolAsync("admin", everywhere: true);
        var newcomer = await Shop.EmployAsync("cashier", password: Password);
        var email = (await Shop.AskAsync(admin, new GetUser(newcomer.UserId))).Email;
        try
        {
            Task<Tokens> signingIn;
            Task changing;
            await using (var table = await Shop.HoldAsync("lock table identity.session in share mode"))
            {
                // It has found that nobody asks for a second factor, and waits to write its session.
                signingIn = Shop.UseCases.SendAsync("demo", new SignIn(email, Password));
                await Shop.UntilWaitingAsync(1);
                changing = ChangeAsync(admin, requires: true);
                await Shop.UntilWaitingAsync(2);
            }

            var session = Shop.SessionOf(await signingIn);
            await changing;
            Assert.That(
                (await RefusalOf(Shop.AskAsync(newcomer with { SessionId = session }, new ListStores()))).Code,
                Is.EqualTo("request.not_signed_in")
            );
        }
        finally
        {
            await ChangeAsync(admin, requires: false);
            await Shop.ExecuteAsync(
                "update identity.session set ended_at = null, end_reason = null where end_reason = 'second factor required'"
            );
        }
    }

    [Test]
    public async Task It_is_removed_by_its_owner_or_reset_by_who_may()
    {
        var (user, email, secret, _) = await EnrolAsync("cashier");
        Assert.That((await RefusalOf(Shop.AskAsync(user, new BeginTotp(Password)))).Code, Is.EqualTo("identity.second_factor_exists"));
        Next();
        Assert.That((await RefusalOf(Shop.AskAsync(user, new RemoveTotp("wrong", "000000")))).Code, Is.EqualTo("identity.password_wrong"));
        await Shop.AskAsync(user, new RemoveTotp(Password, Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()))));
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn(email, Password))).AccessToken, Is.Not.Empty);

        var (lost, lostEmail, _, codes) = await EnrolAsync("cashier");
        await Shop.AskAsync(Shop.Admin, new ResetUserTotp(lost.UserId));
        Assert.That((await RefusalOf(Shop.AskAsync(lost, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn(lostEmail, Password))).AccessToken, Is.Not.Empty);
        Assert.That(
            await Shop.ScalarAsync<long>(
                "select count(*) from identity.recovery_code where user_id = $1 and withdrawn_at is null",
                lost.UserId
            ),
            Is.Zero
        );
        Assert.That(codes, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task New_recovery_codes_end_the_old_ones()
    {
        var (user, email, _, codes) = await EnrolAsync("cashier");

        var fresh = await Shop.AskAsync(user, new ReplaceRecoveryCodes(codes[1]));

        Assert.That(
            (await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, codes[2])))).Code,
            Is.EqualTo("identity.second_factor_wrong")
        );
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn(email, Password, fresh.Codes[0]))).AccessToken, Is.Not.Empty);
    }

    [Test]
    public async Task The_secret_is_sealed_in_the_table()
    {
        var (user, _, secret, codes) = await EnrolAsync("cashier");

        var row = await Shop.ScalarAsync<byte[]>("select sealed_secret from identity.totp where user_id = $1", user.UserId);
        var everything = string.Join(
            '\n',
            await Shop.ListAsync<string>(
                "select t::text from identity.recovery_code as t union all select t::text from app.audit_entry as t union all select t::text from app.outbox_event as t"
            )
        );

        Assert.That(Convert.ToHexString(row), Does.Not.Contain(Convert.ToHexString(secret)));
        Assert.That(everything, Does.Not.Contain(codes[0]).And.Not.Contain(Totp.ToBase32(secret)));
    }

    // The next code is another one.
    private void Next() => Clock.Advance(TimeSpan.FromSeconds(30));

    private async Task<(Caller User, string Email, byte[] Secret, IReadOnlyList<string> Codes)> EnrolAsync(
        string role,
        bool everywhere = false
    )
    {
        var user = await Shop.EmployAsync(role, everywhere ? null : 1, Password);
        var enrolment = await Shop.AskAsync(user, new BeginTotp(Password));
        var secret = Base32.Read(enrolment.Secret);
        Assert.That(enrolment.Uri, Does.StartWith("otpauth://totp/Demo%20Market:").And.Contain($"secret={enrolment.Secret}"));
        var codes = await Shop.AskAsync(user, new ConfirmTotp(Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()))));
        return (user, (await Shop.AskAsync(Shop.Admin, new GetUser(user.UserId))).Email, secret, codes.Codes);
    }

    private async Task ChangeAsync(Caller caller, bool requires)
    {
        var current = await Shop.AskAsync(caller, new GetSettings());
        await Shop.SendAsync(
            caller,
            new ChangeSettings(current.Settings with { RequireSecondFactor = requires }),
            ifMatch: current.Version
        );
    }
}
