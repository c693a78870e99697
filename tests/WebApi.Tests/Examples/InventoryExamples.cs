using System.Text.Json.Nodes;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about what is in stock.</summary>
internal sealed class InventoryExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var tenant = merchant.Tenant;
        return
        [
            Get("ListStockLevels", $"/v1/stock-levels?storeId={DemoData.Store(tenant)}&variantId={DemoData.Variant(tenant, 7)}"),
            Get("ListStockMovements", $"/v1/stock-movements?storeId={DemoData.Store(tenant)}&variantId={DemoData.Variant(tenant, 7)}"),
            Post(
                "AdjustStock",
                "/v1/stock-adjustments",
                new JsonObject
                {
                    ["storeId"] = DemoData.Store(tenant),
                    ["reason"] = "Counted",
                    ["lines"] = new JsonArray(Members(("variantId", DemoData.Variant(tenant, 7)), ("quantity", 1))),
                }
            ),
        ];
    }
}
