using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;

namespace PosCommerce.WebApi.Tests.Edge;

/// <summary>A cursor is ours, as we gave it, for the list and the merchant that it was given to; or it is refused by name.</summary>
[TestFixture]
public sealed class CursorTests
{
    private ApiUnderTest api = null!; // Started before the first test, like the rest.
    private HttpClient admin = null!;
    private HttpClient rival = null!;
    private HttpClient till = null!;
    private HttpClient platform = null!;
    private IReadOnlyList<(Example Example, HttpClient Client, Guid? TenantId)> lists = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        admin = await api.SignInAsync("demo", "admin");
        rival = await api.SignInAsync("rival", "admin");
        till = await api.PairTillAsync(admin);
        platform = await api.SignInOperatorAsync();
        // DeclarationTests wants every route to declare.
        var audiences = Route.All(api).ToDictionary(r => r.Operation, r => r.Access!.Audience);
        var names = AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(a => a.GetName().Name!.StartsWith("PosCommerce.Application.", StringComparison.Ordinal)) // Loaded ones have names.
            .SelectMany(a => a.GetTypes())
            .Where(t => t.IsClass && t.IsAssignableTo(typeof(IPaged)))
            .Select(t => t.Name)
            .ToHashSet(StringComparer.Ordinal);
        var belongings = await Belongings.MakeAsync(api, admin, "demo");
        lists =
        [
            .. Example
                .All("demo", belongings, api.Password)
                .Where(e => names.Contains(e.Operation))
                .Select(e =>
                    audiences[e.Operation] switch
                    {
                        Audience.Operators => (e, platform, (Guid?)null),
                        Audience.Terminals => (e, till, DemoData.Tenant("demo")),
                        _ => (e, admin, DemoData.Tenant("demo")),
                    }
                ),
        ];
        Assert.That(lists.Select(l => l.Example.Operation), Is.EquivalentTo(names));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        admin.Dispose();
        rival.Dispose();
        till.Dispose();
        platform.Dispose();
        await api.DisposeAsync();
    }

    // What a place is made of, as an attacker would write it: whatever key a list has, one of them has its shape.
    private static readonly string[] Places =
    [
        """ "a\u0000b" """,
        """ "\u0000" """,
        """ "\ud800" """,
        """ "018f3c6e-0000-7000-8000-00000000000\u0000" """,
        "1e400",
        "2147483648",
        "-1",
        "null",
        "true",
        "[]",
        "{}",
        "",
        "\u0000",
        """{"name":"a\u0000b","variantId":"018f3c6e-0000-7000-8000-000000000000"}""",
        """{"name":"\udc00","variantId":"018f3c6e-0000-7000-8000-000000000000"}""",
        """{"occurredAt":"0001-01-01T00:00:00Z","auditEntryId":"018f3c6e-0000-7000-8000-000000000000","x\u0000":1}""",
        """{"name":{"a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]},"variantId":null}""",
    ];

    [Test]
    public async Task No_list_takes_a_place_that_somebody_wrote([ValueSource(nameof(Places))] string place)
    {
        var text = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place.Trim()));
        foreach (var (example, client, _) in lists)
        {
            foreach (
                var cursor in (string[])
                    [text, $"{text}.", $"{text}.AAAAAAAAAAAAAAAAAAAAAA", $".{text}", $"{text}.{text}", $"{text}..{text}"]
            )
                await IsRefusedAsync(client, example, cursor);
        }
    }

    // Nothing seals such a place; the rule for texts holds even if something did.
    [Test]
    public async Task Nor_one_with_a_text_that_cannot_be_kept_though_it_were_sealed([ValueSource(nameof(Places))] string place)
    {
        foreach (var (example, client, tenantId) in lists)
        {
            var reply = await client.FetchAsync(
                AddressOf(example, Sealed(example.Operation, tenantId, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place.Trim()))))
            );
            Assert.That((int)reply.Status, Is.LessThan(500), $"{example.Operation} {place}: {reply.Text}");
            if (place.Contains("\\u", StringComparison.Ordinal))
                Assert.That(reply.Wrong, Is.EqualTo(new[] { "cursor" }), $"{example.Operation} {place}: {reply.Text}");
        }
    }

    [Test]
    public async Task The_seal_of_these_tests_is_the_one_that_lists_give()
    {
        var given = await CursorOfAsync(admin, "/v1/variants?limit=1");
        Assert.That(given, Is.EqualTo(Sealed("ListVariants", DemoData.Tenant("demo"), given.Split('.')[0])));
    }

    [Test]
    public async Task A_cursor_is_what_the_description_says()
    {
        var document = JsonNode.Parse((await api.Client.FetchAsync("/openapi/v1.json")).Text)!; // It is JSON.
        // As described.
        var parameter = document["paths"]!["/v1/variants"]!["get"]!["parameters"]!.AsArray().Single(p => (string?)p!["name"] == "cursor")!;
        Assert.That(await CursorOfAsync(admin, "/v1/variants?limit=1"), Does.Match((string)parameter["schema"]!["pattern"]!)); // As above.
    }

    [Test]
    public async Task A_cursor_is_good_for_the_page_after_it()
    {
        var first = await admin.FetchAsync("/v1/variants?limit=1");
        var second = await admin.FetchAsync($"/v1/variants?limit=1&cursor={first["nextCursor"]}");
        var both = await admin.FetchAsync("/v1/variants?limit=2");
        Assert.That(ItemsOf(first).Concat(ItemsOf(second)), Is.EqualTo(ItemsOf(both)));
    }

    [Test]
    public async Task A_cursor_is_for_the_merchant_it_was_given_to() =>
        await IsRefusedAsync(rival, "/v1/variants", await CursorOfAsync(admin, "/v1/variants?limit=1"));

    // Users, roles and stores are all found by a text.
    [TestCase("/v1/users")]
    [TestCase("/v1/stores")]
    [TestCase("/v1/audit-log")]
    public async Task A_cursor_is_for_the_list_that_gave_it(string other) =>
        await IsRefusedAsync(admin, other, await CursorOfAsync(admin, "/v1/roles?limit=1"));

    [Test]
    public async Task A_cursor_with_any_character_changed_is_none_of_ours()
    {
        var given = await CursorOfAsync(admin, "/v1/roles?limit=1");
        for (var i = 0; i < given.Length; i++)
        {
            // Another one of the same alphabet; the last of each part differs in bits that no byte has, too.
            var other =
                given[i] == '.' ? 'A'
                : given[i] is 'A' ? 'B'
                : (char)(given[i] is 'Z' or 'z' or '9' or '-' or '_' ? 'a' : given[i] + 1);
            await IsRefusedAsync(admin, "/v1/roles", $"{given[..i]}{other}{given[(i + 1)..]}");
        }

        await IsRefusedAsync(admin, "/v1/roles", given + "A");
        await IsRefusedAsync(admin, "/v1/roles", given + "=");
        Assert.That((await admin.FetchAsync($"/v1/roles?cursor={given}")).IsSuccess);
    }

    private string Sealed(string list, Guid? tenantId, string place) =>
        $"{place}.{api.App.Services.GetRequiredService<ISeal>().Of($"cursor\n{list}\n{tenantId}\n{place}")}";

    private static Task IsRefusedAsync(HttpClient client, Example example, string cursor) => IsRefusedAsync(client, example.Path, cursor);

    private static async Task IsRefusedAsync(HttpClient client, string path, string cursor)
    {
        var reply = await client.FetchAsync(AddressOf(path, cursor));
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), $"{path} {cursor}: {reply.Text}");
        Assert.That(reply.Wrong, Is.EqualTo(new[] { "cursor" }), $"{path} {cursor}: {reply.Text}");
    }

    private static async Task<string> CursorOfAsync(HttpClient client, string address) => (await client.FetchAsync(address))["nextCursor"];

    private static IEnumerable<string> ItemsOf(Reply reply) =>
        JsonNode.Parse(reply.Text)!["items"]!.AsArray().Select(i => i!.ToJsonString()); // A page has items.

    private static string AddressOf(Example example, string cursor) => AddressOf(example.Path, cursor);

    private static string AddressOf(string path, string cursor) =>
        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}";
}
