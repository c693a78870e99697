using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Pricing;

[Route("v1/tax-classes")]
public sealed class TaxClassesController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<Page<TaxClass>>> ListTaxClasses([FromQuery] ListTaxClasses query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{taxClassId:guid}"), RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<TaxClass>> GetTaxClass([FromRoute] GetTaxClass query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<TaxClass>> CreateTaxClass(CreateTaxClass command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{taxClassId:guid}"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<TaxClass>> ChangeTaxClass(ChangeTaxClass command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{taxClassId:guid}/archive"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<TaxClass>> ArchiveTaxClass([FromRoute] ArchiveTaxClass command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{taxClassId:guid}/restore"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<TaxClass>> RestoreTaxClass([FromRoute] RestoreTaxClass command, CancellationToken ct) => Send(command, ct);
}
