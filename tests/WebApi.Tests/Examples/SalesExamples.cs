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
            Post("QuoteBasket", "/v1/quotes", Members(("storeId", DemoData.Store(tenant)), ("lines", Lines(tenant)))),
            Post("CompleteSale", "/v1/sales", SaleOf(tenant)),
            Get("ListSales", $"/v1/sales?storeId={DemoData.Store(tenant)}"),
            Post("ReturnGoods", $"/v1/sales/{its.ReturnableSaleId}/returns", ReturnOf(tenant, its.ReturnDue)),
            Get("ListReturns", $"/v1/returns?storeId={DemoData.Store(tenant)}"),
            Get("GetReturn", $"/v1/returns/{its.ReturnId}"),
            Post("VoidSale", $"/v1/sales/{its.SaleId}/void", Members(("reason", "Rung up twice"))),
        ];
    }
}
