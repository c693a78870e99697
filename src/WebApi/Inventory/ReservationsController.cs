using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Inventory;

[Route("v1/reservations")]
public sealed class ReservationsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Page<ReservationSummary>>> ListReservations([FromQuery] ListReservations query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{reservationId:guid}"), RequiresPermission(Permissions.Inventory.Read)]
    public Task<ActionResult<Reservation>> GetReservation([FromRoute] GetReservation query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Inventory.Reserve)]
    public Task<ActionResult<Reservation>> ReserveStock(ReserveStock command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{reservationId:guid}/extend"), RequiresPermission(Permissions.Inventory.Reserve)]
    public Task<ActionResult<Reservation>> ExtendReservation(ExtendReservation command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{reservationId:guid}/release"), RequiresPermission(Permissions.Inventory.Reserve)]
    public Task<ActionResult<Reservation>> ReleaseReservation([FromRoute] ReleaseReservation command, CancellationToken ct) =>
        Send(command, ct);
}
