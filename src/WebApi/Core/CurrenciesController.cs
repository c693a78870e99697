using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Core;

[Route("v1/currencies")]
public sealed class CurrenciesController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Core.Read)]
    public Task<ActionResult<Page<CurrencyFacts>>> ListCurrencies([FromQuery] ListCurrencies query, CancellationToken ct) =>
        Send(query, ct);
}
