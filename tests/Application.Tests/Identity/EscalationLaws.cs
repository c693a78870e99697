using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

/// <summary>
/// Whatever people do to each other's roles and accounts, in whatever order: nobody comes to hold what whoever gave it did not
/// hold, nobody takes over an account that may do more than theirs, and there is always an admin.
/// </summary>
public sealed class EscalationLaws : ShopTests
{
    private static readonly string[] Predefined = ["admin", "manager", "cashier", "viewer"];
    private static readonly string[] Grantable =
    [
        Permissions.Identity.GrantRoles,
        Permissions.Identity.ManageRoles,
        Permissions.Identity.ManageUsers,
        Permissions.Sales.Void,
        Permissions.Core.Read,
    ];

    private const string Password = "nine green bottles hanging";

    [TestCase(1, 150)]
    [TestCase(2, 150)]
    [TestCase(3, 150)]
    [TestCase(4, 1_000, Category = "Stress", Explicit = true)]
    public async Task Nobody_gains_what_nobody_gave(int seed, int acts)
    {
        var random = new Random(seed);
        var people = new List<Caller> { Shop.Admin };
        foreach (
            var (role, store) in new (string, int?)[] { ("admin", null), ("manager", 1), ("manager", null), ("cashier", 1), ("viewer", 2) }
        )
            people.Add(await Shop.EmployAsync(role, store));
        // Somebody who may invite and grant everywhere, and holds next to nothing to give.
        await Shop.AskAsync(
            Shop.Admin,
            new CreateRole("Inviter", [Permissions.Identity.ManageUsers, Permissions.Identity.GrantRoles], Code: $"inviter-{seed}")
        );
        people.Add(await Shop.EmployAsync($"inviter-{seed}", store: null));
        // An admin of everything, who stands at a till: what they may give is what counts there.
        var device = await Shop.PairAsync(terminal: 2);
        var atTill = people.Count;
        people.Add(await Shop.SignInByPinAsync(device, people[1].UserId));
        List<Guid> roles = [];
        foreach (var role in Predefined)
            roles.Add(await Shop.RoleAsync(role));
        List<Guid> own = [];
        List<Link> links = [];
        var (given, taken, takenOver) = (0, 0, 0);

        for (var n = 0; n < acts; n++)
        {
            // The till more often than the others: what is wrong there shows only while its admin still is one.
            var (actor, target) = (
                random.Next(3) == 0 ? people[atTill] : people[random.Next(people.Count)],
                people[random.Next(people.Count)]
            );
            actor = people[people.IndexOf(actor)] = await AwakeAsync(actor, device);
            var before = await AuthoritiesAsync(people);
            var limit = actor.TerminalId is null ? before[actor.UserId] : await AtTillAsync(before[actor.UserId], DemoData.Store("demo"));
            var done =
                random.Next(3) > 0
                    ? await ActAsync(random, seed, n, actor, target, roles, own, people)
                    : await TakeOverAsync(random, seed, n, actor, target, links, limit);
            var after = await AuthoritiesAsync(people);
            if (done.StartsWith("a takeover", StringComparison.Ordinal))
            {
                takenOver++;
                Assert.That(
                    limit.Lacking(before[target.UserId]),
                    Is.Empty,
                    $"Seed {seed}, act {n}: {done} of {target.UserId} by {actor.UserId}"
                );
            }

            foreach (var (person, holds) in after)
            {
                var had = before.GetValueOrDefault(person) ?? new Authority([]);
                var (gained, lost) = (had.Lacking(holds), holds.Lacking(had));
                (given, taken) = (given + gained.Count, taken + lost.Count);
                Assert.That(
                    gained.Concat(lost).Where(h => !limit.Holds(h.Permission, h.StoreId)),
                    Is.Empty,
                    $"Seed {seed}, act {n}: {done} by {actor.UserId}"
                );
            }

            Assert.That(
                after.Values.Any(a => a.Holds(Permissions.Identity.ManageUsers, null) && a.Holds(Permissions.Identity.GrantRoles, null)),
                $"Seed {seed}, act {n}: {done}"
            );
            Assert.That(
                await Shop.ScalarAsync<long>(
                    """
                    select count(*)
                      from identity.access_grant as g
                      join identity.role as r using (tenant_id, role_id)
                      join identity.user_account as u using (tenant_id, user_id)
                     where g.tenant_id = $1 and r.code = 'admin' and g.store_id is null and g.revoked_at is null and u.disabled_at is null and u.password_hash is not null
                    """,
                    DemoData.Tenant("demo")
                ),
                Is.Positive,
                $"Seed {seed}, act {n}: {done}"
            );
        }

        Assert.That(new[] { given, taken, takenOver }, Is.All.Positive, "A law of acts that are all refused says nothing.");
    }

