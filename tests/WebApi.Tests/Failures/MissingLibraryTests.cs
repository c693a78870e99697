using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Infrastructure.Security;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>A machine without libargon2 serves all the same, and its hashes are good anywhere.</summary>
public sealed class MissingLibraryTests
{
    private const string Email = "cashier@demo.example";
    private const string NewPassword = "seven yellow submarines sailing";

    [Test]
    public async Task Without_libargon2_the_API_starts_says_so_and_people_sign_in_and_change_their_passwords()
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        using (
            var slow = await ApiProcess.StartAsync(
                database,
                new Dictionary<string, string> { [Argon2.EngineVariable] = "isopoh", ["Logging__LogLevel__Default"] = "Information" }
            )
        )
        {
            Assert.That(slow.Log, Has.Some.Contains("Passwords are hashed by Isopoh"));
            // Hashed by whichever engine this machine has, and verified by the other one.
            using var client = await SignInAsync(slow.Address, cluster.Passwords.Demo);
            var change = new { currentPassword = cluster.Passwords.Demo, newPassword = NewPassword };
            var changed = await client.PostAsJsonAsync("/v1/me/password", change);
            Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await changed.Content.ReadAsStringAsync());
        }

        // The other way round: what the managed engine stored, after the library was installed.
        var talkative = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Information" };
        using var fast = await ApiProcess.StartAsync(database, talkative);
        Assert.That(fast.Log, Has.Some.Contains($"Passwords are hashed by {Argon2.Engine.Name}"));
        using var again = await SignInAsync(fast.Address, NewPassword);
        Assert.That((await again.GetAsync("/v1/me")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpClient> SignInAsync(Uri address, string password)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-Tenant", "demo");
        using var answer = await client.PostAsJsonAsync("/v1/auth/sign-in", new { email = Email, password });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        var tokens = await answer.Content.ReadFromJsonAsync<JsonObject>();
        var token = (string)tokens!["accessToken"]!; // A success has tokens.
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
