using System.Runtime.InteropServices;

namespace PosCommerce.Local;

/// <summary>Signals to other processes, which .NET can only kill.</summary>
internal static partial class Signal
{
    internal const int Interrupt = 2;
    internal const int Quit = 3;
    internal const int Kill = 9;
    internal const int Terminate = 15;

    private const int Probe = 0;
    private const nint Default = 0;
    private const int NotPermitted = 1;

    /// <summary>False when there is no such process.</summary>
    internal static bool Send(int process, int signal) =>
        // A process that one may not signal is nevertheless there.
        process > 1
        && (SendCore(process, signal) == 0 || Marshal.GetLastPInvokeError() == NotPermitted);

    /// <summary>Is it running? One that ended but that nobody has waited for yet (as in containers without an init) is not.</summary>
    internal static bool IsAlive(int process) => Send(process, Probe) && State(process) is not ('Z' or 'X');

    /// <summary>Is it running, and is it this program? Numbers of processes are used again.</summary>
    internal static bool IsAlive(int process, string program) => IsAlive(process) && (Name(process) ?? program) == program;

    /// <summary>Gives a signal to this process its usual meaning. Before .NET is asked to hear it: that takes over what it finds.</summary>
    internal static void StopIgnoring(int signal)
    {
        if (!OperatingSystem.IsWindows())
            _ = SetCore(signal, Default);
    }

    // "4711 (postgres) S 1 ..." where the system has /proc.
    private static char? State(int process) =>
        Stat(process) is { } stat && stat.LastIndexOf(')') is var end && end >= 0 && end + 2 < stat.Length ? stat[end + 2] : null;

    private static string? Name(int process) =>
        Stat(process) is { } stat
        && stat.IndexOf('(', StringComparison.Ordinal) is var start
        && start >= 0
        && stat.LastIndexOf(')') is var end
        && end > start
            ? stat[(start + 1)..end]
            : null;

    private static string? Stat(int process)
    {
        try
        {
            return File.ReadAllText(FormattableString.Invariant($"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendCore(int process, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetCore(int signal, nint handler);
}
