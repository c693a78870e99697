using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

[Route("v1/sales")]
public sealed class SalesController : ApiController
{
    [HttpPost, RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<Sale>> CompleteSale(CompleteSale command, CancellationToken ct) => Send(command, ct);

    [HttpGet, RequiresPermission(Permissions.Sales.Read)]
    public Task<ActionResult<Page<SaleSummary>>> ListSales([FromQuery] ListSales query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{saleId:guid}"), RequiresPermission(Permissions.Sales.Read)]
    public Task<ActionResult<Sale>> GetSale([FromRoute] GetSale query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{saleId:guid}/receipt"), RequiresPermission(Permissions.Sales.Read), ProducesReceipts]
    public Task<ActionResult<Receipt>> GetSaleReceipt([FromQuery] GetSaleReceipt query, CancellationToken ct) => SendAsReceipt(query, ct);

    [HttpPost("{saleId:guid}/receipt/prints"), RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<ReceiptPrint>> PrintReceipt([FromRoute] PrintReceipt command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{saleId:guid}/void"), RequiresPermission(Permissions.Sales.Void, OrApprovalWith = Permissions.Sales.Create)]
    public Task<ActionResult<Sale>> VoidSale(VoidSale command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{saleId:guid}/returns"), RequiresPermission(Permissions.Sales.Return, OrApprovalWith = Permissions.Sales.Create)]
    public Task<ActionResult<SaleReturn>> ReturnGoods(ReturnGoods command, CancellationToken ct) => Send(command, ct);
}
