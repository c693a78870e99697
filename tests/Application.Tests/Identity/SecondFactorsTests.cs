using System.Security.Cryptography;
using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class SecondFactorsTests : ShopTests
{
    private const string Password = "nine green bottles hanging";

    [Test]
    public async Task A_recovery_code_works_though_the_key_of_the_secret_is_lost()
    {
        var (user, _, _, codes) = await EnrolAsync();
        // Sealed by a key of the name "x", which nobody has.
        await Shop.ExecuteAsync(
            "update identity.totp set sealed_secret = '\\x0178' || substr(sealed_secret, 3) where user_id = $1",
            user.UserId
        );

        Assert.That(async () => await Shop.AskAsync(user, new VerifyTotp(codes[0])), Throws.Nothing);
    }

    [Test]
    public async Task Of_many_who_show_one_code_at_once_one_is_believed([Values] bool isRecoveryCode)
    {
        var (_, email, secret, codes) = await EnrolAsync();
        Clock.Advance(TimeSpan.FromSeconds(30));
        var code = isRecoveryCode ? codes[0] : Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()));

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => OutcomeOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, code))))
        );

        Assert.That(outcomes.Count(o => o is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(o => o is not null), Is.All.EqualTo(IdentityErrors.SecondFactorWrong.Code));
    }

    [Test]
    public async Task Forty_codes_at_once_are_forty_guesses()
    {
        var (user, _, _, _) = await EnrolAsync();

        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => OutcomeOf(Shop.AskAsync(user, new VerifyTotp($"{n:D6}")))));

        // As with PINs: on a machine that takes longer than the first wait, it is over for one more.
        var seconds = (int)System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        Assert.That(outcomes.Count(o => o == IdentityErrors.SecondFactorWrong.Code), Is.AtMost(5 + seconds));
    }

    [Test]
    public async Task A_code_that_was_guessed_wrong_is_counted_wherever_it_was_asked_for()
    {
        var (user, email, _, _) = await EnrolAsync();
        string?[] outcomes =
        [
            await OutcomeOf(Shop.AskAsync(user, new VerifyTotp("000000"))),
            await OutcomeOf(Shop.AskAsync(user, new ReplaceRecoveryCodes("000000"))),
            await OutcomeOf(Shop.AskAsync(user, new RemoveTotp(Password, "000000"))),
            await OutcomeOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, "000000"))),
            await OutcomeOf(Shop.AskAsync(user, new VerifyTotp("000000"))),
            await OutcomeOf(Shop.AskAsync(user, new VerifyTotp("000000"))),
        ];

        Assert.That(outcomes.SkipLast(1), Is.All.EqualTo(IdentityErrors.SecondFactorWrong.Code));
        Assert.That(outcomes[^1], Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
    }

    [Test]
    public async Task A_right_password_whose_code_is_still_missing_is_no_failure()
    {
        const string address = "203.0.113.21";
        var (_, email, _, codes) = await EnrolAsync();
        for (var n = 0; n < 60; n++)
            Assert.That(
                await OutcomeOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password), address)),
                Is.EqualTo(IdentityErrors.SecondFactorRequired.Code),
                $"{n}"
            );

        Assert.That(await OutcomeOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, codes[0]), address)), Is.Null);
        Assert.That(await OutcomeOf(Shop.UseCases.SendAsync("demo", new SignIn("cashier@demo.example", Shop.Password), address)), Is.Null);
    }

    [Test]
    public async Task The_code_of_another_opens_nothing()
    {
        var (user, _, _, _) = await EnrolAsync();
        var (_, _, anothers, codes) = await EnrolAsync();

        Assert.That(
            await OutcomeOf(Shop.AskAsync(user, new VerifyTotp(Totp.CodeAt(anothers, Totp.StepAt(Clock.GetUtcNow()) + 1)))),
            Is.EqualTo(IdentityErrors.SecondFactorWrong.Code)
        );
        Assert.That(await OutcomeOf(Shop.AskAsync(user, new VerifyTotp(codes[0]))), Is.EqualTo(IdentityErrors.SecondFactorWrong.Code));
    }

    [Test]
    public async Task An_enrolment_that_nobody_confirmed_asks_for_nothing_and_opens_nothing()
    {
        var user = await Shop.EmployAsync("cashier", password: Password);
        var email = (await Shop.AskAsync(Shop.Admin, new GetUser(user.UserId))).Email;
        var first = Base32.Read((await Shop.AskAsync(user, new BeginTotp(Password))).Secret);
        var second = Base32.Read((await Shop.AskAsync(user, new BeginTotp(Password))).Secret);

        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn(email, Password))).AccessToken, Is.Not.Empty);
        Assert.That(
            await OutcomeOf(Shop.AskAsync(user, new VerifyTotp(Totp.CodeAt(second, Totp.StepAt(Clock.GetUtcNow()))))),
            Is.EqualTo(IdentityErrors.SecondFactorWrong.Code)
        );
        Assert.That(
            await OutcomeOf(Shop.AskAsync(user, new ConfirmTotp(Totp.CodeAt(first, Totp.StepAt(Clock.GetUtcNow()))))),
            Is.EqualTo(IdentityErrors.SecondFactorWrong.Code)
        );
        Assert.That(
            (await Shop.AskAsync(user, new ConfirmTotp(Totp.CodeAt(second, Totp.StepAt(Clock.GetUtcNow()))))).Codes,
            Has.Count.EqualTo(10)
        );
    }

    [Test]
    public async Task A_secret_outlives_the_key_that_seals_the_next_as_long_as_that_key_is_kept()
    {
        (string, string)[] old = [("KeyId", "old"), ("Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];
        (string, string)[] @new = [("KeyId", "new"), ("Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];
        await using var before = WithKeys(old);
        await using var during = WithKeys(@new, old);
        await using var after = WithKeys(@new);
        var (first, second) = (await EnrolAsync(before), await EnrolAsync(during));
        Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.That((await SignInAsync(during, first)).AccessToken, Is.Not.Empty);
        Assert.That((await SignInAsync(after, second)).AccessToken, Is.Not.Empty);
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(
            () => SignInAsync(after, first),
            Throws.InvalidOperationException.With.Message.Contains("The encryption key old is no longer configured")
        );
        Assert.That(
            (await before.SendAsync("demo", new SignIn(second.Email, Password, second.Codes[0]))).AccessToken,
            Is.Not.Empty,
            "A recovery code needs no key."
        );
    }

    [Test]
    public async Task A_second_factor_is_reset_while_its_owner_signs_in_and_neither_waits_for_ever()
    {
        for (var round = 0; round < 10; round++)
        {
            var (user, email, _, codes) = await EnrolAsync();
            var signingIn = OutcomeOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password, codes[0])));
            var resetting = OutcomeOf(Shop.AskAsync(Shop.Admin, new ResetUserTotp(user.UserId)));

            Assert.That(await resetting, Is.Null);
            Assert.That(await signingIn, Is.Null.Or.EqualTo(IdentityErrors.SecondFactorWrong.Code));
            Assert.That(
                await Shop.ScalarAsync<long>(
                    "select count(*) from identity.session where user_id = $1 and ended_at is null and second_factor_at is not null",
                    user.UserId
                ),
                Is.Zero,
                "None that was opened by what is lost."
            );
        }
    }

    private UseCases WithKeys(params (string Name, string Value)[][] keys) =>
        new(Shop.Database.App, Clock, keys.SelectMany((key, n) => key.Select(s => ($"Auth:EncryptionKeys:{n}:{s.Name}", s.Value))));

    private Task<Tokens> SignInAsync(UseCases useCases, (Caller User, string Email, byte[] Secret, IReadOnlyList<string> Codes) who) =>
        useCases.SendAsync("demo", new SignIn(who.Email, Password, Totp.CodeAt(who.Secret, Totp.StepAt(Clock.GetUtcNow()))));

    private async Task<(Caller User, string Email, byte[] Secret, IReadOnlyList<string> Codes)> EnrolAsync(UseCases? useCases = null)
    {
        var user = await Shop.EmployAsync("cashier", password: Password);
        var secret = Base32.Read((await Shop.AskAsync(user, new BeginTotp(Password), useCases ?? Shop.UseCases)).Secret);
        var codes = await Shop.AskAsync(
            user,
            new ConfirmTotp(Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()))),
            useCases ?? Shop.UseCases
        );
        return (user, (await Shop.AskAsync(Shop.Admin, new GetUser(user.UserId))).Email, secret, codes.Codes);
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
