using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Closes a merchant: whatever its people, terminals and machines hold stops working with their next request.</summary>
/// <param name="Reason">Stays on record.</param>
public sealed record SuspendTenant(Guid TenantId, string Reason) : ICommand<Tenant>, ITenantRequest
{
    Guid? ITenantRequest.TenantId => TenantId;
}

internal sealed class SuspendTenantValidator : AbstractValidator<SuspendTenant>
{
    public SuspendTenantValidator() => RuleFor(c => c.Reason).ShortText(200);
}

internal sealed class SuspendTenantHandler(IMerchants merchants, TimeProvider clock) : ICommandHandler<SuspendTenant, Tenant>
{
    public async Task<Tenant> Handle(SuspendTenant command, CancellationToken ct)
    {
        var merchant = await merchants.Lock().SingleOrDefaultAsync(ct) ?? throw new Refused(PlatformErrors.TenantNotFound);
        if (merchant.SuspendedAt is not null)
            throw new Refused(PlatformErrors.TenantIsSuspended);
        var now = clock.GetUtcNow();
        merchants.Suspend(command.Reason, now);
        return Tenant.Of(merchant) with { SuspendedAt = now, SuspensionReason = command.Reason };
    }
}
