using System.Diagnostics;

namespace PosCommerce.Bench;

/// <summary>Clients that each send one request after the other on a connection of their own.</summary>
/// <param name="clients">How many.</param>
/// <param name="port">Of the service, on this machine.</param>
/// <param name="request">The next request of a client, ready to be written.</param>
internal sealed class HttpLoad(int clients, int port, Func<int, byte[]> request) : ILoad
{
    /// <summary>What was answered to the first request that failed.</summary>
    public string? FirstFailure { get; private set; }

    public async Task<IReadOnlyList<Completion>> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var work = Enumerable.Range(0, clients).Select(client => Task.Run(() => WorkAsync(client, until, ct), ct));
        return [.. (await Task.WhenAll(work)).SelectMany(done => done)];
    }

    private async Task<List<Completion>> WorkAsync(int client, long until, CancellationToken ct)
    {
        var done = new List<Completion>(4096);
        using var connection = await HttpConnection.OpenAsync(port, ct);
        while (Stopwatch.GetTimestamp() < until)
        {
            var next = request(client);
            var started = Stopwatch.GetTimestamp();
            var status = await connection.SendAsync(next, ct);
            var latency = Stopwatch.GetElapsedTime(started);
            var isFailure = status is < 200 or > 299;
            if (isFailure)
                FirstFailure ??= $"{status} {connection.Body}";
            done.Add(new Completion(Measurement.Now(), (int)latency.TotalMicroseconds, isFailure));
        }

        return done;
    }
}
