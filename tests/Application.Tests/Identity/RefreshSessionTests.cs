using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class RefreshSessionTests : ShopTests
{
    protected override bool Crowded => true;

    [Test]
    public async Task A_refresh_token_is_exchanged_for_the_next_pair_of_the_same_session()
    {
        var first = await SignInAsync();
        var second = await RefreshAsync(first);
        var third = await RefreshAsync(second);

        Assert.Multiple(() =>
        {
            Assert.That(new[] { first, second, third }.Select(Shop.SessionOf).Distinct().Count(), Is.EqualTo(1));
            Assert.That(new[] { first, second, third }.Select(t => t.RefreshToken), Is.Unique);
        });
        Assert.That(
            await Shop.ScalarAsync<string>(
                "select count(*) || ' issued, ' || count(used_at) || ' used' from identity.refresh_token where session_id = $1",
                Shop.SessionOf(first)
            ),
            Is.EqualTo("3 issued, 2 used")
        );
    }

    [Test]
    public async Task A_token_that_comes_back_ends_the_session_with_all_its_tokens()
    {
        var stolen = await SignInAsync();
        var current = await RefreshAsync(stolen);
        var caller = CallerOf(current);
        Assert.That((await Shop.AskAsync(caller, new GetMe())).User.UserId, Is.EqualTo(caller.UserId));

        var reuse = await RefusalOf(RefreshAsync(stolen));

        Assert.That(reuse, Is.EqualTo(IdentityErrors.RefreshTokenRefused));
        Assert.That(await RefusalOf(RefreshAsync(current)), Is.EqualTo(reuse));
        Assert.That((await RefusalOf(Shop.AskAsync(caller, new GetMe()))).Kind, Is.EqualTo(ErrorKind.Unauthenticated));
    }

    [Test]
    public async Task The_end_of_a_session_by_reuse_is_kept_as_a_fact()
    {
        var stolen = await SignInAsync();
        await RefreshAsync(stolen);
        await RefusalOf(RefreshAsync(stolen));

        var session = Shop.SessionOf(stolen);
        Assert.That(
            await Shop.ListAsync<string>("select end_reason from identity.session where session_id = $1 and ended_at is not null", session),
            Is.EqualTo(new[] { "refresh token used twice" })
        );
        Assert.That(
            await Shop.ListAsync<string>(
                "select outcome || ' ' || (subject ->> 'userId') from app.audit_entry where act = 'RefreshSession' and subject ->> 'sessionId' = $1 order by audit_entry_id",
                session.ToString()
            ),
            Is.EquivalentTo(new[] { "done", "refused" }.Select(o => $"{o} {DemoData.User("demo", "cashier")}"))
        );
    }

    [Test]
    public async Task Of_sixteen_who_bring_one_token_one_gets_the_next_and_the_session_ends()
    {
        var tokens = await SignInAsync();

        await using var row = await Shop.HoldAsync(
            "select from identity.refresh_token where session_id = $1 for update",
            Shop.SessionOf(tokens)
        );
        var refreshing = Enumerable
            .Range(0, 16)
            .Select(async _ =>
            {
                try
                {
                    return (await RefreshAsync(tokens)).RefreshToken;
                }
                catch (Refused refused) when (refused.Error == IdentityErrors.RefreshTokenRefused)
                {
                    return null;
                }
            })
            .ToArray();
        await Shop.UntilWaitingAsync(16);
        await row.CloseAsync();

        Assert.That((await Task.WhenAll(refreshing)).Count(o => o is not null), Is.EqualTo(1));
        Assert.That(
            await Shop.ScalarAsync<bool>("select ended_at is not null from identity.session where session_id = $1", Shop.SessionOf(tokens)),
            Is.True
        );
    }

    [Test]
    public async Task A_session_lasts_thirty_days_and_no_longer()
    {
        var tokens = await SignInAsync();
        Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        try
        {
            tokens = await RefreshAsync(tokens);
            Clock.Advance(TimeSpan.FromMinutes(2));
            Assert.That(await RefusalOf(RefreshAsync(tokens)), Is.EqualTo(IdentityErrors.RefreshTokenRefused));
        }
        finally
        {
            Clock.Advance(-TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        }
    }

    [Test]
    public async Task An_expired_session_is_over_for_every_request()
    {
        var tokens = await SignInAsync();
        await Shop.ExecuteAsync(
            "update identity.session set expires_at = now() - interval '1 second' where session_id = $1",
            Shop.SessionOf(tokens)
        );

        Assert.That(await RefusalOf(RefreshAsync(tokens)), Is.EqualTo(IdentityErrors.RefreshTokenRefused));
        Assert.That((await RefusalOf(Shop.AskAsync(CallerOf(tokens), new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
    }

    [Test]
    public async Task A_session_that_was_signed_out_is_not_refreshed()
    {
        var tokens = await SignInAsync();
        await Shop.AskAsync(CallerOf(tokens), new SignOut());

        Assert.That(await RefusalOf(RefreshAsync(tokens)), Is.EqualTo(IdentityErrors.RefreshTokenRefused));
    }

    [Test]
    public async Task A_disabled_user_is_not_refreshed()
    {
        var tokens = await Shop.UseCases.SendAsync("rival", new SignIn("cashier@rival.example", Shop.Password));
        await Shop.ExecuteAsync(
            "update identity.user_account set disabled_at = now() where user_id = $1",
            DemoData.User("rival", "cashier")
        );

        Assert.That(await RefusalOf(RefreshAsync(tokens)), Is.EqualTo(IdentityErrors.RefreshTokenRefused));
    }

    [Test]
    public async Task A_token_belongs_to_its_merchant()
    {
        var tokens = await SignInAsync();

        var elsewhere = await RefusalOf(Shop.UseCases.SendAsync(null, new RefreshSession("rival." + tokens.RefreshToken.Split('.')[1])));
        var contradicted = await RefusalOf(Shop.UseCases.SendAsync("rival", new RefreshSession(tokens.RefreshToken)));

        Assert.That(elsewhere, Is.EqualTo(IdentityErrors.RefreshTokenRefused));
        Assert.That(contradicted.Code, Is.EqualTo("request.tenant_contradiction"));
        Assert.That((await RefreshAsync(tokens)).AccessToken, Is.Not.Empty);
    }

    [TestCase("demo.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", null, "identity.refresh_token_refused")]
    [TestCase("nowhere.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", null, "request.tenant_unknown")]
    [TestCase("nonsense", null, "request.tenant_missing")]
    [TestCase("nonsense", "demo", "request.invalid")]
    [TestCase("demo.", "demo", "request.invalid")]
    [TestCase(" ", "demo", "request.invalid")]
    public async Task What_is_no_token_refreshes_nothing(string token, string? tenant, string code)
    {
        Assert.That((await RefusalOf(Shop.UseCases.SendAsync(tenant, new RefreshSession(token)))).Code, Is.EqualTo(code));
    }

    private Task<Tokens> SignInAsync() => Shop.UseCases.SendAsync("demo", new SignIn("cashier@demo.example", Shop.Password));

    private Task<Tokens> RefreshAsync(Tokens tokens) => Shop.UseCases.SendAsync(null, new RefreshSession(tokens.RefreshToken));

    private static Caller CallerOf(Tokens tokens) =>
        new(DemoData.Tenant("demo"), "demo", DemoData.User("demo", "cashier"), Shop.SessionOf(tokens));
}
