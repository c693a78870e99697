using System.Diagnostics;
using NUnit.Framework;

namespace PosCommerce.Domain.Tests;

/// <summary>
/// Proves the walls between contexts by building them: the repository's own project files and build rules, copied
/// around one-line sources, then broken in the ways somebody in a hurry would.
/// </summary>
public sealed class ContextWallsTests
{
    private const string SalesProject = "src/Application/Sales/PosCommerce.Application.Sales.csproj";
    private const string DomainProject = "src/Domain/Sales/PosCommerce.Domain.Sales.csproj";

    private static readonly string[] BuildRules =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
        "global.json",
        "db/snapshot/_meta.json",
    ];

    // No project builds without the SQL checker and the migrations that it knows. The sample's sources hold no statement.
    private static readonly string[] CheckerFolders =
    [
        "tools/SqlCheck/Analyzer",
        "tools/SqlCheck/Shared",
        "db/snapshot/_migrations",
        "db/scripts/migrations",
    ];

    private static readonly Dictionary<string, string> Projects = new()
    {
        ["src/Domain/Common/PosCommerce.Domain.Common.csproj"] = "PosCommerce.Domain.Common",
        ["src/Domain/Inventory/PosCommerce.Domain.Inventory.csproj"] = "PosCommerce.Domain.Inventory",
        [DomainProject] = "PosCommerce.Domain.Sales",
        ["src/Application/Common/PosCommerce.Application.Common.csproj"] = "PosCommerce.Application.Common",
        ["src/Application/Inventory/PosCommerce.Application.Inventory.csproj"] = "PosCommerce.Application.Inventory",
        [SalesProject] = "PosCommerce.Application.Sales",
    };

    private string _sample = "";
    private BuildRun _control = new(-1, "not built");

    // The space is part of the proof: checkouts live in folders with spaces, and the wall compares full paths.
    [OneTimeSetUp]
    public void Build_an_unbroken_sample()
    {
        var repository = Repository();
        _sample = Path.Combine(repository, "artifacts", "wall samples", Guid.NewGuid().ToString("n")[..8]);
        foreach (var file in BuildRules.Concat(Projects.Keys).Concat(CheckerFolders.SelectMany(folder => FilesOf(repository, folder))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(InSample(file))!);
            File.Copy(Path.Combine(repository, file), InSample(file));
        }

        // A table that its project embeds.
        File.Copy(Path.Combine(repository, "src/Application/Common/nfc.txt"), InSample("src/Application/Common/nfc.txt"));
        foreach (var (project, context) in Projects)
            File.WriteAllText(Beside(project, "Published.cs"), $"namespace {context};\n\npublic sealed class Published;\n");
        _control = Build(SalesProject, restore: true);
    }

    [OneTimeTearDown]
    public void Remove_the_sample()
    {
        if (Directory.Exists(_sample))
            Directory.Delete(_sample, recursive: true);
    }

    [Test]
    public void An_unbroken_context_builds() => Assert.That(_control.ExitCode, Is.Zero, _control.Output);

    [TestCase(SalesProject, "../Inventory/PosCommerce.Application.Inventory.csproj")]
    [TestCase(DomainProject, "../../Application/Common/PosCommerce.Application.Common.csproj")]
    public void A_reference_over_the_wall_does_not_build(string project, string reference)
    {
        var original = File.ReadAllText(InSample(project));
        var broken = original.Replace(
            "</Project>",
            $"<ItemGroup><ProjectReference Include=\"{reference}\" /></ItemGroup></Project>",
            StringComparison.Ordinal
        );
        File.WriteAllText(InSample(project), broken);
        try
        {
            var build = Build(project, restore: false);

            Assert.That(build.ExitCode, Is.Not.Zero, build.Output);
            Assert.That(build.Errors, Is.EqualTo(new[] { "WALL001" }), build.Output);
            Assert.That(build.Output, Does.Contain($"may not reference {Path.GetFileNameWithoutExtension(reference)}"));
        }
        finally
        {
            File.WriteAllText(InSample(project), original);
        }
    }

    // Common is imported the same way and compiles: what fails is the wall, not the sample.
    [Test]
    public void A_using_over_the_wall_does_not_build()
    {
        var source = Beside(SalesProject, "Careless.cs");
        File.WriteAllText(
            source,
            """
            using Own = PosCommerce.Application.Common.Published;
            using PosCommerce.Application.Inventory;

            namespace PosCommerce.Application.Sales;

            internal sealed record Careless(Own Ours);
            """
        );
        try
        {
            var build = Build(SalesProject, restore: false);

            Assert.That(build.ExitCode, Is.Not.Zero, build.Output);
            Assert.That(build.Errors, Is.EqualTo(new[] { "CS0234" }), build.Output);
            Assert.That(build.Output, Does.Contain("'Inventory'"));
        }
        finally
        {
            File.Delete(source);
        }
    }

    private BuildRun Build(string project, bool restore)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = _sample,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host was started by MSBuild and carries its settings; inherited, they describe another build.
        foreach (
            var inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()
        )
            start.Environment.Remove(inherited);

        // No lingering nodes: they would hold the output pipes open. The wall stands without those who judge style.
        foreach (
            var argument in new[]
            {
                "build",
                InSample(project),
                "-nologo",
                "-v:q",
                "-nodeReuse:false",
                "-p:UseSharedCompilation=false",
                "-p:EnableNETAnalyzers=false",
                "-p:EnforceCodeStyleInBuild=false",
            }
        )
            start.ArgumentList.Add(argument);
        if (!restore)
            start.ArgumentList.Add("--no-restore");

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return new BuildRun(process.ExitCode, output);
    }

    private static IEnumerable<string> FilesOf(string repository, string folder) =>
        Directory.GetFiles(Path.Combine(repository, folder)).Select(file => Path.GetRelativePath(repository, file));

    private string InSample(string path) => Path.Combine(_sample, path);

    private string Beside(string project, string file) => InSample(Path.Combine(Path.GetDirectoryName(project)!, file));

    internal static string Repository()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PosCommerce.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private sealed record BuildRun(int ExitCode, string Output)
    {
        public IEnumerable<string> Errors =>
            Output
                .Split('\n')
                .Select(line => line.Split(": error ", 2))
                .Where(parts => parts.Length == 2)
                .Select(parts => parts[1].Split(':', 2)[0].Trim())
                .Distinct();
    }
}
