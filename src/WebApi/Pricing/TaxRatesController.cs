using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Pricing;

[Route("v1/tax-rates")]
public sealed class TaxRatesController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<Page<TaxRate>>> ListTaxRates([FromQuery] ListTaxRates query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<TaxRate>> AddTaxRate(AddTaxRate command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{taxRateId:guid}"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<TaxRate>> ChangeTaxRate(ChangeTaxRate command, CancellationToken ct) => Send(command, ct);
}
