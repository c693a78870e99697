using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>
/// Merchants who work share few connections with somebody who sends what the database refuses while a statement is bound. Each
/// of their answers is compared, row by row, with what its request must get.
/// </summary>
[TestFixture]
public sealed class NeighboursTests
{
    private const int Workers = 3;
    private const int Attackers = 3;

    // So few that every connection is used by everybody.
    private const int Connections = 4;

    private static readonly string[] Tenants = ["demo", "rival"];

    [TestCase(3_000)]
    [TestCase(100_000, Category = "Stress", Explicit = true, Reason = "Takes some minutes.")]
    public async Task Whatever_one_sends_the_others_get_what_they_asked_for(int requests)
    {
        await using var api = await ApiUnderTest.StartAsync(builder =>
            builder.Configuration["ConnectionStrings:PosCommerce"] =
                $"{builder.Configuration["ConnectionStrings:PosCommerce"]};Maximum Pool Size={Connections}"
        );
        var works = new List<Work>();
        foreach (var tenant in Tenants)
            works.Add(await Work.BeginAsync(api, tenant));
        foreach (var work in works)
            Assert.That(
                works.Where(w => w != work).SelectMany(w => w.Own).Where(work.Holds),
                Is.Empty,
                "What is expected of one merchant holds something of the other."
            );

        var wrong = new ConcurrentBag<string>();
        var answered = new int[1];
        var attacked = new ConcurrentDictionary<HttpStatusCode, int>();
        using var ends = new CancellationTokenSource();
        var attacks = Enumerable
            .Range(0, Attackers)
            .Select(n => Task.Run(() => new Attack(api, works[0].Client, seed: n).SendAsync(attacked, ends.Token)))
            .ToList();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            works.SelectMany(work =>
                Enumerable
                    .Range(0, Workers)
                    .Select(n =>
                        Task.Run(async () =>
                        {
                            var random = new Random(n);
                            while (Interlocked.Increment(ref answered[0]) <= requests && wrong.IsEmpty)
                            {
                                if (await work.DoAsync(random) is { } difference)
                                    wrong.Add(difference);
                            }
                        })
                    )
            )
        );
        await ends.CancelAsync();
        await Task.WhenAll(attacks);
        foreach (var work in works)
            work.Client.Dispose();

