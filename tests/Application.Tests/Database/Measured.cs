using System.Diagnostics.Metrics;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Tests.Database;

/// <summary>What the application's own meters say of one piece of work, whatever else runs in this process.</summary>
internal sealed class Measured : IDisposable
{
    private static readonly AsyncLocal<Measured?> Current = new();

    private readonly MeterListener listener = new();
    private long roundTrips;
    private long statements;

    private Measured()
    {
        listener.InstrumentPublished = (instrument, subscriber) =>
        {
            if (instrument.Meter.Name == Telemetry.Name)
                subscriber.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) =>
            {
                if (Current.Value != this)
                    return;
                if (instrument == Telemetry.DatabaseRoundTrips)
                    Interlocked.Add(ref roundTrips, value);
                else if (instrument == Telemetry.DatabaseStatements)
                    Interlocked.Add(ref statements, value);
            }
        );
        listener.Start();
    }

    public long RoundTrips => Interlocked.Read(ref roundTrips);

    public long Statements => Interlocked.Read(ref statements);

    public static async Task<Measured> RunAsync(Func<Task> work)
    {
        using var measured = new Measured();
        Current.Value = measured;
        await work();
        return measured;
    }

    public void Dispose() => listener.Dispose();
}
