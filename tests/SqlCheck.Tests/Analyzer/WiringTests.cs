using System.Diagnostics;
using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>
/// Proves the wiring by building: the repository's own build rules and analyzer around a context of two files, then with
/// each part of the wiring torn out. No PostgreSQL is asked by any of it.
/// </summary>
public sealed class WiringTests
{
    private const string Project = "src/Application/Sales/PosCommerce.Application.Sales.csproj";
    private const string Handler = "src/Application/Sales/TakeNote.cs";
    private const string Sql = "delete from sales.note where tenant_id = @tenant";
    private const string Migration = "db/scripts/migrations/0001_sales_note.sql";

    private static readonly string[] BuildRules =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "global.json",
    ];

    private string sample = "";

    // The space is part of the proof: the conditions of the wiring compare paths.
    [OneTimeSetUp]
    public void Build_a_sound_sample()
    {
        var repository = Repository();
        sample = Path.Combine(repository, "artifacts", "wiring samples", Guid.NewGuid().ToString("n")[..8]);
        foreach (var file in BuildRules.Concat(SourcesOf("tools/SqlCheck/Analyzer")).Concat(SourcesOf("tools/SqlCheck/Shared")))
            Write(file, File.ReadAllText(Path.Combine(repository, file)));
        Write("src/Application/Common/PosCommerce.Application.Common.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        Write(
            "src/Application/Common/IDb.cs",
            """
            namespace PosCommerce.Application.Common;

            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class SqlAttribute : Attribute;

            public interface IDb
            {
                void Enqueue([Sql] string sql, object? args = null);
            }
            """
        );
        Write(
            Project,
            "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><ProjectReference Include=\"../Common/PosCommerce.Application.Common.csproj\" /></ItemGroup></Project>"
        );
        Restore_the_sound_sample();

        var control = Build("-restore", "-p:BuildProjectReferences=true");
        Assert.That(control.ExitCode, Is.Zero, control.Output);

        IEnumerable<string> SourcesOf(string folder) =>
            Directory
                .GetFiles(Path.Combine(repository, folder))
                .Where(f => Path.GetExtension(f) is ".cs" or ".csproj")
                .Select(f => Path.GetRelativePath(repository, f));
    }

    [OneTimeTearDown]
    public void Remove_the_sample()
    {
        if (Directory.Exists(sample))
            Directory.Delete(sample, recursive: true);
    }

    [SetUp]
    public void Restore_the_sound_sample()
    {
        Write("Directory.Build.targets", File.ReadAllText(Path.Combine(Repository(), "Directory.Build.targets")));
        Write(Migration, "create table sales.note (tenant_id uuid not null);\n");
        Write(SnapshotMeta.Path, new SnapshotMeta(15).Write());
        Write(
            VerifiedMigration.PathOf(Path.GetFileName(Migration)),
            VerifiedMigration.Of(Path.GetFileName(Migration), "create table sales.note (tenant_id uuid not null);\n").Write()
        );
        Write(Snapshot.PathOf("sales", Handler), new Snapshot("sales", Handler, [Verified()]).Write());
        Write(Handler, Source(Sql));
    }

    [Test]
    public void What_nobody_verified_what_was_rejected_and_what_a_file_left_behind_do_not_build()
    {
        Write(Handler, Source("delete from sales.note"));
        // Under a name of its own the sound statement is another, and this one is rejected.
        string[] more =
        [
            "src/Application/Sales/KeepNote.cs",
            Snapshot.PathOf("sales", "src/Application/Sales/KeepNote.cs"),
            Snapshot.PathOf("sales", "src/Application/Sales/ForgetNote.cs"),
        ];
        Write(more[0], Source(Sql, "KeepNote"));
        Write(
            more[1],
            new Snapshot(
                "sales",
                more[0],
                [Verified() with { File = more[0], Error = new SnapshotError("42703", "column tenant_id does not exist", new Span(29, 9)) }]
            ).Write()
        );
        Write(more[2], new Snapshot("sales", "src/Application/Sales/ForgetNote.cs", []).Write());

        var build = Build();

        foreach (var file in more)
            File.Delete(InSample(file));
        Assert.That(
            build.Errors,
            Is.EquivalentTo(new[] { "TakeNote.cs(7,32): error SQL001", "KeepNote.cs(7,62): error SQL003", "CSC : error SQL061" }),
            build.Output
        );
        Assert.That(build.Output, Does.Contain("column tenant_id does not exist [42703]"));
    }

    [Test]
    public void Another_migration_does_not_build()
    {
        Write(Migration, "create table sales.note (merchant_id uuid not null);\n");

        var build = Build();

        Assert.That(build.Errors, Is.EqualTo(new[] { "CSC : error SQL002" }), build.Output);
    }

    [Test]
    public void A_context_without_snapshot_does_not_build()
    {
        Directory.Delete(InSample("db/snapshot"), recursive: true);

        var build = Build();

        Assert.That(build.Errors, Is.EqualTo(new[] { "CSC : error SQL000" }), build.Output);
    }

    [Test]
    public void A_checkout_without_migrations_does_not_build()
    {
        Directory.Delete(InSample("db/scripts"), recursive: true);

        var build = Build();

        Assert.That(build.Errors, Is.EqualTo(new[] { "CSC : error SQL000" }), build.Output);
    }

    [Test]
    public void Without_the_analyzer_nothing_builds()
    {
        var rules = File.ReadAllLines(InSample("Directory.Build.targets"));
        var torn = rules.Where(line => !line.Contains("PosCommerce.SqlCheck.Analyzer.csproj", StringComparison.Ordinal)).ToList();
        Assert.That(torn, Has.Count.EqualTo(rules.Length - 1));
        Write("Directory.Build.targets", string.Join('\n', torn));

        var build = Build();

        Assert.That(build.Errors, Has.Some.EndsWith("error SQL000"), build.Output);
    }

    /// <summary>All by one MSBuild, one after the other: what a build of two files costs is to start it.</summary>
    [Test]
    public void No_property_lets_a_bad_statement_through()
    {
        (string Property, string Error)[] bypasses =
        [
            ("RunAnalyzers=false", "error SQL000"),
            ("RunAnalyzersDuringBuild=false", "error SQL000"),
            ("NoWarn=SQL001%3BCS1591%3BCS1573%3BRS2008", "error "),
            ("RepositoryRoot=/elsewhere/", "error "),
            ("AdditionalFileItemNames=None", "error "),
            ("SqlCheckBootstrap=true", "error "),
        ];
        const string mark = "Now built with ";
        Write(Handler, Source("delete from sales.note"));
        var builds = bypasses.Select(bypass =>
            $"<Warning Text='{mark}{bypass.Property}' /><MSBuild Projects='{Project}' Properties='{bypass.Property}' ContinueOnError='true' />"
        );
        Write("bypasses.proj", $"<Project><Target Name='Build'>{string.Concat(builds)}</Target></Project>");

        var built = BuildProject("bypasses.proj").Output.Split(mark)[1..];

        Assert.That(built, Has.Length.EqualTo(bypasses.Length));
        using var all = Assert.EnterMultipleScope();
        foreach (var (build, bypass) in built.Zip(bypasses))
        {
            Assert.That(build, Does.StartWith(Uri.UnescapeDataString(bypass.Property)));
            Assert.That(new BuildRun(1, build).Errors, Has.Some.Contains(bypass.Error), build);
        }
    }

    private static SnapshotEntry Verified() =>
        new()
        {
            File = Handler,
            Name = "Sql",
            Id = SqlText.Of(Sql).Identity,
            Kind = StatementKind.None,
            Parameters = [new SnapshotParameter("tenant", "uuid")],
            Signatures = new Dictionary<string, string?> { ["tenant:uuid"] = null },
            Uses = ["sales.note"],
        };

    private static string Source(string sql, string name = "TakeNote") =>
        $$"""
            using PosCommerce.Application.Common;

            namespace PosCommerce.Application.Sales;

            internal sealed class {{name}}(IDb db)
            {
                private const string Sql = "{{sql}}";

                public void Handle() => db.Enqueue(Sql);
            }
            """;

    private BuildRun Build(params string[] arguments) => BuildProject(Project, arguments);

    private BuildRun BuildProject(string project, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = sample,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host was started by MSBuild and carries its settings; inherited, they describe another build.
        foreach (
            var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()
        )
            start.Environment.Remove(inherited);

        // No lingering nodes: they would hold the output pipes open. What judges style has nothing to say here. The checker and Common
        // are built once, with the sound sample: no test changes them.
        string[] all =
        [
            "msbuild",
            InSample(project),
            "-nologo",
            "-v:q",
            "-nodeReuse:false",
            "-p:UseSharedCompilation=true",
            "-p:EnableNETAnalyzers=false",
            "-p:EnforceCodeStyleInBuild=false",
            "-p:BuildProjectReferences=false",
            .. arguments,
        ];
        foreach (var argument in all)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return new BuildRun(process.ExitCode, output);
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InSample(path))!); // Every path here has a folder.
        File.WriteAllText(InSample(path), text);
    }

    private string InSample(string path) => Path.Combine(sample, path);

    private static string Repository()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PosCommerce.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private sealed record BuildRun(int ExitCode, string Output)
    {
        /// <summary><c>File.cs(line,column): error CODE</c>.</summary>
        public IEnumerable<string> Errors =>
            Output
                .Split('\n')
                .Where(line => line.Contains(": error ", StringComparison.Ordinal))
                .Select(line => line[(line.LastIndexOf('/', line.IndexOf(": error ", StringComparison.Ordinal)) + 1)..])
                .Select(line => line[..line.IndexOf(':', line.IndexOf("error ", StringComparison.Ordinal))].Trim())
                .Distinct();
    }
}
