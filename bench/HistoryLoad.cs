using System.Diagnostics;

namespace PosCommerce.Bench;

/// <summary>
/// Clients that ask each merchant the same, one after the other and over again: what the machine does meanwhile hits all of
/// them alike, which windows of their own would not see to.
/// </summary>
/// <param name="request">The next request of a client, ready to be written.</param>
internal sealed class HistoryLoad(int clients, IReadOnlyList<HistoryMerchant> merchants, Func<HistoryMerchant, int, byte[]> request)
{
    // The first open sessions and make plans; a p95 wants some more than twenty.
    private const int Unmeasured = 3;
    private const int AtLeast = 23;

    /// <summary>What was answered to the first request that failed.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Microseconds that each merchant's requests took.</summary>
    public async Task<IReadOnlyDictionary<string, List<int>>> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var work = Enumerable.Range(0, clients).Select(client => Task.Run(() => WorkAsync(client, until, ct), ct));
        var done = await Task.WhenAll(work);
        return merchants
            .Select((merchant, n) => (merchant.Name, Taken: done.SelectMany(latencies => latencies[n]).ToList()))
            .ToDictionary(m => m.Name, m => m.Taken);
    }

    private async Task<List<int>[]> WorkAsync(int client, long until, CancellationToken ct)
    {
        var latencies = merchants.Select(_ => new List<int>()).ToArray();
        var connections = new List<HttpConnection>();
        try
        {
            foreach (var merchant in merchants)
                connections.Add(await HttpConnection.OpenAsync(merchant.Port, ct));
            for (var turn = 0; turn < AtLeast || Stopwatch.GetTimestamp() < until; turn++)
            {
                for (var place = 0; place < merchants.Count; place++)
                {
                    // Another one first each time, and not the one that the other client asks.
                    var n = (turn + place + client) % merchants.Count;
                    var next = request(merchants[n], client);
                    var started = Stopwatch.GetTimestamp();
                    var status = await connections[n].SendAsync(next, ct);
                    var latency = Stopwatch.GetElapsedTime(started);
                    if (status is < 200 or > 299)
                        FirstFailure ??= $"{merchants[n].Name}: {status} {connections[n].Body}";
                    else if (turn >= Unmeasured)
                        latencies[n].Add((int)latency.TotalMicroseconds);
                }
            }
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }

        return latencies;
    }
}
