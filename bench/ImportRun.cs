using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Local;

namespace PosCommerce.Bench;

/// <summary>
/// A file of 50,000 products, each with a price and two codes, beside COPY of the rows that come of it into the same tables.
/// </summary>
internal sealed class ImportRun(BenchOptions options, NpgsqlDataSource admin, Shop shop, int port)
{
    private const double Bar = 0.25;
    private const int Products = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private static readonly string[] Tables =
    [
        "catalog.product",
        "catalog.variant",
        "catalog.barcode",
        "catalog.search_word",
        "pricing.article_tax",
        "pricing.price",
    ];

    public static async Task<bool> ExecuteAsync(
        BenchOptions options,
        LocalDatabase database,
        Shop shop,
        IReadOnlyDictionary<string, string> settings,
        string log,
        CancellationToken ct
    )
    {
        await using var admin = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.Admin) { CommandTimeout = 0 }.ConnectionString
        );
        await RunAsync(
            admin,
            $"""
            insert into identity.access_grant (tenant_id, access_grant_id, user_id, role_id)
            select tenant_id, role_id, '{Shop.Cashier(0)}', role_id
              from identity.role
             where tenant_id = '{Shop.Tenant}'
               and code = 'admin'
            """,
            ct
        );
        await using var api = await ApiProcess.StartAsync(database.App, settings, log, ct);
        return await new ImportRun(options, admin, shop, api.Port).MeasureAsync(ct);
    }

    private async Task<bool> MeasureAsync(CancellationToken ct)
    {
        // What was there before is not the file's.
        foreach (var table in Tables)
            await RunAsync(admin, $"create table public.{NameOf(table)} as table {table}", ct);
        var file = File();
        List<(double Import, double Copy)> rounds = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            await RunAsync(admin, "vacuum analyze", ct);
            var import = await ImportAsync(file, ct);
            var rows = await TakeOutAsync(ct);
            await RunAsync(admin, "vacuum analyze", ct);
            var copy = await CopyAsync(rows, ct);
            await TakeOutAsync(ct);
            rounds.Add((import, copy));
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Round {round}: import {import:0.0} s ({Products / import:0} products/s), COPY {copy:0.0} s, {copy / import:0.00}x"
                )
            );
        }

        var ratios = rounds.Select(r => r.Copy / r.Import).Order().ToList();
        var goal = Goal.AtLeast("import, rate to that of COPY", Bar, (ratios[ratios.Count / 2], ratios[0], ratios[^1]), options.Rounds);
        Say($"{goal.What} {goal.Bar}: {goal.Measured}, {goal.Verdict}");
        return true;
    }

    private static byte[] File()
    {
        var text = new StringBuilder("sku;productName;brand;price;currency;taxClass;barcodes\n", Products * 100);
        for (var n = 0; n < Products; n++)
        {
            var (single, pack) = (CodeOf(n), CodeOf(Products + n));
            text.Append(
                CultureInfo.InvariantCulture,
                $"IMPORT-{n:000000};{WordOf(n)} {WordOf(n * 7 + 1)} {WordOf(n / 5)};{WordOf(n % 300)};{n % 900 + 1},95;EUR;standard;{single} | {pack} x12\n"
            );
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string CodeOf(int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"400{number:000000000}");
        return digits + Gtin.CheckDigitOf(digits);
    }

    // Ten thousand words.
    private static string WordOf(int number)
    {
        var word = new StringBuilder();
        for (var (left, n) = (number % 10_000, 0); n < 3; n++, left = left / 21 + number % 7)
            word.Append("bcdfghjklmnprstvwxyzs"[left % 21]).Append("aeiou"[(left + n) % 5]);
        return word.ToString();
    }

    private async Task<double> ImportAsync(byte[] file, CancellationToken ct)
    {
        await shop.SignInAsync(port, ct);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(file), "file", "articles.csv" },
            { new StringContent("products"), "kind" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports") { Content = form };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(shop.TokenOf(0));
        request.Headers.Add("Idempotency-Key", Ids.New().ToString());
        var clock = Stopwatch.StartNew();
        using var response = await http.SendAsync(request, ct);
        var answer = await response.Content.ReadAsStringAsync(ct);
        if (!response.IsSuccessStatusCode)
            throw new BenchFailure($"The file is refused: {answer}");
        var import = JsonDocument.Parse(answer).RootElement.GetProperty("importId").GetGuid();
        while (clock.Elapsed < Patience)
        {
            await Task.Delay(50, ct);
            await using var ask = admin.CreateCommand($"select status, rows_created from catalog.import where import_id = '{import}'");
            await using var reader = await ask.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            if (reader.GetString(0) != "done")
                continue;
            var took = clock.Elapsed.TotalSeconds;
            return reader.GetInt32(1) == Products ? took : throw new BenchFailure($"{reader.GetInt32(1)} products were made.");
        }

        throw new BenchFailure("The import does not end.");
    }

    // What came of the file, table by table; and the tables as they were.
    private async Task<IReadOnlyList<(string Table, string Columns, byte[] Rows)>> TakeOutAsync(CancellationToken ct)
    {
        List<(string, string, byte[])> rows = [];
        await using var connection = await admin.OpenConnectionAsync(ct);
        foreach (var table in Tables)
        {
            var columns = await ColumnsOfAsync(connection, table, ct);
            using var copied = new MemoryStream();
            await using (
                var copy = await connection.BeginRawBinaryCopyAsync(
                    $"copy (select {columns} from {table} as t where not exists ({BeforeOf(table)})) to stdout (format binary)",
                    ct
                )
            )
                await copy.CopyToAsync(copied, ct);
            rows.Add((table, columns, copied.ToArray()));
        }

        foreach (var table in Tables.Reverse())
        {
            await using var delete = new NpgsqlCommand($"delete from {table} as t where not exists ({BeforeOf(table)})", connection);
            await delete.ExecuteNonQueryAsync(ct);
        }

        return rows;
    }

    private async Task<double> CopyAsync(IReadOnlyList<(string Table, string Columns, byte[] Rows)> tables, CancellationToken ct)
    {
        await using var connection = await admin.OpenConnectionAsync(ct);
        var clock = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var (table, columns, rows) in tables)
        {
            await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} ({columns}) from stdin (format binary)", ct);
            await copy.WriteAsync(rows, ct);
        }

        await transaction.CommitAsync(ct);
        return clock.Elapsed.TotalSeconds;
    }

    private static string BeforeOf(string table)
    {
        var key = table switch
        {
            "catalog.product" => "b.product_id = t.product_id",
            "catalog.barcode" => "b.code_key = t.code_key",
            "catalog.search_word" => "b.near = t.near and b.word = t.word",
            "pricing.price" => "b.price_id = t.price_id",
            _ => "b.variant_id = t.variant_id",
        };
        return $"select from public.{NameOf(table)} as b where b.tenant_id = t.tenant_id and {key}";
    }

    private static string NameOf(string table) => $"before_{table.Replace('.', '_')}";

    private static async Task<string> ColumnsOfAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand(
            $"select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
            connection
        );
        return (string)(await ask.ExecuteScalarAsync(ct))!; // Every table has columns.
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void Say(string line) => Console.Out.WriteLine(line);
}
