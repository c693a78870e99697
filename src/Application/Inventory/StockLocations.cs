using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Stock locations: how one is read, held still and written.</summary>
public sealed class StockLocations(IDb db, TimeProvider clock)
{
    /// <summary>The code of the location that sells, in every store.</summary>
    internal const string SellingCode = "floor";

    internal const string Columns = """
        select stock_location_id, store_id, code, name, kind, archived_at is not null as is_archived, version
          from inventory.stock_location
         where tenant_id = @tenant
        """;

    /// <summary>The location that sells of a store <c>mine</c>, as long as it has no row.</summary>
    internal const string UnnamedColumns =
        "select mine.store_id as stock_location_id, mine.store_id, 'floor' as code, 'Shop floor' as name, 'shopFloor' as kind,"
        + """
             false as is_archived, 1 as version
            """;

    internal const string HasNoRow = """
        not exists (select
                      from inventory.stock_location
                     where tenant_id = @tenant
                       and stock_location_id = mine.store_id)
        """;

    private const string FindSql =
        Columns
        + """

               and stock_location_id = @StockLocationId
             union all
            """
        + " "
        + UnnamedColumns
        + """

              from unnest((select app.store_scope())::uuid[]) as mine (store_id)
             where mine.store_id = @StockLocationId
               and
            """
        + " "
        + HasNoRow;

    // Of two edits of one version, the second finds it gone; whoever archives it waits for what is under way to it.
    private const string LockSql = """
        select stock_location_id
          from inventory.stock_location
         where tenant_id = @tenant
           and stock_location_id = @StockLocationId
           for no key update
        """;

    // Together with others that move goods there, apart from whoever archives it.
    private const string HoldSql = """
        select stock_location_id
          from inventory.stock_location
         where tenant_id = @tenant
           and stock_location_id = any(@StockLocationIds)
         order by stock_location_id
           for share
        """;

    private const string AddSql = """
        insert into inventory.stock_location (stock_location_id, store_id, code, name, kind, created_at, version)
        values (@StockLocationId, @StoreId, @Code, @Name, @Kind, @Now, @Version)
        """;

    private const string SaveSql = """
        update inventory.stock_location
           set code = @Code,
               name = @Name,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and stock_location_id = @StockLocationId
        """;

    /// <summary>One location of a store in scope.</summary>
    internal Deferred<StockLocation> Find(Guid stockLocationId) =>
        db.Defer<StockLocation>(FindSql, new { StockLocationId = stockLocationId });

    /// <summary>One location, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none in scope.</exception>
    internal async Task<StockLocation> LockAsync(Guid stockLocationId, CancellationToken ct)
    {
        db.Lock(LockSql, new { StockLocationId = stockLocationId });
        return await Find(stockLocationId).SingleOrDefaultAsync(ct) ?? throw new Refused(InventoryErrors.LocationNotFound);
    }

    /// <summary>Queues that locations which goods move to or from are not archived until this transaction ends; asks for them.</summary>
    /// <remarks>What is asked is answered by <see cref="Required"/>, once everything else was asked, too.</remarks>
    internal IReadOnlyList<Deferred<StockLocation>> Hold(params IReadOnlyList<Guid> stockLocationIds)
    {
        db.Lock(HoldSql, new { StockLocationIds = stockLocationIds.ToArray() });
        return [.. stockLocationIds.Select(Find)];
    }

    /// <summary>A location that was held, when it is in use and of this store.</summary>
    /// <exception cref="Refused">It is not.</exception>
    internal static async Task<StockLocation> Required(Deferred<StockLocation> held, Guid storeId, CancellationToken ct) =>
        await held.SingleOrDefaultAsync(ct) is not { } location || location.StoreId != storeId
            ? throw new Refused(InventoryErrors.LocationNotFound)
        : location.IsArchived ? throw new Refused(InventoryErrors.LocationIsArchived)
        : location;

    /// <summary>Queues a new location.</summary>
    internal void Add(StockLocation added) => Insert(added, added.Version, InventoryErrors.LocationExists);

    /// <summary>Queues what a locked location becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    internal StockLocation Save(StockLocation before, StockLocation after)
    {
        db.Changes(before, after);
        var saved = after with { Version = before.Version + 1 };
        // The one that sells gets its row with its first change: of two that make it, one finds the version gone.
        if (before is { Kind: StockLocationKind.ShopFloor, Version: 1 })
            Insert(after, saved.Version, PipelineErrors.VersionIsStale);
        else
            db.Enqueue(
                    SaveSql,
                    new
                    {
                        after.StockLocationId,
                        after.Code,
                        after.Name,
                        after.IsArchived,
                        Now = clock.GetUtcNow(),
                    }
                )
                .OnConstraint("stock_location_code_is_taken", InventoryErrors.LocationCodeTaken);
        return saved;
    }

    private void Insert(StockLocation added, int version, Error isThere) =>
        db.Enqueue(
                AddSql,
                new
                {
                    added.StockLocationId,
                    added.StoreId,
                    added.Code,
                    added.Name,
                    added.Kind,
                    Now = clock.GetUtcNow(),
                    Version = version,
                }
            )
            .OnConstraint("stock_location_pkey", isThere)
            .OnConstraint("stock_location_code_is_taken", InventoryErrors.LocationCodeTaken);
}
