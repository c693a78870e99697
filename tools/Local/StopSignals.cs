using System.Runtime.InteropServices;

namespace PosCommerce.Local;

/// <summary>Ctrl-C, a closed terminal and a polite kill all ask for the same: end, and leave nothing running.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    internal StopSignals()
    {
        // Whoever starts this in the background of a script passes SIGINT on as ignored, and .NET leaves an ignored signal alone.
        // A hang-up that is ignored (nohup) is meant to be.
        Signal.StopIgnoring(Signal.Interrupt);
        Signal.StopIgnoring(Signal.Terminate);
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        // Cancelled, so that the process lives long enough to stop what it started.
        context.Cancel = true;
        source.Cancel();
    }
}
