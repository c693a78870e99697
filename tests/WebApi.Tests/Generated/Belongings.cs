using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Things of a merchant that the examples name: made through the API, to be changed and ended by them.</summary>
/// <param name="SaleId">Made today in the first store.</param>
/// <param name="UserId">Somebody with a role and nothing to do.</param>
/// <param name="GrantId">The role that this somebody holds.</param>
/// <param name="RoleId">A role of the merchant's own, which nobody holds.</param>
/// <param name="StoreId">A store without stock.</param>
/// <param name="TerminalId">A till of that store, enrolled.</param>
/// <param name="PairingCode">For another till there, whose version does not matter: a device that pairs raises it.</param>
/// <param name="SessionId">A session of whoever sends, not the one that sends.</param>
/// <param name="RefreshToken">Of that session.</param>
/// <param name="PasswordToken">Of the link that this somebody was invited by.</param>
/// <param name="ChallengeId">Waits to be approved.</param>
/// <param name="JobId">Parked.</param>
/// <param name="ProductId">Of the kind variant, with one variant.</param>
/// <param name="OwnVariantId">That variant; no sale names it.</param>
/// <param name="ImportId">Waits to be worked through.</param>
/// <param name="ExportId">Is being written.</param>
/// <param name="ReadyExportId">There is a file.</param>
/// <param name="CategoryId">At the top, with nothing in it.</param>
/// <param name="TaxClassId">With one rate; nothing is taxed by it.</param>
/// <param name="TaxRateId">Of that class.</param>
/// <param name="PriceListId">Without prices.</param>
/// <param name="CustomerGroupId">Of nobody.</param>
/// <param name="CustomerId">Somebody to whom nothing was sold.</param>
/// <param name="ForgottenCustomerId">The same, to be erased.</param>
/// <param name="StockLocationId">Empty, in the first store.</param>
/// <param name="StockReasonId">Nothing was corrected for it.</param>
/// <param name="StockAdjustmentId">A draft.</param>
/// <param name="PendingAdjustmentId">Submitted by the manager, to be approved.</param>
/// <param name="DoubtfulAdjustmentId">The same, to be rejected.</param>
/// <param name="MistakenAdjustmentId">The same, to be withdrawn.</param>
/// <param name="TransferId">Asked for by the manager.</param>
/// <param name="ApprovedTransferId">The same, approved.</param>
/// <param name="StocktakeId">Opened by the manager, and counted.</param>
/// <param name="CountedVariantId">What it counts.</param>
/// <param name="PendingStocktakeId">The same, to be approved.</param>
/// <param name="MistakenStocktakeId">The same, to be cancelled.</param>
/// <param name="ReturnableSaleId">Something of it is to come back.</param>
/// <param name="ReturnDue">What was paid for it.</param>
/// <param name="ReturnId">Goods that came back.</param>
/// <param name="DrawerTerminalId">A till of the first store, whose drawer nobody has.</param>
/// <param name="ShiftId">One that is closed, at that till.</param>
/// <param name="OpenShiftId">One that is open, of somebody else, at another till.</param>
/// <param name="ParkedSaleId">A basket that was put aside in the first store.</param>
/// <param name="ReservationId">Held in the first store.</param>
/// <param name="CodePatternsVersion">The version of the patterns in force.</param>
/// <param name="SettingsVersion">The version of the settings in force.</param>
public sealed record Belongings(
    Guid SaleId,
    Guid UserId,
    Guid GrantId,
    Guid RoleId,
    Guid StoreId,
    Guid TerminalId,
    Guid ApiKeyId,
    Guid SessionId,
    Guid ChallengeId,
    Guid JobId,
    Guid ProductId,
    Guid OwnVariantId,
    Guid ImportId,
    Guid ExportId,
    Guid ReadyExportId,
    Guid CategoryId,
    Guid TaxClassId,
    Guid TaxRateId,
    Guid PriceListId,
    Guid CustomerGroupId,
    Guid CustomerId,
    Guid ForgottenCustomerId,
    Guid StockLocationId,
    Guid StockReasonId,
    Guid StockAdjustmentId,
    Guid PendingAdjustmentId,
    Guid DoubtfulAdjustmentId,
    Guid MistakenAdjustmentId,
    Guid TransferId,
    Guid ApprovedTransferId,
    Guid StocktakeId,
    Guid CountedVariantId,
    Guid PendingStocktakeId,
    Guid MistakenStocktakeId,
    Guid ReturnableSaleId,
    long ReturnDue,
    Guid ReturnId,
    Guid DrawerTerminalId,
    Guid ShiftId,
    Guid OpenShiftId,
    Guid ParkedSaleId,
    Guid ReservationId,
    int CodePatternsVersion,
    int SettingsVersion,
    string PairingCode,
    string RefreshToken,
    string PasswordToken
)
{
    /// <summary>Stand-ins where only the shape of the examples matters.</summary>
    public static Belongings Sample { get; } =
        new(
            DemoData.Id("sample sale"),
            DemoData.Id("sample user"),
            DemoData.Id("sample grant"),
            DemoData.Id("sample role"),
            DemoData.Id("sample store"),
            DemoData.Id("sample terminal"),
            DemoData.Id("sample key"),
            DemoData.Id("sample session"),
            DemoData.Id("sample challenge"),
            DemoData.Id("sample job"),
            DemoData.Id("sample product"),
            DemoData.Id("sample variant"),
            DemoData.Id("sample import"),
            DemoData.Id("sample export"),
            DemoData.Id("sample ready export"),
            DemoData.Id("sample category"),
            DemoData.Id("sample tax class"),
            DemoData.Id("sample tax rate"),
            DemoData.Id("sample price list"),
            DemoData.Id("sample customer group"),
            DemoData.Id("sample customer"),
            DemoData.Id("sample forgotten customer"),
            DemoData.Id("sample stock location"),
            DemoData.Id("sample stock reason"),
            DemoData.Id("sample adjustment"),
            DemoData.Id("sample pending adjustment"),
            DemoData.Id("sample doubtful adjustment"),
            DemoData.Id("sample mistaken adjustment"),
            DemoData.Id("sample transfer"),
            DemoData.Id("sample approved transfer"),
            DemoData.Id("sample stocktake"),
            DemoData.Id("sample counted variant"),
            DemoData.Id("sample pending stocktake"),
            DemoData.Id("sample mistaken stocktake"),
            DemoData.Id("sample returnable sale"),
            1,
            DemoData.Id("sample return"),
            DemoData.Id("sample drawer"),
            DemoData.Id("sample shift"),
            DemoData.Id("sample open shift"),
            DemoData.Id("sample parked sale"),
            DemoData.Id("sample reservation"),
            1,
            1,
            "SAMPLE",
            "sample.refresh",
            "sample.link"
        );

    /// <param name="sender">The address of whoever will send the examples; the admin when left out.</param>
    /// <param name="tag">Makes the names that must be new.</param>
    public static async Task<Belongings> MakeAsync(
        ApiUnderTest api,
        HttpClient admin,
        string tenant,
        string? sender = null,
        string? tag = null
    )
    {
        tag ??= Guid.NewGuid().ToString("N")[..8];
        var sale = IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/sales", Example.SaleOf(tenant)), "saleId");
        var invited = await SendAsync(
            admin,
            HttpMethod.Post,
            "/v1/users",
            new JsonObject { ["email"] = $"{tag}@{tenant}.example", ["name"] = "Spare" }
        );
        var user = IdOf(invited, "userId");
        var roles = await admin.GetFromJsonAsync<JsonObject>("/v1/roles?limit=200");
        var viewer = roles!["items"]!.AsArray().Single(r => (string?)r!["code"] == "viewer")!; // Every merchant has it.
        var grant = IdOf(
            await SendAsync(
                admin,
                HttpMethod.Post,
                $"/v1/users/{user}/grants",
                new JsonObject { ["roleId"] = IdOf(viewer, "roleId"), ["storeId"] = DemoData.Store(tenant) }
            ),
            "grantId"
        );
        var role = IdOf(
            await SendAsync(
                admin,
                HttpMethod.Post,
                "/v1/roles",
                new JsonObject
                {
                    ["code"] = $"r-{tag}",
                    ["name"] = "Spare",
                    ["permissions"] = new JsonArray("core.read"),
                }
            ),
            "roleId"
        );
        var store = IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/stores", Example.StoreOf(tag.ToUpperInvariant())), "storeId");
        var terminal = IdOf(
            await SendAsync(
                admin,
                HttpMethod.Post,
                "/v1/terminals",
                new JsonObject
                {
                    ["storeId"] = store,
                    ["code"] = "T1",
                    ["name"] = "Spare",
                }
            ),
            "terminalId"
        );
        var unpaired = IdOf(
            await SendAsync(
                admin,
                HttpMethod.Post,
                "/v1/terminals",
                new JsonObject
                {
                    ["storeId"] = store,
                    ["code"] = "T3",
                    ["name"] = "Unpaired",
                }
            ),
            "terminalId"
        );
        await SendAsync(
            api.Client,
            HttpMethod.Post,
            "/v1/terminals/pair",
            new JsonObject { ["code"] = await PairingCodeAsync(admin, terminal) },
            tenant
        );
        var key = IdOf(
            await SendAsync(
                admin,
                HttpMethod.Post,
                "/v1/api-keys",
                new JsonObject { ["name"] = tag, ["permissions"] = new JsonArray("core.read") }
            ),
            "keyId"
        );
        var tokens = await SendAsync(
            api.Client,
            HttpMethod.Post,
            "/v1/auth/sign-in",
            new JsonObject { ["email"] = sender ?? $"admin@{tenant}.example", ["password"] = api.Password },
            tenant
        );
        using var another = api.Bearing(TextOf(tokens, "accessToken"));
        var sessions = await another.GetFromJsonAsync<JsonObject>("/v1/sessions");
        // The one that asks is among them.
        var session = IdOf(sessions!["items"]!.AsArray().Single(s => (bool)s!["isCurrent"]!)!, "sessionId");
        using var cashier = await api.SignInAsync(tenant, "cashier");
        using var manager = await api.SignInAsync(tenant, "manager");
        using var asking = new Example("", HttpMethod.Post, $"/v1/sales/{sale}/void", new JsonObject { ["reason"] = "Ask" }).ToRequest();
        using var denied = await cashier.SendAsync(asking);
        // A cashier is refused with one.
        var challenge = IdOf((await denied.Content.ReadFromJsonAsync<JsonObject>())!["challenge"]!, "challengeId");
        var product = await SendAsync(admin, HttpMethod.Post, "/v1/products", Example.ProductOf(tenant, $"SPARE-{tag}"));
        var taxClass = IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/tax-classes", Named(tag, ("category", "standard"))), "taxClassId");
        var patterns = await admin.GetFromJsonAsync<JsonObject>("/v1/code-patterns");
        var approved = await TransferAsync(manager, tenant);
        await SendAsync(manager, HttpMethod.Post, $"/v1/transfers/{approved}/approve", body: null);
        var returnable = await SendAsync(admin, HttpMethod.Post, "/v1/sales", Example.SaleOf(tenant));
        var due = (long)returnable["total"]! + (long)returnable["rounding"]!; // Every sale has both.
        var (stocktake, counted) = await StocktakeAsync(manager, tenant);
        var settings = await admin.GetFromJsonAsync<JsonObject>("/v1/settings");
        var drawer = await DrawerAsync(admin, tenant, $"D{tag[..6]}");
        return new Belongings(
            sale,
            user,
            grant,
            role,
            store,
            terminal,
            key,
            session,
            challenge,
            await ParkedJobAsync(api, tenant),
            IdOf(product, "productId"),
            IdOf(product["variants"]![0]!, "variantId"), // It was made with one.
            await ImportAsync(api, tenant),
            await ExportAsync(api, tenant, isDone: false),
            await ExportAsync(api, tenant, isDone: true),
            IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/categories", Example.Members(("name", $"Spare {tag}"))), "categoryId"),
            taxClass,
            IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/tax-rates", Rate(taxClass)), "taxRateId"),
            IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/price-lists", Named(tag, ("currency", "EUR"))), "priceListId"),
            IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/customer-groups", Named(tag)), "customerGroupId"),
            await CustomerAsync(admin, tag),
            await CustomerAsync(admin, $"{tag}-2"),
            IdOf(
                await SendAsync(admin, HttpMethod.Post, "/v1/stock-locations", Named(tag, ("storeId", DemoData.Store(tenant)))),
                "stockLocationId"
            ),
            IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/stock-reasons", Named(tag)), "stockReasonId"),
            await AdjustmentAsync(manager, tenant, "draft"),
            await AdjustmentAsync(manager, tenant, "submitted"),
            await AdjustmentAsync(manager, tenant, "submitted"),
            await AdjustmentAsync(manager, tenant, "submitted"),
            await TransferAsync(manager, tenant),
            approved,
            stocktake,
            counted,
            (await StocktakeAsync(manager, tenant, isSubmitted: true)).StocktakeId,
            (await StocktakeAsync(manager, tenant)).StocktakeId,
            IdOf(returnable, "saleId"),
            due,
            await ReturnAsync(admin, tenant, due),
            drawer,
            await ClosedShiftAsync(api, admin, tenant, drawer),
            await ShiftAsync(api, tenant, await DrawerAsync(admin, tenant, $"E{tag[..6]}")),
            IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/parked-sales", Example.ParkedOf(tenant)), "parkedSaleId"),
            IdOf(await SendAsync(admin, HttpMethod.Post, "/v1/reservations", Example.ReservationOf(tenant)), "reservationId"),
            (int)patterns!["version"]!, // Both have a version.
            (int)settings!["version"]!,
            await PairingCodeAsync(admin, unpaired),
            TextOf(tokens, "refreshToken"),
            TextOf(invited, "setPasswordToken")
        );
    }

    private static async Task<Guid> AdjustmentAsync(HttpClient client, string tenant, string status)
    {
        var adjustment = Example.AdjustmentOf(tenant);
        adjustment["status"] = status;
        return IdOf(await SendAsync(client, HttpMethod.Post, "/v1/stock-adjustments", adjustment), "stockAdjustmentId");
    }

    private static async Task<Guid> CustomerAsync(HttpClient admin, string tag) =>
        IdOf(
            await SendAsync(
                admin,
                HttpMethod.Post,
                "/v1/customers",
                Example.Members(("kind", "person"), ("displayName", "Spare"), ("cardNumber", $"S-{tag}"))
            ),
            "customerId"
        );

    // Of an article of its own: nothing is counted by two at once.
    private static async Task<(Guid StocktakeId, Guid VariantId)> StocktakeAsync(HttpClient client, string tenant, bool isSubmitted = false)
    {
        var earlier = await client.GetFromJsonAsync<JsonObject>("/v1/stocktakes?limit=200");
        var variant = DemoData.Variant(tenant, 500 + earlier!["items"]!.AsArray().Count); // A list has items.
        var opened = await SendAsync(client, HttpMethod.Post, "/v1/stocktakes", Example.StocktakeOf(tenant, variant));
        var stocktake = IdOf(opened, "stocktakeId");
        await SendAsync(client, HttpMethod.Post, $"/v1/stocktakes/{stocktake}/counts", Example.CountsOf(variant));
        if (isSubmitted)
            await SendAsync(client, HttpMethod.Post, $"/v1/stocktakes/{stocktake}/post", Example.Members(("forApproval", true)));
        return (stocktake, variant);
    }

    private static async Task<Guid> TransferAsync(HttpClient client, string tenant) =>
        IdOf(await SendAsync(client, HttpMethod.Post, "/v1/transfers", Example.TransferOf(tenant)), "transferId");

    private static async Task<Guid> ReturnAsync(HttpClient client, string tenant, long due)
    {
        var sale = IdOf(await SendAsync(client, HttpMethod.Post, "/v1/sales", Example.SaleOf(tenant)), "saleId");
        return IdOf(await SendAsync(client, HttpMethod.Post, $"/v1/sales/{sale}/returns", Example.ReturnOf(tenant, due)), "returnId");
    }

    private static async Task<Guid> DrawerAsync(HttpClient admin, string tenant, string code) =>
        IdOf(
            await SendAsync(
                admin,
                HttpMethod.Post,
                "/v1/terminals",
                Example.Members(("storeId", DemoData.Store(tenant)), ("code", code.ToUpperInvariant()), ("name", "Drawer"))
            ),
            "terminalId"
        );

    private static async Task<Guid> ClosedShiftAsync(ApiUnderTest api, HttpClient admin, string tenant, Guid terminal)
    {
        var shift = await ShiftAsync(api, tenant, terminal);
        await SendAsync(
            admin,
            HttpMethod.Post,
            $"/v1/shifts/{shift}/cash-movements",
            Example.Members(("kind", "in"), ("amount", 5_000), ("reason", "Change from the bank"))
        );
        await SendAsync(
            admin,
            HttpMethod.Post,
            $"/v1/shifts/{shift}/close",
            Example.Members(("counted", 24_900), ("reason", "A coin is missing"))
        );
        return shift;
    }

    // Of a cashier that nobody else is, who has no other one open.
    private static async Task<Guid> ShiftAsync(ApiUnderTest api, string tenant, Guid terminal)
    {
        var id = Ids.New();
        await using var connection = new NpgsqlConnection(api.Database.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into sales.shift (tenant_id, shift_id, store_id, terminal_id, terminal_code, cashier_id, currency, float_amount, is_shared,
                   is_blind, over_short_up_to, business_date, time_zone, day_ends_at, opened_at, opened_by)
            select t.tenant_id, $2, t.store_id, t.terminal_id, t.code, $2, s.currency, 20000, false, true, 0, current_date, s.time_zone,
                   s.day_ends_at, now(), $2
              from core.terminal as t
              join core.store as s using (tenant_id, store_id)
             where t.tenant_id = $1
               and t.terminal_id = $3
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = DemoData.Tenant(tenant) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = terminal });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    private static JsonObject Rate(Guid taxClass) => Example.Members(("taxClassId", taxClass), ("rate", 5), ("country", "DE"));

    private static JsonObject Named(string tag, params ReadOnlySpan<(string Name, JsonNode? Value)> further)
    {
        var body = Example.Members(("code", $"s-{tag}"), ("name", "Spare"));
        foreach (var (name, value) in further)
            body.Add(name, value);
        return body;
    }

    // One that was sent would be worked through some time.
    private static async Task<Guid> ImportAsync(ApiUnderTest api, string tenant)
    {
        var id = Guid.NewGuid();
        await using var connection = new NpgsqlConnection(api.Database.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into catalog.import (tenant_id, import_id, kind, job_id, is_dry_run, on_error, separator, columns, parts, rows_total,
                   rows_done, rows_refused, status, requested_at, requested_by)
            values ($1, $2, 'products', $3, true, 'skip', 'comma', '{sku,brand}', 2, 1000, 500, 1, 'running', now(), $4);
            insert into catalog.import_row (tenant_id, import_id, row_number, outcome, sku, changed, problems)
            values ($1, $2, 17, 'refused', 'SPARE', '', '[{"column":"brand","message":"Must be 1 to 100 characters."}]');
            """.Replace("$1", $"'{DemoData.Tenant(tenant)}'", StringComparison.Ordinal).Replace(
                "$2",
                $"'{id}'",
                StringComparison.Ordinal
            ).Replace("$3", $"'{Guid.NewGuid()}'", StringComparison.Ordinal).Replace(
                "$4",
                $"'{DemoData.User(tenant, "admin")}'",
                StringComparison.Ordinal
            ),
            connection
        );
        await command.ExecuteNonQueryAsync();
        return id;
    }

    // The same.
    private static async Task<Guid> ExportAsync(ApiUnderTest api, string tenant, bool isDone)
    {
        // Listed in their order.
        var (id, text) = (Ids.New(), Encoding.UTF8.GetBytes($"\"sku\",\"brand\"\r\n\"OF-{tenant}\",\"Nordwind\"\r\n"));
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await zip.WriteAsync(text);
        await using var connection = new NpgsqlConnection(api.Database.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            with made as (
                insert into catalog.export (tenant_id, export_id, kind, job_id, status, rows_total, rows_done, bytes, requested_at,
                       requested_by, finished_at)
                values ($1, $2, 'products', gen_random_uuid(), case when $4 then 'done' else 'running' end, 1, case when $4 then 1 else 0 end,
                       case when $4 then $6 else 0 end, now(), $3, case when $4 then now() end)
                returning tenant_id, export_id
            )
            insert into catalog.export_part (tenant_id, export_id, part, content)
            select tenant_id, export_id, 0, $5
              from made
             where $4
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = DemoData.Tenant(tenant) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = DemoData.User(tenant, "admin") });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = isDone });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = packed.ToArray() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = text.Length });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    // No request parks one: only what keeps failing is.
    private static async Task<Guid> ParkedJobAsync(ApiUnderTest api, string tenant)
    {
        var id = Guid.NewGuid();
        await using var connection = new NpgsqlConnection(api.Database.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into app.job (tenant_id, job_id, kind, payload, state, requested_at, run_at, attempts, last_error)
            values ($1, $2, 'operations.sample', '{}', 'parked', now(), now(), 10, 'It kept failing.')
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = DemoData.Tenant(tenant) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    private static async Task<string> PairingCodeAsync(HttpClient admin, Guid terminal) =>
        TextOf(await SendAsync(admin, HttpMethod.Post, $"/v1/terminals/{terminal}/pairing-codes", body: null), "code");

    private static Guid IdOf(JsonNode node, string member) => Guid.Parse(TextOf(node, member));

    private static string TextOf(JsonNode node, string member) => (string)node[member]!; // It was asked for by its name.

    private static async Task<JsonObject> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        JsonNode? body,
        string? tenant = null
    )
    {
        var takesKey =
            path is "/v1/sales" or "/v1/stock-adjustments" or "/v1/reservations"
            || path.EndsWith("/returns", StringComparison.Ordinal)
            || path.StartsWith("/v1/shifts", StringComparison.Ordinal)
            || path.EndsWith("/post", StringComparison.Ordinal);
        using var request = new Example("", method, path, body) { TakesKey = takesKey }.ToRequest();
        if (tenant is not null)
            request.Headers.Add("X-Tenant", tenant);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            // A success here has a body.
            : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}");
    }
}
