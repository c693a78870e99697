using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PosCommerce.Bench;

/// <summary>A service in a process of its own, so that its CPU time and memory are its own.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Process process;

    private ServedProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public int Id => process.Id;

    /// <summary>From starting the process to the first answer.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Starts it and waits for a first good answer. What it logs goes to a file, as a log is kept.</summary>
    public static async Task<ServedProcess> StartAsync(
        string assembly,
        string[] arguments,
        IReadOnlyDictionary<string, string> environment,
        string ready,
        string log,
        CancellationToken ct
    )
    {
        if (!File.Exists(assembly))
            throw new BenchFailure($"{assembly} is missing: build the solution first.");
        var port = FreePort();
        // The shell only opens the log and then becomes the service: nobody has to read a pipe while it is measured.
        var start = new ProcessStartInfo("/bin/sh");
        foreach (var argument in (string[])["-c", "exec \"$@\" >\"$0\" 2>&1", log, DotNet, assembly, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";

        var started = Stopwatch.GetTimestamp();
        var served = new ServedProcess(Process.Start(start) ?? throw new BenchFailure($"{assembly} cannot be started."), port);
        try
        {
            await served.AnswersAsync(ready, log, started, ct);
            served.StartTime = Stopwatch.GetElapsedTime(started);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var signal = Process.Start("/bin/sh", ["-c", $"kill -TERM {process.Id}"]);
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        process.Dispose();
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private async Task AnswersAsync(string path, string log, long started, CancellationToken ct)
    {
        var request = HttpConnection.Request("GET", path);
        while (Stopwatch.GetElapsedTime(started) < StartPatience)
        {
            if (process.HasExited)
                throw new BenchFailure(
                    $"The service ended while starting: {string.Join(' ', (await File.ReadAllLinesAsync(log, ct)).TakeLast(5))}"
                );
            try
            {
                using var connection = await HttpConnection.OpenAsync(Port, ct);
                if (await connection.SendAsync(request, ct) == 200)
                    return;
            }
            catch (SocketException)
            {
                // Not listening yet.
            }

            await Task.Delay(5, ct);
        }

        throw new BenchFailure($"The service did not answer GET {path} within {StartPatience.TotalSeconds:0} s; see {log}.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
