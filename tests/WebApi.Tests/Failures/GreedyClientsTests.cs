using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Edge;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>
/// A refusal costs no more than an acceptance: whoever sends as much nonsense as a request holds does not slow others down.
/// </summary>
[TestFixture]
[NonParallelizable]
public sealed class GreedyClientsTests
{
    private const int Greedy = 8;
    private const int BodySize = 900_000;

    // Of an answer that lists all it ever lists.
    private const int LargestRefusal = 16 * 1024;

    private static readonly string Store = $"\"storeId\":\"{DemoData.Store("demo")}\"";

    private ApiUnderTest api = null!; // Started before the first test, like the other.
    private HttpClient cashier = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        api = await ApiUnderTest.StartAsync();
        cashier = await api.SignInAsync("demo", "cashier");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        cashier.Dispose();
        await api.DisposeAsync();
    }

    // Each is as large as a body may be.
    private static IEnumerable<TestCaseData> Nonsense()
    {
        yield return Case("unknown members", Filled("{", n => $"\"m{n}\":1,", "\"z\":1}"));
        yield return Case("one unknown member of a long name", $"{{\"{new string('n', BodySize)}\":1}}");
        yield return Case("doubled members", Filled("{", _ => $"{Store},", $"{Store}}}"));
        yield return Case("lines that are wrong", Filled($"{{{Store},\"lines\":[", _ => "{\"quantity\":0},", "{}]}"));
        yield return Case(
            "lines that are right",
            Filled($"{{{Store},\"lines\":[", _ => "{\"quantity\":1,\"barcode\":\"1\"},", "{\"quantity\":1,\"barcode\":\"1\"}]}")
        );
        yield return Case("lines that are null", Filled($"{{{Store},\"lines\":[", _ => "null,", "null]}"));
        yield return Case("lists in lists", Filled($"{{{Store},\"lines\":[", _ => "[[[[]]]],", "[]]}"));
        yield return Case("a long text", $"{{{Store},\"lines\":[{{\"quantity\":1,\"barcode\":\"{new string('x', BodySize)}\"}}]}}");
        yield return Case(
            "a text of marks",
            $"{{{Store},\"lines\":[{{\"quantity\":1,\"barcode\":\"a{string.Concat(Enumerable.Repeat("\u0301\u0323", BodySize / 4))}\"}}]}}"
        );
        yield return Case(
            "a number of many digits",
            $"{{{Store},\"lines\":[{{\"barcode\":\"1\",\"quantity\":{new string('9', BodySize)}}}]}}"
        );
        yield return Case("blanks", new string(' ', BodySize));
        yield return Case("no JSON", new string('x', BodySize));
    }

    [TestCaseSource(nameof(Nonsense))]
    public async Task A_refusal_is_short_whatever_was_sent(string body)
    {
        var reply = await cashier.PostAsync("/v1/quotes", body);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(reply.Wrong.Count(), Is.InRange(1, Application.Common.Mistakes.Most));
            Assert.That(reply.Text, Has.Length.LessThan(LargestRefusal));
        });
    }

    [Test]
    public async Task More_mistakes_than_are_listed_are_said_to_be_there()
    {
        var all = await cashier.PostAsync("/v1/quotes", Members(18));
        var more = await cashier.PostAsync("/v1/quotes", Members(100));
        var wrong = await cashier.PostAsync(
            "/v1/quotes",
            $$"""{{{Store}},"lines":[{{string.Join(',', Enumerable.Repeat("{\"quantity\":1}", 40))}}]}"""
        );
        Assert.Multiple(() =>
        {
            // The two that are required are missing.
            Assert.That(all.Wrong.Count(), Is.EqualTo(20));
            Assert.That((string?)all.Problem["detail"], Does.Not.Contain("More"));
            Assert.That(more.Wrong.Count(), Is.EqualTo(20));
            Assert.That((string?)more.Problem["detail"], Does.Contain("More is wrong"));
            Assert.That(wrong.Wrong.Count(), Is.EqualTo(20));
            Assert.That((string?)wrong.Problem["detail"], Does.Contain("More is wrong"));
        });

        static string Members(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(n => $"\"m{n}\":1"))}}}";
    }

    [Test]
    public async Task Items_are_counted_before_any_is_judged()
    {
        var reply = await cashier.PostAsync("/v1/quotes", $$"""{{{Store}},"lines":[{{string.Join(',', Enumerable.Repeat("{}", 201))}}]}""");
        Assert.That(reply.Problem["errors"]!.ToJsonString(), Is.EqualTo("""{"lines":["At most 200 of them."]}""")); // It is refused.
    }

    [TestCase("/v1/auth/sign-in")]
    [TestCase("/v1/auth/refresh")]
    [TestCase("/v1/auth/set-password")]
    [TestCase("/v1/terminals/pair")]
    [TestCase("/v1/platform/sign-in")]
    public async Task Strangers_send_small_bodies(string path)
    {
        var large = await api.Client.PostAsync(path, $"{{\"a\":\"{new string('x', 17 * 1024)}\"}}", ("X-Tenant", "demo"));
        var small = await api.Client.PostAsync(path, $"{{\"a\":\"{new string('x', 15 * 1024)}\"}}", ("X-Tenant", "demo"));
        Assert.Multiple(() =>
        {
            Assert.That(large.Code, Is.EqualTo("request.too_large"));
            Assert.That(small.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        });
    }

    /// <summary>
    /// One till sells alone, then beside eight who send as much as they can as fast as they can; the process is one of its own, so
    /// that its memory and what it computes are its own. How long a till waits says something on a quiet machine alone, for those who
    /// send take the same cores; what a refusal costs the process is the same on any.
    /// </summary>
    /// <param name="signedIn">Else nobody.</param>
    /// <param name="slower">Times as long as alone may the till's median take; null where others share the machine.</param>
    [TestCase(40, false, null, 1.5)]
    [TestCase(1_000, false, 2.0, 1.3, Category = "Stress", Explicit = true, Reason = "Measures: alone on a machine.")]
    [TestCase(1_000, true, 6.0, 1.3, Category = "Stress", Explicit = true, Reason = "Measures: alone on a machine.")]
    public async Task Eight_who_send_nonsense_do_not_stop_one_who_sells(int sales, bool signedIn, double? slower, double larger)
    {
        var cluster = await TestCluster.GetAsync();
        await using var database = await cluster.CloneAsync();
        using var process = await ApiProcess.StartAsync(database);
        using var till = await Till.OpenAsync(process.Address, cluster.Passwords.Demo, 1);
        await SellAsync(till, sales);
        var (alone, ofSales) = await MeasureAsync(process, till, sales);
        var memory = process.Memory;

        using var ends = new CancellationTokenSource();
        var token = signedIn ? await TokenAsync(process.Address, cluster.Passwords.Demo) : null;
        var refused = new int[1];
        var peak = memory;
        var greedy = Enumerable
            .Range(0, Greedy)
            .Select(_ => Task.Run(() => SendNonsenseAsync(process.Address, token, refused, ends.Token)))
            .ToList();
        var watching = Task.Run(async () =>
        {
            while (!ends.IsCancellationRequested)
            {
                peak = Math.Max(peak, process.Memory);
                await Task.Delay(50);
            }
        });
        await Task.Delay(TimeSpan.FromSeconds(1));
        var before = refused[0];
        var (beside, ofAll) = await MeasureAsync(process, till, sales);
        var refusals = refused[0] - before;
        await ends.CancelAsync();
        await Task.WhenAll([watching, .. greedy]);

        var ofARefusal = (ofAll - ofSales) / Math.Max(refusals, 1);
        var ofASale = ofSales / sales;
        var figures =
            $"p50 {alone:0.0} ms alone, {beside:0.0} ms beside {refusals} refusals; computed {ofASale:0.00} ms a sale, "
            + $"{ofARefusal:0.00} ms a refusal; memory {memory >> 20} MiB, at most {peak >> 20} MiB";
        await TestContext.Out.WriteLineAsync(figures);
        Assert.Multiple(() =>
        {
            Assert.That(refusals, Is.GreaterThan(Greedy), figures);
            if (slower is { } times)
                Assert.That(beside, Is.LessThan(alone * times), figures);
            else
                Assert.That(ofARefusal, Is.LessThan(ofASale), figures);
            Assert.That((double)peak, Is.LessThan(memory * larger), figures);
            Assert.That(till.Unexpected, Is.Empty);
        });
    }

    /// <summary>The median of the sales in milliseconds, and what the process computed meanwhile.</summary>
    private static async Task<(double Median, double Computed)> MeasureAsync(ApiProcess process, Till till, int sales)
    {
        var before = process.Cpu;
        var median = await SellAsync(till, sales);
        return (median, (process.Cpu - before).TotalMilliseconds);
    }

    private static async Task<double> SellAsync(Till till, int sales)
    {
        List<double> took = [];
        for (var n = 0; n < sales; n++)
        {
            var started = Stopwatch.GetTimestamp();
            await till.SellAsync(CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        took.Sort();
        return took[took.Count / 2];
    }

    private static async Task SendNonsenseAsync(Uri address, string? token, int[] refused, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var body = Encoding.UTF8.GetBytes(Filled("{", n => $"\"m{n}\":1,", "\"z\":1}"));
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                using var response = await client.PostAsync(token is null ? "/v1/auth/sign-in" : "/v1/quotes", content, ct);
                Assert.That((int)response.StatusCode, Is.InRange(400, 499));
                Interlocked.Increment(ref refused[0]);
            }
            catch (HttpRequestException)
            {
                // Whoever goes on sending behind a refusal may find the connection closed.
                Interlocked.Increment(ref refused[0]);
            }
            catch (OperationCanceledException)
            {
                // The end.
            }
        }
    }

    private static async Task<string> TokenAsync(Uri address, string password)
    {
        using var client = new HttpClient { BaseAddress = address };
        return (
            await client.PostAsync(
                "/v1/auth/sign-in",
                new JsonObject { ["email"] = "cashier@demo.example", ["password"] = password }.ToJsonString(),
                ("X-Tenant", "demo")
            )
        )["accessToken"];
    }

    private static string Filled(string head, Func<int, string> part, string tail)
    {
        var text = new StringBuilder(head, BodySize + 100);
        for (var n = 0; text.Length < BodySize; n++)
            text.Append(part(n));
        return text.Append(tail).ToString();
    }

    private static TestCaseData Case(string name, string body) => new TestCaseData(body).SetArgDisplayNames(name);
}
