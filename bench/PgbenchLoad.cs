using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PosCommerce.Bench;

/// <summary>A script run by pgbench with prepared statements: what the machine and PostgreSQL can do without us.</summary>
internal sealed class PgbenchLoad(string pgbench, string connectionString, int clients, PgScript script, string folder) : ILoad
{
    public async Task<IReadOnlyList<Completion>> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var prefix = Path.Combine(folder, $"pgbench-{Guid.NewGuid():N}");
        try
        {
            await ExecuteAsync(prefix, (int)Math.Ceiling(duration.TotalSeconds), ct);
            return [.. Logs(folder, prefix).SelectMany(File.ReadLines).Select(Parse)];
        }
        finally
        {
            foreach (var log in Logs(folder, prefix))
                File.Delete(log);
        }
    }

    private async Task ExecuteAsync(string prefix, int seconds, CancellationToken ct)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(pgbench) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-h",
            database.Host!,
            "-p",
            Text(database.Port),
            "-U",
            database.Username!, // The bench makes its connection strings whole.
            "-n",
            "-M",
            "prepared",
            "-c",
            Text(clients),
            "-j",
            "1",
            "-T",
            Text(seconds),
            "-l",
            $"--log-prefix={prefix}",
            "-f",
            script.File,
            .. script.Values.SelectMany(value => new[] { "-D", $"{value.Key}={value.Value}" }),
            "-D",
            "n=0",
            database.Database!,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = database.Password;

        using var process = Process.Start(start) ?? throw new BenchFailure($"{pgbench} cannot be started.");
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        _ = await output;
        if (process.ExitCode != 0)
            throw new BenchFailure($"pgbench failed at {Path.GetFileName(script.File)}: {(await errors).Trim()}");
    }

    private static string[] Logs(string folder, string prefix) => Directory.GetFiles(folder, $"{Path.GetFileName(prefix)}.*");

    // client_id transaction_no time script_no time_epoch time_us
    private static Completion Parse(string line)
    {
        var fields = line.Split(' ');
        return new Completion((Number(fields[4]) * 1_000_000) + Number(fields[5]), (int)Number(fields[2]), IsFailure: false);
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
