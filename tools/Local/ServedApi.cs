using System.Diagnostics;

namespace PosCommerce.Local;

/// <summary>The API as a process of its own, beside this program in the same configuration.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileSilent = TimeSpan.FromMilliseconds(50);

    // Each question that is answered with "not ready" is a line in the API's log.
    private static readonly TimeSpan WhileNotReady = TimeSpan.FromSeconds(1);

    private readonly Process process;

    private ServedApi(Process process) => this.process = process;

    internal static ServedApi Start(LocalDatabase database, string dataFolder, string urls)
    {
        // artifacts/bin/<project>/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(here.Parent!.Parent!.FullName, "PosCommerce.WebApi", here.Name); // The artifacts layout has both.
        var program = Path.Combine(folder, "PosCommerce.WebApi.dll");
        if (!File.Exists(program))
            throw new LocalFailure("The API is not built: ./build.sh build.");

        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet", [program]) { WorkingDirectory = folder };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = urls;
        start.Environment["ConnectionStrings__PosCommerce"] = database.App;
        start.Environment[LocalData.DataVariable] = dataFolder;
        return new ServedApi(Process.Start(start) ?? throw new LocalFailure("The API cannot be started."));
    }

    /// <summary>Waits until it answers that it is ready.</summary>
    internal async Task AnswersAsync(Uri address, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var ready = new Uri(address, "/health/ready");
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartPatience)
        {
            if (process.HasExited)
                throw Ended();
            var pause = WhileSilent;
            try
            {
                using var answer = await http.GetAsync(ready, ct);
                if (answer.IsSuccessStatusCode)
                    return;
                pause = WhileNotReady;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (TaskCanceledException) when (!ct.IsCancellationRequested)
            {
                // Listening, and too slow yet.
            }

            await Task.Delay(pause, ct);
        }

        throw new LocalFailure($"The API does not become ready at {ready}; its own lines above say why.");
    }

    /// <summary>Returns only by an exception: it was told to stop, or it ended by itself.</summary>
    internal async Task ServeAsync(CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        throw ct.IsCancellationRequested ? new OperationCanceledException(ct) : Ended();
    }

    /// <summary>Lets it finish what it does, if it has not heard the terminal's Ctrl-C itself.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            Signal.Send(process.Id, Signal.Terminate);
        try
        {
            await process.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private LocalFailure Ended() => new($"The API ended by itself (code {process.ExitCode}); its own lines above say why.");
}
