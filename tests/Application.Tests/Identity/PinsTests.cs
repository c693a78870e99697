using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class PinsTests : ShopTests
{
    private const int Deadly = 20;
    private const string Pin = "4711";
    private const string Wrong = "1379";

    [Test]
    public async Task A_pin_dies_however_slowly_it_is_guessed()
    {
        var device = await Shop.PairAsync();
        var victim = await WithPinAsync();
        for (var n = 0; n < Deadly; n++)
        {
            Assert.That(await GuessAsync(device, victim), Is.EqualTo(IdentityErrors.PinSignInFailed.Code), $"Guess {n}.");
            Clock.Advance(Backoff.Memory + TimeSpan.FromMinutes(1));
        }

        Assert.That(await GuessAsync(device, victim, Pin), Is.EqualTo(IdentityErrors.PinSignInFailed.Code), "Dead.");
        Assert.That((await Shop.AskAsync(device, new ListTerminalStaff())).Items.Select(s => s.UserId), Does.Not.Contain(victim));
    }

    [Test]
    public async Task A_right_pin_starts_the_count_anew()
    {
        var device = await Shop.PairAsync(terminal: 2);
        var clumsy = await WithPinAsync();
        for (var round = 0; round < Deadly / 2; round++)
        {
            Clock.Advance(TimeSpan.FromMinutes(15)); // In which the till forgets three.
            for (var n = 0; n < 3; n++)
                Assert.That(await GuessAsync(device, clumsy), Is.EqualTo(IdentityErrors.PinSignInFailed.Code));
            Assert.That(await GuessAsync(device, clumsy, Pin), Is.Null);
        }
    }

    [Test]
    public async Task Guessing_at_one_till_slows_the_person_down_there_first_and_by_moving_on_everywhere()
    {
        var (here, there) = (await Shop.PairAsync(store: 2, terminal: 1), await Shop.PairAsync(store: 2, terminal: 2));
        var victim = await WithPinAsync(store: 2);
        for (var n = 0; n < 6; n++)
            await GuessAsync(here, victim);

        Assert.That(await GuessAsync(here, victim, Pin), Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
        for (var n = 0; n < 4; n++)
            Assert.That(await GuessAsync(there, victim), Is.EqualTo(IdentityErrors.PinSignInFailed.Code));
        Assert.That(
            await GuessAsync(there, victim),
            Is.EqualTo(IdentityErrors.PinSignInFailed.Code),
            "The tenth, after which the person waits at every till."
        );
        Assert.That(await GuessAsync(there, victim), Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
    }

    [Test]
    public async Task Guessing_a_little_at_everybody_of_a_till_is_slowed_down_there()
    {
        var (here, there) = (await Shop.PairAsync(store: 2, terminal: 1), await Shop.PairAsync(store: 2, terminal: 2));
        List<Guid> people = [];
        for (var n = 0; n < 12; n++)
            people.Add(await WithPinAsync(store: 2));
        List<string?> outcomes = [];
        for (var n = 0; n < 24; n++)
        {
            outcomes.Add(await GuessAsync(here, people[n / 2]));
            if (n == 9)
                Assert.That(await GuessAsync(here, people[0], Pin), Is.Null, "Whoever is right is forgiven, and nobody else.");
        }

        Assert.That(outcomes.Take(20), Is.All.EqualTo(IdentityErrors.PinSignInFailed.Code));
        Assert.That(outcomes[^1], Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
        Assert.That(await GuessAsync(there, people[^1], Pin), Is.Null, "The other till goes on.");
    }

    [Test]
    public async Task Forty_guesses_at_once_are_forty_guesses()
    {
        var device = await Shop.PairAsync();
        var victim = await WithPinAsync();

        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => GuessAsync(device, victim)));

        // The first wait is a second: on a machine that takes longer than that, it is over for one more.
        var seconds = (int)System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        Assert.That(outcomes.Count(o => o == IdentityErrors.PinSignInFailed.Code), Is.AtMost(5 + seconds));
    }

    [Test]
    public async Task A_pin_that_is_locked_leaves_the_password_alone_and_the_other_way_round()
    {
        const string password = "nine green bottles hanging";
        var device = await Shop.PairAsync();
        var user = await Shop.EmployAsync("cashier", password: password);
        await Shop.AskAsync(Shop.Admin, new SetUserPin(user.UserId, Pin));
        var email = (await Shop.AskAsync(Shop.Admin, new GetUser(user.UserId))).Email;

        for (var n = 0; n < 6; n++)
            await GuessAsync(device, user.UserId);
        Assert.That(await GuessAsync(device, user.UserId, Pin), Is.EqualTo(IdentityErrors.TooManyAttempts.Code));
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn(email, password))).AccessToken, Is.Not.Empty);

        Clock.Advance(TimeSpan.FromMinutes(16));
        for (var n = 0; n < 6; n++)
            await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, "wrong")));
        Assert.That(
            (await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, password)))).Code,
            Is.EqualTo(IdentityErrors.TooManyAttempts.Code)
        );
        Assert.That(await GuessAsync(device, user.UserId, Pin), Is.Null);
    }

    [Test]
    public async Task A_right_pin_is_no_guess_though_nothing_was_approved()
    {
        var device = await Shop.PairAsync();
        var cashier = await Shop.SignInByPinAsync(device, Shop.Cashier.UserId);
        var manager = (await Shop.EmployAsync("manager")).UserId;
        await Shop.AskAsync(Shop.Admin, new SetUserPin(manager, Pin));
        var sold = await Shop.SellAsync((30, 1));
        // The refusal of a void has one.
        var challenge = (await RefusalOf(Shop.AskAsync(cashier, new VoidSale(sold.SaleId, "Please")))).Challenge!;

        for (var n = 0; n < 8; n++)
            Assert.That(
                (await RefusalOf(Shop.AskAsync(cashier, new ApproveChallenge(Guid.NewGuid(), new PinApprover(manager, Pin))))).Code,
                Is.EqualTo("identity.challenge_not_found")
            );
        for (var n = 0; n < 8; n++)
            Assert.That(
                (
                    await RefusalOf(
                        Shop.AskAsync(cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(cashier.UserId, Pin)))
                    )
                ).Code,
                Is.EqualTo("request.approver_may_not")
            );

        Assert.That(
            (await Shop.AskAsync(cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(manager, Pin)))).ApprovedById,
            Is.EqualTo(manager)
        );
    }

    [Test]
    public async Task A_guess_that_comes_too_late_does_not_kill_the_pin_that_was_set_meanwhile()
    {
        var device = await Shop.PairAsync();
        var victim = await WithPinAsync();
        for (var n = 0; n < Deadly - 1; n++)
        {
            await GuessAsync(device, victim);
            Clock.Advance(TimeSpan.FromMinutes(16));
        }

        await using (var row = await Shop.HoldAsync("select from identity.pin where user_id = $1 for update", victim))
        {
            var last = GuessAsync(device, victim);
            await Shop.UntilWaitingAsync(1);
            var fresh = await WithPinAsync("8264");
            await using (
                var set = new NpgsqlCommand(
                    "update identity.pin set pin_hash = (select pin_hash from identity.pin where user_id = $2) where user_id = $1",
                    row
                )
                {
                    Parameters =
                    {
                        new() { Value = victim },
                        new() { Value = fresh },
                    },
                }
            )
                await set.ExecuteNonQueryAsync();
            await using (var commit = new NpgsqlCommand("commit", row))
                await commit.ExecuteNonQueryAsync();
            Assert.That(await last, Is.EqualTo(IdentityErrors.PinSignInFailed.Code));
        }

        Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.That(await GuessAsync(device, victim, "8264"), Is.Null);
    }

    [TestCase("update identity.pin set pin_hash = null where user_id = $1")]
    [TestCase("update identity.user_account set disabled_at = now() where user_id = $1")]
    public async Task A_pin_that_is_on_its_way_opens_nothing_once_it_or_its_owner_is_gone(string change)
    {
        var device = await Shop.PairAsync();
        var leaver = await WithPinAsync();
        await using var row = await Shop.HoldAsync(change, leaver);
        var signingIn = GuessAsync(device, leaver, Pin);
        await Shop.UntilWaitingAsync(1);
        await using (var commit = new NpgsqlCommand("commit", row))
            await commit.ExecuteNonQueryAsync();

        Assert.That(await signingIn, Is.EqualTo(IdentityErrors.PinSignInFailed.Code));
        Assert.That(
            await Shop.ScalarAsync<long>("select count(*) from identity.session where user_id = $1 and terminal_id is not null", leaver),
            Is.Zero
        );
    }

    [Test]
    public async Task A_session_that_a_pin_has_opened_ends_with_the_pin_and_no_other_does()
    {
        const string password = "nine green bottles hanging";
        var device = await Shop.PairAsync();
        var cashier = await Shop.EmployAsync("cashier", password: password);
        var byAnother = await Shop.SignInByPinAsync(device, cashier.UserId);
        await Shop.AskAsync(Shop.Admin, new SetUserPin(cashier.UserId, "8264"));
        Assert.That((await RefusalOf(Shop.AskAsync(byAnother, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"), "Set by another.");

        var (here, there) = (
            await Shop.SignInByPinAsync(device, cashier.UserId),
            Shop.CallerOf(device, cashier.UserId, await Shop.AskAsync(device, new SignInByPin(cashier.UserId, Pin)))
        );
        await Shop.AskAsync(here, new SetMyPin(password, "8264"));
        Assert.That((await Shop.AskAsync(here, new GetMe())).User.UserId, Is.EqualTo(cashier.UserId), "Whoever sets it goes on.");
        Assert.That((await RefusalOf(Shop.AskAsync(there, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));

        await Shop.AskAsync(Shop.Admin, new RemoveUserPin(cashier.UserId));
        Assert.That((await RefusalOf(Shop.AskAsync(here, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"), "Removed.");
        Assert.That(
            (await Shop.AskAsync(cashier, new GetMe())).User.UserId,
            Is.EqualTo(cashier.UserId),
            "The password's session is untouched."
        );
    }

    private async Task<Guid> WithPinAsync(string pin = Pin, int store = 1)
    {
        var user = (await Shop.EmployAsync("cashier", store)).UserId;
        await Shop.AskAsync(Shop.Admin, new SetUserPin(user, pin));
        return user;
    }

    private async Task<string?> GuessAsync(Caller device, Guid user, string pin = Wrong)
    {
        try
        {
            await Shop.AskAsync(device, new SignInByPin(user, pin));
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }
}
