using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.Bench;

/// <summary>The merchant that <c>sql/shop.sql</c> makes, and the cashiers who work there.</summary>
internal sealed class Shop(int clients, string password)
{
    public const string Slug = "bench";
    public const int Variants = 1000;

    // Access tokens live ten minutes.
    private static readonly TimeSpan SignInAgainAfter = TimeSpan.FromMinutes(4);

    private readonly string[] authorizations = new string[clients];
    private DateTime signedInAt;

    public static Guid Tenant { get; } = Id(1_000_000_000_000_001);

    public static Guid Store { get; } = Id(2_000_000_000_000_000);

    public static Guid Terminal(int client) => Id(4_000_000_000_000_000 + client);

    public static Guid Cashier(int client) => Id(5_000_000_000_000_000 + client);

    /// <param name="number">1 to <see cref="Variants"/>.</param>
    public static Guid Variant(int number) => Id(8_000_000_000_000_000 + number);

    /// <summary>Fills an empty, migrated and seeded database.</summary>
    public static async Task<Shop> OpenAsync(string migratorConnectionString, int clients, CancellationToken ct)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await using var source = NpgsqlDataSource.Create(migratorConnectionString);
        await using var command = source.CreateCommand(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sql", "shop.sql"), ct)
        );
        command.Parameters.Add(new NpgsqlParameter<int>("Clients", clients));
        command.Parameters.Add(new NpgsqlParameter<string>("PasswordHash", Argon2.Hash(password)));
        await command.ExecuteNonQueryAsync(ct);
        return new Shop(clients, password);
    }

    /// <summary>Signs every cashier in, unless that was just done.</summary>
    public async Task SignInAsync(int port, CancellationToken ct)
    {
        if (DateTime.UtcNow - signedInAt < SignInAgainAfter)
            return;
        using var connection = await HttpConnection.OpenAsync(port, ct);
        for (var client = 0; client < authorizations.Length; client++)
        {
            var body = JsonSerializer.Serialize(new { email = $"cashier{client}@bench.example", password });
            var status = await connection.SendAsync(HttpConnection.Request("POST", "/v1/auth/sign-in", $"X-Tenant: {Slug}\r\n", body), ct);
            if (status != 200)
                throw new BenchFailure($"Cashier {client} cannot sign in: {status} {connection.Body}");
            using var answer = JsonDocument.Parse(connection.Body);
            authorizations[client] = $"Authorization: Bearer {answer.RootElement.GetProperty("accessToken").GetString()}\r\n";
        }

        signedInAt = DateTime.UtcNow;
    }

    /// <summary>Three lines, paid in cash with change; the first line is the same for everyone when <paramref name="isHot"/>.</summary>
    public byte[] Sale(int client, bool isHot)
    {
        var first = isHot ? 1 : Random.Shared.Next(1, 334);
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"storeId":"{{Store}}","terminalId":"{{Terminal(client)}}","lines":[{"quantity":1,"variantId":"{{Variant(first)}}"},{"quantity":2,"variantId":"{{Variant(Random.Shared.Next(334, 667))}}"},{"quantity":1,"variantId":"{{Variant(Random.Shared.Next(667, 1001))}}"}],"tenders":[{"method":"cash","amount":1000000}]}"""
        );
        return HttpConnection.Request("POST", "/v1/sales", $"{authorizations[client]}Idempotency-Key: {Ids.New()}\r\n", body);
    }

    /// <summary>What a client shows for its cashier, once that is signed in.</summary>
    public string TokenOf(int client) => authorizations[client]["Authorization: ".Length..].TrimEnd();

    public byte[] List(int client) => HttpConnection.Request("GET", "/v1/variants", authorizations[client]);

    public byte[] Get(int client, string path) => HttpConnection.Request("GET", path, authorizations[client]);

    public byte[] ById(int client) => HttpConnection.Request("GET", $"/v1/variants/{AnyVariant()}", authorizations[client]);

    public static Guid AnyVariant() => Variant(Random.Shared.Next(1, Variants + 1));

    /// <summary>The values of the scripts, of the size that the product stores.</summary>
    /// <param name="run">Tells the rows of one run from those of another.</param>
    /// <param name="body">An answer as the product keeps it under the key.</param>
    public static Dictionary<string, string> ScriptValues(int run, bool isHot, string body) =>
        new(StringComparer.Ordinal)
        {
            ["run"] = run.ToString(CultureInfo.InvariantCulture),
            ["hot"] = isHot ? "1" : "0",
            ["tenant"] = Tenant.ToString(),
            ["store"] = Store.ToString(),
            ["seller"] = Cashier(0).ToString(),
            ["hash"] = $"\\x{new string('5', 64)}",
            ["trace"] = new string('5', 32),
            ["body"] = body,
            ["payload"] = JsonSerializer.Serialize(
                new
                {
                    saleId = Tenant,
                    storeId = Store,
                    terminalId = Terminal(0),
                    number = "S0-T0-000001",
                    currency = "EUR",
                    net = 1000,
                    tax = 190,
                    total = 1190,
                }
            ),
            ["subject"] = JsonSerializer.Serialize(
                new
                {
                    saleId = Tenant,
                    storeId = Store,
                    terminalId = Terminal(0),
                }
            ),
        };

    private static Guid Id(long number) => Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"0000000000007000{number}"), "N");
}
