using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>Everything that pricing knows of some articles: how they are taxed, at which rates, and every price that may hold.</summary>
public sealed class KnownPrices(IDb db)
{
    // Prices and rates in one statement, because a sale asks it: each row is one or the other.
    private const string FindSql = """
        select a.variant_id, a.tax_class_id, p.price_id, p.minimum_quantity, p.amount, p.valid_from,
               nullif(p.valid_until, 'infinity') as valid_until, l.price_list_id, l.code, l.currency, l.priority, l.store_id, l.channel,
               l.customer_group_id, null::uuid as tax_rate_id, null::text as country, null::text as region, null::numeric as rate,
               date '-infinity' as first_day, date 'infinity' as end_day
          from pricing.article_tax as a
          left join (pricing.price as p join pricing.price_list as l on l.tenant_id = @tenant and l.price_list_id = p.price_list_id)
            on p.tenant_id = @tenant
           and p.variant_id = a.variant_id
           and p.valid_until > @EndsAfter
           and p.valid_until > p.valid_from
           and l.archived_at is null
         where a.tenant_id = @tenant
           and a.variant_id = any(@VariantIds)
         union all
        select null, r.tax_class_id, null, null, null, null, null, null, null, null, null, r.store_id, null, null, r.tax_rate_id, r.country,
               r.region, r.rate, nullif(r.valid_from, '-infinity'), nullif(r.valid_until, 'infinity')
          from pricing.tax_rate as r
         where r.tenant_id = @tenant
           and r.valid_until > @EndDayAfter
           and r.tax_class_id in (
               select a.tax_class_id
                 from pricing.article_tax as a
                where a.tenant_id = @tenant
                  and a.variant_id = any(@VariantIds)
               )
        """;

    // No business day lies further behind the clock: a zone is at most a day behind, and a day may end at noon of the next.
    internal const int DaysBehind = 3;

    /// <summary>Queues the question; prices that ended before an instant are left out.</summary>
    public Deferred<Row> Ask(IReadOnlyList<Guid> variantIds, DateTimeOffset endsAfter) =>
        db.Defer<Row>(
            FindSql,
            new
            {
                VariantIds = variantIds,
                EndsAfter = endsAfter,
                EndDayAfter = endsAfter == DateTimeOffset.MinValue
                    ? DateOnly.MinValue
                    : DateOnly.FromDateTime(endsAfter.UtcDateTime).AddDays(-DaysBehind),
            }
        );

    public sealed record Row(
        Guid? VariantId,
        Guid TaxClassId,
        Guid? PriceId,
        decimal? MinimumQuantity,
        long? Amount,
        DateTimeOffset? ValidFrom,
        DateTimeOffset? ValidUntil,
        Guid? PriceListId,
        string? Code,
        string? Currency,
        int? Priority,
        Guid? StoreId,
        SalesChannel? Channel,
        Guid? CustomerGroupId,
        Guid? TaxRateId,
        string? Country,
        string? Region,
        decimal? Rate,
        DateOnly? FirstDay,
        DateOnly? EndDay
    )
    {
        // A list's columns are there together, and so are a rate's.
        public ListedPrice? Price =>
            PriceId is { } id
                ? new ListedPrice(
                    id,
                    new PriceListTerms(PriceListId!.Value, Code!, Currency!, Priority!.Value, StoreId, Channel, CustomerGroupId),
                    MinimumQuantity!.Value,
                    Amount!.Value,
                    ValidFrom!.Value,
                    ValidUntil
                )
                : null;

        public ListedRate? TaxRate =>
            TaxRateId is { } id ? new ListedRate(id, TaxClassId, Country, Region, StoreId, Rate!.Value, FirstDay, EndDay) : null;
    }
}