        TestContext.Out.WriteLine(
            $"{requests} requests in {watch.Elapsed.TotalSeconds:0} s beside {attacked.Values.Sum()} of the attacker: {string.Join(", ", attacked.OrderBy(a => a.Key).Select(a => $"{(int)a.Key} x {a.Value}"))}"
        );
        Assert.Multiple(() =>
        {
            Assert.That(wrong, Is.Empty);
            Assert.That(attacked.Values.Sum(), Is.GreaterThan(requests / 20), "There was no attack to speak of.");
            Assert.That(attacked.Keys.Where(status => (int)status >= 500), Is.Empty);
        });
    }

    /// <summary>What a merchant asks for, and what the answers to it are.</summary>
    private sealed class Work
    {
        private readonly string tenant;
        private readonly List<(string Path, string? Body, string Answer)> known = [];

        private Work(string tenant, HttpClient client) => (this.tenant, Client) = (tenant, client);

        public HttpClient Client { get; }

        // Of what no answer here tells the stock, so that no other answer changes.
        private IReadOnlyList<Guid> Sold { get; set; } = [];

        /// <summary>Ids that nobody else may see.</summary>
        public IReadOnlyList<string> Own { get; private set; } = [];

        public static async Task<Work> BeginAsync(ApiUnderTest api, string tenant)
        {
            var work = new Work(tenant, await api.SignInAsync(tenant, "admin"));
            foreach (
                var path in (string[])
                    [
                        "/v1/me",
                        "/v1/stores",
                        "/v1/terminals?limit=3",
                        "/v1/users",
                        "/v1/roles",
                        "/v1/settings",
                        "/v1/settings/history",
                        "/v1/variants?limit=50",
                        "/v1/variants?search=honey",
                        "/v1/audit-log?limit=5&act=CreateTenant",
                    ]
            )
                await work.LearnAsync(path);
            for (var n = 0; n < 12; n++)
            {
                await work.LearnAsync($"/v1/variants/{DemoData.Variant(tenant, n)}");
                await work.LearnAsync($"/v1/variants?barcode={DemoData.Barcode(n)}");
                await work.LearnAsync($"/v1/stock-levels?storeId={DemoData.Store(tenant)}&variantId={DemoData.Variant(tenant, n)}");
                await work.LearnAsync(
                    "/v1/quotes",
                    $$"""{"storeId":"{{DemoData.Store(tenant)}}","lines":[{"variantId":"{{DemoData.Variant(tenant, n)}}","quantity":{{n + 1}}}]}"""
                );
            }

            // Pages, each by the cursor of the one before.
            foreach (var list in (string[])["/v1/variants?limit=20", "/v1/stock-levels?limit=20", "/v1/roles?limit=2"])
            {
                var path = list;
                for (var page = 0; page < 3; page++)
                {
                    if (await work.LearnAsync(path) is not { } cursor)
                        break;
                    path = $"{list}&cursor={cursor}";
                }
            }

            await using var connection = new NpgsqlConnection(api.Database.Migrator);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(
                """
                select variant_id::text from catalog.variant where tenant_id = $1
                union all select store_id::text from core.store where tenant_id = $1
                union all select user_id::text from identity.user_account where tenant_id = $1
                union all select role_id::text from identity.role where tenant_id = $1
                """,
                connection
            );
            command.Parameters.Add(new NpgsqlParameter { Value = DemoData.Tenant(tenant) });
            List<string> own = [];
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                own.Add(reader.GetString(0));
            work.Own = own;
            work.Sold =
            [
                .. Enumerable.Range(0, 1_000).Select(n => DemoData.Variant(tenant, n)).Where(variant => !work.Holds(variant.ToString())),
            ];
            Assert.That(work.Sold, Has.Count.GreaterThan(100));
            return work;
        }

        public bool Holds(string id) => known.Exists(k => k.Answer.Contains(id, StringComparison.Ordinal));

        /// <summary>Sends one request.</summary>
        /// <returns>What is wrong with its answer; null when nothing is.</returns>
        public async Task<string?> DoAsync(Random random)
        {
            if (random.Next(20) == 0)
                return await SellAsync(random);
            var (path, body, expected) = known[random.Next(known.Count)];
            var reply = await SendAsync(path, body);
            return reply.Status == HttpStatusCode.OK && reply.Text == expected
                ? null
                : $"{tenant} {path}: {(int)reply.Status} {Difference(reply.Text, expected)}";
        }

        private async Task<string?> SellAsync(Random random)
        {
            var (variant, quantity) = (Sold[random.Next(Sold.Count)], random.Next(1, 4));
            var body = $$"""
                {"storeId":"{{DemoData.Store(tenant)}}","terminalId":"{{DemoData.Terminal(
                    tenant
                )}}","lines":[{"variantId":"{{variant}}","quantity":{{quantity}}}],
                 "tenders":[{"method":"cash","amount":100000000}]}
                """;
            var reply = await Client.PostAsync("/v1/sales", body, ("Idempotency-Key", Guid.NewGuid().ToString()));
            // Sold out is an answer, too.
            if (reply.Status == HttpStatusCode.UnprocessableEntity)
                return null;
            if (reply.Status != HttpStatusCode.Created)
                return $"{tenant} sale: {(int)reply.Status} {reply.Text}";
            var line = JsonNode.Parse(reply.Text)!["lines"]!.AsArray().Single()!; // A sale has lines, one here.
            var again = await Client.FetchAsync($"/v1/sales/{JsonNode.Parse(reply.Text)!["saleId"]}"); // As above.
            return (Guid)line["variantId"]! == variant && (decimal)line["quantity"]! == quantity && again.Text == reply.Text
                ? null
                : $"{tenant} sale: {reply.Text} is read as {again.Text}";
        }

        private async Task<string?> LearnAsync(string path, string? body = null)
        {
            var reply = await SendAsync(path, body);
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
            known.Add((path, body, reply.Text));
            return (string?)(JsonNode.Parse(reply.Text) as JsonObject)?["nextCursor"];
        }

        private Task<Reply> SendAsync(string path, string? body) => body is null ? Client.FetchAsync(path) : Client.PostAsync(path, body);

        private static string Difference(string given, string expected)
        {
            var at = given.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count();
            return $"differs at {at}: {Around(given, at)} instead of {Around(expected, at)}";
        }

        private static string Around(string text, int at) => text[Math.Min(at, text.Length)..Math.Min(at + 300, text.Length)];
    }

    /// <summary>
    /// Sends what is well-formed on the wire and wrong inside: first what the edge should stop, then what only the database can.
    /// </summary>
    private sealed class Attack(ApiUnderTest api, HttpClient client, int seed)
    {
        private static readonly string[] Lists =
        [
            "variants",
            "users",
            "stores",
            "roles",
            "audit-log",
            "sales",
            "stock-levels",
            "stock-movements",
            "sessions",
            "settings/history",
            "api-keys",
            "terminals",
        ];

        private static readonly string[] Operations =
        [
            "ListVariants",
            "ListUsers",
            "ListStores",
            "ListRoles",
            "ListAuditLog",
            "ListSales",
            "ListStockLevels",
            "ListStockMovements",
            "ListMySessions",
            "ListSettingsHistory",
            "ListApiKeys",
            "ListTerminals",
        ];

        private static readonly string[] Places =
        [
            """ "a\u0000b" """,
            """ "\ud800" """,
            """{"name":"a\u0000b","variantId":"018f3c6e-0000-7000-8000-000000000000"}""",
            """{"startedAt":"9999-12-31T23:59:59.9999999-14:00","sessionId":"018f3c6e-0000-7000-8000-000000000000"}""",
            """{"occurredAt":"0001-01-01T00:00:00Z","auditEntryId":"018f3c6e-0000-7000-8000-000000000000"}""",
            """{"soldAt":"0001-01-01T00:00:00+14:00","saleId":"018f3c6e-0000-7000-8000-000000000000"}""",
            "2147483647",
            "-2147483648",
        ];

        private static readonly string[] Queries =
        [
            "/v1/sales?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.9999999Z",
            "/v1/audit-log?from=0001-01-01T00:00:00%2B14:00",
            "/v1/audit-log?to=9999-12-31T23:59:59-14:00",
            "/v1/variants?search=%5C",
            "/v1/variants?search=%25%5C_%5C%5C",
            "/v1/users?search=%EF%BF%BF",
            "/v1/variants?barcode=%F4%8F%BF%BF",
            "/v1/variants?search=a%00b",
            "/v1/audit-log?act=%ED%A0%80",
        ];

        private readonly Random random = new(seed);

        public async Task SendAsync(ConcurrentDictionary<HttpStatusCode, int> answers, CancellationToken ct)
        {
            while (!ct.IsCancellationRequested)
                answers.AddOrUpdate((await NextAsync()).Status, 1, (_, count) => count + 1);
        }

        private Task<Reply> NextAsync()
        {
            switch (random.Next(4))
            {
                case 0:
                    return client.FetchAsync($"/v1/{Any(Lists)}?cursor={PlaceText()}");
                case 1:
                    // As if it were ours: what is behind the seal must hold, too.
                    var at = random.Next(Lists.Length);
                    var place = PlaceText();
                    var seal = api
                        .App.Services.GetRequiredService<ISeal>()
                        .Of($"cursor\n{Operations[at]}\n{DemoData.Tenant("demo")}\n{place}");
                    return client.FetchAsync($"/v1/{Lists[at]}?cursor={place}.{seal}");
                case 2:
                    return client.FetchAsync(Any(Queries));
                default:
                    var quantity = Any(["999999999999999.999", "1e15", "0.001", "1e28", "-1"]);
                    var barcode = Any([DemoData.Barcode(3), "a\\u0000b", "\\ud800", "%", new string('9', 64)]);
                    return client.PostAsync(
                        "/v1/quotes",
                        $$"""{"storeId":"{{DemoData.Store("demo")}}","lines":[{"barcode":"{{barcode}}","quantity":{{quantity}}}]}"""
                    );
            }
        }

        private string PlaceText() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Any(Places).Trim()));

        private string Any(string[] choices) => choices[random.Next(choices.Length)];
    }
}
