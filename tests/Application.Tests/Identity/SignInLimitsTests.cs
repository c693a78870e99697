using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

/// <summary>Guessing gets slower and slower, and nobody can be locked out by a stranger.</summary>
public sealed class SignInLimitsTests : ShopTests
{
    private const string Stranger = "203.0.113.9";

    [Test]
    public async Task Guessing_at_an_account_is_slowed_down_whether_it_exists_or_not()
    {
        foreach (var email in new[] { "cashier@rival.example", "nobody@rival.example" })
        {
            List<Error> errors = [];
            for (var n = 0; n < 8; n++)
                errors.Add(await GuessAsync(email, "203.0.113.1"));

            Assert.That(errors.Take(5).Select(e => e.Code), Is.All.EqualTo("identity.sign_in_failed"), email);
            Assert.That((errors[^1].Code, errors[^1].Kind), Is.EqualTo(("identity.too_many_attempts", ErrorKind.TooMany)), email);
            Assert.That(errors[^1].RetryAfter, Is.GreaterThan(TimeSpan.Zero), email);
        }
    }

    [Test]
    public async Task The_wait_grows_and_ends_by_itself_and_what_comes_meanwhile_changes_nothing()
    {
        var waits = new List<TimeSpan>();
        for (var round = 0; round < 4; round++)
        {
            Error error;
            do error = await GuessAsync("growing@rival.example", "203.0.113.2");
            while (error.Code == "identity.sign_in_failed");
            for (var n = 0; n < 20; n++)
                error = await GuessAsync("growing@rival.example", "203.0.113.2");
            waits.Add(error.RetryAfter!.Value); // A block says until when.
            Clock.Advance(waits[^1] + TimeSpan.FromMilliseconds(1));
        }

        Assert.That(waits, Is.Ordered.Ascending);
        Assert.That(waits[^1], Is.GreaterThan(waits[0]).And.LessThan(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_hundred_guesses_at_once_are_a_hundred_guesses()
    {
        var errors = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => GuessAsync("atonce@rival.example", "203.0.113.3")));

        Assert.That(errors.Count(e => e.Code == "identity.sign_in_failed"), Is.AtMost(6));
    }

    [Test]
    public async Task A_stranger_cannot_lock_the_owner_out()
    {
        const string email = "manager@rival.example";
        await Shop.UseCases.SendAsync("rival", new SignIn(email, Shop.Password), "198.51.100.7");
        // From ever new addresses, until the account itself is slowed down.
        for (var n = 0; n < 80; n++)
            await GuessAsync(email, $"203.0.113.{100 + (n % 100)}");

        List<Error> strangers = [];
        for (var n = 0; n < 15; n++)
            strangers.Add(await GuessAsync(email, $"203.0.113.{200 + n}"));
        var owner = await Shop.UseCases.SendAsync("rival", new SignIn(email, Shop.Password), "198.51.100.7");

        Assert.That(strangers.Count(s => s.Code == IdentityErrors.TooManyAttempts.Code), Is.AtLeast(8), "All but those whose turn it is.");
        Assert.That(strangers.Max(s => s.RetryAfter), Is.AtMost(TimeSpan.FromMinutes(1)));
        Assert.That(owner.AccessToken, Is.Not.Empty);
    }

    [Test]
    public async Task The_owner_gets_in_from_a_new_address_within_a_quarter_of_an_hour_whoever_guesses()
    {
        var (email, password, owner) = ("wanted@rival.example", "nine green bottles hanging", "198.51.100.77");
        var invited = await Shop.AskAsync(Shop.Rival, new InviteUser(email, "Wanda"));
        await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, password), "198.51.100.76");
        // Its turn is just over.
        Clock.Advance(Turns.Until(email, owner, Clock.GetUtcNow()) + Turns.Length);
        var polls = 0;
        async Task<Error> PollAsync() => await GuessAsync(email, $"100.64.{++polls / 250}.{polls % 250}");
        while ((await PollAsync()).Code == IdentityErrors.SignInFailed.Code) { }

        // The stranger, from ever new addresses, takes each guess there is before the owner comes by.
        var (began, tries) = (Clock.GetUtcNow(), 0);
        var patience = TimeSpan.Zero;
        while (true)
        {
            for (var passed = TimeSpan.Zero; passed < patience; passed += TimeSpan.FromSeconds(2))
            {
                Clock.Advance(TimeSpan.FromSeconds(2));
                await PollAsync();
            }

            tries++;
            try
            {
                await Shop.UseCases.SendAsync("rival", new SignIn(email, password), owner);
                break;
            }
            catch (Refused refused)
            {
                patience = refused.Error.RetryAfter!.Value; // Refused for the time being, and told until when.
            }
        }

