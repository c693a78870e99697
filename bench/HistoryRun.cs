using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using PosCommerce.Infrastructure.Security;
using PosCommerce.Local;
using PosCommerce.Migrator;

namespace PosCommerce.Bench;

/// <param name="Sales">Of the whale.</param>
/// <param name="Others">Merchants beside it.</param>
internal sealed record HistoryOptions(long Sales, int Others, TimeSpan Window, int Rounds);

/// <summary>
/// Does a request cost the same however much was sold? Three merchants of one shape are asked the same side by side: one alone
/// with ten thousand sales, the same among a thousand others, and among those a whale.
/// </summary>
internal sealed partial class HistoryRun
{
    private const int Clients = 2;
    private const int SmallSales = 10_000;
    private const double Bar = 1.5;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly HistoryOptions options;
    private readonly List<HistoryRow> rows = [];

    private HistoryRun(HistoryOptions options) => this.options = options;

    /// <summary>The data goes to the machine's folder for what is temporary, and away again.</summary>
    public static async Task<bool> ExecuteAsync(HistoryOptions options, CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"poscommerce-history-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            await using var postgres = await LocalPostgres.StartAsync(
                new LocalPostgresOptions(Path.Combine(folder, "postgresql"), Say: Say),
                ct
            );
            return await new HistoryRun(options).RunAsync(postgres.AdminConnectionString(), folder, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> RunAsync(string server, string folder, CancellationToken ct)
    {
        var passwords = LocalPasswords.Generate();
        Say("Making a merchant alone.");
        var alone = await LocalDatabase.PrepareAsync(server, "poscommerce_alone", passwords, demo: false, ct: ct);
        var small = new HistoryDatabase(alone.Admin);
        var shape = Merchants.Single(1, SmallSales, days: 30);
        await small.AddAsync(shape, ct);
        await small.SettleAsync(ct);

        Say(Text($"Making the same among {options.Others:N0} others, and a whale of {options.Sales:N0} sales."));
        var among = await LocalDatabase.PrepareAsync(server, "poscommerce_among", passwords, demo: false, ct: ct);
        var many = new HistoryDatabase(among.Admin) { Password = small.Password };
        await many.AddAsync(shape, ct);
        var whale = Merchants.Single(2, options.Sales, days: 730);
        var made = Stopwatch.StartNew();
        await many.AddAsync(whale, ct);
        Say(Text($"The whale was made in {made.Elapsed.TotalMinutes:0.0} minutes."));
        if (options.Others > 0)
            await many.AddAsync(new Merchants(First: 1_001, options.Others, Variants: 200, Stores: 1, Tills: 2, Sales: 100, Days: 30), ct);
        await many.SettleAsync(ct);
        foreach (var database in (LocalDatabase[])[alone, among])
        {
            await PlatformOperators.SetAsync(
                database.Migrator,
                HistoryMerchant.OperatorEmail,
                small.Password,
                permissions: null,
                Argon2.Hash,
                ct
            );
        }

        Say("Starting an API for each database.");
        await using var first = await ApiProcess.StartAsync(alone.App, ApiProcess.NewKeys(), Path.Combine(folder, "alone.log"), ct);
        await using var second = await ApiProcess.StartAsync(among.App, ApiProcess.NewKeys(), Path.Combine(folder, "among.log"), ct);
        HistoryMerchant[] merchants =
        [
            new("small", shape, small.Password, first),
            new("many", shape, small.Password, second),
            new("whale", whale, small.Password, second),
        ];
        foreach (var merchant in merchants)
            await merchant.GatherAsync(ReferenceEquals(merchant, merchants[0]) ? alone.Admin : among.Admin, ct);
        Say("Sealing what was proven, as the product does it day by day.");
        await HistorySeals.MakeAsync(alone, shape, ct);
        await HistorySeals.MakeAsync(among, shape, ct);
        made.Restart();
        await HistorySeals.MakeAsync(among, whale, ct);
        Say(Text($"The whale's past was proven and sealed in {made.Elapsed.TotalMinutes:0.0} minutes."));
        await small.SettleAsync(ct);
        await many.SettleAsync(ct);
        await MeasureAsync(merchants, ct);
        Console.Out.WriteLine(ToText());
        foreach (var merchant in merchants)
        {
            var (took, parts) = await merchant.ProveAsync(ct);
            Say(Text($"A full proof of {merchant.Name}, by its worker: {parts:N0} runs and levels in {took.TotalSeconds:0.0} s."));
        }

        Console.Out.WriteLine($"Written to {await SaveAsync(ct)}");
        return rows.TrueForAll(row => row.Failures.Count == 0) && Missing().Count == 0;
    }

    private async Task MeasureAsync(HistoryMerchant[] merchants, CancellationToken ct)
    {
        var asked = new List<(string Who, string What, Func<HistoryMerchant, int, byte[]> Request)>
        {
            ("cashier", "POST /v1/sales", (merchant, client) => merchant.Sale(client)),
        };
        asked.AddRange(
            HistoryQuestion.All.Select(q =>
                (q.Who, $"GET {q.Path}", (Func<HistoryMerchant, int, byte[]>)((merchant, _) => merchant.Ask(q)))
            )
        );
        rows.AddRange(asked.Select(a => new HistoryRow(a.Who, a.What, merchants.ToDictionary(m => m.Name, _ => new List<int>()), [])));

        for (var round = 1; round <= options.Rounds; round++)
        {
            Say($"Round {round} of {options.Rounds}.");
            for (var n = 0; n < asked.Count; n++)
            {
                foreach (var merchant in merchants)
                    await merchant.SignInAsync(ct);
                var load = new HistoryLoad(Clients, merchants, asked[n].Request);
                foreach (var (merchant, latencies) in await load.RunAsync(options.Window, ct))
                    rows[n].Latencies[merchant].AddRange(latencies);
                if (load.FirstFailure is { } failure)
                    rows[n].Failures.Add(failure);
            }
        }
    }

    /// <summary>GETs that the product has and nobody asked.</summary>
    private static List<string> Missing()
    {
        var asked = HistoryQuestion.All.Select(q => q.Path.Split('?')[0]).ToList();
        return
        [
            .. from controller in typeof(WebApi.ApiHost).Assembly.GetTypes()
            where controller.IsAssignableTo(typeof(ControllerBase)) && !controller.IsAbstract
            from method in controller.GetMethods()
            from get in method.GetCustomAttributes<HttpMethodAttribute>()
            where get.HttpMethods.Contains("GET")
            let parts = new[] { controller.GetCustomAttribute<RouteAttribute>()?.Template, get.Template }
            let route = $"/{string.Join('/', parts.Where(part => part is not null))}"
            let pattern = new Regex($"^{Parameter().Replace(route, "[^/]+")}$")
            where !asked.Exists(path => pattern.IsMatch(path))
            select route,
        ];
    }

    private string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine();
        text.AppendLine(
            Text(
                $"{Clients} clients, {options.Rounds} rounds of {options.Window.TotalSeconds:0.#} s; what small takes, and how many times the others"
            )
        );
        text.AppendLine(
            Text($"small: {SmallSales:N0} sales, alone; many: the same among {options.Others:N0}; whale: {options.Sales:N0} sales, there")
        );
        text.AppendLine();
        Line("who", "what", "p50 ms", "p95 ms", "many p50", "many p95", "whale p50", "whale p95", "");
        foreach (var row in rows)
        {
            Line(
                row.Who,
                row.What,
                Number(row.Of("small", 0.5)),
                Number(row.Of("small", 0.95)),
                Times(row, "many", 0.5),
                Times(row, "many", 0.95),
                Times(row, "whale", 0.5),
                Times(row, "whale", 0.95),
                Verdict(row)
            );
        }

        text.AppendLine();
        text.AppendLine(Text($"{rows.Count(IsMet)} of {rows.Count} within {Bar}x at p95."));
        foreach (var route in Missing())
            text.AppendLine(Text($"Not asked: GET {route}"));
        return text.ToString();

        void Line(params object[] cells) =>
            text.AppendFormat(CultureInfo.InvariantCulture, "{0,-10}{1,-64}{2,9}{3,9}{4,10}{5,10}{6,11}{7,11}  {8}", cells).AppendLine();
    }

