using System.Diagnostics;
using NUnit.Framework;

namespace PosCommerce.Application.Tests.Notices;

/// <summary><c>./build.sh notices</c> over a made-up folder of packages.</summary>
public sealed class NoticesTests
{
    // Set before each test, as NUnit does it.
    private string root = null!;

    [SetUp]
    public void SetUp() => root = Directory.CreateTempSubdirectory("poscommerce-notices-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(root, recursive: true);

    [Test]
    public async Task Each_package_is_named_with_version_licence_and_attribution()
    {
        await PackageAsync(
            "Plain",
            "<license type=\"expression\">MIT</license><copyright>Copyright (c) Jane Doe</copyright>"
                + "<projectUrl>https://plain.example</projectUrl>"
        );
        await PackageAsync(
            "Choice",
            "<license type=\"expression\">MS-PL OR Apache-2.0</license><authors>Some | Body</authors>",
            "THIRD-PARTY-NOTICES.TXT"
        );
        await PackageAsync("Filed", "<license type=\"file\">LICENSE</license><authors>Michael</authors>", "LICENSE");
        var filed = Path.Combine(root, "packages", "filed", "1.0.0", "LICENSE");
        await File.WriteAllTextAsync(filed, "Under http://creativecommons.org/licenses/by/4.0/.");
        await RestoreAsync(["Plain", "Choice"], ["Filed", "Plain"]);

        Assert.That(await RunAsync(), Is.EqualTo((0, "")));

        var text = await File.ReadAllTextAsync(Path.Combine(root, "THIRD-PARTY-NOTICES.md"));
        Assert.That(text, Does.Contain("| [Plain](https://plain.example) | 1.0.0 | Copyright (c) Jane Doe |"));
        Assert.That(
            text,
            Does.Contain("| Choice | 1.0.0 | Some \\| Body; [notices of its own](https://www.nuget.org/packages/Choice/1.0.0) |")
        );
        Assert.That(text, Does.Contain("| Filed | 1.0.0 | Michael |"));
        Assert.That(
            text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)),
            Is.EqualTo((string[])["## Apache-2.0", "## CC-BY-4.0", "## MIT"])
        );
        Assert.That(text, Does.Contain("Permission is hereby granted, free of charge"));
        Assert.That(text, Does.Contain("Attribution 4.0 International").And.Contain("Version 2.0, January 2004"));
        Assert.That(await RunAsync("--check"), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task A_package_more_or_another_version_is_not_current()
    {
        await PackageAsync("Plain", "<license type=\"expression\">MIT</license>");
        await PackageAsync("More", "<license type=\"expression\">MIT</license>");
        await RestoreAsync(["Plain"], []);
        Assert.That((await RunAsync("--check")).Code, Is.EqualTo(1), "Never written.");
        await RunAsync();

        await RestoreAsync(["Plain"], ["More"]);

        var (code, errors) = await RunAsync("--check");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("./build.sh notices"));
    }

    [TestCase("<license type=\"expression\">GPL-3.0-only</license>")]
    [TestCase("<license type=\"expression\">AGPL-3.0-or-later OR Commercial</license>")]
    [TestCase("<licenseUrl>https://example.com/eula</licenseUrl>")]
    [TestCase("<authors>Nobody</authors>")]
    public async Task A_licence_that_nobody_looked_at_stops_the_build(string licence)
    {
        await PackageAsync("Strange", licence);
        await RestoreAsync(["Strange"], []);

        var (code, errors) = await RunAsync();

        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.StartWith("Strange is under "));
        Assert.That(File.Exists(Path.Combine(root, "THIRD-PARTY-NOTICES.md")), Is.False);
    }

    private async Task PackageAsync(string id, string metadata, params string[] files)
    {
        var folder = Path.Combine(root, "packages", id.ToLowerInvariant(), "1.0.0");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, $"{id.ToLowerInvariant()}.nuspec"),
            "<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\">"
                + $"<metadata><id>{id}</id><version>1.0.0</version>{metadata}</metadata></package>"
        );
        foreach (var file in files)
            await File.WriteAllTextAsync(Path.Combine(folder, file), "");
    }

    private async Task RestoreAsync(IEnumerable<string> api, IEnumerable<string> migrator)
    {
        foreach (var (project, packages) in new[] { ("PosCommerce.WebApi", api), ("PosCommerce.Migrator", migrator) })
        {
            var folder = Path.Combine(root, "artifacts", "obj", project);
            Directory.CreateDirectory(folder);
            var libraries = packages.Select(id =>
            {
                var path = $"{id.ToLowerInvariant()}/1.0.0";
                var files = Directory.GetFiles(Path.Combine(root, "packages", path)).Select(file => $"\"{Path.GetFileName(file)}\"");
                return $"\"{id}/1.0.0\": {{ \"type\": \"package\", \"path\": \"{path}\", \"files\": [{string.Join(", ", files)}] }}";
            });
            await File.WriteAllTextAsync(
                Path.Combine(folder, "project.assets.json"),
                $"{{ \"packageFolders\": {{ \"{Path.Combine(root, "packages")}/\": {{}} }},"
                    + $" \"libraries\": {{ {string.Join(", ", libraries)} }} }}"
            );
        }
    }

    private async Task<(int Code, string Errors)> RunAsync(params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PosCommerce.Notices.dll"), root, .. options])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }
}
