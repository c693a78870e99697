using System.Globalization;
using Npgsql;

namespace PosCommerce.Local;

/// <summary>
/// The server and the data folder that commands of this checkout work with: the server that the environment names, or a
/// local one that is stopped at the end by whoever started it.
/// </summary>
internal sealed class LocalData : IAsyncDisposable
{
    internal const string DataVariable = "POSCOMMERCE_DATA";

    private const string DefaultDatabase = "poscommerce";

    private readonly FileStream? occupied;
    private readonly LocalPostgres? server;

    private LocalData(string folder, FileStream? occupied, LocalPostgres? server, string admin)
    {
        Folder = folder;
        this.occupied = occupied;
        this.server = server;
        Admin = admin;
        Passwords = LocalPasswords.LoadOrCreate(folder);
    }

    /// <summary>Everything that is kept between two runs.</summary>
    internal static string DataFolder =>
        Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.Combine(Repository.Root, ".local");

    internal string Folder { get; }

    internal LocalPasswords Passwords { get; }

    /// <summary>The given connection, or the local superuser's.</summary>
    internal string Admin { get; }

    /// <summary>The database that the given connection names, unless it is only the administrator's own.</summary>
    internal string Database =>
        new NpgsqlConnectionStringBuilder(Admin).Database is { Length: > 0 } named and not "postgres" ? named : DefaultDatabase;

    internal bool IsLocal => server is not null;

    /// <summary>Is another command of this data folder at work (an API is being served, for one)?</summary>
    internal bool IsShared => occupied is null;

    /// <summary>Where the rows really are: PostgreSQL's user may have been unable to reach the data folder.</summary>
    internal string Place
    {
        get
        {
            if (server is not null)
                return server.Folder;
            var given = new NpgsqlConnectionStringBuilder(Admin);
            return string.Create(CultureInfo.InvariantCulture, $"database {Database} on {given.Host}:{given.Port}");
        }
    }

    /// <param name="fresh">Begins with an empty database; never one that is not of a demo shop.</param>
    internal static async Task<LocalData> OpenAsync(bool fresh, CancellationToken ct)
    {
        // Not closed as a whole: the server's user must pass through. What is secret in it is closed by itself.
        Directory.CreateDirectory(DataFolder);
        var occupied = TryOccupy(Path.Combine(DataFolder, "in-use"));
        try
        {
            if (LocalDatabase.GivenAdmin is { } given)
            {
                var named = new LocalData(DataFolder, occupied, server: null, given);
                if (fresh && !named.IsShared)
                    await LocalDatabase.Existing(given, named.Database, named.Passwords).DropDemoAsync(ct);
                return named;
            }

            var options = new LocalPostgresOptions(Path.Combine(DataFolder, "postgres"), Say: Console.WriteLine);
            if (fresh && occupied is not null)
                LocalPostgres.Discard(LocalPostgres.FolderOf(options));
            var server = await LocalPostgres.StartAsync(options, ct);
            try
            {
                return new LocalData(DataFolder, occupied, server, server.AdminConnectionString());
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
        catch
        {
            if (occupied is not null)
                await occupied.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A server that was running although nobody is at work was left by a run that was killed.
        if (server is not null && !IsShared)
            await server.StopAsync(CancellationToken.None);
        if (occupied is not null)
            await occupied.DisposeAsync();
    }

    private static FileStream? TryOccupy(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
