using System.Text.Json.Nodes;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Every operation as every predefined role: what the published table says, and nothing else.</summary>
[TestFixture]
public sealed class RoleTests
{
    private const string Yes = "yes";
    private const string Asks = "asks";
    private const string No = "";

    private ApiUnderTest api = null!;
    private HttpClient admin = null!;
    private Dictionary<string, RouteAccess> routes = null!;
    private Dictionary<string, HashSet<string>> held = null!;
    private HashSet<string> tenantWide = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        routes = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!); // DeclarationTests wants every route to declare.
        held = await HeldAsync();
        admin = await api.SignInAsync("demo", "admin");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        admin.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task Every_role_may_do_what_is_published_and_nothing_else()
    {
        Assert.That(held.Keys, Is.SupersetOf(new[] { "admin", "manager", "cashier", "stock-clerk", "purchaser", "viewer" }));
        using var cells = Assert.EnterMultipleScope();
        foreach (var role in held.Keys)
        {
            var person = await EmployAsync(role, store: null);
            using var client = await api.SignInAsync("demo", person.Email, api.Password);
            foreach (var example in Example.All("demo", await Belongings.MakeAsync(api, admin, "demo", person.Email), api.Password))
                Assert.That(
                    await TryAsync(client, example),
                    Is.EqualTo(CellOf(routes[example.Operation], held[role])),
                    $"{role}: {example.Operation}"
                );
        }
    }

    [Test]
    public async Task Who_is_not_signed_in_may_do_what_needs_nothing_and_nothing_else()
    {
        using var rows = Assert.EnterMultipleScope();
        foreach (var example in Example.All("demo", await Belongings.MakeAsync(api, admin, "demo"), api.Password))
            Assert.That(
                Refusal(await AskAsync(api.Client, example)),
                Is.EqualTo(routes[example.Operation].IsAnonymous ? null : "request.not_signed_in"),
                example.Operation
            );
    }

    [Test]
    public async Task A_role_of_one_store_holds_nothing_that_belongs_to_no_store()
    {
        foreach (var role in held.Keys)
        {
            var person = await EmployAsync(role, DemoData.Store("demo"));
            using var client = await api.SignInAsync("demo", person.Email, api.Password);
            await HoldsAllButTenantWideAsync(role, client);
        }
    }

    [Test]
    public async Task A_session_at_a_till_holds_nothing_that_belongs_to_no_store()
    {
        using var till = await api.PairTillAsync(admin);
        foreach (var role in held.Keys)
        {
            var person = await EmployAsync(role, store: null);
            await admin.PostAsync($"/v1/users/{person.UserId}/pin", """{"pin":"4711"}""");
            using var client = api.Bearing(
                (await till.PostAsync("/v1/auth/pin", $$"""{"userId":"{{person.UserId}}","pin":"4711"}"""))["accessToken"]
            );
            await HoldsAllButTenantWideAsync(role, client);
        }
    }

    [Test, Category("Published")]
    public async Task The_published_table_is_what_the_code_says() => await Published.IsCurrentAsync("permissions.md", PermissionTable());

    private string PermissionTable()
    {
        var roles = held.Keys.OrderBy(r => held[r].Count).ThenBy(r => r, StringComparer.Ordinal).ToArray();
        var lines = new List<string>
        {
            "# Who may do what",
            "",
            "Generated from the routes and the seeds; a test compares it with both and tries every cell, and the rows marked * with",
            "roles of one store and at a till, too. A permission is held in the stores for which its role is granted: what belongs to",
            "other stores does not exist for the caller. What is marked * concerns what belongs to no store: it is held by a role that",
            "is granted for all stores only, and never in a session at a till. *Asks* means with the approval of somebody who holds",
            "the permission. A machine with an API key may do what its key says, wherever a permission is named here and not for",
            "people only.",
            "",
            $"| operation | needs | {string.Join(" | ", roles)} |",
            $"| --- | --- |{string.Concat(roles.Select(_ => " --- |"))}",
        };
        foreach (var route in Route.All(api))
        {
            var cells = roles.Select(r => CellOf(route.Access!, held[r])); // DeclarationTests.
            var needs = NeedsOf(route.Access!); // As above.
            lines.Add(
                $"| `{route.Method} {route.Pattern.Replace(":guid", "", StringComparison.Ordinal)}` | {needs} | {string.Join(" | ", cells)} |"
            );
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string CellOf(RouteAccess access, HashSet<string> held) =>
        access switch
        {
            { Audience: Audience.Terminals or Audience.Operators } => No,
            { Permission: null } => Yes,
            { Permission: { } permission } when held.Contains(permission) => Yes,
            { AskingPermission: { } asking } when held.Contains(asking) => Asks,
            _ => No,
        };

    private string NeedsOf(RouteAccess access) =>
        access switch
        {
            { Audience: Audience.Terminals } => "to be an enrolled till",
            { Audience: Audience.Operators, Permission: { } permission } => $"to be an operator with {permission}",
            { Audience: Audience.Operators } => "to be an operator",
            { IsAnonymous: true } => "nothing",
            { Permission: { } permission } =>
                $"{permission}{(tenantWide.Contains(permission) ? " *" : "")}{(access.IsForPeople ? ", people only" : "")}{(access.ServesTerminals ? ", or to be an enrolled till" : "")}",
            _ => "to be signed in",
        };

    private async Task<Dictionary<string, HashSet<string>>> HeldAsync()
    {
        await using var connection = new NpgsqlConnection(api.Database.Migrator);
        await connection.OpenAsync();
        await using (
            var wide = new NpgsqlCommand("select array(select permission from identity.permission where is_tenant_wide)", connection)
        )
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

    /// <summary>What the cell would say if it were written by what happens.</summary>
    private async Task<string> TryAsync(HttpClient client, Example example)
    {
        var reply = await AskAsync(client, example);
        switch (Refusal(reply), routes[example.Operation].Audience)
        {
            case (null, _):
            // Heard and answered: the examples bring a wrong password and wrong codes, and not everybody's approval is worth something.
            case ("identity.password_wrong" or "identity.second_factor_wrong" or "request.approver_may_not", Audience.People):
            // The drawer of the example is another's: the right is held, and worth something at one's own.
            case ("sales.shift_of_other", Audience.Members):
                return Yes;
            case ("request.permission_missing", Audience.Members):
            case ("request.caller_not_served", Audience.Terminals or Audience.Operators):
                return No;
            case ("request.approval_missing", Audience.Members):
                // Asking is worth something only if the approval is.
                // Refused with one.
                var approval = await admin.PostAsync($"/v1/approvals/{reply.Problem["challenge"]!["challengeId"]}/approve", "{}");
                reply = await AskAsync(client, example, ("Approval", approval["approvalId"]));
                return Refusal(reply) is null ? Asks : $"with an approval: {reply.Text}";
            default:
                return reply.Text;
        }
    }

    // What is another store's is not there, so all that can be told of any example is whether the right is held somewhere.
    private async Task HoldsAllButTenantWideAsync(string role, HttpClient client)
    {
        var its = await Belongings.MakeAsync(api, admin, "demo");
        var rest = held[role].Except(tenantWide).ToHashSet();
        using var rows = Assert.EnterMultipleScope();
        foreach (var example in Example.All("demo", its, api.Password).Where(e => routes[e.Operation].Audience is Audience.Members))
        {
            var refusal = Refusal(await AskAsync(client, example));
            Assert.That(
                refusal is "request.permission_missing",
                Is.EqualTo(CellOf(routes[example.Operation], rest) is No),
                $"{role}: {example.Operation} answered {refusal ?? "yes"}"
            );
        }
    }

    // The header is for those whose token does not name the merchant.
    private static async Task<Reply> AskAsync(HttpClient client, Example example, params (string Name, string Value)[] headers)
    {
        using var request = example.ToRequest();
        foreach (var (name, value) in headers.Append(("X-Tenant", "demo")))
            request.Headers.Add(name, value);
        using var response = await client.SendAsync(request);
        return new Reply(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    private static string? Refusal(Reply reply) => reply.IsSuccess ? null : reply.Code;

    /// <summary>Somebody who holds this role and nothing else, in one store or, where none is named, in all.</summary>
    private async Task<(string UserId, string Email)> EmployAsync(string role, Guid? store)
    {
        var email = $"{role}-{Guid.NewGuid():N}@demo.example";
        var grant = new JsonObject { ["roleId"] = DemoData.Role("demo", role), ["storeId"] = store };
        var invited = await admin.PostAsync(
            "/v1/users",
            new JsonObject
            {
                ["email"] = email,
                ["name"] = role,
                ["grants"] = new JsonArray(grant),
            }.ToJsonString()
        );
        var set = await api.Client.PostAsync(
            "/v1/auth/set-password",
            $$"""{"token":"{{invited["setPasswordToken"]}}","password":"{{api.Password}}"}"""
        );
        Assert.That(set.IsSuccess, set.Text);
        return (invited["userId"], email);
    }
}
