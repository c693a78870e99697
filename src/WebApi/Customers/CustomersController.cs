using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Customers;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Customers;

[Route("v1/customers")]
public sealed class CustomersController : ApiController
{
    [HttpGet, RequiresPermission(Permissions.Customers.Read)]
    public Task<ActionResult<Page<Customer>>> ListCustomers([FromQuery] ListCustomers query, CancellationToken ct) => Send(query, ct);

    [HttpGet("{customerId:guid}"), RequiresPermission(Permissions.Customers.Read)]
    public Task<ActionResult<Customer>> GetCustomer([FromRoute] GetCustomer query, CancellationToken ct) => Send(query, ct);

    [HttpPost, RequiresPermission(Permissions.Customers.Manage)]
    public Task<ActionResult<Customer>> CreateCustomer(CreateCustomer command, CancellationToken ct) => Send(command, ct);

    [HttpPut("{customerId:guid}"), RequiresPermission(Permissions.Customers.Manage)]
    public Task<ActionResult<Customer>> ChangeCustomer(ChangeCustomer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{customerId:guid}/archive"), RequiresPermission(Permissions.Customers.Manage)]
    public Task<ActionResult<Customer>> ArchiveCustomer([FromRoute] ArchiveCustomer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{customerId:guid}/restore"), RequiresPermission(Permissions.Customers.Manage)]
    public Task<ActionResult<Customer>> RestoreCustomer([FromRoute] RestoreCustomer command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{customerId:guid}/consents"), RequiresPermission(Permissions.Customers.Read)]
    public Task<ActionResult<Page<Consent>>> ListConsents([FromQuery] ListConsents query, CancellationToken ct) => Send(query, ct);

    [HttpPost("{customerId:guid}/consents"), RequiresPermission(Permissions.Customers.Manage)]
    public Task<ActionResult<Consent>> RecordConsent(RecordConsent command, CancellationToken ct) => Send(command, ct);

    [HttpGet("{customerId:guid}/export"), RequiresPermission(Permissions.Customers.Erase)]
    public Task<ActionResult<CustomerExport>> ExportCustomer([FromRoute] ExportCustomer command, CancellationToken ct) => Send(command, ct);

    [HttpPost("{customerId:guid}/erase"), RequiresPermission(Permissions.Customers.Erase)]
    public Task<ActionResult<Customer>> EraseCustomer([FromRoute] EraseCustomer command, CancellationToken ct) => Send(command, ct);
}
