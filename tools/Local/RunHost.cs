using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PosCommerce.Migrator;

namespace PosCommerce.Local;

/// <summary>Serves the demo shop on this machine: database, API and, once both answer, what to try first.</summary>
internal static class RunHost
{
    private const string UrlsVariable = "POSCOMMERCE_URLS";
    private const string DefaultUrls = "http://127.0.0.1:5080";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WhileSilent = TimeSpan.FromMilliseconds(50);
    // Each question that is answered with "not ready" is a line in the API's log.
    private static readonly TimeSpan WhileNotReady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when it is told to stop, or when the API ends by itself.</summary>
    internal static async Task<int> RunAsync(CancellationToken ct)
    {
        var urls = Environment.GetEnvironmentVariable(UrlsVariable) is { Length: > 0 } set ? set : DefaultUrls;
        var address = ReachableAddress(urls);
        RefuseTakenPort(address);

        await using var workplace = await Workplace.OpenAsync(ct);
        if (workplace.IsShared)
            throw new LocalFailure($"Another run works in {workplace.Folder}: stop it, or set {Workplace.DataVariable} to another folder.");

        var database = await LocalDatabase.PrepareAsync(workplace.Admin, workplace.Database, workplace.Passwords, demo: true, new PlainLines(Console.Out), ct: ct);
        var sample = await SampleSale.FindAsync(database, ct);

        using var api = StartApi(database, workplace.Folder, urls);
        try
        {
            await AnswersAsync(api, address, ct);
            Introduce(address, workplace.Passwords.Demo, sample);
            await api.WaitForExitAsync(ct);
            throw Ended(api);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping.");
            return (int)ExitCode.Ok;
        }
        finally
        {
            await StopApiAsync(api);
        }
    }

    private static Process StartApi(LocalDatabase database, string dataFolder, string urls)
    {
        // Beside this program, in the same configuration: artifacts/bin/<project>/<configuration>/.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(here.Parent!.Parent!.FullName, "PosCommerce.WebApi", here.Name);
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(folder, "PosCommerce.WebApi.dll")]) { WorkingDirectory = folder };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = urls;
        start.Environment["ConnectionStrings__PosCommerce"] = database.App;
        start.Environment[Workplace.DataVariable] = dataFolder;
        return Process.Start(start) ?? throw new LocalFailure("The API cannot be started.");
    }

    private static async Task AnswersAsync(Process api, Uri address, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var ready = new Uri(address, "/health/ready");
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartPatience)
        {
            if (api.HasExited)
                throw Ended(api);
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

    private static async Task StopApiAsync(Process api)
    {
        if (!api.HasExited)
            Signal.Send(api.Id, Signal.Terminate);
        try
        {
            await api.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (TimeoutException)
        {
            api.Kill(entireProcessTree: true);
        }
    }

    private static void Introduce(Uri address, string demoPassword, SampleSale sample)
    {
        Console.WriteLine(
            $"""

            PosCommerce serves at {address}
              API page  {new Uri(address, "/docs")}
              Sign in   tenant demo:  admin@demo.example, manager@demo.example, cashier@demo.example
                        tenant rival: admin@rival.example, manager@rival.example, cashier@rival.example
              Password  {demoPassword}

            Sell something (the same line again answers the same sale):

            {sample.Curl(address, demoPassword)}

            Ctrl-C stops everything; the data stays.

            """);
    }

    /// <summary>What a client on this machine calls, whatever wildcard the server listens on.</summary>
    private static Uri ReachableAddress(string urls)
    {
        var first = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        var host = first.Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal);
        return Uri.TryCreate(host, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new LocalFailure($"{UrlsVariable}={urls} is no address: write it as {DefaultUrls}.");
    }

    /// <summary>Before anything is started: the API itself would find out only at the end.</summary>
    private static void RefuseTakenPort(Uri address)
    {
        if (address.Port == 0)
            throw new LocalFailure($"{UrlsVariable} needs a port, as in {DefaultUrls}.");
        var ip = IPAddress.TryParse(address.DnsSafeHost, out var literal) ? literal : IPAddress.Loopback;
        try
        {
            using var probe = new TcpListener(ip, address.Port);
            probe.Start();
        }
        catch (SocketException e)
        {
            throw new LocalFailure(string.Create(CultureInfo.InvariantCulture,
                $"Port {address.Port} cannot be used ({e.Message}): stop what listens there, or set {UrlsVariable}=http://127.0.0.1:{address.Port + 1}."), e);
        }
    }

    private static LocalFailure Ended(Process api) => new($"The API ended by itself (code {api.ExitCode}); its own lines above say why.");
}
