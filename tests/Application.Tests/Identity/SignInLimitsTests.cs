using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;

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
            do
                error = await GuessAsync("growing@rival.example", "203.0.113.2");
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

        var stranger = await GuessAsync(email, Stranger);
        var owner = await Shop.UseCases.SendAsync("rival", new SignIn(email, Shop.Password), "198.51.100.7");

        Assert.That(stranger.Code, Is.EqualTo("identity.too_many_attempts"));
        Assert.That(stranger.RetryAfter, Is.AtMost(TimeSpan.FromMinutes(1)), "From a new address the owner would wait no longer than this.");
        Assert.That(owner.AccessToken, Is.Not.Empty);
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

        Assert.That(await Shop.ListAsync<string>("select t::text from identity.sign_in_attempts as t"), Has.None.Contains("correct-horse").And.None.Contains("203.0.113.5"));
    }

    private Task<Error> GuessAsync(string email, string address) => RefusalOf(Shop.UseCases.SendAsync("rival", new SignIn(email, "wrong"), address));
}
