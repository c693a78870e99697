using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Every operation as every predefined role: what the published table says, and nothing else.</summary>
[TestFixture]
public sealed class RoleTests
{
    private ApiUnderTest api = null!;
    private Dictionary<string, HttpClient> clients = null!;
    private Dictionary<string, HashSet<string>> held = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        held = await HeldAsync();
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
        foreach (var client in clients.Values)
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
            foreach (var example in Example.All("demo", await SellAsync(), api.Password).Where(e => routes[e.Operation].Permission is not null))
            {
                using var request = example.ToRequest();
                using var response = await client.SendAsync(request);
                var isHeld = held[role].Contains(routes[example.Operation].Permission!); // Filtered above.
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
            "the stores for which its role is granted: what belongs to other stores does not exist for the caller.",
            "",
            $"| operation | needs | {string.Join(" | ", roles)} |",
            $"| --- | --- |{string.Concat(roles.Select(_ => " --- |"))}",
        };
        foreach (var route in Route.All(api))
        {
            var needs = route.Access!.Permission ?? (route.Access.IsAnonymous ? "nothing" : "to be signed in"); // DeclarationTests.
            var cells = roles.Select(r => route.Access.Permission is null || held[r].Contains(route.Access.Permission) ? "yes" : "");
            lines.Add($"| `{route.Method} {route.Pattern.Replace(":guid", "", StringComparison.Ordinal)}` | {needs} | {string.Join(" | ", cells)} |");
        }

        return string.Join('\n', lines) + "\n";
    }

    private async Task<Dictionary<string, HashSet<string>>> HeldAsync()
    {
        await using var connection = new NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
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

    private async Task<Guid> SellAsync()
    {
        using var request = new Example("CompleteSale", HttpMethod.Post, "/v1/sales", Example.SaleOf("demo")).ToRequest();
        using var response = await clients["admin"].SendAsync(request);
        response.EnsureSuccessStatusCode();
        var sale = await response.Content.ReadFromJsonAsync<JsonObject>();
        return Guid.Parse((string)sale!["saleId"]!); // A completed sale has an id.
    }

    private static string Email(string role) => $"only-{role}@demo.example";
}
