using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using PosCommerce.Migrator;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Migrations;

/// <summary>The migrator as a process of its own, stopped in the middle of a script by whatever may stop it.</summary>
[Platform("Linux")]
public sealed class MigratorProcessTests
{
    // Whoever makes a schema of a name that another transaction has just made waits for that one's end.
    private const string SchemaInTheMiddleOfTheFirstScript = "sales";
    private const string SchemaOfALaterScript = "platform";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Set before each test, as NUnit does it.
    private TestDatabase database = null!;

    [SetUp]
    public async Task SetUp() => database = await (await TestCluster.GetAsync()).CreateEmptyAsync();

    [TearDown]
    public async Task TearDown() => await database.DisposeAsync();

    [TestCase("INT", SchemaInTheMiddleOfTheFirstScript)]
    [TestCase("TERM", SchemaInTheMiddleOfTheFirstScript)]
    [TestCase("INT", SchemaOfALaterScript)]
    [TestCase("TERM", SchemaOfALaterScript)]
    public async Task A_migrator_that_is_told_to_stop_leaves_nothing_half_done(string signal, string schema)
    {
        await using var held = await Database.HoldAsync(database.Admin, $"create schema {schema}");
        using var migrator = Start();
        await WaitsForALockAsync();

        Send(migrator, signal);
        await migrator.WaitForExitAsync().WaitAsync(Patience);

        Assert.That(migrator.ExitCode, Is.EqualTo((int)ExitCode.Failed));
        Assert.That(await migrator.StandardError.ReadToEndAsync(), Does.StartWith("Stopped; what was not finished left nothing."));
        await held.DisposeAsync();
        await NothingIsHalfDoneAsync(schema);
        await GoesOnToTheEndAsync();
    }

    [TestCase(SchemaInTheMiddleOfTheFirstScript)]
    [TestCase(SchemaOfALaterScript)]
    public async Task A_migrator_that_was_killed_is_waited_for_until_the_server_has_undone_its_script(string schema)
    {
        await using var held = await Database.HoldAsync(database.Admin, $"create schema {schema}");
        using var migrator = Start();
        await WaitsForALockAsync();
        migrator.Kill();
        await migrator.WaitForExitAsync();

        // Its script still runs in the server, and the lock with it.
        var heard = new Notes();
        var next = PosCommerce.Migrator.Migrations.UpAsync(database.Migrator, EmbeddedScripts.Instance, heard);
        await heard.First.WaitAsync(Patience);
        await held.DisposeAsync();
        await next.WaitAsync(Patience);

        Assert.That(await heard.First, Does.StartWith("Another migrator is at work"));
        await PosCommerce.Migrator.Migrations.VerifyAsync(database.Migrator, EmbeddedScripts.Instance);
    }

    private Process Start()
    {
        // Tests that run in the background of a script ignore SIGINT, and so would what they start.
        var program = Path.Combine(AppContext.BaseDirectory, "PosCommerce.Migrator.dll");
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program, "up"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__PosCommerce"] = database.Migrator;
        return Process.Start(start) ?? throw new InvalidOperationException("The migrator did not start.");
    }

    private static void Send(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task WaitsForALockAsync()
    {
        var started = Stopwatch.StartNew();
        while (
            (
                await Database.ListAsync(
                    database.Admin,
                    """
                    select usename::text
                      from pg_stat_activity
                     where datname = current_database()
                       and wait_event_type = 'Lock'
                       and usename = 'poscommerce_migrator'
                    """
                )
            ).Count == 0
        )
        {
            if (started.Elapsed > Patience)
                throw new TimeoutException("The migrator did not come to the schema that is held.");
            await Task.Delay(50);
        }
    }

    private async Task NothingIsHalfDoneAsync(string schema)
    {
        var journal = await ExistsAsync("public.schemaversions")
            ? await Database.ListAsync(database.Admin, "select scriptname from public.schemaversions order by schemaversionsid")
            : [];
        var scripts = EmbeddedScripts.Instance.Migrations;
        var stopped = scripts.Single(script => script.Text.Contains($"create schema {schema};", StringComparison.Ordinal));

        Assert.That(journal, Is.EqualTo(scripts.TakeWhile(script => script != stopped).Select(script => script.Name)));
        if (journal.Count == 0)
        {
            Assert.That(
                await Database.ListAsync(
                    database.Admin,
                    "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')"
                ),
                Is.Empty
            );
        }
    }

    private async Task GoesOnToTheEndAsync()
    {
        using var migrator = Start();
        await migrator.WaitForExitAsync().WaitAsync(Patience);

        Assert.That(migrator.ExitCode, Is.Zero, await migrator.StandardError.ReadToEndAsync());
        await PosCommerce.Migrator.Migrations.VerifyAsync(database.Migrator, EmbeddedScripts.Instance);
    }

    private async Task<bool> ExistsAsync(string table) =>
        (await Database.ListAsync(database.Admin, $"select (to_regclass('{table}') is not null)::text")).Single() == "true";

    private sealed class Notes : IProgressSink
    {
        private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<string> First => first.Task;

        public void Started(string step) { }

        public void Finished(string step, TimeSpan took) { }

        public void Note(string line) => first.TrySetResult(line);
    }
}
