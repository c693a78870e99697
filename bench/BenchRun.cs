using Npgsql;
using PosCommerce.Local;

namespace PosCommerce.Bench;

/// <summary>One run: a fresh database, the API and the bare endpoint beside each other, and everything measured in turns.</summary>
internal sealed class BenchRun
{
    private const string DatabaseName = "poscommerce_bench";
    private const int Starts = 3;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    // The runtime compiles what is called often once more, and better, while it serves.
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(4);

    private readonly BenchOptions options;
    private readonly LocalDatabase database;
    private readonly Shop shop;
    private readonly string? pgbench;
    private readonly int? postmaster;
    private readonly Dictionary<string, string> settings;
    private int scriptRuns;

    private BenchRun(BenchOptions options, LocalDatabase database, Shop shop, string? pgbench, int? postmaster)
    {
        (this.options, this.database, this.shop, this.pgbench, this.postmaster) = (options, database, shop, pgbench, postmaster);
        settings = ApiProcess.NewKeys();
    }

    private static string Folder => Path.Combine(Repository.Root, "artifacts", "bench");

    public static Task<Report> ExecuteAsync(BenchOptions options, CancellationToken ct) =>
        OnServerAsync((admin, passwords, pgbench) => ExecuteAsync(options, admin, passwords, pgbench, ct), ct);

    /// <summary>Every kind of search, by itself.</summary>
    public static Task<bool> SearchAsync(BenchOptions options, CancellationToken ct) =>
        OnServerAsync(
            async (admin, passwords, _) =>
            {
                var (database, shop) = await PrepareAsync(options, admin, passwords, ct);
                return await SearchRun.ExecuteAsync(options, database, shop, ApiProcess.NewKeys(), Path.Combine(Folder, "api.log"), ct);
            },
            ct
        );

    public static Task<bool> TillAsync(BenchOptions options, CancellationToken ct) =>
        OnServerAsync(
            async (admin, passwords, _) =>
            {
                var (database, shop) = await PrepareAsync(options, admin, passwords, ct);
                return await TillRun.ExecuteAsync(options, database, shop, ApiProcess.NewKeys(), Path.Combine(Folder, "api.log"), ct);
            },
            ct
        );

    public static Task<bool> ImportAsync(BenchOptions options, CancellationToken ct) =>
        OnServerAsync(
            async (admin, passwords, _) =>
            {
                var (database, shop) = await PrepareAsync(options, admin, passwords, ct);
                return await ImportRun.ExecuteAsync(options, database, shop, ApiProcess.NewKeys(), Path.Combine(Folder, "api.log"), ct);
            },
            ct
        );

    private static async Task<T> OnServerAsync<T>(Func<string, LocalPasswords, string?, Task<T>> run, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        if (LocalDatabase.GivenAdmin is { } admin)
        {
            // A given server is shared with `run`, and so are its logins: they keep the passwords that `run` gave them.
            var data = Environment.GetEnvironmentVariable("POSCOMMERCE_DATA") is { Length: > 0 } set
                ? set
                : Path.Combine(Repository.Root, ".local");
            return await run(admin, LocalPasswords.LoadOrCreate(data), Programs.Find("pgbench"));
        }

        Say("Starting PostgreSQL, durable, on the disk of this checkout.");
        await using var postgres = await LocalPostgres.StartAsync(
            new LocalPostgresOptions(Path.Combine(Folder, "postgresql"), Say: Say),
            ct
        );
        return await run(postgres.AdminConnectionString(), LocalPasswords.Generate(), postgres.FindProgram("pgbench"));
    }

    private static async Task<Report> ExecuteAsync(
        BenchOptions options,
        string admin,
        LocalPasswords passwords,
        string? pgbench,
        CancellationToken ct
    )
    {
        var (database, shop) = await PrepareAsync(options, admin, passwords, ct);

        // One session stays, to ask for checkpoints; its parent is the server whose CPU time counts.
        await using var source = NpgsqlDataSource.Create(database.Admin);
        await ExecuteAsync(source, "vacuum analyze", ct);
        await using var session = await source.OpenConnectionAsync(ct);
        var run = new BenchRun(options, database, shop, pgbench, CpuTime.PostmasterOf(session.ProcessID));
        return await run.MeasureAsync(session, ct);
    }

    private static async Task<(LocalDatabase Database, Shop Shop)> PrepareAsync(
        BenchOptions options,
        string admin,
        LocalPasswords passwords,
        CancellationToken ct
    )
    {
        Say("Preparing a fresh database.");
        await using var server = NpgsqlDataSource.Create(admin);
        await ExecuteAsync(server, $"drop database if exists {DatabaseName} with (force)", ct);
        var database = await LocalDatabase.PrepareAsync(admin, DatabaseName, passwords, demo: false, ct: ct);
        return (database, await Shop.OpenAsync(database.Migrator, options.Clients, ct));
    }

