using System.Text.Json.Nodes;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What tills ask for.</summary>
internal sealed class SalesExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (tenant, its, _, _) = merchant;
        return
        [
            Post("QuoteBasket", "/v1/quotes", QuoteOf(tenant)),
            Post("CompleteSale", "/v1/sales", SaleOf(tenant)),
            Get("ListSales", $"/v1/sales?storeId={DemoData.Store(tenant)}"),
            Post("ReturnGoods", $"/v1/sales/{its.ReturnableSaleId}/returns", ReturnOf(tenant, its.ReturnDue)),
            Get("ListReturns", $"/v1/returns?storeId={DemoData.Store(tenant)}"),
            Get("GetReturn", $"/v1/returns/{its.ReturnId}"),
            Post("VoidSale", $"/v1/sales/{its.SaleId}/void", Members(("reason", "Rung up twice"))),
        ];
    }

    // A dented tin for less, one at the price of the shop across the street, and something off all of it.
    private static JsonObject QuoteOf(string tenant)
    {
        var (variant, discount) = (DemoData.Variant(tenant, 7), Members(("kind", "percent"), ("value", 25), ("reason", "damaged")));
        return Members(
            ("storeId", DemoData.Store(tenant)),
            (
                "lines",
                new JsonArray(
                    Members(("variantId", variant), ("quantity", 1), ("discount", discount)),
                    Members(("variantId", variant), ("quantity", 2), ("price", 399), ("priceReason", "price-match"))
                )
            ),
            ("discount", Members(("kind", "amount"), ("value", 100), ("reason", "goodwill")))
        );
    }
}