    private static bool IsMet(HistoryRow row) => row.Failures.Count == 0 && row.Over("many", 0.95) <= Bar && row.Over("whale", 0.95) <= Bar;

    private static string Verdict(HistoryRow row) =>
        row.Failures.Count > 0 ? $"FAILED {row.Failures[0]}"
        : IsMet(row) ? "met"
        : "not met";

    private async Task<string> SaveAsync(CancellationToken ct)
    {
        var file = Path.Combine(Repository.Root, "artifacts", "bench", "history.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // A file in a folder.
        await File.WriteAllTextAsync(
            file,
            JsonSerializer.Serialize(
                rows.Select(row => new
                {
                    row.Who,
                    row.What,
                    row.Failures,
                    merchants = row.Latencies.ToDictionary(
                        l => l.Key,
                        l => new
                        {
                            Done = l.Value.Count,
                            P50Ms = row.Of(l.Key, 0.5),
                            P95Ms = row.Of(l.Key, 0.95),
                            P99Ms = row.Of(l.Key, 0.99),
                        }
                    ),
                }),
                Indented
            ),
            ct
        );
        return file;
    }

    private static string Number(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Times(HistoryRow row, string merchant, double share) => Text($"{row.Over(merchant, share):0.00}x");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Say(string line) => Console.Out.WriteLine(line);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

/// <summary>One request, and how long each merchant waited for it.</summary>
/// <param name="Latencies">Microseconds, by merchant.</param>
internal sealed record HistoryRow(string Who, string What, Dictionary<string, List<int>> Latencies, List<string> Failures)
{
    public double Over(string merchant, double share) => Of(merchant, share) / Of("small", share);

    /// <summary>Milliseconds that this share of a merchant's requests took at most.</summary>
    public double Of(string merchant, double share)
    {
        var sorted = Latencies[merchant].Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(share * sorted.Length))] / 1000.0;
    }
}
