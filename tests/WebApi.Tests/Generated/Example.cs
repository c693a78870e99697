using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>One request per operation that succeeds for an administrator of a demo merchant; the generated suites vary it.</summary>
/// <param name="Operation">The action's name, as in <c>CompleteSale</c>.</param>
/// <param name="Path">With the ids filled in.</param>
/// <param name="Body">Null for one without.</param>
public sealed partial record Example(string Operation, HttpMethod Method, string Path, JsonNode? Body = null)
{
    /// <summary>The operations, as requests of a merchant about its own things.</summary>
    /// <param name="saleId">A sale of that merchant's first store, made today.</param>
    public static IReadOnlyList<Example> All(string tenant, Guid saleId, string password) =>
    [
        Post("SignIn", "/v1/auth/sign-in", new JsonObject { ["email"] = $"admin@{tenant}.example", ["password"] = password }),
        Post("RefreshSession", "/v1/auth/refresh", new JsonObject { ["refreshToken"] = $"{tenant}.none" }),
        Get("GetMe", "/v1/me"),
        Get("ListStores", "/v1/stores"),
        Get("ListTerminals", $"/v1/terminals?storeId={DemoData.Store(tenant)}"),
        Get("ListVariants", "/v1/variants?search=honey"),
        Get("GetVariant", $"/v1/variants/{DemoData.Variant(tenant, 7)}"),
        Get("ListStockLevels", $"/v1/stock-levels?storeId={DemoData.Store(tenant)}&variantId={DemoData.Variant(tenant, 7)}"),
        Get("ListStockMovements", $"/v1/stock-movements?storeId={DemoData.Store(tenant)}&variantId={DemoData.Variant(tenant, 7)}"),
        Post("AdjustStock", "/v1/stock-adjustments", new JsonObject
        {
            ["storeId"] = DemoData.Store(tenant),
            ["reason"] = "Counted",
            ["lines"] = new JsonArray(new JsonObject { ["variantId"] = DemoData.Variant(tenant, 7), ["quantity"] = 1 }),
        }),
        Post("QuoteBasket", "/v1/quotes", new JsonObject { ["storeId"] = DemoData.Store(tenant), ["lines"] = Lines(tenant) }),
        Post("CompleteSale", "/v1/sales", SaleOf(tenant)),
        Get("ListSales", $"/v1/sales?storeId={DemoData.Store(tenant)}"),
        Get("GetSale", $"/v1/sales/{saleId}"),
        Post("VoidSale", $"/v1/sales/{saleId}/void", new JsonObject { ["reason"] = "Rung up twice" }),
        Get("GetIntegrity", "/v1/integrity"),
        // Last: it ends the session that sends it.
        Post("SignOut", "/v1/auth/sign-out", null),
    ];

    /// <summary>The body of a sale of one item at the merchant's first till.</summary>
    public static JsonObject SaleOf(string tenant) => new()
    {
        ["storeId"] = DemoData.Store(tenant),
        ["terminalId"] = DemoData.Terminal(tenant),
        ["lines"] = Lines(tenant),
        ["tenders"] = new JsonArray(new JsonObject { ["method"] = "cash", ["amount"] = 100_000 }),
    };

    /// <summary>The request, ready to send; a fresh key each time.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Path);
        if (Method == HttpMethod.Post)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (Body is not null)
            request.Content = new StringContent(Body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Every way to put another id where this request has one of its own: path, query and body, nested members too.</summary>
    public IEnumerable<(string Place, Guid Own, Example Changed)> WithOtherId(Func<Guid, Guid> other)
    {
        foreach (var (place, own) in IdsInPath())
            yield return (place, own, this with { Path = Path.Replace(own.ToString(), other(own).ToString(), StringComparison.Ordinal) });
        foreach (var path in IdsInBody(Body, "$"))
        {
            var copy = Body!.DeepClone(); // A path into the body was found in it.
            var parent = path.Parents.Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
            var own = Guid.Parse((string)parent[path.Member]!);
            parent[path.Member] = other(own);
            yield return (path.Place, own, this with { Body = copy });
        }
    }

    // Named by what stands in front of the id: "sales/" or "storeId=".
    private IEnumerable<(string, Guid)> IdsInPath() => IdInPath().Matches(Path).Select(m => (m.Groups["name"].Value, Guid.Parse(m.Groups["id"].Value)));

    private static IEnumerable<(string Place, object[] Parents, string Member)> IdsInBody(JsonNode? node, string place, params object[] parents) => node switch
    {
        JsonObject members => members.SelectMany(m => m.Value is JsonValue value && Guid.TryParse(value.ToString(), out _)
            ? [($"{place}.{m.Key}", parents, m.Key)]
            : IdsInBody(m.Value, $"{place}.{m.Key}", [.. parents, m.Key])),
        JsonArray items => items.SelectMany((item, i) => IdsInBody(item, $"{place}[{i}]", [.. parents, i])),
        _ => [],
    };

    [GeneratedRegex("(?<name>[A-Za-z-]+[/=])(?<id>[0-9a-f]{8}-[0-9a-f-]{27})")]
    private static partial Regex IdInPath();

    private static JsonArray Lines(string tenant) => new(new JsonObject { ["variantId"] = DemoData.Variant(tenant, 7), ["quantity"] = 1 });

    private static Example Get(string operation, string path) => new(operation, HttpMethod.Get, path);

    private static Example Post(string operation, string path, JsonNode? body) => new(operation, HttpMethod.Post, path, body);
}
