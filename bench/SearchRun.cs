using System.Globalization;
using Npgsql;
using PosCommerce.Local;

namespace PosCommerce.Bench;

/// <summary>Every kind of search among 50,000 articles with 10,000 words, beside a read by id in the same run.</summary>
internal sealed class SearchRun(BenchOptions options, Shop shop, IReadOnlyList<string> names, int port)
{
    private const double Bar = 3;

    public static async Task<bool> ExecuteAsync(
        BenchOptions options,
        LocalDatabase database,
        Shop shop,
        IReadOnlyDictionary<string, string> settings,
        string log,
        CancellationToken ct
    )
    {
        await using var source = NpgsqlDataSource.Create(database.Migrator);
        Say("Adding articles.");
        await using var fill = source.CreateCommand(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sql", "search.sql"), ct)
        );
        fill.CommandTimeout = 600;
        await fill.ExecuteNonQueryAsync(ct);
        await using var admin = NpgsqlDataSource.Create(database.Admin);
        await using (var tidy = admin.CreateCommand("vacuum analyze"))
            await tidy.ExecuteNonQueryAsync(ct);
        List<string> names = [];
        await using (
            var ask = source.CreateCommand("select name from catalog.variant where brand is not null order by variant_id limit 5000")
        )
        await using (var reader = await ask.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                names.Add(reader.GetString(0).ToLowerInvariant());
        }

        await using var api = await ApiProcess.StartAsync(database.App, settings, log, ct);
        return await new SearchRun(options, shop, names, api.Port).MeasureAsync(ct);
    }

    private async Task<bool> MeasureAsync(CancellationToken ct)
    {
        var kinds = new (string Name, Func<string>? Search)[]
        {
            ("variant by id", null),
            ("two letters", () => Word()[..2]),
            ("three letters", () => Word()[..3]),
            ("a word", Word),
            ("two words", () => Words() is var (one, other) ? $"{other} {one}" : ""),
            ("a typo", () => Wrong(Word())),
            ("two typos", () => Words() is var (one, other) ? $"{Wrong(other)} {Wrong(one)}" : ""),
            ("nothing there", () => "qqqqqq wwwwww"),
            ("SKU", () => $"sku-{Number():000000}"),
            ("beginning of SKUs", () => $"sku-{Number() / 100:0000}"),
            ("code", () => $"2000000{Number():000000}"),
        };
        var loads = kinds.ToDictionary(k => k.Name, k => new HttpLoad(options.Clients, port, client => RequestOf(client, k.Search)));
        var rounds = kinds.ToDictionary(k => k.Name, _ => new List<Measurement>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            Say(round == 0 ? "Warming up." : $"Round {round} of {options.Rounds}.");
            foreach (var (name, load) in round % 2 == 1 ? loads : loads.Reverse())
            {
                await shop.SignInAsync(port, ct);
                var measured = await Measurement.OfAsync(load, options.Window, null, null, ct);
                if (measured.Done == 0 || measured.Failed > 0)
                    throw new BenchFailure($"\"{name}\" failed: {load.FirstFailure ?? "no answer"}");
                if (round > 0)
                    rounds[name].Add(measured);
            }
        }

        var figures = kinds.Select(k => new Figure(k.Name, rounds[k.Name])).ToList();
        Say("");
        Say($"{"", -20}{"/s", 8}{"p50 ms", 9}{"p95 ms", 9}{"p50 x", 8}{"p95 x", 8}");
        foreach (var f in figures)
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{f.Name, -20}{f.PerSecond, 8:0}{f.P50, 9:0.00}{f.P95, 9:0.00}{f.P50 / figures[0].P50, 8:0.0}{f.P95 / figures[0].P95, 8:0.0}"
                )
            );
        var worst = figures.Skip(1).MaxBy(f => f.P95)!; // There are searches.
        var goal = Goal.AtMost("search, p95 to that of a read by id", Bar, worst.P95 / figures[0].P95, "x");
        Say($"{goal.What} {goal.Bar}: {goal.Measured} ({worst.Name}), {goal.Verdict}");
        return true;
    }

    private byte[] RequestOf(int client, Func<string>? search) =>
        search is null ? shop.ById(client) : shop.Get(client, $"/v1/variants?limit=20&search={Uri.EscapeDataString(search())}");

    private string[] AnyName() => names[Random.Shared.Next(names.Count)].Split(' ');

    private string Word() => AnyName()[Random.Shared.Next(3)];

    private (string One, string Other) Words() => AnyName() is var name ? (name[0], name[2]) : default;

    // Two neighbours changed places.
    private static string Wrong(string word) => $"{word[..2]}{word[3]}{word[2]}{word[4..]}";

    private static int Number() => Random.Shared.Next(1_001, 50_001);

    private static void Say(string line) => Console.Out.WriteLine(line);
}