    // Whom the others may have stripped of everything; the shop's books are checked in their name.
    [TearDown]
    public async Task Give_the_admin_back_what_they_had()
    {
        await Shop.ExecuteAsync(
            "update identity.access_grant set revoked_at = null, revoked_by = null where user_id = $1",
            Shop.Admin.UserId
        );
        await Shop.ExecuteAsync("update identity.user_account set disabled_at = null where user_id = $1", Shop.Admin.UserId);
    }

    private async Task<string> ActAsync(
        Random random,
        int seed,
        int number,
        Caller actor,
        Caller target,
        List<Guid> roles,
        List<Guid> own,
        List<Caller> people
    )
    {
        Guid? store = random.Next(3) switch
        {
            0 => null,
            1 => DemoData.Store("demo"),
            _ => DemoData.Store("demo", 2),
        };
        string[] permissions = [.. Grantable.Where(_ => random.Next(2) == 0)];
        var act = random.Next(9);
        try
        {
            switch (act)
            {
                case 0 or 1:
                    await Shop.AskAsync(actor, new GrantRole(target.UserId, roles[random.Next(roles.Count)], store));
                    return "a grant";
                case 2:
                    if ((await Shop.AskAsync(actor, new ListGrants(target.UserId))).Items is { Count: > 0 } grants)
                        await Shop.AskAsync(actor, new RevokeGrant(target.UserId, grants[random.Next(grants.Count)].GrantId));
                    return "a revocation";
                case 3:
                    var role = await Shop.AskAsync(actor, new CreateRole("Own", permissions, Code: $"own-{seed}-{number}"));
                    roles.Add(role.RoleId);
                    own.Add(role.RoleId);
                    return "a new role";
                case 4 when own.Count > 0:
                    var changed = await Shop.AskAsync(Shop.Admin, new GetRole(own[random.Next(own.Count)]));
                    await Shop.SendAsync(actor, new ChangeRole(changed.RoleId, "Own", permissions), ifMatch: changed.Version);
                    return "a changed role";
                case 5 when target.UserId != Shop.Admin.UserId:
                    await Shop.AskAsync(actor, new DisableUser(target.UserId));
                    return "a disabled user";
                case 6:
                    await Shop.AskAsync(actor, new EnableUser(target.UserId));
                    return "an enabled user";
                case 7:
                    var invited = await Shop.AskAsync(
                        actor,
                        new InviteUser(
                            $"law-{seed}-{number}@demo.example",
                            "Law",
                            [new InitialGrant(roles[random.Next(roles.Count)], store)]
                        )
                    );
                    people.Add(actor with { UserId = invited.UserId, SessionId = Guid.Empty, TerminalId = null });
                    return "an invitation";
                case 8 when own.Count > 0:
                    await Shop.AskAsync(actor, new ArchiveRole(own[random.Next(own.Count)]));
                    return "an archived role";
                default:
                    return "nothing";
            }
        }
        catch (Refused refused)
        {
            return $"act {act}, refused: {refused.Error.Code}";
        }
    }

