using MediatR;
using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Platform;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.Platform;

[Route("v1/platform")]
public sealed class PlatformController : ApiController
{
    [HttpPost("sign-in"), Anonymous]
    public Task<ActionResult<OperatorTokens>> SignInOperator(SignInOperator command, CancellationToken ct) => Send(command, ct);

    [HttpPost("sign-out"), Operator]
    public Task<ActionResult<Unit>> SignOutOperator(CancellationToken ct) => Send(new SignOutOperator(), ct);

    [HttpGet("tenants"), Operator(PlatformPermissions.ReadTenants)]
    public Task<ActionResult<Page<Tenant>>> ListTenants([FromQuery] ListTenants query, CancellationToken ct) => Send(query, ct);

    [HttpPost("tenants"), Operator(PlatformPermissions.ManageTenants)]
    public Task<ActionResult<CreatedTenant>> CreateTenant(CreateTenant command, CancellationToken ct) => Send(command, ct);

    [HttpGet("tenants/{tenantId:guid}"), Operator(PlatformPermissions.ReadTenants)]
    public Task<ActionResult<Tenant>> GetTenant([FromRoute] GetTenant query, CancellationToken ct) => Send(query, ct);

    [HttpPost("tenants/{tenantId:guid}/suspend"), Operator(PlatformPermissions.ManageTenants)]
    public Task<ActionResult<Tenant>> SuspendTenant(SuspendTenant command, CancellationToken ct) => Send(command, ct);

    [HttpPost("tenants/{tenantId:guid}/reopen"), Operator(PlatformPermissions.ManageTenants)]
    public Task<ActionResult<Tenant>> ReopenTenant([FromRoute] ReopenTenant command, CancellationToken ct) => Send(command, ct);

    [HttpGet("audit-log"), Operator(PlatformPermissions.ReadAudit)]
    public Task<ActionResult<Page<PlatformAuditLogEntry>>> ListPlatformAuditLog(
        [FromQuery] ListPlatformAuditLog query,
        CancellationToken ct
    ) => Send(query, ct);
}
