using System.Net;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Every operation as every predefined role: what the published table says, and nothing else.</summary>
[TestFixture]
public sealed class RoleTests
{
    private ApiUnderTest api = null!;
    private HttpClient admin = null!;
    private Dictionary<string, HttpClient> clients = null!;
    private Dictionary<string, HashSet<string>> held = null!;
    private HashSet<string> tenantWide = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        held = await HeldAsync();
        admin = await api.SignInAsync("demo", "admin");
        clients = [];
        foreach (var role in held.Keys)
        {
            await AddUserAsync(role);
            clients[role] = await api.SignInAsync("demo", Email(role), api.Password);
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var client in clients.Values.Append(admin))
            client.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task Every_role_may_do_what_is_published_and_nothing_else()
    {
        Assert.Multiple(() => Assert.That(held.Keys, Is.SupersetOf(new[] { "admin", "manager", "cashier", "stock-clerk", "purchaser", "viewer" })));
        var routes = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!); // DeclarationTests wants every route to declare.
        foreach (var (role, client) in clients)
        {
            foreach (var example in Example.All("demo", await Belongings.MakeAsync(api, admin, "demo"), api.Password).Where(e => routes[e.Operation].Permission is not null))
            {
                using var request = example.ToRequest();
                using var response = await client.SendAsync(request);
                var isHeld = held[role].Contains(routes[example.Operation].Permission!); // Filtered above.
                var mayAsk = routes[example.Operation].AskingPermission is { } asking && held[role].Contains(asking);
                if (!isHeld && response.StatusCode == HttpStatusCode.Forbidden)
                    Assert.That((await response.Content.ReadAsStringAsync()).Contains("\"challengeId\"", StringComparison.Ordinal), Is.EqualTo(mayAsk), $"{role}: {example.Operation}");
                Assert.That(response.StatusCode == HttpStatusCode.Forbidden, Is.EqualTo(!isHeld), $"{role}: {example.Operation} answered {(int)response.StatusCode}");
                if (isHeld)
                    Assert.That(response.IsSuccessStatusCode, $"{role}: {example.Operation} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }
        }
    }

    [Test]
    public async Task The_published_table_is_what_the_code_says() =>
        await Published.IsCurrentAsync("permissions.md", PermissionTable());

    private string PermissionTable()
    {
        var roles = held.Keys.OrderBy(r => held[r].Count).ThenBy(r => r, StringComparer.Ordinal).ToArray();
        var lines = new List<string>
        {
            "# Who may do what",
            "",
            "Generated from the routes and the seeds; a test compares it with both and tries every cell. A permission is held in",
            "the stores for which its role is granted: what belongs to other stores does not exist for the caller. What is marked *",
            "concerns what belongs to no store: it is held by a role that is granted for all stores only, and never in a session at a",
            "till. *Asks* means with the approval of somebody who holds the permission. A machine with an API key may do what its key",
            "says, wherever a permission is named here.",
            "",
            $"| operation | needs | {string.Join(" | ", roles)} |",
            $"| --- | --- |{string.Concat(roles.Select(_ => " --- |"))}",
        };
        foreach (var route in Route.All(api))
        {
            var cells = roles.Select(r => CellOf(route.Access!, held[r])); // DeclarationTests.
            var needs = NeedsOf(route.Access!); // As above.
            lines.Add($"| `{route.Method} {route.Pattern.Replace(":guid", "", StringComparison.Ordinal)}` | {needs} | {string.Join(" | ", cells)} |");
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string CellOf(RouteAccess access, HashSet<string> held) => access switch
    {
        { Audience: Audience.Terminals or Audience.Operators } => "",
        { Permission: null } => "yes",
        { Permission: { } permission } when held.Contains(permission) => "yes",
        { AskingPermission: { } asking } when held.Contains(asking) => "asks",
        _ => "",
    };

    private string NeedsOf(RouteAccess access) => access switch
    {
        { Audience: Audience.Terminals } => "to be an enrolled till",
        { Audience: Audience.Operators, Permission: { } permission } => $"to be an operator with {permission}",
        { Audience: Audience.Operators } => "to be an operator",
        { IsAnonymous: true } => "nothing",
        { Permission: { } permission } => tenantWide.Contains(permission) ? $"{permission} *" : permission,
        _ => "to be signed in",
    };

    private async Task<Dictionary<string, HashSet<string>>> HeldAsync()
    {
        await using var connection = new NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
        await using (var wide = new NpgsqlCommand("select array(select permission from identity.permission where is_tenant_wide)", connection))
            tenantWide = [.. (string[])(await wide.ExecuteScalarAsync())!]; // An array is never null.
        await using var command = new NpgsqlCommand("select code, permission from identity.role_template_permission", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            if (!found.TryGetValue(reader.GetString(0), out var permissions))
                found.Add(reader.GetString(0), permissions = []);
            permissions.Add(reader.GetString(1));
        }

        return found;
    }

    // There is no route for users yet; the password is the demo one, so its hash can be taken from the admin's row.
    private async Task AddUserAsync(string role)
    {
        await using var connection = new NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            with added as (
                insert into identity.user_account (tenant_id, user_id, email, name, password_hash)
                select tenant_id, gen_random_uuid(), @email, @email, password_hash
                  from identity.user_account
                 where tenant_id = @tenant
                   and email = 'admin@demo.example'
             returning tenant_id, user_id
            )
            insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id)
            select tenant_id, gen_random_uuid(), user_id, role_id
              from added
              join identity.role using (tenant_id)
             where code = @role
            """,
            connection);
        command.Parameters.AddWithValue("email", Email(role));
        command.Parameters.AddWithValue("tenant", DemoData.Tenant("demo"));
        command.Parameters.AddWithValue("role", role);
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }

    private static string Email(string role) => $"only-{role}@demo.example";
}
