using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PosCommerce.Application.Common;

/// <summary>What the product publishes about itself, by the names that exporters subscribe to.</summary>
public static class Telemetry
{
    public const string Name = "PosCommerce";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Histogram<double> UseCaseDuration = Meter.CreateHistogram<double>(
        "poscommerce.use_case.duration",
        "s",
        "How long a use case took, transaction included."
    );

    /// <summary>One turn on the socket, begin and commit included.</summary>
    public static readonly Counter<long> DatabaseRoundTrips = Meter.CreateCounter<long>(
        "poscommerce.db.round_trips",
        "{round trip}",
        "Turns on a database connection."
    );

    public static readonly Counter<long> DatabaseStatements = Meter.CreateCounter<long>(
        "poscommerce.db.statements",
        "{statement}",
        "Statements sent, begin and commit included."
    );

    public static readonly Counter<long> ConnectionsHealed = Meter.CreateCounter<long>(
        "poscommerce.db.connections_healed",
        "{connection}",
        "Connections made to forget what they had prepared, after a failure that may have put the driver out of step."
    );

    public static readonly Counter<long> Jobs = Meter.CreateCounter<long>(
        "poscommerce.jobs",
        "{job}",
        "Attempts at jobs, by kind and outcome: done, gone, failed, parked."
    );

    public static readonly Counter<long> RequestRetries = Meter.CreateCounter<long>(
        "poscommerce.request.retries",
        "{retry}",
        "Requests run again after a deadlock or a lost connection."
    );
}
