using System.CommandLine;
using PosCommerce.Bench;
using PosCommerce.Local;

var seconds = new Option<double>("--seconds") { Description = "How long each measurement counts.", DefaultValueFactory = _ => 2.5 };
var rounds = new Option<int>("--rounds")
{
    Description = "How often everything is measured: what is compared is measured side by side, round by round.",
    DefaultValueFactory = _ => 3,
};
var clients = new Option<int>("--clients")
{
    Description = "Connections that sell and read at the same time.",
    DefaultValueFactory = _ => 16,
};
seconds.Validators.Add(value => Require(value.GetValueOrDefault<double>() is >= 0.5 and <= 600, value, "--seconds: from 0.5 to 600."));
rounds.Validators.Add(value => Require(value.GetValueOrDefault<int>() is >= 1 and <= 100, value, "--rounds: from 1 to 100."));
clients.Validators.Add(value => Require(value.GetValueOrDefault<int>() is >= 1 and <= 64, value, "--clients: from 1 to 64."));

var bench = new RootCommand("Measures the API beside what the same machine can do at best.") { seconds, rounds, clients };
bench.SetAction(
    (parsed, ct) =>
        RunAsync(new BenchOptions(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(clients)), ct)
);

var peer = new Command(BareEndpoint.Verb, "Serves the bare endpoint that reads are compared with.") { Hidden = true };
peer.SetAction((_, ct) => BareEndpoint.ServeAsync(ct));
bench.Add(peer);

var sales = new Option<long>("--sales") { Description = "How many the whale made.", DefaultValueFactory = _ => 2_000_000 };
var others = new Option<int>("--merchants") { Description = "How many others are beside it.", DefaultValueFactory = _ => 1_000 };
var historySeconds = new Option<double>("--seconds")
{
    Description = "How long each request is asked in a round.",
    DefaultValueFactory = _ => 0.6,
};
sales.Validators.Add(value =>
    Require(value.GetValueOrDefault<long>() is >= 1_000 and <= 100_000_000, value, "--sales: from 1,000 to 100,000,000.")
);
others.Validators.Add(value => Require(value.GetValueOrDefault<int>() is >= 0 and <= 100_000, value, "--merchants: from 0 to 100,000."));
historySeconds.Validators.Add(value => Require(value.GetValueOrDefault<double>() is >= 0.1 and <= 60, value, "--seconds: from 0.1 to 60."));
var history = new Command("history", "Asks everything of a merchant alone, of the same among many, and of one with a long past.")
{
    sales,
    others,
    historySeconds,
    rounds,
};
history.SetAction(
    (parsed, ct) =>
        HistoryAsync(
            new HistoryOptions(
                parsed.GetValue(sales),
                parsed.GetValue(others),
                TimeSpan.FromSeconds(parsed.GetValue(historySeconds)),
                parsed.GetValue(rounds)
            ),
            ct
        )
);
bench.Add(history);
var searchClients = new Option<int>("--clients")
{
    Description = "Connections that search at the same time.",
    DefaultValueFactory = _ => 1,
};
searchClients.Validators.Add(value => Require(value.GetValueOrDefault<int>() is >= 1 and <= 64, value, "--clients: from 1 to 64."));
var search = new Command("search", "Searches among 50,000 articles with 10,000 words, beside a read by id.")
{
    seconds,
    rounds,
    searchClients,
};
search.SetAction(
    (parsed, ct) =>
        ToldAsync(() =>
            BenchRun.SearchAsync(
                new BenchOptions(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(searchClients)),
                ct
            )
        )
);
bench.Add(search);
var import = new Command("import", "Takes in a file of 50,000 products, beside COPY of the same rows.") { rounds };
import.SetAction(
    (parsed, ct) => ToldAsync(() => BenchRun.ImportAsync(new BenchOptions(TimeSpan.Zero, parsed.GetValue(rounds), Clients: 1), ct))
);
bench.Add(import);
var till = new Command("till", "Tells a till 50,000 articles, beside COPY of the same columns.") { rounds };
till.SetAction(
    (parsed, ct) => ToldAsync(() => BenchRun.TillAsync(new BenchOptions(TimeSpan.Zero, parsed.GetValue(rounds), Clients: 1), ct))
);
bench.Add(till);
return await bench.Parse(args).InvokeAsync();

static void Require(bool holds, System.CommandLine.Parsing.OptionResult value, string message)
{
    if (!holds)
        value.AddError(message);
}

static Task<int> RunAsync(BenchOptions options, CancellationToken ct) =>
    ToldAsync(async () =>
    {
        var report = await BenchRun.ExecuteAsync(options, ct);
        Console.Out.WriteLine(report.ToText());
        Console.Out.WriteLine($"Written to {await report.SaveAsync(ct)}");
        return !report.HasFailures;
    });

static Task<int> HistoryAsync(HistoryOptions options, CancellationToken ct) => ToldAsync(() => HistoryRun.ExecuteAsync(options, ct));

static async Task<int> ToldAsync(Func<Task<bool>> run)
{
    try
    {
        return await run() ? 0 : 1;
    }
    catch (Exception e) when (e is LocalFailure or BenchFailure)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
}
