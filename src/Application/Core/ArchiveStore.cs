using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Closes a store until it is restored: it sells no more, its terminals are no longer enrolled, its history stays.</summary>
public sealed record ArchiveStore(Guid StoreId) : ICommand<Store>;

internal sealed class ArchiveStoreHandler(IDb db, Stores stores, Terminals terminals, IActor actor) : ICommandHandler<ArchiveStore, Store>
{
    private const string WithdrawCodesSql = """
        update core.pairing_code as p
           set expires_at = '-infinity'
          from core.terminal as t
         where p.tenant_id = @tenant
           and t.tenant_id = @tenant
           and t.store_id = @StoreId
           and p.terminal_id = t.terminal_id
           and p.used_at is null
           and p.expires_at > '-infinity'
        """;

    private const string RevokeSql = """
        update core.terminal_credential as c
           set revoked_at = @Now,
               revoked_by = @RevokedBy
          from core.terminal as t
         where c.tenant_id = @tenant
           and t.tenant_id = @tenant
           and t.store_id = @StoreId
           and c.terminal_id = t.terminal_id
           and c.revoked_at is null
        """;

    public async Task<Store> Handle(ArchiveStore command, CancellationToken ct)
    {
        var before = await stores.LockAsync(command.StoreId, ct) ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PipelineErrors.StoreIsArchived);
        terminals.LockOfStore(command.StoreId);
        db.Enqueue(WithdrawCodesSql, new { command.StoreId });
        db.Enqueue(
            RevokeSql,
            new
            {
                command.StoreId,
                actor.Now,
                RevokedBy = actor.ActorId,
            }
        );
        return stores.Save(before, before with { IsArchived = true });
    }
}
