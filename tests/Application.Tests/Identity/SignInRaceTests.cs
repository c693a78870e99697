using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

/// <summary>What changes while a password is hashed: the old one must not open a session that outlives the change.</summary>
public sealed class SignInRaceTests : ShopTests
{
    [TestCase("update identity.user_account set password_hash = $2 where user_id = $1")]
    [TestCase("update identity.user_account set disabled_at = now(), name = left($2, 10) where user_id = $1")]
    public async Task A_sign_in_that_is_on_its_way_does_not_survive_the_end_of_its_password(string change)
    {
        const string password = "nine green bottles hanging";
        var user = await Shop.EmployAsync("cashier", password: password);
        var email = (await Shop.AskAsync(Shop.Admin, new GetUser(user.UserId))).Email;
        var another = await Shop.ScalarAsync<string>(
            "select password_hash from identity.user_account where user_id = $1",
            DemoData.User("demo", "cashier")
        );

        await using var row = await Shop.HoldAsync(change, user.UserId, another);
        var signingIn = Shop.UseCases.SendAsync("demo", new SignIn(email, password));
        await Task.WhenAny(signingIn, Shop.UntilWaitingAsync(1));
        await using (var commit = new NpgsqlCommand("commit", row))
            await commit.ExecuteNonQueryAsync();

        Assert.That(await RefusalOf(signingIn), Is.EqualTo(IdentityErrors.SignInFailed));
        Assert.That(
            await Shop.ScalarAsync<long>("select count(*) from identity.session where user_id = $1", user.UserId),
            Is.EqualTo(1),
            "The one of the first day."
        );
    }

    [Test]
    public async Task All_who_sign_in_at_once_get_in_though_the_first_has_the_hash_made_anew()
    {
        // "correct horse battery staple" with 8 MiB and one pass.
        const string outdated = "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw";
        var user = await Shop.EmployAsync("cashier");
        var email = (await Shop.AskAsync(Shop.Admin, new GetUser(user.UserId))).Email;
        await Shop.ExecuteAsync("update identity.user_account set password_hash = $2 where user_id = $1", user.UserId, outdated);

        var tokens = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Shop.UseCases.SendAsync("demo", new SignIn(email, "correct horse battery staple")))
        );

        Assert.That(tokens.Select(Shop.SessionOf), Is.Unique.And.Exactly(4).Items);
        Assert.That(
            await Shop.ScalarAsync<string>("select password_hash from identity.user_account where user_id = $1", user.UserId),
            Does.Contain("m=19456")
        );
    }
}
