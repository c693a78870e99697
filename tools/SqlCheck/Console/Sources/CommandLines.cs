using System.Diagnostics;

namespace PosCommerce.SqlCheck.Sources;

/// <summary>The compiler's arguments for a project, as MSBuild works them out.</summary>
/// <param name="Project">The project file's name without extension, which is its assembly's too.</param>
/// <param name="Folder">The project's folder.</param>
internal sealed record CommandLine(string Project, string Folder, IReadOnlyList<string> Arguments);

/// <summary>
/// Asks MSBuild for the arguments of all projects in one run, without compiling anything. Never cached: a file that is new
/// since the last time must not be missed.
/// </summary>
internal static class CommandLines
{
    private const string WriterTargets = """
        <Project>
          <Target Name="WriteSqlCheckArguments" AfterTargets="CoreCompile">
            <WriteLinesToFile File="$(SqlCheckArguments)/$(MSBuildProjectName).args" Lines="$(MSBuildProjectDirectory);@(CscCommandLineArgs)" Overwrite="true" />
          </Target>
        </Project>
        """;

    // NonExistentFile makes CoreCompile run even when it is up to date: skipped, it would hand out no arguments at all.
    private const string Traversal = """
        <Project>
          <Target Name="Collect">
            <MSBuild Projects="$(SqlCheckProjects)" Targets="Compile" BuildInParallel="true"
                     Properties="DesignTimeBuild=true;SkipCompilerExecution=true;ProvideCommandLineArgs=true;BuildProjectReferences=false;NonExistentFile=never;CustomAfterMicrosoftCommonTargets=$(MSBuildThisFileDirectory)writer.targets" />
          </Target>
        </Project>
        """;

    /// <exception cref="CheckFailure">MSBuild fails, or a project has no arguments.</exception>
    public static async Task<IReadOnlyList<CommandLine>> CollectAsync(IReadOnlyList<string> projects, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("poscommerce-sqlcheck-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "writer.targets"), WriterTargets, ct);
            var traversal = Path.Combine(folder.FullName, "collect.proj");
            await File.WriteAllTextAsync(traversal, Traversal, ct);
            await RunAsync(traversal, folder.FullName, projects, ct);
            return [.. projects.Select(project => Read(project, folder.FullName))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string traversal, string output, IReadOnlyList<string> projects, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(projects[0]),
        };
        // A list of files as one property: MSBuild takes it apart at the semicolons.
        foreach (
            var argument in new[]
            {
                "msbuild",
                traversal,
                "-nologo",
                "-verbosity:quiet",
                "-maxCpuCount",
                "-nodeReuse:false",
                "-target:Collect",
                $"-property:SqlCheckArguments={output}",
                $"-property:SqlCheckProjects=\"{string.Join(";", projects)}\"",
            }
        )
        {
            start.ArgumentList.Add(argument);
        }

        // What the outer build sets for itself must not reach the inner one.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start) ?? throw new CheckFailure("dotnet cannot be started.");
        var said = process.StandardOutput.ReadToEndAsync(ct);
        var failed = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new CheckFailure(
                $"MSBuild cannot tell how the projects are compiled: {string.Join(' ', (await said + await failed).Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0).Distinct().Take(3))}"
            );
    }

    private static CommandLine Read(string project, string output)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var file = Path.Combine(output, $"{name}.args");
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        return lines.Length > 1
            ? new CommandLine(name, lines[0], lines[1..])
            : throw new CheckFailure(
                $"MSBuild gives no compiler arguments for {name}: nothing in it would be verified. Restore the solution and try again."
            );
    }
}
