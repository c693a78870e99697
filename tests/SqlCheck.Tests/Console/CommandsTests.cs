using NUnit.Framework;
using PosCommerce.Application.Common;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>The console over a source tree of its own: what it writes, what it answers, and that it never fails open.</summary>
public sealed class CommandsTests
{
    private const string Slice = "src/Application/Sales/Slice.cs";
    private const string SnapshotFile = "db/snapshot/sales/Slice.json";

    private const string Project = "src/Application/Sales/PosCommerce.Application.Sales.csproj";

    private readonly StringWriter output = new(); // Empty before each test.

    private Folder folder = null!; // Made before the first test, and empty before each.
    private Dictionary<string, string> prepared = []; // Beside the small product: what a restore and the console write for it.

    // What a restore writes names the folder, so all tests have the same one.
    [OneTimeSetUp]
    public async Task Restore_and_prepare_it_once()
    {
        folder = new Folder();
        Lay_out_a_small_product();
        await DotnetAsync("restore");
        Assert.That(await Prepare(), Is.EqualTo(ExitCode.Good), output.ToString());
        prepared = new[] { Path.Combine(Path.GetDirectoryName(Project)!, "obj"), "db/snapshot" } // A project lies in a folder.
            .SelectMany(made => Directory.GetFiles(Path.Combine(folder.Path, made), "*", SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetRelativePath(folder.Path, file), File.ReadAllText);
    }

    [SetUp]
    public void Lay_out_a_small_product()
    {
        folder.Empty();
        output.GetStringBuilder().Clear();
        foreach (
            var file in Directory
                .GetFiles(Path.Combine(Sample.Root, "db/scripts"), "*.sql", SearchOption.AllDirectories)
                .Append(Path.Combine(Sample.Root, "db/tables.json"))
                .Append(Path.Combine(Sample.Root, "db/sqlcheck.json"))
        )
            folder.Write(Path.GetRelativePath(Sample.Root, file), File.ReadAllText(file));
        Trim("db/sqlcheck.json");
        WriteProject();
        WriteStatements(6);
        foreach (var (file, text) in prepared)
            folder.Write(file, text);
    }

    [OneTimeTearDown]
    public void Remove_it()
    {
        output.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task What_was_prepared_passes_the_check_and_writing_it_again_changes_nothing()
    {
        var written = folder.Read(SnapshotFile);
        Assert.That(await Prepare(), Is.EqualTo(ExitCode.Good), output.ToString());
        Assert.That(folder.Read(SnapshotFile), Is.EqualTo(written));
        Assert.That(await Check(), Is.EqualTo(ExitCode.Good), output.ToString());

        // Edited by hand, or by a merge; and left behind.
        folder.Write(SnapshotFile, written.Replace("\"uuid\"", "\"text\"", StringComparison.Ordinal));
        folder.Write("db/snapshot/ordering/Old/Slice.json", written.Replace("\"sales\"", "\"ordering\"", StringComparison.Ordinal));
        Assert.That(await Check(), Is.EqualTo(ExitCode.Wrong));
        Assert.That(output.ToString(), Does.Contain($"{SnapshotFile}(1,1,1,1): error SQL060").And.Contain("Q0Sql"));
        Assert.That(output.ToString(), Does.Contain("db/snapshot/ordering/Old/Slice.json(1,1,1,1): error SQL061"));
        Assert.That(folder.Read(SnapshotFile), Does.Contain("\"text\""), "a check writes nothing");

        Assert.That(await Commands().PrepareAsync(prune: true, CancellationToken.None), Is.EqualTo(ExitCode.Good));
        Assert.That(Directory.Exists(Path.Combine(folder.Path, "db/snapshot/ordering")), Is.False, "a folder goes with its last file");
        Assert.That(await Check(), Is.EqualTo(ExitCode.Good), output.ToString());
    }

    [Test]
    public async Task A_statement_that_moves_to_another_file_takes_its_snapshot_along()
    {
        folder.Write("src/Application/Sales/Moved/Slices.cs", folder.Read(Slice));
        File.Delete(Path.Combine(folder.Path, Slice));

        Assert.That(await Check(), Is.EqualTo(ExitCode.Wrong));
        Assert.That(
            output.ToString(),
            Does.Contain("db/snapshot/sales/Moved/Slices.json(1,1,1,1): error SQL060").And.Contain($"{SnapshotFile}(1,1,1,1): error SQL061")
        );
        Assert.That(await Prepare(), Is.EqualTo(ExitCode.Good), "nothing is lost, so nothing need be asked for");
        Assert.That(File.Exists(Path.Combine(folder.Path, SnapshotFile)), Is.False);
        Assert.That(await Check(), Is.EqualTo(ExitCode.Good), output.ToString());
    }

    /// <summary>What two people do at once: each adds a use case and a migration, and git puts both together by itself.</summary>
    [Test]
    public async Task Two_branches_that_each_add_a_statement_and_a_migration_merge_without_a_conflict()
    {
        await RunAsync("git", "init", "--quiet", "--initial-branch=main");
        await CommitAsync("Begin");
        await AddAsync("one", "9001_sales_one.sql");
        await RunAsync("git", "checkout", "--quiet", "main");
        await AddAsync("two", "9002_sales_two.sql");

        await RunAsync("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "merge", "--quiet", "--no-edit", "one");

        Assert.That(await Check(), Is.EqualTo(ExitCode.Good), output.ToString());
        Assert.That(Directory.GetFiles(Path.Combine(folder.Path, "db/snapshot/sales")), Has.Length.EqualTo(3));

        async Task AddAsync(string branch, string migration)
        {
            await RunAsync("git", "checkout", "--quiet", "-b", branch);
            folder.Write(
                $"src/Application/Sales/{branch}.cs",
                Source(branch, $"select number from sales.sale where tenant_id = @tenant and sale_id = @Id and {branch}_at is null")
            );
            folder.Write($"db/scripts/migrations/{migration}", $"alter table sales.sale add column {branch}_at timestamptz;");
            Assert.That(await Prepare(), Is.EqualTo(ExitCode.Good), output.ToString());
            await CommitAsync(branch);
        }
    }

    [Test]
    public async Task Without_a_snapshot_nothing_passes()
    {
        Directory.Delete(Path.Combine(folder.Path, "db/snapshot"), recursive: true);
        Assert.That(await Check(), Is.EqualTo(ExitCode.Wrong));
        Assert.That(output.ToString(), Does.Contain("error SQL060"));
    }

    [Test]
    public async Task An_up_to_date_build_and_a_new_file_hide_nothing()
    {
        await DotnetAsync("build");
        folder.Write(
            "src/Application/Sales/Newer.cs",
            Source("Newer", "select 6 + sale_id::text from sales.sale where tenant_id = @tenant")
        );
        Assert.That(await Check(), Is.EqualTo(ExitCode.Wrong));
        Assert.That(output.ToString(), Does.Contain("Newer.cs").And.Contain("SQL003"));
        Assert.That(output.ToString(), Does.Not.Contain("SQL061"), "the others are still seen");
    }

    [Test]
    public async Task Sources_that_do_not_compile_are_not_checked_and_change_nothing()
    {
        folder.Write(Slice, folder.Read(Slice) + "internal sealed class Broken : Missing;");

        Assert.That(() => Prepare(), Throws.TypeOf<CheckFailure>().With.Message.Contains("do not compile"));
        Assert.That(() => Check(), Throws.TypeOf<CheckFailure>());
        Assert.That(output.ToString(), Does.Contain("Slice.cs").And.Contain("error CS0246"));
        Assert.That(Entries(), Is.EqualTo(6));
    }

    [Test]
    public async Task No_statement_at_all_is_no_good_result()
    {
        folder.Write(Slice, "internal sealed class Nothing;");

        Assert.That(() => Prepare(), Throws.TypeOf<CheckFailure>().With.Message.Contains("not one SQL statement"));
        Assert.That(() => Check(), Throws.TypeOf<CheckFailure>());
        Assert.That(Entries(), Is.EqualTo(6));
    }

    [Test]
    public void No_project_is_no_good_result()
    {
        Directory.Delete(Path.Combine(folder.Path, "src"), recursive: true);
        Assert.That(() => Check(), Throws.TypeOf<CheckFailure>().With.Message.Contains("no projects"));
    }

    [Test]
    public async Task Many_statements_leave_the_snapshot_only_when_that_is_asked_for()
    {
        WriteStatements(4);
        Assert.That(() => Prepare(), Throws.TypeOf<CheckFailure>().With.Message.Contains("--prune"));
        Assert.That(Entries(), Is.EqualTo(6));

        WriteStatements(5);
        Assert.That(await Prepare(), Is.EqualTo(ExitCode.Good), "one of six may go");
        WriteStatements(1);
        Assert.That(await Commands().PrepareAsync(prune: true, CancellationToken.None), Is.EqualTo(ExitCode.Good));
        Assert.That(Entries(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_failing_migration_writes_nothing_and_says_where()
    {
        folder.Write("db/scripts/migrations/9999_canary.sql", "create table nowhere.at_all ();");

        Assert.That(await Prepare(), Is.EqualTo(ExitCode.Wrong));
        Assert.That(output.ToString(), Does.Contain("db/scripts/migrations/9999_canary.sql(1,1,1,1): error SQL050"));
        Assert.That(Entries(), Is.EqualTo(6));
    }

    [Test]
    public async Task An_earlier_release_is_asked_on_the_present_schema()
    {
        await RunAsync("git", "init", "--quiet");
        await CommitAsync("Release");
        Assert.That(await Commands().CompatAsync("HEAD", CancellationToken.None), Is.EqualTo(ExitCode.Good), output.ToString());

        folder.Write("db/scripts/migrations/9998_canary.sql", "alter table sales.sale rename column currency to coin;");
        Assert.That(await Commands().CompatAsync("HEAD", CancellationToken.None), Is.EqualTo(ExitCode.Wrong));
        Assert.That(
            output.ToString(),
            Does.Contain("error SQL003: Q0Sql of src/Application/Sales/Slice.cs, as HEAD sends it: column \"currency\" does not exist")
        );

        folder.Write("db/scripts/migrations/9998_canary.sql", "alter table sales.sale alter column currency drop not null;");
        output.GetStringBuilder().Clear();
        Assert.That(await Commands().CompatAsync("HEAD", CancellationToken.None), Is.EqualTo(ExitCode.Wrong));
        Assert.That(output.ToString(), Does.Contain("error SQL022").And.Contain("currency can now be null"));

        Assert.That(() => Commands().CompatAsync("no-such-release", CancellationToken.None), Throws.TypeOf<CheckFailure>());
    }

    [Test]
    public async Task A_release_whose_sources_do_not_say_what_its_snapshot_is_of_is_not_checked()
    {
        folder.Write(Slice, folder.Read(Slice).Replace("net >= 3", "net >= 30", StringComparison.Ordinal));
        await RunAsync("git", "init", "--quiet");
        await CommitAsync("Release");

        Assert.That(
            () => Commands().CompatAsync("HEAD", CancellationToken.None),
            Throws.TypeOf<CheckFailure>().With.Message.Contains("Q3Sql")
        );
    }

    private async Task CommitAsync(string message)
    {
        await RunAsync("git", "add", "src/Application/Sales/*.cs", "db");
        await RunAsync("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", $"--message={message}");
    }

    private int Entries() => Snapshot.Read(folder.Read(SnapshotFile)).Entries.Count;

    private Task<ExitCode> Prepare() => Commands().PrepareAsync(prune: false, CancellationToken.None);

    private Task<ExitCode> Check() => Commands().CheckAsync(CancellationToken.None);

    private Commands Commands() => new(folder.Path, new Progress(TextWriter.Null, isTerminal: false), output, _ => Sample.ServerAsync());

    private void WriteProject() =>
        folder.Write(
            Project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(IDb).Assembly.Location}" />
              </ItemGroup>
            </Project>
            """
        );

    private void WriteStatements(int count) =>
        folder.Write(
            Slice,
            string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        Source($"Q{i}", $"select currency from sales.sale where tenant_id = @tenant and sale_id = @Id and net >= {i}")
                    )
            )
        );

    private static string Source(string name, string sql) =>
        $$"""
            internal sealed class {{name}}(PosCommerce.Application.Common.IDb db)
            {
                private const string {{name}}Sql = "{{sql}}";

                public Task<string?> Run() => db.QuerySingleOrDefaultAsync<string>({{name}}Sql, new { Id = Guid.Empty });
            }

            """;

    // The product's exemptions name statements that are not in here.
    private void Trim(string path)
    {
        var text = folder.Read(path);
        var start = text.IndexOf("\"statements\": [", StringComparison.Ordinal);
        folder.Write(path, text[..start] + "\"statements\": []\n}\n");
    }

    private Task DotnetAsync(string verb) => RunAsync("dotnet", verb, Path.Combine(folder.Path, Project), "--nologo", "-nodeReuse:false");

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!; // Both programs are needed to build at all.
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, said);
    }
}
