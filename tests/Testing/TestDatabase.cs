using Npgsql;
using PosCommerce.Local;

namespace PosCommerce.Testing;

/// <summary>A database for one fixture or one test, dropped when it is disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly LocalDatabase database;

    internal TestDatabase(LocalDatabase database) => this.database = database;

    public string Name => database.Name;

    /// <summary>An administrator of the server: for looking at what no login may see, never for running the product.</summary>
    public string Admin => database.Admin;

    public string Migrator => database.Migrator;

    public string App => database.App;

    public string Dispatcher => database.Dispatcher;

    public string Backup => database.Backup;

    /// <summary>Closes what is open to it and not in use.</summary>
    public void Disconnect()
    {
        foreach (var login in new[] { Admin, Migrator, App, Dispatcher, Backup })
        {
            using var pooled = new NpgsqlConnection(login);
            NpgsqlConnection.ClearPool(pooled);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Disconnect();
        await database.DropAsync();
    }
}
