using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Shows one merchant of the platform.</summary>
public sealed record GetTenant(Guid TenantId) : IQuery<Tenant>, ITenantRequest
{
    Guid? ITenantRequest.TenantId => TenantId;
}

internal sealed class GetTenantHandler(IMerchants merchants) : IQueryHandler<GetTenant, Tenant>
{
    public async Task<Tenant> Handle(GetTenant query, CancellationToken ct) =>
        Tenant.Of(await merchants.Find().SingleOrDefaultAsync(ct) ?? throw new Refused(PlatformErrors.TenantNotFound));
}
