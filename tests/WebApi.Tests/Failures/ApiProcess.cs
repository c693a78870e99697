using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Failures;

/// <summary>The API as a process of its own, to be killed.</summary>
public sealed class ApiProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string connectionString;
    private readonly string dataFolder;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly string[] arguments;
    private readonly ConcurrentQueue<string> log = [];
    private Process process;

    private ApiProcess(
        string connectionString,
        string dataFolder,
        int port,
        IReadOnlyDictionary<string, string> settings,
        string[] arguments
    )
    {
        this.arguments = arguments;
        this.connectionString = connectionString;
        this.dataFolder = dataFolder;
        this.settings = settings;
        Address = new Uri($"http://127.0.0.1:{port}");
        process = Launch();
    }

    public Uri Address { get; }

    /// <summary>How long the last start took until a request that needs the database was answered.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>What it wrote so far; only errors unless the settings ask for more.</summary>
    public IReadOnlyList<string> Log => [.. log];

    /// <summary>What it holds of the machine's memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>How long it has computed since it was started, on all cores together.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static Task<ApiProcess> StartAsync(TestDatabase database, params string[] arguments) =>
        StartAsync(database, new Dictionary<string, string>(), arguments);

    public static async Task<ApiProcess> StartAsync(
        TestDatabase database,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    )
    {
        var api = new ApiProcess(
            database.App,
            Directory.CreateTempSubdirectory("poscommerce-api-").FullName,
            FreePort(),
            settings,
            arguments
        );
        await api.ReadyAsync();
        return api;
    }

    /// <summary>Ends it as a power cut would: no handler runs.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async Task StartAgainAsync()
    {
        process.Dispose();
        process = Launch();
        await ReadyAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
        Directory.Delete(dataFolder, recursive: true);
    }

    private Process Launch()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PosCommerce.WebApi.dll"), .. arguments]);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["ConnectionStrings__PosCommerce"] = connectionString;
        start.Environment["POSCOMMERCE_DATA"] = dataFolder;
        start.Environment["Logging__LogLevel__Default"] = "Error";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.RedirectStandardOutput = true;
        var launched = Process.Start(start) ?? throw new InvalidOperationException("The API did not start.");
        launched.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                log.Enqueue(text);
        };
        launched.BeginOutputReadLine();
        return launched;
    }

    private async Task ReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync("/health/ready");
                if (response.IsSuccessStatusCode)
                    break;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                throw new InvalidOperationException("The API did not become ready.");
            await Task.Delay(20);
        }

        ReadyAfter = Stopwatch.GetElapsedTime(started);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
