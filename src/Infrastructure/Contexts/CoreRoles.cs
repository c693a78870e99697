using PosCommerce.Application.Common;
using PosCommerce.Application.Core.Ports;
using PosCommerce.Application.Identity;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Core's limits are set for the roles that Identity keeps.</summary>
internal sealed class CoreRoles(RoleCodes roles) : IRoles
{
    public Deferred<string> Known(IReadOnlyList<string> codes) => roles.Known(codes);
}
