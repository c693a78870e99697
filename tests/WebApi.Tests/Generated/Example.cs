using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>
/// The examples of one context that are not derived (<see cref="DerivedExamples"/>): they have to follow others, or show more.
/// </summary>
public interface IExamples
{
    IEnumerable<Example> Of(Merchant merchant);
}

/// <summary>Who sends the examples, about what.</summary>
/// <param name="Tag">Makes names that must be new.</param>
public sealed record Merchant(string Tenant, Belongings Its, string Password, string Tag);

/// <summary>One request per operation that succeeds for an administrator of a demo merchant; the generated suites vary it.</summary>
/// <param name="Operation">The action's name, as in <c>CompleteSale</c>.</param>
/// <param name="Path">With the ids filled in.</param>
/// <param name="Body">Null for one without.</param>
public sealed partial record Example(string Operation, HttpMethod Method, string Path, JsonNode? Body = null)
{
    private static readonly IExamples[] Contexts =
    [
        .. typeof(IExamples)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IExamples)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IExamples)Activator.CreateInstance(type)!), // A class without a constructor of its own.
    ];

    /// <summary>Acts of that kind take a key; where the answer is shown once, or the request is no command, it is left out.</summary>
    public bool TakesKey { get; init; } = true;

    /// <summary>As what the body is sent.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The body is a form, and its member of this name a file.</summary>
    public string? File { get; init; }

    /// <summary>The version that an edit means to change.</summary>
    public int? IfMatch { get; init; }

    /// <summary>Sent behind all others: it ends the session that sends it.</summary>
    public bool IsLast { get; init; }

    /// <summary>
    /// The same request once it is known what was answered to the others, by operation: with a code of the secret that was just
    /// given out, say. Where answers are looked at it is this that is sent; the suites that vary requests send it as it stands.
    /// </summary>
    public Func<Example, IReadOnlyDictionary<string, JsonNode>, Example>? Refine { get; init; }

    /// <summary>The operations, as requests of a merchant about its own things, in an order in which all of them succeed.</summary>
    public static IReadOnlyList<Example> All(string tenant, Belongings its, string password) =>
        All(new Merchant(tenant, its, password, Guid.NewGuid().ToString("N")[..8]));

    /// <summary>What is derived, questions before all acts and acts behind them, around what is written beside each context.</summary>
    public static IReadOnlyList<Example> All(Merchant merchant)
    {
        var written = Contexts.SelectMany(context => context.Of(merchant)).ToList();
        var derived = DerivedExamples.Of(merchant, written.Select(example => example.Operation).ToHashSet(StringComparer.Ordinal)).ToList();
        var questions = derived.Where(example => example.Method == HttpMethod.Get);
        return [.. questions.Concat(written).Concat(derived.Except(questions)).OrderBy(example => example.IsLast)];
    }

    /// <summary>A body, or an object in one.</summary>
    public static JsonObject Members(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        JsonObject body = [];
        foreach (var (name, value) in members)
            body.Add(name, value);
        return body;
    }

    /// <summary>The body of a store.</summary>
    /// <param name="whole">With everything that can be said of one.</param>
    public static JsonObject StoreOf(string code, bool whole = false)
    {
        var store = Members(("code", code), ("name", "Nord"), ("currency", "EUR"), ("timeZone", "Europe/Berlin"), ("taxMode", "inclusive"));
        if (whole)
        {
            store["taxRounding"] = "total";
            store["cashRounding"] = Members(("step", 5));
            store["address"] = Members(("street", "Am Hafen 1"), ("postalCode", "20457"), ("city", "Hamburg"), ("country", "DE"));
            store["receiptHeader"] = "Nord\nAm Hafen 1, 20457 Hamburg";
            store["openingHours"] = new JsonArray(Members(("day", "monday"), ("opens", "09:00"), ("closes", "18:30")));
        }

        return store;
    }

    /// <summary>The body of a product with one variant, to which others can be added.</summary>
    public static JsonObject ProductOf(string tenant, string sku) =>
        Members(
            ("name", "T-shirt"),
            ("kind", "variant"),
            ("options", new JsonArray("Size")),
            ("variants", new JsonArray(VariantOf(tenant, sku, "S")))
        );

    /// <summary>The body of a variant of such a product.</summary>
    public static JsonObject VariantOf(string tenant, string sku, string size) =>
        Members(
            ("sku", sku),
            ("price", 1_995),
            ("currency", "EUR"),
            ("taxClassId", DemoData.TaxClass(tenant)),
            ("optionValues", new JsonArray(size)),
            ("barcodes", new JsonArray(Members(("code", $"{sku}-PACK"), ("packQuantity", 12))))
        );

    /// <summary>The body of a sale of one item at the merchant's first till.</summary>
    public static JsonObject SaleOf(string tenant) =>
        new()
        {
            ["storeId"] = DemoData.Store(tenant),
            ["terminalId"] = DemoData.Terminal(tenant),
            ["lines"] = Lines(tenant),
            ["tenders"] = new JsonArray(new JsonObject { ["method"] = "cash", ["amount"] = 100_000 }),
        };

    /// <summary>The body of a basket that is put aside, or of what it is changed into.</summary>
    public static JsonObject ParkedOf(string tenant, bool isChange = false)
    {
        var parked = Members(
            ("terminalId", DemoData.Terminal(tenant)),
            ("label", isChange ? "Lady in the green coat, back soon" : "Lady in the green coat"),
            ("lines", Lines(tenant))
        );
        if (!isChange)
            parked["storeId"] = DemoData.Store(tenant);
        return parked;
    }

    /// <summary>The body of a return of one piece of a sale's first line.</summary>
    /// <param name="due">What it was sold for.</param>
    public static JsonObject ReturnOf(string tenant, long due) =>
        Members(
            ("storeId", DemoData.Store(tenant)),
            ("terminalId", DemoData.Terminal(tenant)),
            ("lines", new JsonArray(Members(("lineNumber", 1), ("quantity", 1)))),
            ("refunds", new JsonArray(Members(("method", "cash"), ("amount", due)))),
            ("reason", "Too small")
        );

    /// <summary>The body of a correction of the stock of the merchant's first store.</summary>
    public static JsonObject AdjustmentOf(string tenant) =>
        Members(
            ("storeId", DemoData.Store(tenant)),
            ("reason", "Counted"),
            ("lines", new JsonArray(Members(("variantId", DemoData.Variant(tenant, 7)), ("quantity", 1), ("unitCost", 212.5m))))
        );

    /// <summary>The body of a stocktake of one article in the merchant's first store.</summary>
    public static JsonObject StocktakeOf(string tenant, Guid variant) =>
        Members(("storeId", DemoData.Store(tenant)), ("name", "Top shelf"), ("scope", "variants"), ("variantIds", new JsonArray(variant)));

    /// <summary>The body of what somebody counted of an article.</summary>
    public static JsonObject CountsOf(Guid variant) =>
        Members(("counts", new JsonArray(Members(("variantId", variant), ("quantity", 12)))));

    /// <summary>The body of a transfer from the merchant's first store to its second.</summary>
    public static JsonObject TransferOf(string tenant) =>
        Members(
            ("fromStoreId", DemoData.Store(tenant)),
            ("toStoreId", DemoData.Store(tenant, 2)),
            ("lines", new JsonArray(Members(("variantId", DemoData.Variant(tenant, 7)), ("quantity", 3)))),
            ("note", "For the week-end")
        );

    /// <summary>The body of a reservation in the merchant's first store.</summary>
    public static JsonObject ReservationOf(string tenant) =>
        Members(
            ("storeId", DemoData.Store(tenant)),
            ("lines", new JsonArray(Members(("variantId", DemoData.Variant(tenant, 8)), ("quantity", 2)))),
            ("expiresInSeconds", 3600),
            ("reference", Members(("kind", "customer"), ("label", "Mrs Petersen, comes at five")))
        );

    /// <summary>The request, ready to send; a fresh key each time.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Path);
        if (Method == HttpMethod.Post && TakesKey)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (IfMatch is not null)
            request.Headers.Add("If-Match", $"\"{IfMatch}\"");
        if (Body is not null)
            request.Content = File is null
                ? new StringContent(Body.ToJsonString(), System.Text.Encoding.UTF8, ContentType)
                : FormOf(Body.AsObject());
        return request;
    }

    private MultipartFormDataContent FormOf(JsonObject body)
    {
        var form = new MultipartFormDataContent("an-example");
        foreach (var (name, value) in body)
        {
            var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(value?.ToString() ?? ""));
            if (name == File)
                form.Add(content, name, "articles.csv");
            else
                form.Add(content, name);
        }

        return form;
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
    private IEnumerable<(string, Guid)> IdsInPath() =>
        IdInPath().Matches(Path).Select(m => (m.Groups["name"].Value, Guid.Parse(m.Groups["id"].Value)));

    private static IEnumerable<(string Place, object[] Parents, string Member)> IdsInBody(
        JsonNode? node,
        string place,
        params object[] parents
    ) =>
        node switch
        {
            JsonObject members => members.SelectMany(m =>
                m.Value is JsonValue value && Guid.TryParse(value.ToString(), out _)
                    ? [($"{place}.{m.Key}", parents, m.Key)]
                    : IdsInBody(m.Value, $"{place}.{m.Key}", [.. parents, m.Key])
            ),
            JsonArray items => items.SelectMany((item, i) => IdsInBody(item, $"{place}[{i}]", [.. parents, i])),
            _ => [],
        };

    [GeneratedRegex("(?<name>[A-Za-z-]+[/=])(?<id>[0-9a-f]{8}-[0-9a-f-]{27})")]
    private static partial Regex IdInPath();

    /// <summary>The lines of a basket of one item.</summary>
    public static JsonArray Lines(string tenant) => new(new JsonObject { ["variantId"] = DemoData.Variant(tenant, 7), ["quantity"] = 1 });

    public static Example Get(string operation, string path) => new(operation, HttpMethod.Get, path);

    public static Example Put(string operation, string path, int ifMatch, JsonNode body) =>
        new(operation, HttpMethod.Put, path, body) { IfMatch = ifMatch };

    public static Example Unkeyed(string operation, string path, JsonNode? body) =>
        new(operation, HttpMethod.Post, path, body) { TakesKey = false };

    public static Example Post(string operation, string path, JsonNode? body) => new(operation, HttpMethod.Post, path, body);
}
