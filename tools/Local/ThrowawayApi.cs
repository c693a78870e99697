using System.Diagnostics;

namespace PosCommerce.Local;

/// <summary>Runs one command while an API with its own database serves, for checks that speak to a real one.</summary>
internal static class ThrowawayApi
{
    /// <summary>
    /// The command finds the API in <c>POSCOMMERCE_API</c> and the demo accounts' password in <c>POSCOMMERCE_DEMO_PASSWORD</c>; its exit
    /// code is answered.
    /// </summary>
    internal static async Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"poscommerce-api-{Guid.NewGuid():N}");
        try
        {
            await using var server = LocalDatabase.GivenAdmin is null
                ? await LocalPostgres.StartAsync(new LocalPostgresOptions(folder, Durable: false, Say: Console.WriteLine), ct)
                : null;
            // On a server that others use too, the logins keep the passwords that this checkout gave them.
            var passwords = server is null ? LocalPasswords.LoadOrCreate(LocalData.DataFolder) : LocalPasswords.Generate();
            var admin = server?.AdminConnectionString() ?? LocalDatabase.GivenAdmin!; // One of the two, see above.
            var database = await LocalDatabase.PrepareAsync(
                admin,
                $"poscommerce_api_{Environment.ProcessId}",
                passwords,
                demo: true,
                ct: ct
            );
            try
            {
                return await RunAsync(command, database, passwords.Demo, folder, ct);
            }
            finally
            {
                if (server is null)
                    await database.DropAsync();
                else
                    LocalPostgres.Discard(server.Folder);
            }
        }
        finally
        {
            LocalPostgres.Discard(folder);
        }
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<string> command,
        LocalDatabase database,
        string demoPassword,
        string folder,
        CancellationToken ct
    )
    {
        var address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{LocalPostgres.FreePort()}"));
        await using var api = ServedApi.Start(database, Path.Combine(folder, "api"), address.OriginalString);
        await api.AnswersAsync(address, ct);

        var start = new ProcessStartInfo(command[0], command.Skip(1));
        start.Environment["POSCOMMERCE_API"] = address.OriginalString;
        start.Environment["POSCOMMERCE_DEMO_PASSWORD"] = demoPassword;
        using var process = Process.Start(start) ?? throw new LocalFailure($"{command[0]} cannot be started.");
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }
}
