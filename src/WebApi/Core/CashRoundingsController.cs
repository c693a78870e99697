using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Domain.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Core;

[Route("v1/cash-roundings")]
public sealed class CashRoundingsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Page<CountryCashRounding>>> ListCashRoundings([FromQuery] ListCashRoundings query, CancellationToken ct) =>
        Send(query, ct);
}
