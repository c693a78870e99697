using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PosCommerce.Application.Common;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Sends traces and metrics by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; the exporter reads that and its
/// other settings from the environment, as OpenTelemetry specifies them.
/// </summary>
internal static class TelemetryExport
{
    private const string Driver = "Npgsql";

    private static string? Version => typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3);

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        // Without a collector nothing listens, so spans and measurements cost nothing.
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("poscommerce", serviceVersion: Version))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource(Driver, Telemetry.Name).AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter(Driver, Telemetry.Name).AddOtlpExporter());
    }
}