    private async Task<string> TakeOverAsync(
        Random random,
        int seed,
        int number,
        Caller actor,
        Caller target,
        List<Link> links,
        Authority limit
    )
    {
        var act = random.Next(6);
        if (target.UserId == Shop.Admin.UserId)
            return "nothing"; // Whose sessions do not end: the law looks on through them.
        try
        {
            switch (act)
            {
                case 0:
                    links.Add(
                        new Link((await Shop.AskAsync(actor, new MakePasswordLink(target.UserId))).SetPasswordToken, actor, target.UserId)
                    );
                    return "a takeover by link";
                case 1:
                    await Shop.AskAsync(actor, new SetUserPin(target.UserId, "4711"));
                    return "a takeover by PIN";
                case 2:
                    await Shop.AskAsync(actor, new ResetUserTotp(target.UserId));
                    return "a takeover of the second factor";
                case 3:
                    var user = await Shop.AskAsync(Shop.Admin, new GetUser(target.UserId));
                    await Shop.SendAsync(
                        actor,
                        new ChangeUser(target.UserId, $"moved-{seed}-{number}@demo.example", user.Name),
                        ifMatch: user.Version
                    );
                    return "a takeover by address";
                case 4:
                    string[] permissions = [.. Grantable.Where(_ => random.Next(2) == 0)];
                    await Shop.AskAsync(actor, new CreateApiKey("Law", permissions, [DemoData.Store("demo")]));
                    Assert.That(
                        permissions.Where(p => !limit.Holds(p, DemoData.Store("demo"))),
                        Is.Empty,
                        $"Seed {seed}, act {number}: a key by {actor.UserId}"
                    );
                    return "a key";
                case 5 when links.Count > 0:
                    var link = links[random.Next(links.Count)];
                    var now = await AuthoritiesAsync([link.Maker, actor with { UserId = link.Owner }]);
                    await Shop.UseCases.SendAsync(null, new SetPassword(link.Token, Password));
                    Assert.That(
                        now[link.Maker.UserId].Lacking(now[link.Owner]),
                        Is.Empty,
                        $"Seed {seed}, act {number}: a link by {link.Maker.UserId} for {link.Owner}"
                    );
                    return "a link redeemed";
                default:
                    return "nothing";
            }
        }
        catch (Refused refused)
        {
            return $"takeover {act}, refused: {refused.Error.Code}";
        }
    }

    // Whoever was disabled and enabled again goes on; sessions do not outlive that.
    private async Task<Caller> AwakeAsync(Caller caller, Caller device)
    {
        if (caller.SessionId == Guid.Empty || caller.UserId == Shop.Admin.UserId)
            return caller;
        var hasEnded = await Shop.ScalarAsync<bool>(
            "select ended_at is not null from identity.session where session_id = $1",
            caller.SessionId
        );
        var email = await Shop.ListAsync<string>(
            "select email from identity.user_account where user_id = $1 and disabled_at is null",
            caller.UserId
        );
        if (!hasEnded || email is not [var address])
            return caller;
        if (caller.TerminalId is null)
            return caller with { SessionId = Shop.SessionOf(await Shop.UseCases.SendAsync("demo", new SignIn(address, Password))) };
        try
        {
            return Shop.CallerOf(device, caller.UserId, await Shop.AskAsync(device, new SignInByPin(caller.UserId, "4711")));
        }
        catch (Refused) // They hold no role there any more.
        {
            return caller;
        }
    }

    private async Task<Authority> AtTillAsync(Authority everywhere, Guid store)
    {
        var tenantWide = await Shop.ListAsync<string>("select permission from identity.permission where is_tenant_wide");
        return new Authority(
            everywhere
                .Holdings.Where(h => h.StoreId is null || h.StoreId == store)
                .Where(h => !tenantWide.Contains(h.Permission))
                .Select(h => h with { StoreId = store })
        );
    }

    private async Task<Dictionary<Guid, Authority>> AuthoritiesAsync(IEnumerable<Caller> people)
    {
        Dictionary<Guid, Authority> found = [];
        foreach (var person in people)
        {
            var rows = await Shop.ListAsync<string>(
                """
                select distinct p.permission || ' ' || coalesce(g.store_id::text, '')
                  from identity.access_grant as g
                  join identity.role_permission as p using (tenant_id, role_id)
                  join identity.permission as q using (permission)
                 where g.user_id = $1 and g.revoked_at is null and p.revoked_at is null and (g.store_id is null or not q.is_tenant_wide)
                """,
                person.UserId
            );
            found[person.UserId] = new Authority(
                rows.Select(row => row.Split(' ')).Select(part => new Holding(part[0], part[1].Length == 0 ? null : Guid.Parse(part[1])))
            );
        }

        return found;
    }

    private sealed record Link(string Token, Caller Maker, Guid Owner);
}
