using Npgsql;
using PosCommerce.Domain.Common;

namespace PosCommerce.Local;

/// <summary>A basket that the demo cashier can sell, looked up from what the demo data really holds.</summary>
internal sealed record SampleSale(Guid StoreId, Guid TerminalId, string Barcode, long Price)
{
    private const int Quantity = 2;
    private const long Note = 5_000;

    private const string FindSql =
        """
        select s.store_id, t.terminal_id, b.barcode, v.price
          from identity.tenant as n
          join identity.user_account as u on u.tenant_id = n.tenant_id and u.email = 'cashier@demo.example'
          join identity.access_grant as g on g.tenant_id = n.tenant_id and g.user_id = u.user_id
          join core.store as s on s.tenant_id = n.tenant_id and s.store_id = g.store_id
          join core.terminal as t on t.tenant_id = n.tenant_id and t.store_id = s.store_id
          join inventory.stock_level as l on l.tenant_id = n.tenant_id and l.store_id = s.store_id and l.on_hand >= $1
          join catalog.variant as v on v.tenant_id = n.tenant_id and v.variant_id = l.variant_id
          join catalog.barcode as b on b.tenant_id = n.tenant_id and b.variant_id = v.variant_id
         where n.slug = 'demo'
         order by t.code, b.barcode
         limit 1
        """;

    internal static async Task<SampleSale> FindAsync(LocalDatabase database, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Migrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(FindSql, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = Quantity } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new SampleSale(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt64(3))
            : throw new LocalFailure("The demo shop has nothing left to sell: delete the data folder to start anew.");
    }

    /// <summary>One paste: signs in, keeps the token in a variable, sells for cash.</summary>
    internal string Curl(Uri address, string password)
    {
        var cash = ((Price * Quantity / Note) + 1) * Note;
        var signIn = $$"""{"email":"cashier@demo.example","password":"{{Json(password)}}"}""";
        var sale = FormattableString.Invariant(
            $$"""{"storeId":"{{StoreId}}","terminalId":"{{TerminalId}}","lines":[{"barcode":"{{Barcode}}","quantity":{{Quantity}}}],"tenders":[{"method":"cash","amount":{{cash}}}]}""");
        const string json = "-H 'Content-Type: application/json'";
        return
            $"TOKEN=$(curl -sS {new Uri(address, "/v1/auth/sign-in")} -H 'X-Tenant: demo' {json} -d {Quoted(signIn)} | sed 's/.*\"accessToken\":\"\\([^\"]*\\)\".*/\\1/') && " +
            $"curl -sS {new Uri(address, "/v1/sales")} -H \"Authorization: Bearer $TOKEN\" -H 'X-Tenant: demo' -H 'Idempotency-Key: {Ids.New()}' {json} -d {Quoted(sale)}";
    }

    private static string Json(string text) => System.Text.Json.JsonEncodedText.Encode(text).ToString();

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
