using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.Bench;

/// <summary>Merchants of one shape, and how much each of them sold.</summary>
/// <param name="First">The number of the first of them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Tills">In the first store; every other store has one.</param>
/// <param name="Days">Over how long they sold, until now.</param>
internal sealed record Merchants(int First, int Count, int Variants, int Stores, int Tills, long Sales, int Days)
{
    /// <summary>As <c>sql/history-ids.sql</c> makes them.</summary>
    public static Guid Id(int kind, int merchant, long number) =>
        Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{kind:00000000}000070008{merchant:0000000}{number:00000000}"), "N");

    public static Merchants Single(int number, long sales, int days) =>
        new(number, Count: 1, Variants: 1_000, Stores: 2, Tills: 16, sales, days);
}

/// <summary>
/// Fills a database with a long past: whole sets at a time, inside the server, where nothing has to be sent. Foreign keys are
/// not asked meanwhile (the rows are made to fit), so a million sales with lines, tenders, movements, audit and events take minutes.
/// </summary>
internal sealed class HistoryDatabase(string admin)
{
    // One transaction: some hundred megabytes of rows, and a line of progress.
    private const long SalesAtATime = 50_000;
    private const int AtOnce = 4;

    /// <summary>Everybody's.</summary>
    public string Password { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public async Task AddAsync(Merchants merchants, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(admin) { CommandTimeout = 0 }.ConnectionString);
        await RunFileAsync(source, "history-merchants", merchants, ct, new NpgsqlParameter<string>("PasswordHash", Argon2.Hash(Password)));
        var made = 0L;
        var parts = Enumerable.Range(0, (int)((merchants.Sales + SalesAtATime - 1) / SalesAtATime)).Select(n => 1 + (n * SalesAtATime));
        await Parallel.ForEachAsync(
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (from, token) =>
            {
                var to = Math.Min(merchants.Sales, from + SalesAtATime - 1);
                await RunFileAsync(
                    source,
                    "history-past",
                    merchants,
                    token,
                    new NpgsqlParameter<long>("From", from),
                    new NpgsqlParameter<long>("To", to)
                );
                var soFar = Interlocked.Add(ref made, to - from + 1);
                if (merchants.Sales > SalesAtATime)
                    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{soFar:N0} of {merchants.Sales:N0} sales."));
            }
        );
        await RunFileAsync(source, "history-stock", merchants, ct);
    }

    /// <summary>As autovacuum leaves it.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(admin) { CommandTimeout = 0 }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(ct);
        await RunAsync(connection, "vacuum analyze", [], ct);
        await RunAsync(connection, "checkpoint", [], ct);
    }

    private static async Task RunFileAsync(
        NpgsqlDataSource source,
        string file,
        Merchants merchants,
        CancellationToken ct,
        params NpgsqlParameter[] more
    )
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await RunAsync(connection, "set session_replication_role = replica", [], ct);
        NpgsqlParameter[] parameters =
        [
            new NpgsqlParameter<int>("First", merchants.First),
            new NpgsqlParameter<int>("Last", merchants.First + merchants.Count - 1),
            new NpgsqlParameter<int>("Variants", merchants.Variants),
            new NpgsqlParameter<int>("Stores", merchants.Stores),
            new NpgsqlParameter<int>("Tills", merchants.Tills),
            new NpgsqlParameter<long>("Sales", merchants.Sales),
            new NpgsqlParameter<int>("Days", merchants.Days),
            .. more,
        ];
        var sql = await TextAsync("history-ids", ct) + await TextAsync(file, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, sql, parameters, ct);
        await transaction.CommitAsync(ct);
    }

    private static Task<string> TextAsync(string file, CancellationToken ct) =>
        File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sql", $"{file}.sql"), ct);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }
}
