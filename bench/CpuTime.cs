using System.Globalization;

namespace PosCommerce.Bench;

/// <summary>The CPU time and memory of processes as the kernel counts them (proc(5)); unknown where there is no /proc.</summary>
internal static class CpuTime
{
    // USER_HZ, which Linux shows to programs whatever it uses itself.
    private const double TicksPerSecond = 100;

    // Fields of /proc/<pid>/stat behind the command's name, counted from the state.
    private const int Parent = 1;
    private const int UserTime = 11;
    private const int KernelTime = 12;
    private const int ChildrenUserTime = 13;
    private const int ChildrenKernelTime = 14;

    /// <summary>Seconds that one process has used.</summary>
    public static double? OfProcess(int process) => Read(process) is { } stat ? Seconds(stat, UserTime, KernelTime) : null;

    /// <summary>Seconds that a PostgreSQL server has used: the postmaster, its children, and those that have ended.</summary>
    public static double? OfServer(int? postmaster)
    {
        if (postmaster is not { } parent || Read(parent) is not { } stat)
            return null;
        var children = Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Read(id) : null
            )
            .Where(child => child is not null && child[Parent] == parent)
            .Sum(child => Seconds(child!, UserTime, KernelTime)); // Those without are left out above.
        return children + Seconds(stat, UserTime, KernelTime, ChildrenUserTime, ChildrenKernelTime);
    }

    /// <summary>The postmaster behind one of its sessions; null when the server is not on this machine.</summary>
    public static int? PostmasterOf(int session)
    {
        var name = $"/proc/{session}/comm";
        return File.Exists(name) && File.ReadAllText(name).StartsWith("postgres", StringComparison.Ordinal) && Read(session) is { } stat
            ? (int)stat[Parent]
            : null;
    }

    /// <summary>Resident memory in MiB.</summary>
    public static double? MemoryOf(int process)
    {
        var file = $"/proc/{process}/status";
        if (!File.Exists(file))
            return null;
        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null
            ? null
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static double Seconds(long[] stat, params ReadOnlySpan<int> fields)
    {
        var ticks = 0L;
        foreach (var field in fields)
            ticks += stat[field];
        return ticks / TicksPerSecond;
    }

    private static long[]? Read(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            // The name is in brackets and may contain anything. The state is a letter; nobody asks for it.
            return
            [
                .. text[(text.LastIndexOf(')') + 2)..]
                    .Split(' ')
                    .Take(ChildrenKernelTime + 1)
                    .Select((field, i) => i == 0 ? 0 : long.Parse(field, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
