using System.Text.Json.Nodes;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about stores, tills and settings.</summary>
internal sealed class CoreExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (tenant, its, _, tag) = merchant;
        return
        [
            Post("CreateStore", "/v1/stores", StoreOf($"N{tag.ToUpperInvariant()}", whole: true)),
            Put("ChangeStore", $"/v1/stores/{its.StoreId}", 1, StoreOf($"C{tag.ToUpperInvariant()}")),
            Get("ListTerminals", $"/v1/terminals?storeId={DemoData.Store(tenant)}"),
            Post(
                "CreateTerminal",
                "/v1/terminals",
                Members(("storeId", its.StoreId), ("code", $"N{tag.ToUpperInvariant()}"), ("name", "New"))
            ),
            Put("ChangeTerminal", $"/v1/terminals/{its.TerminalId}", 2, Members(("code", "T2"), ("name", "Changed"))),
            Unkeyed("MakePairingCode", $"/v1/terminals/{its.TerminalId}/pairing-codes", null),
            Post("PairTerminal", "/v1/terminals/pair", Members(("code", its.PairingCode))),
            Post("UnpairTerminal", $"/v1/terminals/{its.TerminalId}/unpair", null),
            Post("ArchiveTerminal", $"/v1/terminals/{its.TerminalId}/archive", null),
            Post("ArchiveStore", $"/v1/stores/{its.StoreId}/archive", null),
            Post("RestoreStore", $"/v1/stores/{its.StoreId}/restore", null),
            Put("ChangeSettings", "/v1/settings", its.SettingsVersion, SettingsOf()),
            Get("ListSettingsHistory", "/v1/settings/history"),
        ];
    }

    private static JsonObject SettingsOf() =>
        new()
        {
            ["taxRounding"] = "line",
            ["cashRounding"] = Members(("step", 1)),
            ["discountLimits"] = new JsonArray(),
            ["adjustmentLimits"] = new JsonArray(Members(("roleCode", "stock-clerk"), ("quantity", 100))),
            ["approvalLimits"] = Members(("voidUpTo", 0)),
            ["negativeStock"] = "refuse",
            ["numberFormats"] = new JsonObject
            {
                ["sale"] = "{store}-{terminal}-{number:6}",
                ["zReport"] = "{store}-{terminal}-Z{number:5}",
                ["purchaseOrder"] = "PO-{number:6}",
                ["transfer"] = "TR-{number:6}",
            },
            ["requireSecondFactor"] = false,
            ["tenderTypes"] = new JsonArray(
                Members(("code", "cash"), ("name", "Cash"), ("givesChange", true), ("rounding", "asCash")),
                Members(("code", "card"), ("name", "Card"), ("givesChange", false), ("rounding", "withTheTotal"), ("needsReference", true))
            ),
        };
}
