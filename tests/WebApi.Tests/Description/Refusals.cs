using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Description;

/// <summary>One refused call for every status with which the API refuses.</summary>
internal static class Refusals
{
    public static async Task<IReadOnlyList<(int Status, Exchange Exchange)>> AllAsync()
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var callers = await Callers.SignInAsync(api);
        using var cashier = await api.SignInAsync("demo", "cashier");
        var admin = callers.Admin;
        var store = $"/v1/stores/{DemoData.Store("demo")}";
        var taken = Example.StoreOf((string)(await admin.GetFromJsonAsync<JsonObject>(store))!["code"]!); // Every store has one.
        var unknownCode = Example.Members(
            ("storeId", DemoData.Store("demo")),
            ("lines", new JsonArray(Example.Members(("barcode", "4006381333931"), ("quantity", 1))))
        );
        var noQuantity = Example.Members(
            ("storeId", DemoData.Store("demo")),
            ("lines", new JsonArray(Example.Members(("barcode", "4006381333931"), ("quantity", 0))))
        );
        var wrong = Example.Members(("email", "nobody@demo.example"), ("password", "not this one"));
        List<(int, Exchange)> refused =
        [
            (400, await Walk.SendAsync(admin, Example.Post("QuoteBasket", "/v1/quotes", noQuantity) with { TakesKey = false })),
            (401, await Walk.SendAsync(api.Client, Example.Get("GetMe", "/v1/me"))),
            (403, await Walk.SendAsync(cashier, Example.Get("ListUsers", "/v1/users"))),
            (404, await Walk.SendAsync(admin, Example.Get("GetSale", $"/v1/sales/{Guid.NewGuid()}"))),
            (409, await Walk.SendAsync(admin, Example.Post("CreateStore", "/v1/stores", taken))),
            (412, await Walk.SendAsync(admin, Example.Put("ChangeStore", store, 99, taken))),
            (
                413,
                await Walk.SendAsync(admin, Example.Post("QuoteBasket", "/v1/quotes", new string(' ', 1_100_000)) with { TakesKey = false })
            ),
            (
                415,
                await Walk.SendAsync(
                    admin,
                    Example.Post("QuoteBasket", "/v1/quotes", unknownCode) with
                    {
                        TakesKey = false,
                        ContentType = "text/plain",
                    }
                )
            ),
            (422, await Walk.SendAsync(admin, Example.Post("QuoteBasket", "/v1/quotes", unknownCode) with { TakesKey = false })),
            (428, await Walk.SendAsync(admin, new Example("ChangeStore", HttpMethod.Put, store, taken))),
        ];
        Exchange attempt;
        do
        {
            attempt = await Walk.SendAsync(
                callers.Of(Application.Common.Audience.Anybody),
                Example.Post("SignIn", "/v1/auth/sign-in", wrong) with
                {
                    TakesKey = false,
                }
            );
        } while (attempt.Status == 401);
        refused.Add((429, attempt));
        refused.Add((500, await BrokenAsync()));
        refused.Add((503, await UnreachableAsync()));
        return [.. refused.Select(r => (r.Item1, r.Item2 with { Example = Shown(r.Item2.Example) }))];
    }

    // What was sent says nothing where it was only too much.
    private static Example Shown(Example example) => example.Body is JsonValue ? example with { Body = null } : example;

    private static async Task<Exchange> BrokenAsync()
    {
        await using var broken = await ApiUnderTest.StartAsync(builder =>
            builder.Services.AddScoped<IMediator>(_ => throw new InvalidOperationException("Broken on purpose."))
        );
        using var admin = broken.Bearing("");
        return await Walk.SendAsync(
            broken.Client,
            Example.Post("SignIn", "/v1/auth/sign-in", Example.Members(("email", "admin@demo.example"), ("password", "any"))) with
            {
                TakesKey = false,
            }
        );
    }

    private static async Task<Exchange> UnreachableAsync()
    {
        // Nothing listens there.
        const string nowhere = "Host=127.0.0.1;Port=9;Username=nobody;Database=none;Timeout=2";
        await using var apart = await ApiUnderTest.StartAsync(builder =>
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:PosCommerce"] = nowhere })
        );
        return await Walk.SendAsync(
            apart.Client,
            Example.Post(
                "SignInOperator",
                "/v1/platform/sign-in",
                Example.Members(("email", "operator@platform.example"), ("password", "any"))
            ) with
            {
                TakesKey = false,
            }
        );
    }
}
