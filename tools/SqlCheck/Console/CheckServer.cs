using Npgsql;
using PosCommerce.Local;

namespace PosCommerce.SqlCheck;

/// <summary>
/// The server that statements are checked on: the one the environment names, else the local one that <c>run</c> uses, which
/// is started for the check if it is not running.
/// </summary>
internal sealed class CheckServer : IAsyncDisposable
{
    private const string DataVariable = "POSCOMMERCE_DATA";

    // By which commands of this data folder tell that one of them is at work (see PosCommerce.Local).
    private const string InUse = "in-use";

    private readonly LocalPostgres? local;
    private readonly FileStream? occupied;

    private CheckServer(string admin, LocalPasswords passwords, LocalPostgres? local, FileStream? occupied)
    {
        Admin = admin;
        Passwords = passwords;
        this.local = local;
        this.occupied = occupied;
    }

    /// <summary>An administrator's connection.</summary>
    public string Admin { get; }

    public LocalPasswords Passwords { get; }

    /// <summary>Where schemas are copied from instead of being made anew; null where only one is made.</summary>
    public KeptSchemas? Kept { get; private init; }

    /// <summary>The major version, which decides how much can be asked.</summary>
    public int Major { get; private set; }

    public static async Task<CheckServer> OpenAsync(string root, Action<string> say, CancellationToken ct)
    {
        var folder = Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.Combine(root, ".local");
        // The logins of a server are shared by all its databases: their passwords must stay those that `run` knows.
        var passwords = LocalPasswords.LoadOrCreate(folder);
        if (LocalDatabase.GivenAdmin is { } given)
            return await new CheckServer(given, passwords, local: null, occupied: null).AskAsync(ct);

        // A server that is started here is stopped here; meanwhile nobody else may come to rely on it.
        var occupied = TryOccupy(Path.Combine(folder, InUse));
        LocalPostgres? local = null;
        try
        {
            local = await LocalPostgres.StartAsync(new LocalPostgresOptions(Path.Combine(folder, "postgres"), Say: say), ct);
            return await new CheckServer(local.AdminConnectionString(), passwords, local, occupied).AskAsync(ct);
        }
        catch
        {
            if (local is not null)
                await local.DisposeAsync();
            if (occupied is not null)
                await occupied.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server that somebody else has started and will stop, and its schemas with it.</summary>
    public static Task<CheckServer> OfAsync(string admin, LocalPasswords passwords, KeptSchemas? kept, CancellationToken ct) =>
        new CheckServer(admin, passwords, local: null, occupied: null) { Kept = kept }.AskAsync(ct);

    public async ValueTask DisposeAsync()
    {
        if (local is not null && occupied is not null)
            await local.DisposeAsync();
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

    private async Task<CheckServer> AskAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Admin) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
        }
        catch (NpgsqlException e)
        {
            throw new CheckFailure($"Cannot connect to PostgreSQL to check the statements: {e.Message}", e);
        }

        Major = connection.PostgreSqlVersion.Major;
        return this;
    }
}
