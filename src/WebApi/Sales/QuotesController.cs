using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Sales;

[Route("v1/quotes")]
public sealed class QuotesController : ApiController
{
    [HttpPost, RequiresPermission(Permissions.Sales.Create)]
    public Task<ActionResult<Quote>> QuoteBasket(QuoteBasket query, CancellationToken ct) => Send(query, ct);
}
