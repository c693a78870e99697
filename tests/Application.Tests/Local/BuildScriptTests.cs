using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using NUnit.Framework;
using PosCommerce.Local;

namespace PosCommerce.Application.Tests.Local;

/// <summary>
/// <c>./build.sh run</c> ends when it is told to, however it was started; a stand-in for <c>dotnet</c> builds and serves.
/// </summary>
[Platform("Unix"), UnsupportedOSPlatform("windows")]
public sealed class BuildScriptTests
{
    // Builds for as long as the test says, with a child as MSBuild has them, and then serves until it is stopped.
    private const string StandIn = """
        #!/usr/bin/env bash
        case "$*" in
          "cake --version") ;;
          "cake build.cake"*) (sleep "$BUILD_SECONDS" & echo "building $!"; wait) ;;
          *) echo "serving $$ $*"; exec sleep 60 ;;
        esac
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Set before each test, as NUnit does it.
    private string folder = null!;

    [SetUp]
    public async Task SetUp()
    {
        folder = Directory.CreateTempSubdirectory("poscommerce-build-").FullName;
        File.Copy(Path.Combine(Repository.Root, "build.sh"), Path.Combine(folder, "build.sh"));
        var dotnet = Path.Combine(folder, "dotnet");
        await File.WriteAllTextAsync(dotnet, StandIn);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_signal_ends_the_build_and_everything_it_started(
        [Values("exec ", "trap '' INT; exec ", "exec nohup ", "exec bash ")] string started,
        [Values("INT", "TERM")] string signal
    )
    {
        using var shell = Start($"{started}./build.sh run", buildSeconds: 60);
        var child = int.Parse(await LineAsync(shell, "building "), CultureInfo.InvariantCulture);

        Send(shell, signal);
        await shell.WaitForExitAsync().WaitAsync(Patience);

        Assert.That(shell.ExitCode, Is.EqualTo(signal == "INT" ? 130 : 143));
        Assert.That(() => Signal.IsAlive(child), Is.False.After(5_000, 50));
    }

    [Test]
    public async Task The_host_takes_the_place_of_the_shell_and_hears_of_fresh()
    {
        using var shell = Start("exec ./build.sh run --fresh --configuration=Debug", buildSeconds: 0);

        var serving = await LineAsync(shell, "serving ");
        Send(shell, "TERM");
        await shell.WaitForExitAsync().WaitAsync(Patience);

        var host = string.Create(CultureInfo.InvariantCulture, $"{shell.Id} artifacts/bin/PosCommerce.Local/debug/PosCommerce.Local.dll");
        Assert.That(serving, Is.EqualTo($"{host} run --fresh"));
    }

    private Process Start(string command, int buildSeconds)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["BUILD_SECONDS"] = buildSeconds.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
    }

    private static async Task<string> LineAsync(Process process, string prefix)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
                return line[prefix.Length..];
        }

        throw new AssertionException($"It ended before it said \"{prefix}\": {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    private static void Send(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
