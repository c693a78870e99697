namespace PosCommerce.Application.Inventory;

/// <summary>
/// What is reserved past its time counts as free, whether or not <see cref="ExpireReservations"/> has come by: reads take it off what is
/// reserved, and whoever moves a level that something is reserved of lets it lapse in the same statement.
/// </summary>
internal static class Lapsed
{
    /// <summary>
    /// Of the levels <c>level</c> that a statement has locked: what goes back to each, <c>freed</c>. A level of which nothing is reserved
    /// costs nothing. A hold that another statement has changed meanwhile is judged anew as it is now.
    /// </summary>
    public const string Freed = """
        lapsed as (
            update inventory.reservation_hold as h
               set is_held = false
              from level
             where h.tenant_id = @tenant
               and h.store_id = @StoreId
               and h.variant_id = level.variant_id
               and level.reserved > 0
               and h.is_held
               and h.expires_at <= @Now
            returning h.variant_id, h.remaining
        ), freed as (
            select variant_id, sum(remaining) as quantity
              from lapsed
             group by variant_id
        )
        """;

    /// <summary>What is reserved of a level <c>l</c> at the moment.</summary>
    public const string Reserved = """
        l.reserved - case when l.reserved > 0
                               then (select coalesce(sum(h.remaining), 0)
                                       from inventory.reservation_hold as h
                                      where h.tenant_id = @tenant
                                        and h.store_id = l.store_id
                                        and h.variant_id = l.variant_id
                                        and h.is_held
                                        and h.expires_at <= @Now)
                          else 0
                     end
        """;
}
