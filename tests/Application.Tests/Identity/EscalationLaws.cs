using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Identity;

/// <summary>
/// Whatever people do to each other's roles, in whatever order: nobody comes to hold what whoever gave it did not hold, and
/// there is always an admin.
/// </summary>
public sealed class EscalationLaws : ShopTests
{
    private static readonly string[] Predefined = ["admin", "manager", "cashier", "viewer"];
    private static readonly string[] Grantable = [Permissions.Identity.GrantRoles, Permissions.Identity.ManageRoles, Permissions.Identity.ManageUsers, Permissions.Sales.Void, Permissions.Core.Read];

    [TestCase(1, 60)]
    [TestCase(2, 60)]
    [TestCase(3, 60)]
    [TestCase(4, 1_000, Category = "Stress", Explicit = true)]
    public async Task Nobody_gains_what_nobody_gave(int seed, int acts)
    {
        var random = new Random(seed);
        var people = new List<Caller> { Shop.Admin };
        foreach (var (role, store) in new (string, int?)[] { ("admin", null), ("manager", 1), ("manager", null), ("cashier", 1), ("viewer", 2) })
            people.Add(await Shop.EmployAsync(role, store));
        List<Guid> roles = [];
        foreach (var role in Predefined)
            roles.Add(await Shop.RoleAsync(role));
        List<Guid> own = [];

        for (var n = 0; n < acts; n++)
        {
            var (actor, target) = (people[random.Next(people.Count)], people[random.Next(people.Count)]);
            var before = await AuthoritiesAsync(people);
            var done = await ActAsync(random, seed, n, actor, target, roles, own);
            var after = await AuthoritiesAsync(people);

            foreach (var person in people)
            {
                var gained = before[person.UserId].Lacking(after[person.UserId]);
                Assert.That(gained.Where(h => !before[actor.UserId].Holds(h.Permission, h.StoreId)), Is.Empty, $"Seed {seed}, act {n}: {done} by {actor.UserId}");
            }

            Assert.That(after.Values.Any(a => a.Holds(Permissions.Identity.ManageUsers, null) && a.Holds(Permissions.Identity.GrantRoles, null)), $"Seed {seed}, act {n}: {done}");
            Assert.That(
                await Shop.ScalarAsync<long>(
                    """
                    select count(*)
                      from identity.access_grant as g
                      join identity.role as r using (tenant_id, role_id)
                      join identity.user_account as u using (tenant_id, user_id)
                     where g.tenant_id = $1 and r.code = 'admin' and g.store_id is null and g.revoked_at is null and u.disabled_at is null and u.password_hash is not null
                    """,
                    DemoData.Tenant("demo")),
                Is.Positive, $"Seed {seed}, act {n}: {done}");
        }
    }

    private async Task<string> ActAsync(Random random, int seed, int number, Caller actor, Caller target, List<Guid> roles, List<Guid> own)
    {
        Guid? store = random.Next(3) switch { 0 => null, 1 => DemoData.Store("demo"), _ => DemoData.Store("demo", 2) };
        string[] permissions = [.. Grantable.Where(_ => random.Next(2) == 0)];
        var act = random.Next(7);
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
                default:
                    return "nothing";
            }
        }
        catch (Refused refused)
        {
            return $"act {act}, refused: {refused.Error.Code}";
        }
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
                person.UserId);
            found[person.UserId] = new Authority(rows.Select(row => row.Split(' ')).Select(part => new Holding(part[0], part[1].Length == 0 ? null : Guid.Parse(part[1]))));
        }

        return found;
    }
}
