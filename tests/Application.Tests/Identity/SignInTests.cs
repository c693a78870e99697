using System.Buffers.Text;
using System.Text.Json;
using NUnit.Framework;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class SignInTests : ShopTests
{
    private static readonly Guid Cashier = DemoData.User("demo", "cashier");

    [Test]
    public async Task The_right_password_starts_a_session()
    {
        var tokens = await Shop.UseCases.SendAsync("demo", new SignIn("cashier@demo.example", Shop.Password));

        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[1]));
        var session = Shop.SessionOf(tokens);
        Assert.Multiple(() =>
        {
            Assert.That(tokens.ExpiresIn, Is.EqualTo(600));
            Assert.That(tokens.RefreshToken, Does.StartWith("demo."));
            Assert.That(claims.RootElement.GetProperty("sub").GetGuid(), Is.EqualTo(Cashier));
            Assert.That(claims.RootElement.GetProperty("tid").GetGuid(), Is.EqualTo(DemoData.Tenant("demo")));
            Assert.That(
                claims.RootElement.GetProperty("exp").GetInt64() - claims.RootElement.GetProperty("iat").GetInt64(),
                Is.EqualTo(600)
            );
        });
        Assert.That(
            await Shop.ListAsync<string>(
                "select user_id || ' from ' || host(client_address) || ' for ' || (expires_at - started_at) from identity.session where session_id = $1 and ended_at is null",
                session
            ),
            Is.EqualTo(new[] { $"{Cashier} from {UseCases.ClientAddress} for 30 days" })
        );
        Assert.That(
            (await Shop.AskAsync(new Caller(DemoData.Tenant("demo"), "demo", Cashier, session), new GetMe())).User.UserId,
            Is.EqualTo(Cashier)
        );
    }

    [Test]
    public async Task An_address_may_be_typed_in_any_case()
    {
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn("Cashier@DEMO.example", Shop.Password))).AccessToken, Is.Not.Empty);
    }

    [Test]
    public async Task A_session_leaves_its_trace_and_no_secret_in_the_tables()
    {
        var tokens = await Shop.UseCases.SendAsync("demo", new SignIn("manager@demo.example", Shop.Password));

        var entry = await Shop.ScalarAsync<string>(
            "select act || ' ' || outcome || ' ' || (subject ->> 'userId') || ' ' || host(client_address) from app.audit_entry where subject ->> 'sessionId' = $1",
            Shop.SessionOf(tokens).ToString()
        );
        Assert.That(entry, Is.EqualTo($"SignIn done {DemoData.User("demo", "manager")} {UseCases.ClientAddress}"));

        var everything = string.Join(
            '\n',
            await Shop.ListAsync<string>(
                """
                select t::text from app.audit_entry as t union all select t::text from identity.session as t
                union all select t::text from identity.refresh_token as t union all select t::text from identity.user_account as t
                union all select t::text from app.outbox_event as t union all select t::text from app.idempotency_key as t
                """
            )
        );
        Assert.That(
            everything,
            Does.Not.Contain(Shop.Password).And.Not.Contain(tokens.RefreshToken.Split('.')[1]).And.Not.Contain(tokens.AccessToken)
        );
    }

    [Test]
    public async Task Nobody_learns_who_exists()
    {
        await Shop.ExecuteAsync(
            """
            insert into identity.user_account (tenant_id, user_id, email, name, password_hash, disabled_at)
            select tenant_id, $1, 'former@demo.example', 'Former', password_hash, now() from identity.user_account where user_id = $2
            """,
            Ids.New(),
            Cashier
        );
        await Shop.ExecuteAsync(
            "insert into identity.user_account (tenant_id, user_id, email, name) values ($1, $2, 'invited@demo.example', 'Invited')",
            DemoData.Tenant("demo"),
            Ids.New()
        );

        var errors = new[]
        {
            await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("cashier@demo.example", "wrong"))),
            await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("nobody@demo.example", Shop.Password))),
            await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("former@demo.example", Shop.Password))),
            await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("invited@demo.example", Shop.Password))),
            await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("cashier@rival.example", Shop.Password))),
        };

        Assert.That(errors, Is.All.EqualTo(IdentityErrors.SignInFailed));
        Assert.That(IdentityErrors.SignInFailed.Kind, Is.EqualTo(ErrorKind.Unauthenticated));
    }

    [TestCase("cashier@demo.example", true)]
    [TestCase("nobody@demo.example", false)]
    public async Task A_failed_sign_in_is_kept_as_a_fact(string email, bool isKnown)
    {
        var before = await FailuresAsync();

        await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, "wrong")));

        var entries = (await FailuresAsync()).Except(before).ToList();
        Assert.That(entries.Select(e => e[37..]), Is.EqualTo(new[] { $"refused by nobody about {(isKnown ? Cashier : "nobody")}" }));

        Task<List<string>> FailuresAsync() =>
            Shop.ListAsync<string>(
                """
                select audit_entry_id || ' ' || outcome || ' by ' || coalesce(user_id::text, 'nobody') || ' about ' || coalesce(subject ->> 'userId', 'nobody')
                  from app.audit_entry
                 where act = 'SignIn' and outcome = 'refused'
                """
            );
    }

    [Test]
    public async Task What_was_typed_is_not_even_kept_as_a_hash()
    {
        // A fast hash of a password gives it away to whoever guesses.
        await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("manager@demo.example", "wrong")));
        await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("manager@demo.example", "wrong too")));

        Assert.That(
            await Shop.ScalarAsync<long>(
                "select count(distinct request_hash) from app.audit_entry where act = 'SignIn' and outcome = 'refused' and subject ->> 'userId' = $1",
                DemoData.User("demo", "manager").ToString()
            ),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task A_password_with_outdated_parameters_is_hashed_anew()
    {
        // "correct horse battery staple" with 8 MiB and one pass.
        const string outdated = "$argon2id$v=19$m=8192,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$E00YDK579zCFKHdylDWWbt4Db/32fqyFEYPCGpqFXXw";
        const string password = "correct horse battery staple";
        var user = Ids.New();
        await Shop.ExecuteAsync(
            "insert into identity.user_account (tenant_id, user_id, email, name, password_hash) values ($1, $2, 'old@demo.example', 'Old', $3)",
            DemoData.Tenant("demo"),
            user,
            outdated
        );

        await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("old@demo.example", "wrong")));
        Assert.That(await HashAsync(), Is.EqualTo(outdated));

        await Shop.UseCases.SendAsync("demo", new SignIn("old@demo.example", password));
        var renewed = await HashAsync();
        Assert.That(renewed, Does.StartWith("$argon2id$v=19$m=19456,t=2,p=1$"));

        await Shop.UseCases.SendAsync("demo", new SignIn("old@demo.example", password));
        Assert.That(await HashAsync(), Is.EqualTo(renewed));

        Task<string> HashAsync() => Shop.ScalarAsync<string>("select password_hash from identity.user_account where user_id = $1", user);
    }

    [Test]
    public async Task The_merchant_must_be_named_and_active()
    {
        await Shop.ExecuteAsync(
            "insert into identity.tenant (tenant_id, slug, name, suspended_at) values ($1, 'asleep', 'Asleep', now())",
            Ids.New()
        );
        var command = new SignIn("cashier@demo.example", Shop.Password);

        Assert.That((await RefusalOf(Shop.UseCases.SendAsync(null, command))).Code, Is.EqualTo("request.tenant_missing"));
        Assert.That((await RefusalOf(Shop.UseCases.SendAsync("nowhere", command))).Code, Is.EqualTo("request.tenant_unknown"));
        Assert.That((await RefusalOf(Shop.UseCases.SendAsync("asleep", command))).Code, Is.EqualTo("request.tenant_unknown"));
    }

    [TestCase("", "x", "email")]
    [TestCase(" ", "x", "email")]
    [TestCase("a@b.example", "", "password")]
    public async Task Both_must_be_given(string email, string password, string field)
    {
        var error = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, password)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, field)));
    }

    [Test]
    public async Task A_password_longer_than_any_pass_phrase_is_not_even_hashed()
    {
        var error = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("a@b.example", new string('x', 257))));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "password")));
    }
}
