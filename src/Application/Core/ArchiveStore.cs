using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Closes a store until it is restored: it sells no more, its tills are no longer enrolled, its history stays.</summary>
public sealed record ArchiveStore(Guid StoreId) : ICommand<Store>;

internal sealed class ArchiveStoreHandler(StoreRecords stores, TerminalRecords terminals, Enrolment enrolment, IActor actor) : ICommandHandler<ArchiveStore, Store>
{
    public async Task<Store> Handle(ArchiveStore command, CancellationToken ct)
    {
        var before = await stores.LockAsync(command.StoreId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        terminals.LockOfStore(command.StoreId);
        enrolment.EndOfStore(command.StoreId);
        return stores.Save(before, before with { IsArchived = true });
    }
}
