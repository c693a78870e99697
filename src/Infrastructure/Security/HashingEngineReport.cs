using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// Says who hashes passwords, once in the log and for as long as the process lives as a metric: the slower one costs every sign-in.
/// </summary>
internal sealed partial class HashingEngineReport(ILogger<HashingEngineReport> log) : IHostedService
{
    private const string Metric = "poscommerce.password_hashing.engine";

    private static readonly Meter Meter = new(Telemetry.Name);

    private static readonly Lazy<ObservableGauge<int>> Gauge = new(() =>
        Meter.CreateObservableGauge(
            Metric,
            () => new Measurement<int>(1, new KeyValuePair<string, object?>("engine", Argon2.Engine.Name)),
            "{engine}",
            "Which implementation of Argon2 hashes passwords."
        )
    );

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Gauge.Value;
        LogEngine(log, Argon2.Engine == Argon2Engine.Native ? LogLevel.Information : LogLevel.Warning, Argon2.Describe());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage("{Engine}")]
    private static partial void LogEngine(ILogger log, LogLevel level, string engine);
}
