using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;

namespace PosCommerce.WebApi.Tests;

/// <summary>The real API over real HTTP, in this process, on a database of its own with the demo shops.</summary>
public sealed class ApiUnderTest : IAsyncDisposable
{
    private ApiUnderTest(WebApplication app, TestDatabase database, string password)
    {
        App = app;
        Database = database;
        Password = password;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public WebApplication App { get; }

    public TestDatabase Database { get; }

    /// <summary>Of every demo account.</summary>
    public string Password { get; }

    /// <summary>Nobody's client: sends what it is told, with no token.</summary>
    public HttpClient Client { get; }

    public static async Task<ApiUnderTest> StartAsync(Action<WebApplicationBuilder>? configure = null)
    {
        var cluster = await TestCluster.GetAsync();
        var database = await cluster.CloneAsync();
        var app = ApiHost.Create(
            // Without a worker, so that nothing changes in the database but by what a test sends.
            ["--environment=Development", "--urls=http://127.0.0.1:0", "--role=api"],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(
                    new Dictionary<string, string?> { ["ConnectionStrings:PosCommerce"] = database.App }
                );
                configure?.Invoke(builder);
            }
        );
        await app.StartAsync();
        return new ApiUnderTest(app, database, cluster.Passwords.Demo);
    }

    /// <summary>A client that carries the access token of a demo account (<c>cashier</c> of <c>demo</c>).</summary>
    public async Task<HttpClient> SignInAsync(string tenant, string role) =>
        await SignInAsync(tenant, $"{role}@{tenant}.example", Password);

    public async Task<HttpClient> SignInAsync(string tenant, string email, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/sign-in")
        {
            Content = JsonContent.Create(new { email, password }),
        };
        request.Headers.Add("X-Tenant", tenant);
        using var response = await Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var tokens = await response.Content.ReadFromJsonAsync<JsonObject>();
        return Bearing((string)tokens!["accessToken"]!); // A success has tokens.
    }

    /// <summary>A client that carries the access token of the platform's operator.</summary>
    public async Task<HttpClient> SignInOperatorAsync() =>
        Bearing(
            (await Client.PostAsync("/v1/platform/sign-in", $$"""{"email":"operator@platform.example","password":"{{Password}}"}"""))[
                "accessToken"
            ]
        );

    /// <summary>Enrols the first till of <c>demo</c> anew, and carries its credential.</summary>
    /// <param name="admin">Somebody who may.</param>
    public async Task<HttpClient> PairTillAsync(HttpClient admin)
    {
        var code = (await admin.PostAsync($"/v1/terminals/{DemoData.Terminal("demo")}/pairing-codes", ""))["code"];
        return Bearing((await Client.PostAsync("/v1/terminals/pair", $$"""{"code":"{{code}}"}""", ("X-Tenant", "demo")))["credential"]);
    }

    /// <summary>The token or credential that such a client carries.</summary>
    public static string TokenOf(HttpClient client) => client.DefaultRequestHeaders.Authorization!.Parameter!; // It was given one.

    /// <summary>A client that carries this token or credential.</summary>
    public HttpClient Bearing(string token)
    {
        var client = new HttpClient { BaseAddress = Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }
}
