using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PosCommerce.Domain.Common;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>A request that is good but for what was done to it, with names of that.</summary>
public sealed record HostileRequest(
    HttpMethod Method,
    string Path,
    string? Body,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string Done
)
{
    public HttpRequestMessage ToRequest()
    {
        // As it is: the client would tidy the address up.
        var address = new Uri(Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(Method, address);
        if (Body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        foreach (var (name, value) in Headers)
        {
            if (name == "Content-Type")
                request.Content?.Headers.Remove(name);
            HttpHeaders headers = name == "Content-Type" && request.Content is not null ? request.Content.Headers : request.Headers;
            headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}

/// <summary>
/// Does to good requests what callers do: types, bounds, unicode, NUL, depth, size, duplicate members, overflows, and all of that
/// wrapped in what is decoded: cursors, credentials, tokens.
/// </summary>
public sealed class Hostility(int seed)
{
    private const int MostChanges = 3;
    private const string Marker = "\u2603 here";

    private static readonly string Long = new('x', 5_000);

    // As they stand in a body, well-formed or not.
    private static readonly string[] Values =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "1",
        "0.1",
        "1.999",
        "1e2",
        "1e308",
        "1e999",
        "-1e999",
        "32768",
        "2147483647",
        "2147483648",
        "-2147483649",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "123456789012345678901234567890",
        "0.00000000000000000000000000001",
        "01",
        "+1",
        "NaN",
        "Infinity",
        "'x'",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\uffff\"",
        "\"\\u202e\"",
        "\"\\u200b\"",
        "\"\\u0085\"",
        "\"\\r\\n\"",
        "\"\\t\"",
        "\"\u0001\"",
        "\"😀\"",
        "\"é\"",
        "\"e\\u0301\"",
        "\"İ\"",
        $"\"{Long}\"",
        "\"%\"",
        "\"_\"",
        "\"\\\\\"",
        "\"'; drop table sales.sale; --\"",
        "\"$1\"",
        "\"{0}\"",
        "\"@tenant\"",
        "\"<script>\"",
        "\"=1+1\"",
        "\"1\"",
        "\"-1\"",
        "\"1e5\"",
        "\"true\"",
        "\"null\"",
        "\"NaN\"",
        "\"2026-02-30\"",
        "\"2026-01-01T00:00:00\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"-infinity\"",
        "\"25:00\"",
        "\"24:00\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"",
        "\"0190A0B0-0000-7000-8000-0000000000AB\"",
        "\"{0190a0b0-0000-7000-8000-0000000000ab}\"",
        "\"0190a0b000007000800000000000000ab\"",
        "\"Europe/Nowhere\"",
        "\"UTC\"",
        "\"EURO\"",
        "\"XXX\"",
        "\"eur\"",
        "\"::1\"",
        "\"10.0.0.0/33\"",
        "\"{number:99}\"",
        "\"a@b\"",
        "\"admin@demo.example\"",
        "\"admin@demo.example\\u0000\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[{}]",
        "{\"a\":1}",
        "{\"$ref\":\"#\"}",
        "{\"$type\":\"x\"}",
        "",
        ",",
        "}",
        "/* x */ 1",
    ];

    // As they stand in an address.
    private static readonly string[] Texts =
    [
        "",
        "%00",
        "a%00b",
        "%ff",
        "%c0%80",
        "%ed%a0%80",
        "%",
        "%zz",
        "%2e%2e",
        "..",
        "%2F",
        "%5c",
        "%25",
        "%27%3B--",
        "_",
        "*",
        "-1",
        "0",
        "1.5",
        "1e9",
        "99999999999999999999",
        "null",
        "true",
        "%F0%9F%98%80",
        "e%CC%81",
        "+",
        "%0d%0aX-Evil:%201",
        "2026-02-30",
        "2026-01-01T00:00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999%2B14:00",
        "-infinity",
        "00000000-0000-0000-0000-000000000000",
        "0190A0B0-0000-7000-8000-0000000000AB",
        "%7B0190a0b0-0000-7000-8000-0000000000ab%7D",
        new('x', 3_000),
        new('9', 400),
        "eyJpZCI6MX0",
        "AAAA",
        "~",
        ";a=b",
        "a;b",
        "[]",
    ];

    // What every list takes.
    private static readonly string[] PageNames = ["limit", "cursor"];

    private static readonly string[] QueryNames =
    [
        "limit",
        "cursor",
        "search",
        "storeId",
        "variantId",
        "terminalId",
        "from",
        "to",
        "act",
        "userId",
        "subjectId",
        "includeArchived",
        "barcode",
        "status",
        "sort",
        "access_token",
        "a%00b",
        "",
        "Limit",
        "x[]",
        "%E2%98%83",
    ];

    // What follows the slug or the dot is decoded before anybody is known.
    private static readonly string[] Credentials =
    [
        $"Bearer pck_demo.{Encoded(new byte[64])}",
        $"Bearer pct_demo.{Encoded(new byte[64])}",
        $"Bearer pck_demo.{Encoded(new byte[63])}",
        $"Bearer pck_-.{Encoded(new byte[64])}",
        $"Bearer pck_DÉMO.{Encoded(new byte[64])}",
        $"Bearer pck_{new string('d', 64)}.{Encoded(new byte[64])}",
        "Bearer pck_demo.%00",
        "Bearer pck_.",
        "Bearer pct_demo.====",
        $"Basic {Convert.ToBase64String("a\0:b\0"u8)}",
        $"Bearer {Encoded("""{"alg":"ES256","kid":"a\u0000b"}"""u8)}.{Encoded("""{"sub":"a\u0000b"}"""u8)}.{Encoded(new byte[64])}",
        $"Bearer {Encoded("\0"u8)}.{Encoded("\0"u8)}.{Encoded("\0"u8)}",
        $"Bearer {Encoded("""{"alg":"none"}"""u8)}.{Encoded("""{"sub":"\ud800"}"""u8)}.",
        $"Bearer {Encoded([0xC3, 0x28])}.{Encoded([0xED, 0xA0, 0x80])}.{Encoded([0])}",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Idempotency-Key", ["", " ", "a b", "é", new('k', 128), new('k', 129), "\u007f", "'", "same"]),
        ("If-Match", ["", "*", "1", "\"0\"", "\"-1\"", "\"01\"", "\"99999999999999\"", "W/\"1\"", "\"1\", \"2\"", "\"é\"", new('"', 50)]),
        ("X-Tenant", ["", "rival", "DEMO", "nobody", "-", "é", "a b", new('t', 300), "demo, demo"]),
        (
            "Approval",
            [
                "",
                "x",
                "00000000-0000-0000-0000-000000000000",
                "0190a0b0-0000-7000-8000-0000000000ab",
                "{0190a0b0-0000-7000-8000-0000000000ab}",
            ]
        ),
        (
            "Authorization",
            [
                "",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer ..",
                "Basic YTpi",
                "Bearer pos_key_demo_0190a0b0_x",
                "é",
                $"Bearer {new string('a', 9_000)}",
                .. Credentials,
            ]
        ),
        (
            "Content-Type",
            [
                "",
                "text/plain",
                "application/xml",
                "application/json; charset=utf-16",
                "application/json; charset=nonsense",
                "multipart/form-data",
                "é",
                "application/merge-patch+json",
            ]
        ),
        ("Content-Encoding", ["gzip", "nonsense"]),
        ("Accept", ["text/html", "application/xml", "*/*;q=0", "é", "text/csv"]),
        ("Accept-Encoding", ["nonsense", "*;q=0"]),
        ("X-Forwarded-For", ["nonsense", "1.2.3.4", "::1, x", new(',', 200)]),
        ("User-Agent", ["", "é\u0001", new('u', 2_000), $"u{string.Concat(Enumerable.Repeat("😀", 150))}"]),
        ("traceparent", ["nonsense", "00-00000000000000000000000000000000-0000000000000000-00"]),
        ("Range", ["bytes=0-1", "nonsense"]),
        ("Expect", ["nonsense"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
    ];

    private readonly Random random = new(seed);

    /// <param name="good">Each would succeed.</param>
    /// <param name="root">Where the API is.</param>
    public (Example Good, HostileRequest Request) Next(IReadOnlyList<Example> good, Uri root)
    {
        var example = Any(good);
        var path = example.Path;
        var body = example.Body?.ToJsonString();
        List<KeyValuePair<string, string>> headers = [];
        if (example.Method == HttpMethod.Post && example.TakesKey)
            headers.Add(new("Idempotency-Key", Ids.New().ToString()));
        if (example.IfMatch is { } version)
            headers.Add(new("If-Match", $"\"{version}\""));
        List<string> done = [];
        // What was done to a body may leave none that can be read again, so it is done once.
        var isBodyWhole = body is not null;
        for (var i = Rarely() ? random.Next(MostChanges) : 0; i >= 0; i--)
        {
            switch (random.Next(isBodyWhole ? 12 : 4))
            {
                case 0:
                    path = WithOtherSegment(path, done);
                    break;
                case 1 when example.Method == HttpMethod.Get || Rarely():
                    path = WithOtherQuery(path, done);
                    break;
                case 1 or 2 or 3:
                    ChangeHeader(headers, done);
                    break;
                case 4:
                    body = Torn(body!, done); // Whole here and below.
                    isBodyWhole = false;
                    break;
                default:
                    body = Changed(body!, done); // As above.
                    isBodyWhole = false;
                    break;
            }
        }

        return (
            example,
            new HostileRequest(example.Method, root.GetLeftPart(UriPartial.Authority) + path, body, headers, string.Join("; ", done))
        );
    }

    private string WithOtherSegment(string path, List<string> done)
    {
        var parts = path.Split('?', 2);
        var segments = parts[0].Split('/');
        var ids = Enumerable.Range(0, segments.Length).Where(i => Guid.TryParse(segments[i], out _)).ToList();
        segments[ids.Count == 0 || Rarely() ? random.Next(2, segments.Length) : Any(ids)] = Any(Texts);
        parts[0] = string.Join('/', segments);
        done.Add("path");
        return string.Join('?', parts);
    }

    private string WithOtherQuery(string path, List<string> done)
    {
        var start = path.IndexOf('?', StringComparison.Ordinal);
        var pairs = start < 0 ? [] : path[(start + 1)..].Split('&').ToList();
        if (pairs.Count > 0 && !Rarely())
        {
            var at = random.Next(pairs.Count);
            pairs[at] = $"{pairs[at].Split('=')[0]}={Any(Texts)}";
        }
        else
        {
            var name = Rarely() ? Any(QueryNames) : Any(PageNames);
            pairs.Add($"{name}={(name == "cursor" ? Wrapped() : Any(Texts))}");
        }

        done.Add("query");
        return $"{(start < 0 ? path : path[..start])}?{string.Join('&', pairs)}";
    }

    // As lists write a place, with what may stand where the seal stands.
    private string Wrapped() =>
        $"{Encoded(Encoding.UTF8.GetBytes(Any(Values)))}{Any(["", ".", ".AAAAAAAAAAAAAAAAAAAAAA", "..", "%00", "=="])}";

    private static string Encoded(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private void ChangeHeader(List<KeyValuePair<string, string>> headers, List<string> done)
    {
        var (name, values) = Any(Headers);
        // Else there are two.
        if (!Rarely())
            headers.RemoveAll(h => h.Key == name);
        headers.Add(new(name, Any(values)));
        done.Add($"header {name}");
    }

    private string Torn(string body, List<string> done)
    {
        done.Add("torn body");
        return random.Next(5) switch
        {
            0 => body[..random.Next(body.Length)],
            1 => body + body,
            2 => Any(Values),
            3 => string.Concat(Enumerable.Repeat("[", random.Next(1, 200_000))),
            _ => $"{{\"padding\":\"{new string('p', random.Next(1_100_000))}\",{body.AsSpan(1)}",
        };
    }

    private string Changed(string body, List<string> done)
    {
        var whole = JsonNode.Parse(body)!; // Examples are no null.
        var places = Places(whole).ToList();
        if (places.Count == 0)
            return body;
        var place = Any(places);
        var name = place.GetPath();
        done.Add($"body {name}");
        var was = place.ToJsonString();
        switch (random.Next(15))
        {
            case 0 when place.Parent is JsonObject parent:
                parent.Remove(place.GetPropertyName());
                return whole.ToJsonString();
            case 1 when place is JsonObject unknown:
                unknown[Any(["unknown", "tenantId", "price", "$type", "__proto__", "Id", "\u0000", ""])] = 1;
                return whole.ToJsonString();
            case 2:
                return Put(whole, place, $"[{string.Join(',', Enumerable.Repeat(was, random.Next(2, 1_500)))}]");
            case 3 when place.Parent is JsonObject:
                return Put(whole, place, $"{was},\"{name[(name.LastIndexOf('.') + 1)..]}\":{was}");
            case 4:
                var depth = random.Next(2, 120);
                return Put(whole, place, $"{string.Concat(Enumerable.Repeat("{\"a\":", depth))}{was}{new string('}', depth)}");
            default:
                return Put(
                    whole,
                    place,
                    Rarely() ? Any(Values) : Any(Values.Where(v => v.StartsWith('"') == was.StartsWith('"')).ToList())
                );
        }
    }

    private static string Put(JsonNode whole, JsonNode place, string raw)
    {
        place.ReplaceWith(JsonValue.Create(Marker));
        return whole.ToJsonString().Replace(JsonValue.Create(Marker).ToJsonString(), raw, StringComparison.Ordinal);
    }

    // Everything below the whole, and what is an object in it.
    private static IEnumerable<JsonNode> Places(JsonNode node)
    {
        var below = node switch
        {
            JsonObject members => members.Select(m => m.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var inner in below.OfType<JsonNode>())
        {
            yield return inner;
            foreach (var deeper in Places(inner))
                yield return deeper;
        }
    }

    // One time in four.
    private bool Rarely() => random.Next(4) == 0;

    private T Any<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
