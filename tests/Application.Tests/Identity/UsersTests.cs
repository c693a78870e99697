using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

public sealed class UsersTests : ShopTests
{
    private const string Password = "nine green bottles hanging";

    [Test]
    public async Task An_invited_person_sets_a_password_by_the_link_once_and_signs_in()
    {
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser("Nora@demo.example", "Nora"));
        var before = await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("nora@demo.example", Password)));

        await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, Password));
        var again = await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, Password)));
        var tokens = await Shop.UseCases.SendAsync("demo", new SignIn("nora@demo.example", Password));

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo(IdentityErrors.SignInFailed));
            Assert.That(again, Is.EqualTo(IdentityErrors.PasswordLinkRefused));
            Assert.That(tokens.AccessToken, Is.Not.Empty);
            Assert.That(invited.User, Has.Property(nameof(User.HasPassword)).False);
        });
        Assert.That(
            await Shop.ListAsync<string>(
                "select payload ->> 'token' from app.outbox_event where type = 'identity.password_link_made' and payload ->> 'userId' = $1",
                invited.UserId.ToString()
            ),
            Is.EqualTo(new[] { invited.SetPasswordToken }),
            "Whoever sends mail finds it on the outbox."
        );
        Assert.That(await Shop.ListAsync<string>("select e::text from app.audit_entry as e"), Has.None.Contains(invited.SetPasswordToken));
    }

    [Test]
    public async Task Somebody_is_invited_with_their_first_roles()
    {
        var (cashier, viewer) = (await Shop.RoleAsync("cashier"), await Shop.RoleAsync("viewer"));
        var (mitte, hafen) = (DemoData.Store("demo"), DemoData.Store("demo", 2));

        var invited = await Shop.AskAsync(
            Shop.Admin,
            new InviteUser("roles@demo.example", "Roles", [new(cashier, mitte), new(viewer), new(cashier, hafen), new(cashier, mitte)])
        );
        var shown = await Shop.AskAsync(Shop.Admin, new GetUser(invited.UserId));

        Assert.That(
            shown.Grants.Select(g => (g.RoleCode, g.StoreName, g.GrantedBy)),
            Is.EquivalentTo(
                new (string, string?, Guid?)[]
                {
                    ("cashier", "Mitte", Shop.Admin.UserId),
                    ("cashier", "Hafen", Shop.Admin.UserId),
                    ("viewer", null, Shop.Admin.UserId),
                }
            )
        );
        Assert.That((invited.User.Version, shown.Version), Is.EqualTo((4, 4)));
        foreach (var grant in shown.Grants)
        {
            Assert.That(
                await Shop.ListAsync<Guid>(
                    "select audit_entry_id from app.audit_entry where act = 'InviteUser' and subject_id = $1 and subject::text like '%' || $2 || '%'",
                    invited.UserId,
                    grant.GrantId.ToString()
                ),
                Has.Count.EqualTo(1),
                "The audit log tells what was given."
            );
        }
    }

    [Test]
    public async Task Nobody_is_invited_with_more_than_could_be_granted()
    {
        var maker = await Shop.EmployAsync(null);
        var inviter = await Shop.AskAsync(Shop.Admin, new CreateRole("Inviter", [Permissions.Identity.ManageUsers]));
        await Shop.AskAsync(Shop.Admin, new GrantRole(maker.UserId, inviter.RoleId));
        await Shop.AskAsync(Shop.Admin, new GrantRole(maker.UserId, await Shop.RoleAsync("manager"), DemoData.Store("demo")));
        var (admin, cashier) = (await Shop.RoleAsync("admin"), await Shop.RoleAsync("cashier"));
        var archived = await Shop.AskAsync(Shop.Admin, new CreateRole("Gone", []));
        await Shop.AskAsync(Shop.Admin, new ArchiveRole(archived.RoleId));
        var theirs = (await Shop.AskAsync(Shop.Rival, new ListRoles())).Items[0].RoleId;

        async Task<string> CodeOf(Caller caller, params InitialGrant[] grants) =>
            (await RefusalOf(Shop.AskAsync(caller, new InviteUser("more@demo.example", "More", grants)))).Code;

        Assert.Multiple(async () =>
        {
            Assert.That(await CodeOf(maker, new InitialGrant(admin, DemoData.Store("demo"))), Is.EqualTo("identity.permission_not_held"));
            Assert.That(await CodeOf(maker, new InitialGrant(cashier)), Is.EqualTo("identity.permission_not_held"));
            Assert.That(
                await CodeOf(
                    maker,
                    new InitialGrant(cashier, DemoData.Store("demo")),
                    new InitialGrant(cashier, DemoData.Store("demo", 2))
                ),
                Is.EqualTo("identity.permission_not_held")
            );
            Assert.That(await CodeOf(Shop.Admin, new InitialGrant(archived.RoleId)), Is.EqualTo("identity.role_archived"));
            Assert.That(await CodeOf(Shop.Admin, new InitialGrant(theirs)), Is.EqualTo("identity.role_not_found"));
            Assert.That(await CodeOf(Shop.Admin, new InitialGrant(cashier, DemoData.Store("rival"))), Is.EqualTo("core.store_not_found"));
            Assert.That(
                await CodeOf(Shop.Admin, [.. Enumerable.Range(0, 21).Select(_ => new InitialGrant(cashier))]),
                Is.EqualTo("request.invalid")
            );
        });
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListUsers(Search: "more@demo.example"))).Items, Is.Empty, "All or nothing.");
        Assert.That(
            (await Shop.AskAsync(maker, new InviteUser("more@demo.example", "More", [new(cashier, DemoData.Store("demo"))]))).UserId,
            Is.Not.EqualTo(Guid.Empty)
        );
    }

    [Test]
    public async Task Of_many_who_bring_one_link_one_sets_the_password()
    {
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser("race@demo.example", "Race"));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async n =>
                {
                    try
                    {
                        await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, $"{Password} {n}"));
                        return true;
                    }
                    catch (Refused)
                    {
                        return false;
                    }
                })
        );

        Assert.That(outcomes.Count(won => won), Is.EqualTo(1));
    }

    [Test]
    public async Task A_link_ends_with_the_next_one_with_time_and_with_its_user()
    {
        var first = await Shop.AskAsync(Shop.Admin, new InviteUser("links@demo.example", "Links"));
        var second = await Shop.AskAsync(Shop.Admin, new MakePasswordLink(first.UserId));

        Assert.That(
            await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(first.SetPasswordToken, Password))),
            Is.EqualTo(IdentityErrors.PasswordLinkRefused)
        );
        await Shop.AskAsync(Shop.Admin, new DisableUser(first.UserId));
        Assert.That(
            await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(second.SetPasswordToken, Password))),
            Is.EqualTo(IdentityErrors.PasswordLinkRefused)
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new MakePasswordLink(first.UserId)))).Code,
            Is.EqualTo("identity.user_disabled")
        );
        await Shop.AskAsync(Shop.Admin, new EnableUser(first.UserId));
        Clock.Advance(TimeSpan.FromHours(73));
        try
        {
            Assert.That(
                await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(second.SetPasswordToken, Password))),
                Is.EqualTo(IdentityErrors.PasswordLinkRefused)
            );
        }
        finally
        {
            Clock.Advance(TimeSpan.FromHours(-73));
        }
    }

    [Test]
    public async Task A_link_ends_with_the_address_it_was_sent_to()
    {
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser("mistyped@demo.example", "Mia"));

        var renamed = await Shop.SendAsync(Shop.Admin, new ChangeUser(invited.UserId, "mistyped@demo.example", "Mia M."), ifMatch: 1);
        await Shop.SendAsync(Shop.Admin, new ChangeUser(invited.UserId, "mia@demo.example", "Mia M."), ifMatch: renamed.Result.Version);
        var stranger = await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, Password)));
        var link = await Shop.AskAsync(Shop.Admin, new MakePasswordLink(invited.UserId));
        await Shop.UseCases.SendAsync(null, new SetPassword(link.SetPasswordToken, Password));

        Assert.That(stranger, Is.EqualTo(IdentityErrors.PasswordLinkRefused));
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn("mia@demo.example", Password))).AccessToken, Is.Not.Empty);
    }

    [Test]
    public async Task A_link_to_the_same_address_outlives_another_name()
    {
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser("named@demo.example", "Old"));

        await Shop.SendAsync(Shop.Admin, new ChangeUser(invited.UserId, "named@demo.example", "New"), ifMatch: 1);

        Assert.That(async () => await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, Password)), Throws.Nothing);
    }

    [Test]
    public async Task Whoever_changes_their_password_ends_the_link_that_would_set_another()
    {
        var cashier = await Shop.EmployAsync("cashier", password: Password);
        var link = await Shop.AskAsync(Shop.Admin, new MakePasswordLink(cashier.UserId));

        await Shop.AskAsync(cashier, new ChangeMyPassword(Password, "ten brown bottles standing"));

        Assert.That(
            await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(link.SetPasswordToken, Password))),
            Is.EqualTo(IdentityErrors.PasswordLinkRefused)
        );
    }

    [Test]
    public async Task A_link_that_is_withdrawn_while_it_is_used_sets_nothing()
    {
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser("withdrawn@demo.example", "W"));
        Task<InvitedUser> withdrawing;
        Task<MediatR.Unit> setting;
        await using (await Shop.HoldAsync("select from identity.password_link where user_id = $1 for update", invited.UserId))
        {
            withdrawing = Shop.AskAsync(Shop.Admin, new MakePasswordLink(invited.UserId));
            await Shop.UntilWaitingAsync(1);
            setting = Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, Password));
            await Shop.UntilWaitingAsync(2);
        }

        await withdrawing;
        Assert.That((await RefusalOf(setting)).Code, Is.EqualTo("identity.password_link_refused"));
    }

    [Test]
    public async Task A_link_is_worth_what_its_maker_could_do_now()
    {
        var role = await Shop.AskAsync(Shop.Admin, new CreateRole("Invites", ["identity.manage_users"]));
        var helper = await Shop.EmployAsync(null);
        await Shop.AskAsync(Shop.Admin, new GrantRole(helper.UserId, role.RoleId));
        var key = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Staff portal", ["identity.manage_users"]));
        Assert.That(Credential.TryParse(key.Secret, out var credential));
        var machine = Shop.Admin with { As = new ApiKeyPrincipal(credential!.Id, credential.Hash) }; // Parsed above.
        var (byHelper, byMachine, byAdmin) = (await InviteAsync(helper), await InviteAsync(machine), await InviteAsync(Shop.Admin));
        var harmless = await InviteAsync(helper);
        foreach (var invited in new[] { byHelper, byMachine, byAdmin })
            await Shop.AskAsync(Shop.Admin, new GrantRole(invited.UserId, await Shop.RoleAsync("manager")));

        Assert.That(
            (await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(byHelper.SetPasswordToken, Password)))).Code,
            Is.EqualTo("identity.password_link_refused")
        );
        Assert.That(
            (await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(byMachine.SetPasswordToken, Password)))).Code,
            Is.EqualTo("identity.password_link_refused")
        );
        await Shop.UseCases.SendAsync(null, new SetPassword(byAdmin.SetPasswordToken, Password));
        await Shop.UseCases.SendAsync(null, new SetPassword(harmless.SetPasswordToken, Password));
    }

    [Test]
    public async Task A_password_that_is_set_by_a_link_ends_the_sessions_of_the_one_before()
    {
        var forgetful = await Shop.EmployAsync("cashier");
        var link = await Shop.AskAsync(Shop.Admin, new MakePasswordLink(forgetful.UserId));
        await Shop.UseCases.SendAsync(null, new SetPassword(link.SetPasswordToken, "ten green bottles standing"));

        Assert.That((await RefusalOf(Shop.AskAsync(forgetful, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
    }

    [Test]
    public async Task A_weak_new_password_is_no_guess_at_the_old_one()
    {
        var user = await Shop.EmployAsync("cashier", password: Password);
        for (var n = 0; n < 8; n++)
            Assert.That(
                (await RefusalOf(Shop.AskAsync(user, new ChangeMyPassword(Password, "Password12345")))).Fields?.Keys,
                Is.EqualTo(new[] { "newPassword" })
            );

        await Shop.AskAsync(user, new ChangeMyPassword(Password, "ten green bottles standing"));
    }

    [Test]
    public async Task Of_two_changes_that_both_show_the_old_password_the_second_is_too_late()
    {
        var user = await Shop.EmployAsync("cashier", password: Password);
        var another = await Shop.ScalarAsync<string>(
            "select password_hash from identity.user_account where user_id = $1",
            DemoData.User("demo", "cashier")
        );
        Task<MediatR.Unit> changing;
        await using (
            var row = await Shop.HoldAsync("update identity.user_account set password_hash = $2 where user_id = $1", user.UserId, another)
        )
        {
            changing = Shop.AskAsync(user, new ChangeMyPassword(Password, "ten green bottles standing"));
            await Shop.UntilWaitingAsync(1);
            await using var commit = new NpgsqlCommand("commit", row);
            await commit.ExecuteNonQueryAsync();
        }

        Assert.That(await RefusalOf(changing), Is.EqualTo(IdentityErrors.PasswordWrong));
    }

    [Test]
    public async Task The_longest_password_there_can_be_works_whatever_it_is_made_of()
    {
        var password = string.Concat(Enumerable.Range(0, 256).Select(n => char.ConvertFromUtf32(0x1F300 + (n * 7 % 251))));
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser("emoji@demo.example", "Emoji"));

        var longer = await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, password + "x")));
        await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, password));

        Assert.That((longer.Kind, longer.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "password")));
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn("emoji@demo.example", password))).AccessToken, Is.Not.Empty);
        Assert.That(
            (await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn("emoji@demo.example", password[..^2])))).Code,
            Is.EqualTo("identity.sign_in_failed")
        );
    }

    [TestCase("nobody")]
    [TestCase("@demo.example")]
    [TestCase("nobody@")]
    [TestCase("two@signs@demo.example")]
    [TestCase("a b@demo.example")]
    [TestCase("nobody@demo..example")]
    [TestCase("nobody@.example")]
    [TestCase("nobody@example.")]
    [TestCase("a@demo.example\nBcc: b@demo.example")]
    [TestCase("Anna <anna@demo.example>")]
    [TestCase("a,b@demo.example")]
    [TestCase("admin\u200b@demo.example")]
    [TestCase("admin\u0007@demo.example")]
    [TestCase("ad\u00admin@demo.example")]
    [TestCase("admin\u2066@demo.example")]
    [TestCase("admin\u061c@demo.example")]
    [TestCase("admin\u3164@demo.example")]
    [TestCase("admin\ufe0f@demo.example")]
    [TestCase("admin\U000E0061@demo.example")]
    public async Task What_no_mail_can_be_sent_to_is_no_address(string email)
    {
        var invited = await RefusalOf(Shop.AskAsync(Shop.Admin, new InviteUser(email, "X")));
        var changed = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeUser(Shop.Cashier.UserId, email, "X"), ifMatch: 1));

        Assert.That(
            new[] { invited, changed }.Select(e => (e.Kind, e.Fields?.Keys.Single())),
            Is.All.EqualTo((ErrorKind.Invalid, "email"))
        );
    }

    [TestCase("o'brien+tills@demo.example")]
    [TestCase("jörg@müller.example")]
    [TestCase("a@b")]
    [TestCase("first.last@sub-domain.demo.example")]
    public async Task Any_other_address_is_one(string email) =>
        Assert.That((await Shop.AskAsync(Shop.Admin, new InviteUser(email, "X"))).User.Email, Is.EqualTo(email));

    [TestCase("short")]
    [TestCase("Password12345")]
    [TestCase("aaaaaaaaaaaaaaaa")]
    [TestCase("123456789012")]
    [TestCase("Demo Market 2026")]
    [TestCase("p@ssw0rd!!!!")]
    public async Task A_password_that_would_be_guessed_is_refused_and_the_link_still_works(string password)
    {
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser($"{Guid.NewGuid():N}@demo.example", "Weak"));

        var error = await RefusalOf(Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, password)));
        await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, Password));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "password")));
    }

    [Test]
    public async Task An_address_is_taken_in_any_case()
    {
        await Shop.AskAsync(Shop.Admin, new InviteUser("taken@demo.example", "First"));

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new InviteUser("TAKEN@Demo.example", "Second")))).Code,
            Is.EqualTo("identity.email_taken")
        );
        Assert.That(
            (await Shop.AskAsync(Shop.Rival, new InviteUser("taken@demo.example", "Elsewhere"))).UserId,
            Is.Not.EqualTo(Guid.Empty)
        );
    }

    [Test]
    public async Task A_disabled_user_is_out_with_the_next_request()
    {
        var cashier = await Shop.EmployAsync("cashier");
        await Shop.AskAsync(cashier, new ListStores());

        await Shop.AskAsync(Shop.Admin, new DisableUser(cashier.UserId));

        Assert.That((await RefusalOf(Shop.AskAsync(cashier, new ListStores()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new DisableUser(cashier.UserId)))).Code,
            Is.EqualTo("identity.user_disabled")
        );
        await Shop.AskAsync(Shop.Admin, new EnableUser(cashier.UserId));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(cashier, new ListStores()))).Code,
            Is.EqualTo("request.not_signed_in"),
            "The session stays ended."
        );
    }

    [Test]
    public async Task An_edit_needs_the_version_it_saw_and_leaves_what_it_changed()
    {
        var user = (await Shop.AskAsync(Shop.Admin, new InviteUser("old@demo.example", "Old name"))).User;

        var changed = await Shop.SendAsync(Shop.Admin, new ChangeUser(user.UserId, "new@demo.example", "New name"), ifMatch: user.Version);
        var stale = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeUser(user.UserId, "x@demo.example", "X"), ifMatch: user.Version));
        var none = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeUser(user.UserId, "x@demo.example", "X")));

        Assert.That((changed.Result.Version, changed.Answer), Is.EqualTo((2, (object?)null)));
        Assert.That((stale.Kind, none.Kind), Is.EqualTo((ErrorKind.Stale, ErrorKind.PreconditionRequired)));
        Assert.That(
            await Shop.ScalarAsync<string>(
                "select changes::text from app.audit_entry where act = 'ChangeUser' and outcome = 'done' and subject_id = $1",
                user.UserId
            ),
            Is.EqualTo(
                """{"name": {"after": "New name", "before": "Old name"}, "email": {"after": "new@demo.example", "before": "old@demo.example"}}"""
            )
        );
    }

    [Test]
    public async Task A_user_is_another_version_once_they_are_shown_otherwise()
    {
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser("versions@demo.example", "Vera"));
        List<int> versions = [invited.User.Version];
        async Task<UserProfile> SeenAsync()
        {
            var seen = await Shop.AskAsync(Shop.Admin, new GetUser(invited.UserId));
            versions.Add(seen.Version);
            return seen;
        }

        await Shop.UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, Password));
        Assert.That((await SeenAsync()).HasPassword, Is.True);
        await Shop.AskAsync(Shop.Admin, new SetUserPin(invited.UserId, "4711"));
        Assert.That((await SeenAsync()).HasPin, Is.True);
        await Shop.AskAsync(Shop.Admin, new RemoveUserPin(invited.UserId));
        Assert.That((await SeenAsync()).HasPin, Is.False);
        var tokens = await Shop.UseCases.SendAsync("demo", new SignIn("versions@demo.example", Password));
        var herself = Shop.CallerOf(Shop.Admin, invited.UserId, tokens);
        var secret = Base32.Read((await Shop.AskAsync(herself, new BeginTotp(Password))).Secret);
        await Shop.AskAsync(herself, new ConfirmTotp(Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()))));
        Assert.That((await SeenAsync()).HasSecondFactor, Is.True);
        await Shop.AskAsync(Shop.Admin, new ResetUserTotp(invited.UserId));
        Assert.That((await SeenAsync()).HasSecondFactor, Is.False);

        Assert.That(versions, Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public async Task Of_many_edits_of_one_version_one_wins()
    {
        var user = (await Shop.AskAsync(Shop.Admin, new InviteUser("edits@demo.example", "Edits"))).User;

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(async n =>
                {
                    try
                    {
                        await Shop.SendAsync(Shop.Admin, new ChangeUser(user.UserId, "edits@demo.example", $"Edit {n}"), ifMatch: 1);
                        return ErrorKind.Invalid;
                    }
                    catch (Refused refused)
                    {
                        return refused.Error.Kind;
                    }
                })
        );

        Assert.That((outcomes.Count(k => k is ErrorKind.Invalid), outcomes.Count(k => k is ErrorKind.Stale)), Is.EqualTo((1, 31)));
    }

    [Test]
    public async Task Users_are_found_page_by_page()
    {
        for (var n = 0; n < 5; n++)
            await Shop.AskAsync(Shop.Admin, new InviteUser($"page{n}@demo.example", $"100% Page_{n}"));

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Admin, new ListUsers(Search: "PAGE", Limit: 2, Cursor: cursor));
            seen.AddRange(page.Items.Select(u => u.Email));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 5).Select(n => $"page{n}@demo.example")));
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListUsers(Search: "100%"))).Items, Has.Count.EqualTo(5));
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new ListUsers(Search: "%"))).Items,
            Has.Count.EqualTo(5),
            "Signs of patterns are plain text."
        );
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListUsers(IsDisabled: true))).Items.Select(u => u.IsDisabled), Is.All.True);
    }

    [Test]
    public async Task Changing_ones_password_ends_the_other_sessions()
    {
        var cashier = await Shop.EmployAsync("cashier", password: Password);
        var email = (await Shop.AskAsync(Shop.Admin, new GetUser(cashier.UserId))).Email;
        var other = cashier with { SessionId = Shop.SessionOf(await Shop.UseCases.SendAsync("demo", new SignIn(email, Password))) };

        Assert.That(
            (await RefusalOf(Shop.AskAsync(cashier, new ChangeMyPassword("wrong", "ten brown bottles standing")))).Code,
            Is.EqualTo("identity.password_wrong")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(cashier, new ChangeMyPassword(Password, "short")))).Fields?.Keys,
            Is.EqualTo(new[] { "newPassword" })
        );
        await Shop.AskAsync(cashier, new ChangeMyPassword(Password, "ten brown bottles standing"));

        Assert.That((await Shop.AskAsync(cashier, new GetMe())).User.UserId, Is.EqualTo(cashier.UserId));
        Assert.That((await RefusalOf(Shop.AskAsync(other, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That(await RefusalOf(Shop.UseCases.SendAsync("demo", new SignIn(email, Password))), Is.EqualTo(IdentityErrors.SignInFailed));
        Assert.That((await Shop.UseCases.SendAsync("demo", new SignIn(email, "ten brown bottles standing"))).AccessToken, Is.Not.Empty);
    }

    [Test]
    public async Task Guessing_at_the_password_of_an_open_session_is_slowed_down()
    {
        var cashier = await Shop.EmployAsync("cashier", password: Password);
        List<string> codes = [];
        for (var n = 0; n < 7; n++)
            codes.Add((await RefusalOf(Shop.AskAsync(cashier, new ChangeMyPassword("wrong", "ten brown bottles standing")))).Code);

        Assert.That(codes[^1], Is.EqualTo("identity.too_many_attempts"));
    }

    [Test]
    public async Task People_see_and_end_their_own_sessions()
    {
        var cashier = await Shop.EmployAsync("cashier", password: Password);
        var email = (await Shop.AskAsync(Shop.Admin, new GetUser(cashier.UserId))).Email;
        var others = new List<Caller>();
        for (var n = 0; n < 3; n++)
            others.Add(cashier with { SessionId = Shop.SessionOf(await Shop.UseCases.SendAsync("demo", new SignIn(email, Password))) });

        var mine = await Shop.AskAsync(cashier, new ListMySessions());
        await Shop.AskAsync(cashier, new EndMySession(others[0].SessionId));
        var theirs = await RefusalOf(Shop.AskAsync(Shop.Manager, new EndMySession(others[1].SessionId)));
        var stillThere = await Shop.AskAsync(others[1], new GetMe());
        await Shop.AskAsync(cashier, new EndMyOtherSessions());

        Assert.Multiple(() =>
        {
            Assert.That(
                mine.Items.Select(s => (s.SessionId, s.IsCurrent)),
                Is.EquivalentTo(others.Select(o => (o.SessionId, false)).Append((cashier.SessionId, true)))
            );
            Assert.That(mine.Items.Select(s => s.ClientAddress), Is.All.EqualTo(UseCases.ClientAddress));
            Assert.That(theirs.Code, Is.EqualTo("identity.session_not_found"));
            Assert.That(stillThere.User.UserId, Is.EqualTo(cashier.UserId));
        });
        foreach (var other in others)
            Assert.That((await RefusalOf(Shop.AskAsync(other, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
        Assert.That((await Shop.AskAsync(cashier, new ListMySessions())).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_may_sees_and_ends_the_sessions_of_others()
    {
        var cashier = await Shop.EmployAsync("cashier");

        var listed = await Shop.AskAsync(Shop.Admin, new ListUserSessions(cashier.UserId));
        var unknown = await RefusalOf(Shop.AskAsync(Shop.Admin, new EndUserSessions(cashier.UserId, Guid.NewGuid())));
        await Shop.AskAsync(Shop.Admin, new EndUserSessions(cashier.UserId, cashier.SessionId));

        Assert.That(listed.Items.Select(s => s.SessionId), Is.EqualTo(new[] { cashier.SessionId }));
        Assert.That(unknown.Code, Is.EqualTo("identity.session_not_found"));
        Assert.That((await RefusalOf(Shop.AskAsync(cashier, new GetMe()))).Code, Is.EqualTo("request.not_signed_in"));
    }

    private Task<InvitedUser> InviteAsync(Caller by) => Shop.AskAsync(by, new InviteUser($"{Guid.NewGuid():N}@demo.example", "Newcomer"));
}
