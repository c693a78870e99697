using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: a store's business day is over for all of its tills, whatever their clocks say.</summary>
public sealed class DayEnds(IDb db)
{
    // Apart from whoever voids there or adds a till, as whoever archives it.
    private const string LockSql = """
        select store_id
          from core.store
         where tenant_id = @tenant
           and store_id = @StoreId
           for no key update
        """;

    // Whoever numbers a document shares its till: all that is under way is waited for, the first of a new till as well.
    private const string LockTillsSql = """
        select terminal_id
          from core.terminal
         where tenant_id = @tenant
           and store_id = @StoreId
         order by terminal_id
           for no key update
        """;

    // No document of a till is of an earlier day than the one that its counter has reached.
    private const string ReachSql = """
        update core.document_number
           set business_date = @Day
         where tenant_id = @tenant
           and store_id = @StoreId
           and kind in ('sale', 'return')
           and (business_date is null or business_date < @Day)
        """;

    /// <summary>
    /// Queues that every till of a store which has numbered something has reached a day: none sells or takes back on an earlier one any
    /// more, and what is under way is done before the next statement reads.
    /// </summary>
    public void Reach(Guid storeId, DateOnly day)
    {
        db.Lock(LockSql, new { StoreId = storeId });
        db.Lock(LockTillsSql, new { StoreId = storeId });
        db.Enqueue(ReachSql, new { StoreId = storeId, Day = day });
    }
}
