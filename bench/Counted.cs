using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging;
using Npgsql;
using PosCommerce.WebApi;

namespace PosCommerce.Bench;

/// <summary>What one request costs on the connection, by two witnesses: the product's own meter, and the wire.</summary>
/// <param name="RoundTrips">As the product counts.</param>
/// <param name="Statements">As the product counts: begin and commit included.</param>
/// <param name="Turns">On the wire.</param>
/// <param name="Executions">On the wire.</param>
/// <param name="DriverQueries">Queries that nobody here wrote, such as resetting a connection that goes back to its pool.</param>
internal sealed record Counted(double RoundTrips, double Statements, double Turns, double Executions, double DriverQueries)
{
    private const int WarmUp = 10;
    private const int Requests = 50;

    /// <summary>Serves the API from this process for a moment, where its meter can be heard, and asks one thing at a time.</summary>
    public static async Task<IReadOnlyList<Counted>> OfAsync(
        string appConnectionString,
        IReadOnlyDictionary<string, string> settings,
        Shop shop,
        IEnumerable<Func<byte[]>> kinds,
        CancellationToken ct
    )
    {
        var target = new NpgsqlConnectionStringBuilder(appConnectionString)
        {
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        await using var wire = new WireCounter(target.Host!, target.Port); // The bench makes its connection strings whole.
        (target.Host, target.Port) = (IPAddress.Loopback.ToString(), wire.Port);
        using var meter = new OwnMeter();

        var port = ServedProcess.FreePort();
        await using var api = ApiHost.Create(
            [
                $"--urls=http://127.0.0.1:{port}",
                $"--ConnectionStrings:PosCommerce={target.ConnectionString}",
                .. settings.Select(s => $"--{s.Key.Replace("__", ":", StringComparison.Ordinal)}={s.Value}"),
            ],
            builder => builder.Logging.ClearProviders()
        );
        await api.StartAsync(ct);
        await shop.SignInAsync(port, ct);
        using var connection = await HttpConnection.OpenAsync(port, ct);
        List<Counted> all = [];
        foreach (var next in kinds)
            all.Add(await OfAsync(connection, next, meter, wire, ct));
        await api.StopAsync(ct);
        return all;
    }

    private static async Task<Counted> OfAsync(
        HttpConnection connection,
        Func<byte[]> next,
        OwnMeter meter,
        WireCounter wire,
        CancellationToken ct
    )
    {
        await SendAsync(connection, next, WarmUp, ct);
        var (own, seen) = (meter.Counts, wire.Counts);
        await SendAsync(connection, next, Requests, ct);
        var (ownThen, seenThen) = (meter.Counts, wire.Counts);
        return new Counted(
            PerRequest(ownThen.RoundTrips - own.RoundTrips),
            PerRequest(ownThen.Statements - own.Statements),
            PerRequest(seenThen.Turns - seen.Turns),
            PerRequest(seenThen.Statements - seen.Statements),
            PerRequest(seenThen.SimpleQueries - seen.SimpleQueries)
        );
    }

    private static async Task SendAsync(HttpConnection connection, Func<byte[]> next, int times, CancellationToken ct)
    {
        for (var i = 0; i < times; i++)
        {
            var status = await connection.SendAsync(next(), ct);
            if (status is < 200 or > 299)
                throw new BenchFailure($"The counted request failed: {status} {connection.Body}");
        }
    }

    private static double PerRequest(long count) => count / (double)Requests;

    /// <summary>The counters that the product publishes for its operators.</summary>
    private sealed class OwnMeter : IDisposable
    {
        private readonly MeterListener listener = new();
        private long roundTrips;
        private long statements;

        public OwnMeter()
        {
            listener.InstrumentPublished = (instrument, hears) =>
            {
                if (instrument.Meter.Name == "PosCommerce")
                    hears.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>(
                (instrument, value, _, _) =>
                {
                    if (instrument.Name == "poscommerce.db.round_trips")
                        Interlocked.Add(ref roundTrips, value);
                    else if (instrument.Name == "poscommerce.db.statements")
                        Interlocked.Add(ref statements, value);
                }
            );
            listener.Start();
        }

        public (long RoundTrips, long Statements) Counts => (Volatile.Read(ref roundTrips), Volatile.Read(ref statements));

        public void Dispose() => listener.Dispose();
    }
}
