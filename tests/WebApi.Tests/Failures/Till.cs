using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>A till that keeps selling: it retries every sale with its key until it has an answer, as a good client does.</summary>
public sealed class Till : IDisposable
{
    private readonly HttpClient client;
    private readonly Random random;
    private readonly Guid terminal;

    private Till(HttpClient client, Guid terminal, int seed)
    {
        this.client = client;
        this.terminal = terminal;
        random = new Random(seed);
    }

    /// <summary>The keys of the sales that were acknowledged, with the receipt that was given.</summary>
    public List<(string Key, Guid SaleId)> Acknowledged { get; } = [];

    /// <summary>Answers that a client should never see, whatever happens behind the API.</summary>
    public List<string> Unexpected { get; } = [];

    public static async Task<Till> OpenAsync(Uri address, string password, int number)
    {
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/sign-in")
        {
            Content = JsonContent.Create(new { email = "cashier@demo.example", password }),
        };
        request.Headers.Add("X-Tenant", "demo");
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var tokens = await response.Content.ReadFromJsonAsync<JsonObject>();
        // A success has tokens.
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)tokens!["accessToken"]!);
        return new Till(client, DemoData.Terminal("demo", number: 1 + (number % 2)), number);
    }

    /// <summary>Sells one basket and does not give up before it has a receipt.</summary>
    public async Task SellAsync(CancellationToken ct)
    {
        var key = Guid.NewGuid().ToString();
        var body = Basket();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sales")
                {
                    Content = new StringContent(body, Encoding.UTF8, "application/json"),
                };
                request.Headers.Add("Idempotency-Key", key);
                using var response = await client.SendAsync(request, CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    var sale = await response.Content.ReadFromJsonAsync<JsonObject>(CancellationToken.None);
                    Acknowledged.Add((key, Guid.Parse((string)sale!["saleId"]!))); // A completed sale has an id.
                    return;
                }

                if (response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter is null)
                    Unexpected.Add($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(CancellationToken.None)}");
            }
            catch (HttpRequestException)
            {
                // The API is down, or went down with the request.
            }

            await Task.Delay(random.Next(20, 80), CancellationToken.None);
        }
    }

    public void Dispose() => client.Dispose();

    private string Basket() =>
        new JsonObject
        {
            ["storeId"] = DemoData.Store("demo"),
            ["terminalId"] = terminal,
            ["lines"] = new JsonArray([
                .. Enumerable
                    .Range(0, 3)
                    .Select(_ => new JsonObject { ["variantId"] = DemoData.Variant("demo", random.Next(1000)), ["quantity"] = 0.001m }),
            ]),
            ["tenders"] = new JsonArray(new JsonObject { ["method"] = "cash", ["amount"] = 100_000 }),
        }.ToJsonString();
}
