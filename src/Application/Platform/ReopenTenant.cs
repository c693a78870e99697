using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Opens a suspended merchant again; sessions that have not run out meanwhile go on.</summary>
public sealed record ReopenTenant(Guid TenantId) : ICommand<Tenant>, ITenantRequest
{
    Guid? ITenantRequest.TenantId => TenantId;
}

internal sealed class ReopenTenantHandler(IMerchants merchants) : ICommandHandler<ReopenTenant, Tenant>
{
    public async Task<Tenant> Handle(ReopenTenant command, CancellationToken ct)
    {
        var merchant = await merchants.Lock().SingleOrDefaultAsync(ct) ?? throw new Refused(PlatformErrors.TenantNotFound);
        if (merchant.SuspendedAt is null)
            throw new Refused(PlatformErrors.TenantIsOpen);
        merchants.Reopen();
        return Tenant.Of(merchant) with { SuspendedAt = null, SuspensionReason = null };
    }
}
