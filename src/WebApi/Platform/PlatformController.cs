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
    public Task<ActionResult<Tenant>> GetTenant(Guid tenantId, CancellationToken ct) => Send(new GetTenant(tenantId), ct);

    [HttpPost("tenants/{tenantId:guid}/suspend"), Operator(PlatformPermissions.ManageTenants)]
    public Task<ActionResult<Tenant>> SuspendTenant(Guid tenantId, SuspensionReason body, CancellationToken ct) => Send(new SuspendTenant(tenantId, body.Reason), ct);

    [HttpPost("tenants/{tenantId:guid}/reopen"), Operator(PlatformPermissions.ManageTenants)]
    public Task<ActionResult<Tenant>> ReopenTenant(Guid tenantId, CancellationToken ct) => Send(new ReopenTenant(tenantId), ct);

    [HttpGet("audit-log"), Operator(PlatformPermissions.ReadAudit)]
    public Task<ActionResult<Page<PlatformAuditLogEntry>>> ListPlatformAuditLog([FromQuery] ListPlatformAuditLog query, CancellationToken ct) => Send(query, ct);
}

/// <param name="Reason">Why the merchant is suspended; stays on record.</param>
public sealed record SuspensionReason(string Reason);
