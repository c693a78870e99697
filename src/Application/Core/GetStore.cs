using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Shows one store.</summary>
public sealed record GetStore(Guid StoreId) : IQuery<Store>;

internal sealed class GetStoreHandler(Stores stores) : IQueryHandler<GetStore, Store>
{
    public async Task<Store> Handle(GetStore query, CancellationToken ct) =>
        await stores.FindAsync(query.StoreId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
}
