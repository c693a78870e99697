using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PosCommerce.Testing;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>One request per operation that succeeds for an administrator of a demo merchant; the generated suites vary it.</summary>
/// <param name="Operation">The action's name, as in <c>CompleteSale</c>.</param>
/// <param name="Path">With the ids filled in.</param>
/// <param name="Body">Null for one without.</param>
public sealed partial record Example(string Operation, HttpMethod Method, string Path, JsonNode? Body = null)
{
    /// <summary>Acts of that kind take a key; where the answer is shown once, or the request is no command, it is left out.</summary>
    public bool TakesKey { get; init; } = true;

    /// <summary>The version that an edit means to change.</summary>
    public int? IfMatch { get; init; }

    /// <summary>The operations, as requests of a merchant about its own things, in an order in which all of them succeed.</summary>
    public static IReadOnlyList<Example> All(string tenant, Belongings its, string password)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        return
        [
            Post("SignIn", "/v1/auth/sign-in", new JsonObject { ["email"] = $"admin@{tenant}.example", ["password"] = password }),
            Post("RefreshSession", "/v1/auth/refresh", new JsonObject { ["refreshToken"] = its.RefreshToken }),
            Post("SetPassword", "/v1/auth/set-password", new JsonObject { ["token"] = its.PasswordToken, ["password"] = "nine green bottles hanging" }),
            Post("SignInByPin", "/v1/auth/pin", new JsonObject { ["userId"] = its.UserId, ["pin"] = "4711" }),
            Get("ListTerminalStaff", "/v1/auth/pin/staff"),
            Post("PairTerminal", "/v1/terminals/pair", new JsonObject { ["code"] = its.PairingCode }),
            Post("SignInOperator", "/v1/platform/sign-in", new JsonObject { ["email"] = "operator@platform.example", ["password"] = password }),
            Get("ListTenants", "/v1/platform/tenants"),
            Unkeyed("CreateTenant", "/v1/platform/tenants", new JsonObject
            {
                ["slug"] = $"t-{tag}",
                ["name"] = "Corner shop",
                ["store"] = new JsonObject { ["code"] = "MAIN", ["name"] = "Main", ["currency"] = "EUR", ["timeZone"] = "Europe/Berlin" },
                ["admin"] = new JsonObject { ["email"] = "owner@corner.example", ["name"] = "Owner" },
            }),
            Get("GetTenant", $"/v1/platform/tenants/{DemoData.Tenant(tenant)}"),
            Post("SuspendTenant", $"/v1/platform/tenants/{DemoData.Tenant(tenant)}/suspend", new JsonObject { ["reason"] = "Unpaid" }),
            Post("ReopenTenant", $"/v1/platform/tenants/{DemoData.Tenant(tenant)}/reopen", null),
            Get("ListPlatformAuditLog", "/v1/platform/audit-log"),
            Post("SignOutOperator", "/v1/platform/sign-out", null),

            Get("GetMe", "/v1/me"),
            Post("ChangeMyPassword", "/v1/me/password", new JsonObject { ["currentPassword"] = "wrong", ["newPassword"] = "nine green bottles hanging" }),
            Post("SetMyPin", "/v1/me/pin", new JsonObject { ["password"] = password, ["pin"] = "4711" }),
            Post("BeginTotp", "/v1/me/totp", new JsonObject { ["password"] = password }),
            Post("ConfirmTotp", "/v1/me/totp/confirm", new JsonObject { ["code"] = "000000" }),
            Post("VerifyTotp", "/v1/me/totp/verify", new JsonObject { ["code"] = "000000" }),
            Post("ReplaceRecoveryCodes", "/v1/me/totp/recovery-codes", new JsonObject { ["code"] = "000000" }),
            Post("RemoveTotp", "/v1/me/totp/remove", new JsonObject { ["password"] = password, ["code"] = "000000" }),
            Get("ListMySessions", "/v1/sessions"),
            Post("EndMySession", $"/v1/sessions/{its.SessionId}/end", null),
            Post("EndMyOtherSessions", "/v1/sessions/end-others", null),
            Get("ListPermissions", "/v1/permissions"),
            Get("GetApproval", $"/v1/approvals/{its.ChallengeId}"),
            Post("ApproveChallenge", $"/v1/approvals/{its.ChallengeId}/approve", new JsonObject()),

            Get("ListUsers", "/v1/users?search=admin"),
            Get("GetUser", $"/v1/users/{its.UserId}"),
            Unkeyed("InviteUser", "/v1/users", new JsonObject { ["email"] = $"new-{tag}@{tenant}.example", ["name"] = "Newcomer", ["grants"] = new JsonArray(new JsonObject { ["roleId"] = DemoData.Role(tenant, "cashier"), ["storeId"] = DemoData.Store(tenant) }) }),
            // The third version: the first had no role, the second no password.
            Put("ChangeUser", $"/v1/users/{its.UserId}", 3, new JsonObject { ["email"] = $"changed-{tag}@{tenant}.example", ["name"] = "Changed" }),
            Unkeyed("MakePasswordLink", $"/v1/users/{its.UserId}/password-link", null),
            Post("SetUserPin", $"/v1/users/{its.UserId}/pin", new JsonObject { ["pin"] = "4711" }),
            Post("RemoveUserPin", $"/v1/users/{its.UserId}/pin/remove", null),
            Post("ResetUserTotp", $"/v1/users/{its.UserId}/totp/reset", null),
            Get("ListGrants", $"/v1/users/{its.UserId}/grants"),
            Post("GrantRole", $"/v1/users/{its.UserId}/grants", new JsonObject { ["roleId"] = DemoData.Role(tenant, "cashier"), ["storeId"] = DemoData.Store(tenant) }),
            Post("RevokeGrant", $"/v1/users/{its.UserId}/grants/{its.GrantId}/revoke", null),
            Get("ListUserSessions", $"/v1/users/{its.UserId}/sessions"),
            Post("EndUserSessions", $"/v1/users/{its.UserId}/sessions/end", new JsonObject()),
            Post("DisableUser", $"/v1/users/{its.UserId}/disable", null),
            Post("EnableUser", $"/v1/users/{its.UserId}/enable", null),
            Get("ListRoles", "/v1/roles"),
            Get("GetRole", $"/v1/roles/{its.RoleId}"),
            Post("CreateRole", "/v1/roles", new JsonObject { ["code"] = $"new-{tag}", ["name"] = "New", ["permissions"] = new JsonArray("core.read") }),
            Put("ChangeRole", $"/v1/roles/{its.RoleId}", 1, new JsonObject { ["name"] = "Changed", ["permissions"] = new JsonArray("core.read", "catalog.read") }),
            Post("ArchiveRole", $"/v1/roles/{its.RoleId}/archive", null),
            Get("ListApiKeys", "/v1/api-keys"),
            Get("GetApiKey", $"/v1/api-keys/{its.ApiKeyId}"),
            Unkeyed("CreateApiKey", "/v1/api-keys", new JsonObject { ["name"] = "New", ["permissions"] = new JsonArray("core.read"), ["storeIds"] = new JsonArray(JsonValue.Create(DemoData.Store(tenant))) }),
            Unkeyed("RotateApiKey", $"/v1/api-keys/{its.ApiKeyId}/rotate", new JsonObject { ["overlapMinutes"] = 5 }),
            Post("RevokeApiKey", $"/v1/api-keys/{its.ApiKeyId}/revoke", null),
            Get("ListJobs", "/v1/jobs?state=parked"),
            Get("GetJob", $"/v1/jobs/{its.JobId}"),
            Post("RetryJob", $"/v1/jobs/{its.JobId}/retry", null),
            Get("ListAuditLog", "/v1/audit-log?act=VoidSale"),
            Get("ExportAuditLog", "/v1/audit-log/export"),

            Get("ListCurrencies", "/v1/currencies"),
            Get("ListCashRoundings", "/v1/cash-roundings"),
            Get("ListStores", "/v1/stores"),
            Get("GetStore", $"/v1/stores/{its.StoreId}"),
            Post("CreateStore", "/v1/stores", StoreOf($"N{tag.ToUpperInvariant()}")),
            Put("ChangeStore", $"/v1/stores/{its.StoreId}", 1, StoreOf($"C{tag.ToUpperInvariant()}")),
            Get("ListTerminals", $"/v1/terminals?storeId={DemoData.Store(tenant)}"),
            Get("GetTerminal", $"/v1/terminals/{its.TerminalId}"),
            Post("CreateTerminal", "/v1/terminals", new JsonObject { ["storeId"] = its.StoreId, ["code"] = $"N{tag.ToUpperInvariant()}", ["name"] = "New" }),
            Put("ChangeTerminal", $"/v1/terminals/{its.TerminalId}", 2, new JsonObject { ["code"] = "T2", ["name"] = "Changed" }),
            Unkeyed("MakePairingCode", $"/v1/terminals/{its.TerminalId}/pairing-codes", null),
            Post("UnpairTerminal", $"/v1/terminals/{its.TerminalId}/unpair", null),
            Post("ArchiveTerminal", $"/v1/terminals/{its.TerminalId}/archive", null),
            Post("ArchiveStore", $"/v1/stores/{its.StoreId}/archive", null),
            Post("RestoreStore", $"/v1/stores/{its.StoreId}/restore", null),
            Get("GetSettings", "/v1/settings"),
            Put("ChangeSettings", "/v1/settings", its.SettingsVersion, SettingsOf()),
            Get("ListSettingsHistory", "/v1/settings/history"),

            Get("ListVariants", "/v1/variants?search=honey"),
            Get("GetVariant", $"/v1/variants/{DemoData.Variant(tenant, 7)}"),
            Get("ListStockLevels", $"/v1/stock-levels?storeId={DemoData.Store(tenant)}&variantId={DemoData.Variant(tenant, 7)}"),
            Get("ListStockMovements", $"/v1/stock-movements?storeId={DemoData.Store(tenant)}&variantId={DemoData.Variant(tenant, 7)}"),
            Post("AdjustStock", "/v1/stock-adjustments", new JsonObject
            {
                ["storeId"] = DemoData.Store(tenant),
                ["reason"] = "Counted",
                ["lines"] = new JsonArray(new JsonObject { ["variantId"] = DemoData.Variant(tenant, 7), ["quantity"] = 1 }),
            }),
            Post("QuoteBasket", "/v1/quotes", new JsonObject { ["storeId"] = DemoData.Store(tenant), ["lines"] = Lines(tenant) }),
            Post("CompleteSale", "/v1/sales", SaleOf(tenant)),
            Get("ListSales", $"/v1/sales?storeId={DemoData.Store(tenant)}"),
            Get("GetSale", $"/v1/sales/{its.SaleId}"),
            Post("VoidSale", $"/v1/sales/{its.SaleId}/void", new JsonObject { ["reason"] = "Rung up twice" }),
            Get("GetIntegrity", "/v1/integrity"),
            Post("RequestProof", "/v1/integrity/proofs", null),
            // Last: it ends the session that sends it.
            Post("SignOut", "/v1/auth/sign-out", null),
        ];
    }

    /// <summary>The body of a store.</summary>
    public static JsonObject StoreOf(string code) => new()
    {
        ["code"] = code,
        ["name"] = "Nord",
        ["currency"] = "EUR",
        ["timeZone"] = "Europe/Berlin",
        ["taxMode"] = "inclusive",
    };

    private static JsonObject SettingsOf() => new()
    {
        ["taxRounding"] = "line",
        ["cashRounding"] = new JsonObject { ["step"] = 1 },
        ["discountLimits"] = new JsonArray(),
        ["approvalLimits"] = new JsonObject { ["voidUpTo"] = 0 },
        ["negativeStock"] = "refuse",
        ["numberFormats"] = new JsonObject
        {
            ["sale"] = "{store}-{terminal}-{number:6}",
            ["zReport"] = "{store}-{terminal}-Z{number:5}",
            ["purchaseOrder"] = "PO-{number:6}",
            ["transfer"] = "TR-{number:6}",
        },
        ["requireSecondFactor"] = false,
    };

    /// <summary>The body of a sale of one item at the merchant's first till.</summary>
    public static JsonObject SaleOf(string tenant) => new()
    {
        ["storeId"] = DemoData.Store(tenant),
        ["terminalId"] = DemoData.Terminal(tenant),
        ["lines"] = Lines(tenant),
        ["tenders"] = new JsonArray(new JsonObject { ["method"] = "cash", ["amount"] = 100_000 }),
    };

    /// <summary>The request, ready to send; a fresh key each time.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Path);
        if (Method == HttpMethod.Post && TakesKey)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (IfMatch is not null)
            request.Headers.Add("If-Match", $"\"{IfMatch}\"");
        if (Body is not null)
            request.Content = new StringContent(Body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Every way to put another id where this request has one of its own: path, query and body, nested members too.</summary>
    public IEnumerable<(string Place, Guid Own, Example Changed)> WithOtherId(Func<Guid, Guid> other)
    {
        foreach (var (place, own) in IdsInPath())
            yield return (place, own, this with { Path = Path.Replace(own.ToString(), other(own).ToString(), StringComparison.Ordinal) });
        foreach (var path in IdsInBody(Body, "$"))
        {
            var copy = Body!.DeepClone(); // A path into the body was found in it.
            var parent = path.Parents.Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
            var own = Guid.Parse((string)parent[path.Member]!);
            parent[path.Member] = other(own);
            yield return (path.Place, own, this with { Body = copy });
        }
    }

    // Named by what stands in front of the id: "sales/" or "storeId=".
    private IEnumerable<(string, Guid)> IdsInPath() => IdInPath().Matches(Path).Select(m => (m.Groups["name"].Value, Guid.Parse(m.Groups["id"].Value)));

    private static IEnumerable<(string Place, object[] Parents, string Member)> IdsInBody(JsonNode? node, string place, params object[] parents) => node switch
    {
        JsonObject members => members.SelectMany(m => m.Value is JsonValue value && Guid.TryParse(value.ToString(), out _)
            ? [($"{place}.{m.Key}", parents, m.Key)]
            : IdsInBody(m.Value, $"{place}.{m.Key}", [.. parents, m.Key])),
        JsonArray items => items.SelectMany((item, i) => IdsInBody(item, $"{place}[{i}]", [.. parents, i])),
        _ => [],
    };

    [GeneratedRegex("(?<name>[A-Za-z-]+[/=])(?<id>[0-9a-f]{8}-[0-9a-f-]{27})")]
    private static partial Regex IdInPath();

    private static JsonArray Lines(string tenant) => new(new JsonObject { ["variantId"] = DemoData.Variant(tenant, 7), ["quantity"] = 1 });

    private static Example Get(string operation, string path) => new(operation, HttpMethod.Get, path);

    private static Example Put(string operation, string path, int ifMatch, JsonNode body) => new(operation, HttpMethod.Put, path, body) { IfMatch = ifMatch };

    private static Example Unkeyed(string operation, string path, JsonNode? body) => new(operation, HttpMethod.Post, path, body) { TakesKey = false };

    private static Example Post(string operation, string path, JsonNode? body) => new(operation, HttpMethod.Post, path, body);
}
