using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>
/// Notes for tills whose prices or taxes a transaction changes: whoever writes them notes it, or no till hears of it. A test of all
/// operations finds who does not.
/// </summary>
public sealed class TillNotes(IDb db) : ITidy
{
    private const string ArticlesSql = """
        insert into pricing.till_change (variant_id)
        select distinct variant_id
          from unnest(@VariantIds) as variant_id
            on conflict do nothing
        """;

    private const string ListSql = """
        insert into pricing.till_change (variant_id)
        select distinct p.variant_id
          from pricing.price as p
         where p.tenant_id = @tenant
           and p.price_list_id = @PriceListId
            on conflict do nothing
        """;

    private const string ForgetSql = "select coalesce(pricing.forget_till_changes(@tenant, @AtMost), 0)";

    /// <summary>Queues a note that some articles cost, or are taxed, otherwise now or later.</summary>
    public void Articles(IEnumerable<Guid> variantIds) => db.Enqueue(ArticlesSql, new { VariantIds = variantIds.ToArray() });

    /// <summary>Queues a note that a list begins or ends to count in some store: it brings or takes all of its prices there.</summary>
    public void List(Guid priceListId) => db.Enqueue(ListSql, new { PriceListId = priceListId });

    public Task<int> TidyAsync(int atMost, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<int>(ForgetSql, new { AtMost = atMost }, ct);
}
