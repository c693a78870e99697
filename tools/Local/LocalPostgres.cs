using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace PosCommerce.Local;

/// <summary>Where a local server keeps its files, and whether they must survive a power cut.</summary>
/// <param name="DataFolder">Made if missing. May contain spaces.</param>
/// <param name="Durable">False for tests: faster, and lost when the machine (not merely the server) crashes.</param>
/// <param name="ToolsFolder">Where server programs are put if the machine has none; below the repository's artifacts by default.</param>
/// <param name="Say">Hears the rare line that a person should see.</param>
public sealed record LocalPostgresOptions(string DataFolder, bool Durable = true, string? ToolsFolder = null, Action<string>? Say = null);

/// <summary>A PostgreSQL server for one data folder, on a port of 127.0.0.1 that nobody else uses.</summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const int StartAttempts = 5;
    private const int StartSeconds = 60;

    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(10);

    private readonly ServerBinaries binaries;
    private readonly ServerAccount account;
    private readonly string folder;
    private readonly bool durable;
    private readonly string password;

    private LocalPostgres(ServerBinaries binaries, ServerAccount account, string folder, bool durable, string password)
    {
        this.binaries = binaries;
        this.account = account;
        this.folder = folder;
        this.durable = durable;
        this.password = password;
    }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of initdb and pg_ctl; other programs are there only if the installation has them.</summary>
    public string BinFolder => binaries.Folder;

    /// <summary>The server ran already when it was asked for; whoever started it will stop it.</summary>
    public bool WasRunning { get; private set; }

    /// <summary>Where its files are: the folder asked for, or the one that the server's user can reach.</summary>
    public string Folder => folder;

    /// <summary>The path of pgbench, psql or pg_dump, or null where the installation has no such program.</summary>
    public string? FindProgram(string name) => binaries.Find(name);

    private string Cluster => Path.Combine(folder, "cluster");

    private string Log => Path.Combine(folder, "server.log");

    private string PidFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>Makes the cluster if it is missing, and starts its server unless it runs.</summary>
    /// <exception cref="LocalFailure">No server can be had; the message says what to do.</exception>
    public static async Task<LocalPostgres> StartAsync(LocalPostgresOptions options, CancellationToken ct = default)
    {
        var say = options.Say ?? (_ => { });
        var wanted = Path.GetFullPath(options.DataFolder);
        var account = ServerAccount.Of(Path.Combine(wanted, "cluster"));
        var folder = account.Reachable(wanted, say);
        var tools = options.ToolsFolder ?? Path.Combine(Repository.Root, "artifacts", "tools");
        var binaries = await ServerBinaries.LocateAsync(() => account.Reachable(tools, say), say, ct);

        var postgres = new LocalPostgres(binaries, account, folder, options.Durable, await PasswordAsync(folder, ct));
        if (!File.Exists(Path.Combine(postgres.Cluster, "PG_VERSION")))
            await postgres.InitialiseAsync(ct);
        try
        {
            await postgres.StartAsync(ct);
            ct.ThrowIfCancellationRequested();
        }
        catch when (ct.IsCancellationRequested)
        {
            // A terminal's Ctrl-C reaches pg_ctl too, which dies; the server that it was starting is in a session of its own.
            await postgres.DisposeAsync();
            throw new OperationCanceledException(ct);
        }

        return postgres;
    }

    /// <summary>Where its files are, or would be: <see cref="Folder"/> before anything is started.</summary>
    internal static string FolderOf(LocalPostgresOptions options)
    {
        var wanted = Path.GetFullPath(options.DataFolder);
        return ServerAccount.Of(Path.Combine(wanted, "cluster")).Reachable(wanted, _ => { });
    }

    /// <summary>Ends whatever server a folder still has, and removes the folder: for what a killed test run left behind.</summary>
    public static void Discard(string dataFolder)
    {
        if (ReadPid(Path.Combine(dataFolder, "cluster", "postmaster.pid")) is { } left)
            KillAndWait(left.Process);
        if (Directory.Exists(dataFolder))
            Directory.Delete(dataFolder, recursive: true);
    }

    /// <summary>The superuser's connection.</summary>
    public string AdminConnectionString(string database = "postgres") => ConnectionString(Superuser, password, database);

    public string ConnectionString(string user, string userPassword, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = IPAddress.Loopback.ToString(),
            Port = Port,
            Username = user,
            Password = userPassword,
            Database = database,
            // It listens on the loopback interface only and offers neither.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <summary>Stops the server; its sessions are ended, its files are complete.</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (Running() is null)
            return;
        var stop = await Shell.RunAsync(account.As(binaries["pg_ctl"], "stop", "-D", Cluster, "-m", "fast", "-w", "-t", "60"), ct);
        if (stop.Code != 0 && Running() is not null)
            throw new LocalFailure($"The local PostgreSQL did not stop: {stop.Said}");
    }

    /// <summary>Ends the server as a crash would: no checkpoint, every connection gone; the next start recovers.</summary>
    public void Kill()
    {
        if (Running() is { } running)
            KillAndWait(running.Process);
    }

    /// <summary>Starts it again on the same port, as after <see cref="Kill"/> or <see cref="StopAsync"/>.</summary>
    public Task StartAgainAsync(CancellationToken ct = default) => StartOnAsync(Port, ct);

    public async ValueTask DisposeAsync()
    {
        if (!WasRunning)
            await StopAsync();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        WasRunning = Running() is not null;
        for (var attempt = 1; ; attempt++)
        {
            if (Running() is { } running)
            {
                Port = running.Port;
                return;
            }

            try
            {
                // The port is free now and may be taken a moment later: then another one is tried.
                await StartOnAsync(FreePort(), ct);
                return;
            }
            catch (LocalFailure) when (attempt < StartAttempts)
            {
                await Task.Delay(200, ct);
            }
        }
    }

    private async Task StartOnAsync(int port, CancellationToken ct)
    {
        RemoveStalePidFile();
        await File.WriteAllTextAsync(Path.Combine(folder, "settings.conf"), Settings(port), ct);
        Give(Path.Combine(folder, "settings.conf"));

        // Not called off: a server that is half started could not be stopped.
        var start = await Shell.RunAsync(
            account.As(
                binaries["pg_ctl"],
                "start",
                "-D",
                Cluster,
                "-l",
                Log,
                "-w",
                "-s",
                "-t",
                StartSeconds.ToString(CultureInfo.InvariantCulture)
            ),
            CancellationToken.None
        );
        if (start.Code != 0)
            throw new LocalFailure($"The local PostgreSQL in {folder} does not start: {start.Said} {LastOfLog()}");
        Port = port;
        WasRunning = false;
    }

    private async Task InitialiseAsync(CancellationToken ct)
    {
        // Made beside its place and then moved there: who is stopped in between leaves no half a cluster that never starts.
        var draft = Cluster + ".new";
        var passwordFile = Path.Combine(folder, "initdb.password");
        try
        {
            PrivateFile.Write(passwordFile, password);
            Give(passwordFile);
            var made = await InitdbAsync(draft, "C.UTF-8", passwordFile, ct);
            // Not every system has that locale; its names differ, its meaning is the same.
            if (made.Code != 0 && made.Said.Contains("locale", StringComparison.Ordinal))
                made = await InitdbAsync(draft, "C", passwordFile, ct);
            if (made.Code != 0)
                throw new LocalFailure($"PostgreSQL could not make its files in {folder}: {made.Said}");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        await File.AppendAllTextAsync(Path.Combine(draft, "postgresql.conf"), "\ninclude '../settings.conf'\n", ct);
        if (Directory.Exists(Cluster))
            Directory.Delete(Cluster, recursive: true);
        Directory.Move(draft, Cluster);
    }

    private Task<Finished> InitdbAsync(string into, string locale, string passwordFile, CancellationToken ct)
    {
        if (Directory.Exists(into))
            Directory.Delete(into, recursive: true);
        return Shell.RunAsync(
            account.As(
                binaries["initdb"],
                "-D",
                into,
                "-U",
                Superuser,
                "--auth",
                "scram-sha-256",
                "--pwfile",
                passwordFile,
                "--encoding",
                "UTF8",
                "--locale",
                locale,
                "--no-sync"
            ),
            ct
        );
    }

    private string Settings(int port) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 128MB
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            {(durable ? "" : "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum_naptime = 10min\n")}
            """
        );

    private void RemoveStalePidFile()
    {
        // PostgreSQL itself clears one whose process is gone, but not one whose number another program has by now.
        if (ReadPid(PidFile) is { } left && !Signal.IsAlive(left.Process, "postgres"))
            File.Delete(PidFile);
    }

    private (int Process, int Port)? Running() => ReadPid(PidFile) is { } found && Signal.IsAlive(found.Process, "postgres") ? found : null;

    /// <summary>Line 1 of the file is the process, line 4 the port (documented in PostgreSQL's storage layout).</summary>
    private static (int Process, int Port)? ReadPid(string file)
    {
        try
        {
            var lines = File.ReadAllLines(file);
            return lines.Length > 3 && int.TryParse(lines[0], out var process) && int.TryParse(lines[3], out var port)
                ? (process, port)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void KillAndWait(int process)
    {
        Signal.Send(process, Signal.Quit);
        var end = DateTime.UtcNow + KillPatience;
        while (Signal.IsAlive(process, "postgres") && DateTime.UtcNow < end)
            Thread.Sleep(20);
        if (Signal.IsAlive(process, "postgres"))
            Signal.Send(process, Signal.Kill);
    }

    private string LastOfLog()
    {
        try
        {
            return string.Join(' ', File.ReadLines(Log).TakeLast(3));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void Give(string file)
    {
        if (account.User is { } user)
            Shell.Run("chown", user, file);
    }

    private static async Task<string> PasswordAsync(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, "superuser.password");
        if (!File.Exists(file))
            PrivateFile.Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        return (await File.ReadAllTextAsync(file, ct)).Trim();
    }

    /// <summary>A port of the loopback interface that nobody listens on now.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
