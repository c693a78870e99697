using System.CommandLine;
using PosCommerce.Bench;
using PosCommerce.Local;

var seconds = new Option<double>("--seconds")
{
    Description = "How long each measurement counts.",
    DefaultValueFactory = _ => 2.5,
};
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
bench.SetAction((parsed, ct) => RunAsync(
    new BenchOptions(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(clients)), ct));

var peer = new Command(BareEndpoint.Verb, "Serves the bare endpoint that reads are compared with.") { Hidden = true };
peer.SetAction((_, ct) => BareEndpoint.ServeAsync(ct));
bench.Add(peer);
return await bench.Parse(args).InvokeAsync();

static void Require(bool holds, System.CommandLine.Parsing.OptionResult value, string message)
{
    if (!holds)
        value.AddError(message);
}

static async Task<int> RunAsync(BenchOptions options, CancellationToken ct)
{
    try
    {
        var report = await BenchRun.ExecuteAsync(options, ct);
        Console.Out.WriteLine(report.ToText());
        Console.Out.WriteLine($"Written to {await report.SaveAsync(ct)}");
        return report.HasFailures ? 1 : 0;
    }
    catch (Exception e) when (e is LocalFailure or BenchFailure)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
}
