using PosCommerce.Application.Core;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Identity names the stores that Core keeps.</summary>
internal sealed class IdentityStores(StoreDirectory stores) : IStores
{
    public Task<IReadOnlyList<StoreName>> ListAsync(CancellationToken ct) =>
        stores.List().Select(s => new StoreName(s.StoreId, s.Code, s.Name)).ToListAsync(ct);
}
