using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>How much cheaper somebody sells alone is a matter of their roles, which Identity keeps.</summary>
internal sealed class SalesSellers(RoleCodes roles, RequestContext context) : ISellers
{
    public async Task<IReadOnlyList<string>> SellingRolesAsync(Guid storeId, CancellationToken ct) =>
        context.Principal is UserPrincipal user ? await roles.HeldAsync(user.UserId, Permissions.Sales.Create, storeId, ct) : [];
}
