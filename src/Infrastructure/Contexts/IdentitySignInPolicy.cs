using PosCommerce.Application.Core;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>How people sign in is one of the settings that Core keeps.</summary>
internal sealed class IdentitySignInPolicy(TenantSettings settings) : ISignInPolicy
{
    public async Task<bool> RequiresSecondFactorAsync(CancellationToken ct) => (await settings.InForceAsync(ct)).RequireSecondFactor;
}
