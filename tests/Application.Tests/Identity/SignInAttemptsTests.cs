using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Tests.Identity;

/// <summary>Ways around the limits: none of them leads to more guesses.</summary>
public sealed class SignInAttemptsTests : ShopTests
{
    private const int FreeByAddress = 50;

    [Test]
    public async Task Signing_in_as_oneself_forgives_no_guess_at_others()
    {
        const string address = "203.0.113.11";
        var answered = 0;
        for (var n = 0; n < 2 * FreeByAddress; n++)
        {
            if (n % 10 == 9)
                await OutcomeOf("cashier@rival.example", Shop.Password, address);
            if (await OutcomeOf($"victim{n}@rival.example", "Spring2026", address) == IdentityErrors.SignInFailed.Code)
                answered++;
        }

        Assert.That(
            answered,
            Is.InRange(FreeByAddress, FreeByAddress + 3),
            "As many as without an account of one's own; the first blocks are of seconds, and may end meanwhile."
        );
    }

    [Test]
    public async Task Many_people_behind_one_address_sign_in_rightly_as_often_as_they_like()
    {
        const string address = "203.0.113.12";
        for (var n = 0; n < FreeByAddress + 5; n++)
            Assert.That(await OutcomeOf("manager@rival.example", Shop.Password, address), Is.Null);
    }

    [Test]
    public async Task A_busy_address_that_is_never_quiet_is_not_worn_down_by_those_who_mistype()
    {
        const string address = "203.0.113.19";
        for (var n = 0; n < 3 * FreeByAddress; n++)
        {
            Assert.That(
                await OutcomeOf($"clumsy{n}@rival.example", "wrong", address),
                Is.EqualTo(IdentityErrors.SignInFailed.Code),
                $"{n}"
            );
            Clock.Advance(TimeSpan.FromMinutes(4));
        }
    }

    [Test]
    public async Task Whoever_was_guessing_just_before_does_not_keep_those_out_who_are_right()
    {
        const string address = "203.0.113.13";
        for (var n = 0; n < FreeByAddress; n++)
            await OutcomeOf($"mistyped{n}@rival.example", "wrong", address);
        Clock.Advance(TimeSpan.FromSeconds(1.1));

        for (var n = 0; n < 5; n++)
            Assert.That(await OutcomeOf("manager@rival.example", Shop.Password, address), Is.Null);
    }

    [Test]
    public async Task An_account_is_one_account_however_it_is_spelt()
    {
        // PostgreSQL finds the same user under both, where the locale says so; .NET keeps the dot.
        const string dotted = "cash\u0130er@rival.example";
        const string address = "203.0.113.14";
        Assume.That(await Shop.ScalarAsync<string>("select lower($1)", dotted), Is.EqualTo("cashier@rival.example"));

        for (var n = 0; n < 6; n++)
            await OutcomeOf("cashier@rival.example", "wrong", address);

        Assert.That(await OutcomeOf(dotted, "wrong", address), Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
    }

    [Test]
    public async Task The_limits_of_one_merchant_are_not_those_of_another()
    {
        const string address = "203.0.113.15";
        for (var n = 0; n < 6; n++)
            await OutcomeOf("same@shop.example", "wrong", address);

        Assert.That(
            (await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("same@shop.example", "wrong"), address))).Code,
            Is.EqualTo(IdentityErrors.SignInFailed.Code)
        );
    }

    [Test]
    public async Task A_quiet_hour_forgets()
    {
        const string address = "203.0.113.16";
        for (var n = 0; n < 4; n++)
            await OutcomeOf("forgetful@rival.example", "wrong", address);
        Clock.Advance(Backoff.Memory + TimeSpan.FromSeconds(1));

        for (var n = 0; n < 4; n++)
            Assert.That(await OutcomeOf("forgetful@rival.example", "wrong", address), Is.EqualTo(IdentityErrors.SignInFailed.Code));
        Assert.That(await OutcomeOf("forgetful@rival.example", "wrong", address), Is.EqualTo(IdentityErrors.SignInFailed.Code));
        Assert.That(await OutcomeOf("forgetful@rival.example", "wrong", address), Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
    }

    private async Task<string?> OutcomeOf(string email, string password, string address)
    {
        try
        {
            await Shop.UseCases.SendAsync("rival", new SignIn(email, password), address);
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }
}
