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
            Post("QuoteBasket", "/v1/quotes", QuoteOf(tenant, its.CustomerId)),
            Post("CompleteSale", "/v1/sales", SaleOf(tenant)),
            Get("ListSales", $"/v1/sales?storeId={DemoData.Store(tenant)}"),
            Post("ReturnGoods", $"/v1/sales/{its.ReturnableSaleId}/returns", ReturnOf(tenant, its.ReturnDue)),
            Get("ListReturns", $"/v1/returns?storeId={DemoData.Store(tenant)}"),
            Get("GetReturn", $"/v1/returns/{its.ReturnId}"),
            Post("OpenShift", "/v1/shifts", Members(("terminalId", its.DrawerTerminalId), ("float", 20_000))),
            Post(
                "MoveCash",
                $"/v1/shifts/{its.OpenShiftId}/cash-movements",
                Members(("kind", "drop"), ("amount", 10_000), ("reason", "To the safe"))
            ),
            Get("ListZReports", $"/v1/z-reports?terminalId={its.DrawerTerminalId}"),
            Get("ListShifts", $"/v1/shifts?status=closed&storeId={DemoData.Store(tenant)}"),
            Post(
                "CloseShift",
                $"/v1/shifts/{its.OpenShiftId}/close",
                Members(
                    ("denominations", new JsonArray(Members(("value", 2_000), ("count", 9)), Members(("value", 100), ("count", 19)))),
                    ("reason", "A coin is missing")
                )
            ) with
            {
                // Whoever opened one has none open behind it.
                Refine = (example, answers) => example with { Path = $"/v1/shifts/{(string?)answers["OpenShift"]["shiftId"]}/close" },
            },
            .. new[]
            {
                ("GetSalesReport", "sales"),
                ("GetTaxReport", "taxes"),
                ("GetTenderReport", "tenders"),
                ("GetExceptionReport", "exceptions"),
            }.Select(report =>
                Get(report.Item1, $"/v1/reports/{report.Item2}?from=2026-01-01&to=2026-12-31&storeId={DemoData.Store(tenant)}")
            ),
            Get("GetShiftHistory", $"/v1/reports/shifts?from=2026-01-01&to=2026-12-31&storeId={DemoData.Store(tenant)}"),
            Post("ParkSale", "/v1/parked-sales", ParkedOf(tenant)),
            Get("ListParkedSales", $"/v1/parked-sales?status=parked&storeId={DemoData.Store(tenant)}"),
            Post("RecallSale", $"/v1/parked-sales/{its.ParkedSaleId}/recall", Members(("terminalId", DemoData.Terminal(tenant)))),
            Put("ChangeParkedSale", $"/v1/parked-sales/{its.ParkedSaleId}", 2, ParkedOf(tenant, isChange: true)),
            Post("DiscardParkedSale", $"/v1/parked-sales/{its.ParkedSaleId}/discard", Members(("reason", "Came no more"))),
            Post("VoidSale", $"/v1/sales/{its.SaleId}/void", Members(("reason", "Rung up twice"))),
        ];
    }

    // A dented tin for less, one at the price of the shop across the street, and something off all of it.
    private static JsonObject QuoteOf(string tenant, Guid customer)
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
            ("discount", Members(("kind", "amount"), ("value", 100), ("reason", "goodwill"))),
            ("customerId", customer)
        );
    }
}
