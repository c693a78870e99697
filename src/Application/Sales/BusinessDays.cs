using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>The days of a store that are added up once nothing is sold on them any more.</summary>
/// <remarks>
/// A day is over when every till has reached a later one (<see cref="Ports.IDayEnds"/>): no sale and no return is of an earlier day than
/// its till has reached. What reaches it all the same, a void under a slow clock or the first document of a new till, reopens it.
/// </remarks>
internal static class BusinessDays
{
    // Written whether it was rolled up or not: whoever is about to roll it up holds it, and adds it up again once this is done.
    private const string ReopenSql = """
        update sales.business_day
           set revision = revision + 1,
               rolled_at = null,
               proven_at = null,
               is_whole = true
         where tenant_id = @tenant
           and store_id = @StoreId
           and business_date = @Day
        """;

    /// <summary>
    /// Queues that the figures of a day are not read any more, if it has some: by whatever writes or changes what happened on it, unless
    /// its till's number says that the day is not over.
    /// </summary>
    public static void ReopenDay(this IDb db, Guid storeId, DateOnly day) => db.Enqueue(ReopenSql, new { StoreId = storeId, Day = day });
}