    private async Task<Report> MeasureAsync(NpgsqlConnection session, CancellationToken ct)
    {
        var starts = await MeasureStartsAsync(ct);

        Say("Counting round trips and statements.");
        var kinds = new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
        {
            ["sale"] = () => shop.Sale(0, isHot: false),
            ["catalogue list"] = () => shop.List(0),
            ["variant by id"] = () => shop.ById(0),
        };
        var counted = await Counted.OfAsync(database.App, settings, shop, kinds.Values, ct);
        var counts = kinds.Keys.Zip(counted).ToDictionary(StringComparer.Ordinal);

        await using var api = await StartApiAsync(ct);
        await using var bare = await StartBareAsync(ct);
        await Task.Delay(Settling, ct);
        var idle = CpuTime.MemoryOf(api.Id);

        var body = await AnswerToASaleAsync(api.Port, ct);
        var (figures, loaded) = await MeasureLoadsAsync(api, bare, session, body, ct);
        return new Report(
            options,
            $"PostgreSQL {session.PostgreSqlVersion}, fsync {await ScalarAsync(session, "show fsync", ct)}, synchronous_commit {await ScalarAsync(session, "show synchronous_commit", ct)}",
            pgbench is null ? "the driver, since there is no pgbench here: they are too low, and the ratios too kind" : "pgbench, prepared",
            figures,
            counts,
            Judge(figures, counts["sale"], idle, loaded, starts),
            idle,
            loaded,
            starts,
            [
                "CPU ms: per operation, of the process that answers and of all of PostgreSQL; the load's own is not in it.",
                "Ratios: the middle of the rounds (least to most). The machine's noise is in every figure; only ratios within one run count.",
                "That the cost stays with 1,000 merchants and a long past: ./build.sh bench-history.",
            ]
        );
    }

    private async Task<List<double>> MeasureStartsAsync(CancellationToken ct)
    {
        Say("Starting the API, cold and again.");
        List<double> seconds = [];
        for (var i = 0; i < Starts; i++)
        {
            await using var api = await StartApiAsync(ct);
            seconds.Add(api.StartTime.TotalSeconds);
        }

        return seconds;
    }

    private async Task<(List<Figure> Figures, double? LoadedMemory)> MeasureLoadsAsync(
        ServedProcess api,
        ServedProcess bare,
        NpgsqlConnection session,
        string body,
        CancellationToken ct
    )
    {
        Load[] loads =
        [
            Api("sale", api, client => shop.Sale(client, isHot: false)),
            Ceiling("sale: ceiling, one statement a round trip", "sale-single", isHot: false, body),
            Ceiling("sale: ceiling, pipelined", "sale-pipelined", isHot: false, body),
            Ceiling("sale: ceiling, one CTE", "sale-cte", isHot: false, body),
            Api("hot item", api, client => shop.Sale(client, isHot: true)),
            Ceiling("hot item: ceiling, one statement a round trip", "sale-single", isHot: true, body),
            Ceiling("hot item: ceiling, one CTE", "sale-cte", isHot: true, body),
            Api("catalogue list", api, shop.List),
            Bare("catalogue list: bare endpoint", bare, _ => HttpConnection.Request("GET", "/variants")),
            Ceiling("catalogue list: ceiling", "list", isHot: false, body),
            Api("variant by id", api, shop.ById),
            Bare("variant by id: bare endpoint", bare, _ => HttpConnection.Request("GET", $"/variants/{Shop.AnyVariant()}")),
            Ceiling("variant by id: ceiling", "by-id", isHot: false, body),
        ];
        var rounds = loads.ToDictionary(load => load.Name, _ => new List<Measurement>(), StringComparer.Ordinal);
        double? memory = null;
        Say("Warming up.");
        await shop.SignInAsync(api.Port, ct);
        foreach (var load in loads.Where(load => load.Service is not null))
            await load.Make().RunAsync(Compiling, ct);
        for (var round = 1; round <= options.Rounds; round++)
        {
            Say($"Round {round} of {options.Rounds}.");
            await ExecuteAsync(session, "checkpoint", ct);
            // Every other round runs backwards, so that what drifts does not always hit the same one.
            foreach (var load in round % 2 == 1 ? loads : loads.Reverse())
            {
                await shop.SignInAsync(api.Port, ct);
                var measured = await Measurement.OfAsync(load.Make(), options.Window, load.Service, postmaster, ct);
                rounds[load.Name].Add(measured);
                if (measured.Done == 0)
                    throw new BenchFailure($"Nothing was done at \"{load.Name}\": {load.FirstFailure?.Invoke() ?? "no answer"}");
                if (measured.Failed > 0)
                    Say($"{measured.Failed} failed at \"{load.Name}\", the first with {load.FirstFailure?.Invoke()}");
                if (CpuTime.MemoryOf(api.Id) is { } now)
                    memory = Math.Max(memory ?? 0, now);
            }
        }

        return ([.. loads.Select(load => new Figure(load.Name, rounds[load.Name]))], memory);
    }

