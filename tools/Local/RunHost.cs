using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PosCommerce.Migrator;

namespace PosCommerce.Local;

/// <summary>Serves the demo shops on this machine: database, API and, once both answer, what to try first.</summary>
internal static class RunHost
{
    private const string UrlsVariable = "POSCOMMERCE_URLS";
    private const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Returns when it is told to stop; fails when the API ends by itself.</summary>
    /// <param name="fresh">Forgets what was sold and changed so far.</param>
    internal static async Task<int> RunAsync(bool fresh, CancellationToken ct)
    {
        var urls = Environment.GetEnvironmentVariable(UrlsVariable) is { Length: > 0 } set ? set : DefaultUrls;
        var address = ReachableAddress(urls);
        RefuseTakenPort(address);

        await using var data = await LocalData.OpenAsync(fresh, ct);
        if (data.IsShared)
            throw new LocalFailure($"Another run works in {data.Folder}: stop it, or set {LocalData.DataVariable} to another folder.");

        var output = new PlainLines(Console.Out);
        var database = await LocalDatabase.PrepareAsync(data.Admin, data.Database, data.Passwords, demo: false, output, ct: ct);
        var demoFailure = await SeedDemoAsync(database, output, ct);
        var shop = await DemoShop.FindAsync(database, data.Passwords.Demo, ct);

        await using var api = ServedApi.Start(database, data.Folder, urls);
        try
        {
            await api.AnswersAsync(address, ct);
            Console.WriteLine(Introduction.Of(address, data, shop, demoFailure));
            await api.ServeAsync(ct);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping.");
        }

        return (int)ExitCode.Ok;
    }

    /// <summary>Why the demo shops could not be renewed, or null: what is in their way is no reason not to serve what there is.</summary>
    private static async Task<string?> SeedDemoAsync(LocalDatabase database, PlainLines output, CancellationToken ct)
    {
        try
        {
            await Seeds.RunDemoAsync(database.Migrator, EmbeddedScripts.Instance, database.DemoPassword, output, ct);
            return null;
        }
        catch (MigrationFailure e)
        {
            return e.Message;
        }
    }

    /// <summary>What a client on this machine calls, whatever wildcard the server listens on.</summary>
    private static Uri ReachableAddress(string urls)
    {
        var address = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        foreach (var wildcard in new[] { "//+", "//*", "//0.0.0.0", "//[::]" })
            address = address.Replace(wildcard, "//127.0.0.1", StringComparison.Ordinal);
        return Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            ? parsed
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
            throw new LocalFailure(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Port {address.Port} cannot be used ({e.Message}): stop what listens there, or set {UrlsVariable}=http://127.0.0.1:{address.Port + 1}."
                ),
                e
            );
        }
    }
}
