using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

[Route("v1/shifts")]
public sealed class ShiftsController : ApiController
{
    [HttpPost, RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<Shift>> OpenShift(OpenShift command, CancellationToken ct) => Send(command, ct);

    [HttpGet, RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<Page<ShiftSummary>>> ListShifts([FromQuery] ListShifts query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{shiftId:guid}"), RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<Shift>> GetShift([FromRoute] GetShift query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{shiftId:guid}/cash-movements"), RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<CashMovement>> MoveCash(MoveCash command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{shiftId:guid}/cash-movements"), RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<Page<CashMovement>>> ListCashMovements([FromQuery] ListCashMovements query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{shiftId:guid}/x-report"), RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<ShiftReport>> GetXReport([FromRoute] GetXReport query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{shiftId:guid}/close"), RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<Shift>> CloseShift(CloseShift command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{shiftId:guid}/z-report"), RequiresPermission(Permissions.Sales.Shift)]
    public Task<ActionResult<ZReport>> GetZReport([FromRoute] GetZReport query, CancellationToken ct) => Send(query, ct);
}
