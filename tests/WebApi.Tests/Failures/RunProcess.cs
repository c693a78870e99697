using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PosCommerce.Local;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>The program that <c>./build.sh run</c> ends in, as a process of its own.</summary>
internal sealed class RunProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = [];

    private RunProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything that it and what it started wrote so far.</summary>
    internal string Said => string.Join('\n', lines);

    /// <param name="how">What a shell is told before the command: how it is started.</param>
    internal static RunProcess Start(string dataFolder, string? admin, string how, params string[] options)
    {
        // artifacts/bin/<project>/<configuration>/
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "PosCommerce.Local", configuration, "PosCommerce.Local.dll");
        var start = new ProcessStartInfo("bash", ["-c", $"{how}dotnet '{program}' run {string.Join(' ', options)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POSCOMMERCE_DATA"] = dataFolder;
        start.Environment["POSCOMMERCE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        if (admin is null)
            start.Environment.Remove("ConnectionStrings__PosCommerce");
        else
            start.Environment["ConnectionStrings__PosCommerce"] = admin;
        return new RunProcess(Process.Start(start) ?? throw new InvalidOperationException("bash did not start."));
    }

    internal static bool IsAlive(int id)
    {
        try
        {
            using var found = Process.GetProcessById(id);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits until it has told everything that it tells at its start.</summary>
    internal Task ServesAsync() => UntilAsync(() => lines.Contains("Ctrl-C stops everything; the data stays."));

    internal async Task UntilAsync(Func<bool> holds)
    {
        var started = Stopwatch.StartNew();
        while (!holds())
        {
            if (process.HasExited || started.Elapsed > Patience)
                throw new InvalidOperationException($"It did not come so far: {Said}");
            await Task.Delay(20);
        }
    }

    /// <summary>Sends it the signal, and nothing to what it started; answers its exit code.</summary>
    internal Task<int> StopAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        return EndAsync();
    }

    internal async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>Runs the line that it says to paste.</summary>
    internal async Task<string> PasteAsync()
    {
        var line = lines.Single(line => line.StartsWith("TOKEN=", StringComparison.Ordinal));
        using var shell =
            Process.Start(new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("bash did not start.");
        var answer = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return answer;
    }

    /// <summary>The processes that it started and that run now.</summary>
    internal List<int> Children() =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && Parent(id) == process.Id),
        ];

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }

    // "4711 (a name) S 1 ...": the parent is the second word after the name.
    private static int Parent(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
