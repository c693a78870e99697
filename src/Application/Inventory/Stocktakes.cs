using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Stocktakes: how one is read, held still and written.</summary>
internal sealed class Stocktakes(IDb db, IActor actor)
{
    private const string FindSql = """
        select t.stocktake_id, t.store_id, coalesce(t.stock_location_id, t.store_id) as stock_location_id, t.name, t.scope, t.category_ids,
               t.not_counted_days, t.is_blind, t.status, t.opened_at, t.opened_by, t.submitted_at, t.submitted_by, t.ended_at, t.ended_by,
               t.cancellation, p.lines, p.counted, p.different, p.found, p.missing, t.version
          from inventory.stocktake as t
         cross join lateral (
               select count(*)::integer as lines, count(counted)::integer as counted,
                      (count(*) filter (where variance <> 0))::integer as different,
                      coalesce(sum(variance) filter (where variance > 0), 0) as found,
                      coalesce(-sum(variance) filter (where variance < 0), 0) as missing
                 from inventory.stocktake_line
                where tenant_id = @tenant
                  and stocktake_id = @StocktakeId
               ) as p
         where t.tenant_id = @tenant
           and t.stocktake_id = @StocktakeId
        """;

    // Those who count are waited for, and find it over.
    private const string LockSql = """
        select stocktake_id
          from inventory.stocktake
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
           for no key update
        """;

    private const string SaveSql = """
        update inventory.stocktake
           set status = @Status,
               submitted_at = @SubmittedAt,
               submitted_by = @SubmittedBy,
               ended_at = @EndedAt,
               ended_by = @EndedBy,
               cancellation = @Cancellation,
               proven_at = null,
               version = version + 1
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
        """;

    // Others may count it from now on.
    private const string CloseSql = """
        update inventory.stocktake_line
           set is_open = false
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
        """;

    /// <summary>One stocktake; null when there is none in scope.</summary>
    public async Task<Stocktake?> FindAsync(Guid stocktakeId, CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(FindSql, new { StocktakeId = stocktakeId }, ct))?.Stocktake;

    /// <summary>One stocktake of the version that is meant, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none in scope; it has changed; or it is over.</exception>
    public async Task<Stocktake> LockAsync(Guid stocktakeId, CancellationToken ct)
    {
        db.Lock(LockSql, new { StocktakeId = stocktakeId });
        var locked = await FindAsync(stocktakeId, ct) ?? throw new Refused(InventoryErrors.StocktakeNotFound);
        actor.RequireVersion(locked.Version);
        return locked.IsGoingOn ? locked : throw new Refused(InventoryErrors.StocktakeIsOver);
    }

    /// <summary>Queues what a locked stocktake becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public Stocktake Save(Stocktake before, Stocktake after)
    {
        db.Changes(before, after);
        if (after.Status is StocktakeStatus.Submitted)
            db.Publish(new StocktakeSubmitted(after.StocktakeId, after.StoreId));
        if (!after.IsGoingOn)
            db.Enqueue(CloseSql, new { after.StocktakeId });
        db.Enqueue(
            SaveSql,
            new
            {
                after.StocktakeId,
                after.Status,
                after.SubmittedAt,
                after.SubmittedBy,
                after.EndedAt,
                after.EndedBy,
                after.Cancellation,
            }
        );
        return after with { Version = before.Version + 1 };
    }

    private sealed record Row(
        Guid StocktakeId,
        Guid StoreId,
        Guid StockLocationId,
        string Name,
        StocktakeScope Scope,
        Guid[]? CategoryIds,
        int? NotCountedDays,
        bool IsBlind,
        StocktakeStatus Status,
        DateTimeOffset OpenedAt,
        Guid OpenedBy,
        DateTimeOffset? SubmittedAt,
        Guid? SubmittedBy,
        DateTimeOffset? EndedAt,
        Guid? EndedBy,
        string? Cancellation,
        int Lines,
        int Counted,
        int Different,
        decimal Found,
        decimal Missing,
        int Version
    )
    {
        public Stocktake Stocktake =>
            new(
                StocktakeId,
                StoreId,
                StockLocationId,
                Name,
                Scope,
                CategoryIds,
                NotCountedDays,
                IsBlind,
                Status,
                OpenedAt,
                OpenedBy,
                SubmittedAt,
                SubmittedBy,
                EndedAt,
                EndedBy,
                Cancellation,
                new StocktakeProgress(Lines, Counted, Different, Found, Missing),
                Version
            );
    }
}