        Assert.That(Clock.GetUtcNow() - began, Is.LessThan(TimeSpan.FromMinutes(16)));
        Assert.That(tries, Is.GreaterThan(1), "The account was closed.");
    }

    [Test]
    public async Task Whoever_sets_the_password_by_a_link_signs_in_there_though_the_account_is_guessed_at()
    {
        const string password = "nine green bottles hanging";
        var invited = await Shop.AskAsync(Shop.Rival, new InviteUser("linked@rival.example", "Linda"));
        await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, password), "2001:db8:1:2::7");
        for (var n = 0; n < 60; n++)
            await GuessAsync("linked@rival.example", $"203.0.113.{n}");

        var elsewhere = await GuessAsync("linked@rival.example", Stranger);
        var next = await Shop.UseCases.SendAsync("rival", new SignIn("linked@rival.example", password), "2001:db8:1:2:ffff::1");

        Assert.That(
            elsewhere.Code,
            Is.EqualTo(IdentityErrors.TooManyAttempts.Code).Or.EqualTo(IdentityErrors.SignInFailed.Code),
            "In its turn it is."
        );
        Assert.That(next.AccessToken, Is.Not.Empty);
    }

    [Test]
    public async Task All_addresses_of_one_network_are_one()
    {
        List<string> codes = [];
        for (var n = 0; n < 7; n++)
            codes.Add((await GuessAsync("networked@rival.example", $"2001:db8:7:7::{n:x}")).Code);

        Assert.That(codes[^1], Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
        Assert.That((await GuessAsync("networked@rival.example", "2001:db8:7:8::1")).Code, Is.EqualTo(IdentityErrors.SignInFailed.Code));
    }

    [Test]
    public async Task An_attempt_that_nobody_looked_at_is_no_wrong_one_and_keeps_nobody_from_a_till()
    {
        var device = await Shop.PairAsync("rival");
        var cashier = DemoData.User("rival", "cashier");
        await Shop.AskAsync(Shop.Rival, new SetUserPin(cashier, "4711"));

        var flood = Enumerable.Range(0, 300).Select(n => GuessAsync($"flood{n}@rival.example", $"100.65.{n / 200}.{n % 200}")).ToList();
        var atTill = await Shop.AskAsync(device, new SignInByPin(cashier, "4711"));
        var errors = await Task.WhenAll(flood);

        var turnedAway = errors.Count(e => e.Code == "identity.too_many_sign_ins");
        Assert.That(atTill.AccessToken, Is.Not.Empty);
        Assert.That(turnedAway, Is.Positive, "Or nothing was shown.");
        Assert.That(
            await Shop.ScalarAsync<long>(
                "select count(*) from identity.sign_in_attempts where kind = 'account' and failures > 0 and subject = any ($1)",
                (object)Enumerable.Range(0, 300).Select(n => SHA256.HashData(Encoding.UTF8.GetBytes($"flood{n}@rival.example"))).ToArray()
            ),
            Is.EqualTo(300 - turnedAway)
        );
    }

    [Test]
    public async Task The_right_password_is_forgiven_the_wrong_ones_before_it()
    {
        for (var round = 0; round < 4; round++)
        {
            for (var n = 0; n < 3; n++)
                Assert.That((await GuessAsync("admin@rival.example", "203.0.113.4")).Code, Is.EqualTo("identity.sign_in_failed"));
            await Shop.UseCases.SendAsync("rival", new SignIn("admin@rival.example", Shop.Password), "203.0.113.4");
        }
    }

    [Test]
    public async Task What_was_guessed_is_kept_as_a_hash_only()
    {
        await GuessAsync("correct-horse-typed-in-the-wrong-field", "203.0.113.5");

        Assert.That(
            await Shop.ListAsync<string>("select t::text from identity.sign_in_attempts as t"),
            Has.None.Contains("correct-horse").And.None.Contains("203.0.113.5")
        );
    }

    private Task<Error> GuessAsync(string email, string address) =>
        RefusalOf(Shop.UseCases.SendAsync("rival", new SignIn(email, "wrong"), address));
}