    private static List<Goal> Judge(List<Figure> figures, Counted sale, double? idle, double? loaded, List<double> starts)
    {
        Figure Of(string name) => figures.Single(f => f.Name == name);
        var selling = Of("sale");
        var rounds = selling.Rounds.Count;
        return
        [
            Goal.AtLeast("sale, of one statement a round trip", 0.5, selling.Over(Of("sale: ceiling, one statement a round trip")), rounds),
            Goal.AtLeast("sale, of one CTE", 0.35, selling.Over(Of("sale: ceiling, one CTE")), rounds),
            Goal.AtMost("sale, CPU", 2.5, selling.TotalCpu, "ms"),
            Goal.AtMost("sale, round trips", 3, Math.Max(sale.RoundTrips, sale.Turns), ""),
            Goal.AtMost("sale, statements", 15, Math.Max(sale.Statements, sale.Executions), ""),
            Goal.AtMost("sale, p99 to p50", 4, selling.P99 / selling.P50, "x"),
            Goal.AtLeast(
                "catalogue list, of the bare endpoint",
                0.6,
                Of("catalogue list").Over(Of("catalogue list: bare endpoint")),
                rounds
            ),
            Goal.AtLeast("variant by id, of the bare endpoint", 0.7, Of("variant by id").Over(Of("variant by id: bare endpoint")), rounds),
            Goal.AtMost("memory, idle", 120, idle, "MiB"),
            Goal.AtMost("memory, loaded", 250, loaded, "MiB"),
            Goal.AtMost("start to first answer from the database", 1.5, starts.Order().ElementAt(starts.Count / 2), "s"),
        ];
    }

    private Load Api(string name, ServedProcess api, Func<int, byte[]> request) => Http(name, api, request);

    private Load Bare(string name, ServedProcess bare, Func<int, byte[]> request) => Http(name, bare, request);

    private Load Http(string name, ServedProcess service, Func<int, byte[]> request)
    {
        var load = new HttpLoad(options.Clients, service.Port, request);
        return new Load(name, service.Id, () => load, () => load.FirstFailure);
    }

    // Each run has rows of its own, so each needs a number of its own.
    private Load Ceiling(string name, string script, bool isHot, string body) =>
        new(
            name,
            Service: null,
            () =>
            {
                var made = PgScript.Of(script, Shop.ScriptValues(++scriptRuns, isHot, body));
                return pgbench is null
                    ? new DriverLoad(database.Migrator, options.Clients, made)
                    : new PgbenchLoad(pgbench, database.Migrator, options.Clients, made, Folder);
            },
            FirstFailure: null
        );

    private Task<ServedProcess> StartApiAsync(CancellationToken ct) =>
        ApiProcess.StartAsync(database.App, settings, Path.Combine(Folder, "api.log"), ct);

    private Task<ServedProcess> StartBareAsync(CancellationToken ct) =>
        ServedProcess.StartAsync(
            typeof(BenchRun).Assembly.Location,
            [BareEndpoint.Verb],
            new Dictionary<string, string> { [BareEndpoint.DatabaseVariable] = database.Migrator },
            $"/variants/{Shop.Variant(1)}",
            Path.Combine(Folder, "bare.log"),
            ct
        );

    /// <summary>The scripts store what the product stores, so they are given one of its answers.</summary>
    private async Task<string> AnswerToASaleAsync(int port, CancellationToken ct)
    {
        await shop.SignInAsync(port, ct);
        using var connection = await HttpConnection.OpenAsync(port, ct);
        var status = await connection.SendAsync(shop.Sale(0, isHot: false), ct);
        return status == 201 ? connection.Body : throw new BenchFailure($"The first sale failed: {status} {connection.Body}");
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return await command.ExecuteScalarAsync(ct);
    }

    private static void Say(string line) => Console.Out.WriteLine(line);

    private sealed record Load(string Name, int? Service, Func<ILoad> Make, Func<string?>? FirstFailure);
}
