using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Pricing;

[Route("v1/customer-groups")]
public sealed class CustomerGroupsController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<Page<CustomerGroup>>> ListCustomerGroups([FromQuery] ListCustomerGroups query, CancellationToken ct) =>
        Send(query, ct);

    [HttpGet("{customerGroupId:guid}"), RequiresPermission(Permissions.Pricing.Read)]
    public Task<ActionResult<CustomerGroup>> GetCustomerGroup([FromRoute] GetCustomerGroup query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<CustomerGroup>> CreateCustomerGroup(CreateCustomerGroup command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{customerGroupId:guid}"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<CustomerGroup>> ChangeCustomerGroup(ChangeCustomerGroup command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{customerGroupId:guid}/archive"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<CustomerGroup>> ArchiveCustomerGroup([FromRoute] ArchiveCustomerGroup command, CancellationToken ct) =>
        Send(command, ct);

    [HttpPost("{customerGroupId:guid}/restore"), RequiresPermission(Permissions.Pricing.Manage)]
    public Task<ActionResult<CustomerGroup>> RestoreCustomerGroup([FromRoute] RestoreCustomerGroup command, CancellationToken ct) =>
        Send(command, ct);
}
