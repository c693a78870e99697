using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PosCommerce.Local;

namespace PosCommerce.Bench;

/// <summary>Everything that one run found out.</summary>
internal sealed record Report(
    BenchOptions Options,
    string Server,
    string Ceiling,
    IReadOnlyList<Figure> Figures,
    IReadOnlyDictionary<string, Counted> Counts,
    IReadOnlyList<Goal> Goals,
    double? IdleMemory,
    double? LoadedMemory,
    IReadOnlyList<double> StartSeconds,
    IReadOnlyList<string> Notes
)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public bool HasFailures => Figures.Any(f => f.Failed > 0);

    private static string Machine =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine}; {Server}");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{Options.Clients} clients, {Options.Rounds} rounds of {Options.Window.TotalSeconds:0.#} s each; ceilings by {Ceiling}"
        );
        text.AppendLine();
        Table(
            text,
            ["", "/s", "p50 ms", "p99 ms", "CPU ms", "service", "PostgreSQL", "failed"],
            Figures.Select(f =>
                new[]
                {
                    f.Name,
                    Number(f.PerSecond, "0"),
                    Number(f.P50, "0.0"),
                    Number(f.P99, "0.0"),
                    Number(f.TotalCpu, "0.00"),
                    Number(f.ServiceCpu, "0.00"),
                    Number(f.DatabaseCpu, "0.00"),
                    Number(f.Failed, "0"),
                }
            )
        );
        text.AppendLine();
        Table(
            text,
            ["one request", "round trips", "statements", "wire turns", "wire statements", "driver's own"],
            Counts.Select(c =>
                new[]
                {
                    c.Key,
                    Number(c.Value.RoundTrips, "0.##"),
                    Number(c.Value.Statements, "0.##"),
                    Number(c.Value.Turns, "0.##"),
                    Number(c.Value.Executions, "0.##"),
                    Number(c.Value.DriverQueries, "0.##"),
                }
            )
        );
        text.AppendLine();
        Table(
            text,
            ["goal", "bar", "measured", "verdict"],
            Goals.Select(g => new[] { g.What, g.Bar, g.Measured, g.Verdict }),
            textColumns: 4
        );
        text.AppendLine();
        foreach (var note in Notes)
            text.AppendLine(note);
        return text.ToString();
    }

    public async Task<string> SaveAsync(CancellationToken ct)
    {
        var file = Path.Combine(Repository.Root, "artifacts", "bench", "report.json");
        await File.WriteAllTextAsync(
            file,
            JsonSerializer.Serialize(
                new
                {
                    at = DateTimeOffset.UtcNow,
                    machine = Machine,
                    server = Server,
                    clients = Options.Clients,
                    rounds = Options.Rounds,
                    windowSeconds = Options.Window.TotalSeconds,
                    ceilingBy = Ceiling,
                    figures = Figures.Select(f => new
                    {
                        f.Name,
                        f.PerSecond,
                        perSecondByRound = f.Rounds.Select(r => r.PerSecond),
                        p50Ms = f.P50,
                        p99Ms = f.P99,
                        cpuMs = f.TotalCpu,
                        serviceCpuMs = f.ServiceCpu,
                        databaseCpuMs = f.DatabaseCpu,
                        f.Done,
                        f.Failed,
                    }),
                    counts = Counts,
                    idleMemoryMiB = IdleMemory,
                    loadedMemoryMiB = LoadedMemory,
                    startSeconds = StartSeconds,
                    goals = Goals.Select(g => new
                    {
                        goal = g.What,
                        g.Bar,
                        g.Measured,
                        g.Verdict,
                    }),
                    notes = Notes,
                },
                Indented
            ),
            ct
        );
        return file;
    }

    private static void Table(StringBuilder text, string[] head, IEnumerable<string[]> rows, int textColumns = 1)
    {
        List<string[]> all = [head, .. rows];
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            text.AppendLine(
                string.Join(
                        "  ",
                        row.Select((cell, column) => column < textColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))
                    )
                    .TrimEnd()
            );
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
