using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using PosCommerce.Local;

namespace PosCommerce.Bench;

/// <summary>
/// What a till keeps of 50,000 articles beside COPY of the same columns out of the same tables, and a hundred changes beside reads by id.
/// </summary>
internal sealed class TillRun(BenchOptions options, NpgsqlDataSource admin, Shop shop, int port)
{
    private const double SnapshotBar = 2;
    private const double DeltaBar = 3;
    private const int Changes = 100;
    private const int Asked = 200;

    private static readonly string CopySql = $"""
        copy (
            select v.variant_id, v.product_id, v.sku, v.name, v.brand, p.kind, p.unit, p.minimum_age, p.no_discount, p.no_return,
                   array(select c.category_id from catalog.product_category as c
                       where c.tenant_id = v.tenant_id and c.product_id = v.product_id and c.removed_at is null),
                   array(select (b.code_key, b.kind, b.pack_quantity) from catalog.barcode as b
                       where b.tenant_id = v.tenant_id and b.variant_id = v.variant_id),
                   a.tax_class_id,
                   array(select (r.price_list_id, r.minimum_quantity, r.amount, r.valid_from, r.valid_until) from pricing.price as r
                       where r.tenant_id = v.tenant_id and r.variant_id = v.variant_id and r.valid_until > now())
              from catalog.variant as v
              join catalog.product as p on p.tenant_id = v.tenant_id and p.product_id = v.product_id
              join pricing.article_tax as a on a.tenant_id = v.tenant_id and a.variant_id = v.variant_id
             where v.tenant_id = '{Shop.Tenant}' and v.archived_at is null and v.product_is_active
        ) to stdout
        """;

    private static string ChangeSql(int round) =>
        $"""
            with changed as (
                update catalog.variant
                   set name = name || '.'
                 where tenant_id = '{Shop.Tenant}'
                   and variant_id in (select variant_id from catalog.variant where tenant_id = '{Shop.Tenant}'
                           order by md5(variant_id || '{round}') limit {Changes})
                returning tenant_id, variant_id
            )
            insert into catalog.till_change (tenant_id, kind, subject_id)
            select tenant_id, 'article', variant_id
              from changed
            """;

    private static readonly string Address = $"/v1/till-catalog?storeId={Shop.Store}";

    public static async Task<bool> ExecuteAsync(
        BenchOptions options,
        LocalDatabase database,
        Shop shop,
        IReadOnlyDictionary<string, string> settings,
        string log,
        CancellationToken ct
    )
    {
        await using var admin = NpgsqlDataSource.Create(database.Admin);
        Say("Adding articles.");
        await RunAsync(admin, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sql", "search.sql"), ct), ct);
        await RunAsync(admin, "vacuum analyze", ct);
        await using var api = await ApiProcess.StartAsync(database.App, settings, log, ct);
        return await new TillRun(options, admin, shop, api.Port).MeasureAsync(ct);
    }

    private async Task<bool> MeasureAsync(CancellationToken ct)
    {
        List<(double Snapshot, double Copy)> snapshots = [];
        List<(double Delta, double ById)> deltas = [];
        for (var round = 0; round <= options.Rounds; round++)
        {
            await shop.SignInAsync(port, ct);
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(shop.TokenOf(0));
            var copied = await TimeAsync(() => CopyAsync(ct));
            var (cursor, articles, bytes) = ("", 0, 0L);
            var told = await TimeAsync(async () => (cursor, articles, bytes) = await SnapshotAsync(http, ct));
            if (articles != 50_000)
                throw new BenchFailure($"{articles} articles were told.");
            await RunAsync(admin, ChangeSql(round), ct);
            var byId = await MedianAsync(() => ReadAsync(http, $"/v1/variants/{Shop.AnyVariant()}", ct));
            var delta = await MedianAsync(async () =>
            {
                using var changes = JsonDocument.Parse(await ReadAsync(http, $"{Address}&since={cursor}", ct));
                if (changes.RootElement.GetProperty("articles").GetArrayLength() != Changes)
                    throw new BenchFailure("Not a hundred changes.");
            });
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(round == 0 ? "Warming up" : $"Round {round}")}: snapshot {told:0} ms ({bytes / 1048576.0:0.0} MiB), COPY {copied:0} ms, {told / copied:0.00}x; {Changes} changes {delta:0.00} ms, by id {byId:0.00} ms, {delta / byId:0.00}x"
                )
            );
            if (round == 0)
                continue;
            snapshots.Add((told, copied));
            deltas.Add((delta, byId));
        }

        Tell(
            Goal.AtMost("till, snapshot to COPY of the same columns", SnapshotBar, Middle(snapshots.Select(s => s.Snapshot / s.Copy)), "x")
        );
        Tell(Goal.AtMost("till, a hundred changes to a read by id", DeltaBar, Middle(deltas.Select(d => d.Delta / d.ById)), "x"));
        return true;
    }

    private async Task CopyAsync(CancellationToken ct)
    {
        await using var connection = await admin.OpenConnectionAsync(ct);
        using var copy = await connection.BeginTextExportAsync(CopySql, ct);
        var buffer = new char[65_536];
        while (await copy.ReadAsync(buffer, ct) > 0)
        {
            // It has to come, nothing else.
        }
    }

    private static async Task<(string Cursor, int Articles, long Bytes)> SnapshotAsync(HttpClient http, CancellationToken ct)
    {
        var (address, articles, bytes) = ($"{Address}&limit=5000", 0, 0L);
        for (var since = ""; ; )
        {
            var page = await ReadAsync(http, since.Length == 0 ? address : $"{address}&since={since}", ct);
            bytes += page.Length;
            using var told = JsonDocument.Parse(page);
            since = told.RootElement.GetProperty("cursor").GetString()!; // It is told.
            articles += told.RootElement.GetProperty("articles").GetArrayLength();
            if (!told.RootElement.GetProperty("hasMore").GetBoolean())
                return (since, articles, bytes);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpClient http, string address, CancellationToken ct)
    {
        using var response = await http.GetAsync(address, ct);
        var answer = await response.Content.ReadAsByteArrayAsync(ct);
        return response.IsSuccessStatusCode ? answer : throw new BenchFailure($"{address} answered {response.StatusCode}.");
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var clock = Stopwatch.StartNew();
        await act();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> MedianAsync(Func<Task> act)
    {
        List<double> times = [];
        for (var n = 0; n < Asked; n++)
            times.Add(await TimeAsync(act));
        return Middle(times);
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void Tell(Goal goal) => Say($"{goal.What} {goal.Bar}: {goal.Measured}, {goal.Verdict}");

    private static void Say(string line) => Console.Out.WriteLine(line);
}
