using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace PosCommerce.Bench;

/// <summary>One of the merchants that are measured side by side, and the people who ask for it at the API that serves it.</summary>
/// <param name="name">small, many or whale.</param>
internal sealed class HistoryMerchant(string name, Merchants shape, string password, ServedProcess api)
{
    public const string OperatorEmail = "operator@bench.example";

    // Access tokens live ten minutes.
    private static readonly TimeSpan SignInAgainAfter = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan ProofLook = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, string> headers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> things = new(StringComparer.Ordinal);
    private DateTime signedInAt;

    public string Name => name;

    public int Port => api.Port;

    private string Slug => Text($"merchant{shape.First}");

    /// <summary>What the questions name.</summary>
    public async Task GatherAsync(string admin, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand(
            """
            select (select sale_id from sales.sale where tenant_id = $1 and store_id = $2 and terminal_id = $3 and sequence = $4),
                   (select role_id from identity.role where tenant_id = $1 and code = 'cashier')
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Id(1, 0) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Id(2, 0) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Id(4, 0) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = shape.Sales / shape.Tills / 2 });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        things["sale"] = reader.GetGuid(0).ToString();
        things["role"] = reader.GetGuid(1).ToString();
        things["tenant"] = Id(1, 0).ToString();
        things["big"] = Id(2, 0).ToString();
        things["small"] = Id(2, shape.Stores - 1).ToString();
        things["till"] = Id(4, 0).ToString();
        things["person"] = Id(5, 0).ToString();
        things["another"] = Id(5, 1).ToString();
        things["variant"] = Id(8, 7).ToString();
        things["key"] = Id(10, 0).ToString();
        things["challenge"] = Id(11, 0).ToString();
        things["job"] = Id(12, 0).ToString();
        // In the middle of everybody's past, and before the last of it.
        things["past"] = DateTime.UtcNow.AddDays(-shape.Days / 2.0).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    /// <summary>Signs everybody in, unless that was just done; enrols the last till the first time.</summary>
    public async Task SignInAsync(CancellationToken ct)
    {
        if (DateTime.UtcNow - signedInAt < SignInAgainAfter)
            return;
        using var connection = await HttpConnection.OpenAsync(Port, ct);
        for (var person = 0; person <= shape.Tills + 1; person++)
        {
            var who =
                person < shape.Tills ? Text($"cashier{person}")
                : person == shape.Tills ? "admin"
                : "manager";
            await SignInAsync(connection, who, "/v1/auth/sign-in", Text($"person{person}@{Slug}.example"), $"X-Tenant: {Slug}\r\n", ct);
        }

        await SignInAsync(connection, "operator", "/v1/platform/sign-in", OperatorEmail, "", ct);
        if (!headers.ContainsKey("device"))
            await EnrolAsync(connection, ct);
        signedInAt = DateTime.UtcNow;
    }

    public byte[] Ask(HistoryQuestion question) => HttpConnection.Request("GET", PathOf(question), headers[question.Who]);

    public string PathOf(HistoryQuestion question) =>
        things.Aggregate(question.Path, (path, thing) => path.Replace($"{{{thing.Key}}}", thing.Value, StringComparison.Ordinal));

    /// <summary>Three lines in cash, at a till of the client's own.</summary>
    public byte[] Sale(int client)
    {
        var lines = Enumerable
            .Range(0, 3)
            .Select(n => new { quantity = 1, variantId = Id(8, Random.Shared.Next(1 + (n * 333), 333 + (n * 333))) });
        var body = JsonSerializer.Serialize(
            new
            {
                storeId = Id(2, 0),
                terminalId = Id(4, client),
                lines,
                tenders = new[] { new { method = "cash", amount = 100_000 } },
            }
        );
        var cashier = headers[Text($"cashier{client}")];
        return HttpConnection.Request("POST", "/v1/sales", $"{cashier}Idempotency-Key: {Guid.NewGuid()}\r\n", body);
    }

    /// <summary>Has all of the past proven anew by the worker; tells how long that took, and of how many parts it was.</summary>
    public async Task<(TimeSpan Took, int Parts)> ProveAsync(CancellationToken ct)
    {
        await SignInAsync(ct);
        using var connection = await HttpConnection.OpenAsync(Port, ct);
        var started = Stopwatch.GetTimestamp();
        using var asked = await PostAsync(connection, "/v1/integrity/proofs", headers["admin"], "", ct);
        var job = asked.RootElement.GetProperty("jobId").GetString();
        while (true)
        {
            await Task.Delay(ProofLook, ct);
            await SignInAsync(ct);
            if (await connection.SendAsync(HttpConnection.Request("GET", $"/v1/jobs/{job}", headers["admin"]), ct) != 200)
                throw new BenchFailure($"{name}: {connection.Body}");
            using var told = JsonDocument.Parse(connection.Body);
            if (told.RootElement.GetProperty("state").GetString() == "done")
                return (Stopwatch.GetElapsedTime(started), told.RootElement.GetProperty("partsTotal").GetInt32());
        }
    }

    private async Task EnrolAsync(HttpConnection connection, CancellationToken ct)
    {
        // The last store's till: nobody sells there meanwhile.
        var till = Id(4, shape.Tills + shape.Stores - 2);
        using var code = await PostAsync(connection, $"/v1/terminals/{till}/pairing-codes", headers["admin"], "", ct);
        var told = JsonSerializer.Serialize(new { code = code.RootElement.GetProperty("code").GetString() });
        using var paired = await PostAsync(connection, "/v1/terminals/pair", $"X-Tenant: {Slug}\r\n", told, ct);
        headers["device"] = $"Authorization: Bearer {paired.RootElement.GetProperty("credential").GetString()}\r\n";
    }

    private async Task SignInAsync(HttpConnection connection, string who, string path, string email, string tenant, CancellationToken ct)
    {
        using var tokens = await PostAsync(connection, path, tenant, JsonSerializer.Serialize(new { email, password }), ct);
        headers[who] = $"Authorization: Bearer {tokens.RootElement.GetProperty("accessToken").GetString()}\r\n";
    }

    private async Task<JsonDocument> PostAsync(HttpConnection connection, string path, string header, string body, CancellationToken ct)
    {
        var request =
            body.Length > 0
                ? HttpConnection.Request("POST", path, header, body)
                : HttpConnection.Request("POST", path, header + "Content-Length: 0\r\n");
        var status = await connection.SendAsync(request, ct);
        return status is >= 200 and < 300
            ? JsonDocument.Parse(connection.Body)
            : throw new BenchFailure($"{name}: POST {path} answers {status} {connection.Body}");
    }

    private Guid Id(int kind, long number) => Merchants.Id(kind, shape.First, number);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Who">admin sees both stores, manager the small one; device is an enrolled till.</param>
/// <param name="Path">With the merchant's things in braces.</param>
internal sealed record HistoryQuestion(string Who, string Path)
{
    /// <summary>Every GET of the product, and of what has a past every filter, in both scopes.</summary>
    public static IReadOnlyList<HistoryQuestion> All { get; } =
    [
        .. Both("/v1/sales"),
        .. Both("/v1/sales?limit=200"),
        .. Both("/v1/sales?to={past}"),
        .. Both("/v1/sales?storeId={small}"),
        new("admin", "/v1/sales?storeId={big}"),
        new("admin", "/v1/sales/{sale}"),
        .. Both("/v1/stock-movements"),
        .. Both("/v1/stock-movements?storeId={small}"),
        .. Both("/v1/stock-movements?variantId={variant}"),
        .. Both("/v1/stock-movements?documentId={sale}"),
        .. Both("/v1/stock-movements?variantId={variant}&documentId={sale}"),
        .. Both("/v1/stock-levels"),
        .. Both("/v1/stock-levels?variantId={variant}"),
        new("admin", "/v1/audit-log"),
        new("admin", "/v1/audit-log?actorId={person}"),
        new("admin", "/v1/audit-log?act=VoidSale"),
        new("admin", "/v1/audit-log?actorId={another}&act=CreateStore"),
        new("admin", "/v1/audit-log?subjectId={sale}"),
        new("admin", "/v1/audit-log?to={past}"),
        new("admin", "/v1/audit-log/export?act=CreateStore&to={past}"),
        new("admin", "/v1/integrity"),
        new("admin", "/v1/jobs"),
        new("admin", "/v1/jobs/{job}"),
        new("admin", "/v1/variants"),
        new("admin", "/v1/variants?search=duct%2077"),
        new("admin", "/v1/variants?barcode=2000000000077"),
        new("admin", "/v1/variants/{variant}"),
        .. Both("/v1/stores"),
        new("admin", "/v1/stores/{big}"),
        .. Both("/v1/terminals"),
        new("admin", "/v1/terminals/{till}"),
        new("admin", "/v1/settings"),
        new("admin", "/v1/settings/history"),
        new("admin", "/v1/currencies"),
        new("admin", "/v1/cash-roundings"),
        new("admin", "/v1/me"),
        new("admin", "/v1/sessions"),
        new("admin", "/v1/permissions"),
        new("admin", "/v1/roles"),
        new("admin", "/v1/roles/{role}"),
        new("admin", "/v1/users"),
        new("admin", "/v1/users/{person}"),
        new("admin", "/v1/users/{person}/grants"),
        new("admin", "/v1/users/{person}/sessions"),
        new("admin", "/v1/api-keys"),
        new("admin", "/v1/api-keys/{key}"),
        new("admin", "/v1/approvals/{challenge}"),
        new("device", "/v1/auth/pin/staff"),
        new("operator", "/v1/platform/tenants"),
        new("operator", "/v1/platform/tenants/{tenant}"),
        new("operator", "/v1/platform/audit-log"),
    ];

    private static IEnumerable<HistoryQuestion> Both(string path) => [new("admin", path), new("manager", path)];
}
