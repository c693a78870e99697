using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Opens an archived store again; its terminals have to be enrolled anew.</summary>
public sealed record RestoreStore(Guid StoreId) : ICommand<Store>;

internal sealed class RestoreStoreHandler(Stores stores, IActor actor) : ICommandHandler<RestoreStore, Store>
{
    public async Task<Store> Handle(RestoreStore command, CancellationToken ct)
    {
        var before = await stores.LockAsync(command.StoreId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        actor.RequireVersion(before.Version);
        return before.IsArchived ? stores.Save(before, before with { IsArchived = false }) : throw new Refused(CoreErrors.StoreIsOpen);
    }
}
