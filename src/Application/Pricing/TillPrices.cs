using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>Published by Pricing: what tills have to know to choose prices and taxes by themselves, and whose changed.</summary>
public sealed class TillPrices(IDb db, TimeProvider clock)
{
    private const string NewestSql = """
        select changed_in
          from pricing.till_change
         where tenant_id = @tenant
           and changed_in >= @From
         order by changed_in desc
         limit 1
        """;

    private const string ChangedSql = """
        select distinct c.variant_id
          from pricing.till_change as c
         where c.tenant_id = @tenant
           and c.changed_in >= @From
           and c.variant_id > @After
         order by c.variant_id
         limit @Limit
        """;

    private const string FindSql = """
        select a.variant_id, a.tax_class_id, p.price_list_id, p.minimum_quantity, p.amount, p.valid_from,
               nullif(p.valid_until, 'infinity') as valid_until
          from pricing.article_tax as a
          left join (pricing.price as p join pricing.price_list as l on l.tenant_id = @tenant and l.price_list_id = p.price_list_id)
            on p.tenant_id = @tenant
           and p.variant_id = a.variant_id
           and p.valid_until > @Now
           and p.valid_until > p.valid_from
           and l.archived_at is null
           and l.currency = @Currency
           and coalesce(l.store_id, @StoreId) = @StoreId
           and coalesce(l.channel, 'till') = 'till'
         where a.tenant_id = @tenant
           and a.variant_id = any(@VariantIds)
         order by a.variant_id, l.code collate "C", p.minimum_quantity, p.valid_from
        """;

    private const string ListsSql = """
        select price_list_id, code, name, currency, priority, store_id, channel, customer_group_id
          from pricing.price_list
         where tenant_id = @tenant
           and archived_at is null
           and coalesce(store_id, @StoreId) = @StoreId
           and coalesce(channel, 'till') = 'till'
         order by code collate "C"
        """;

    private const string ClassesSql = TaxClasses.Columns + " order by code collate \"C\"";

    private const string RatesSql = """
        select tax_rate_id, tax_class_id, country, region, store_id, rate, nullif(valid_from, '-infinity') as valid_from,
               nullif(valid_until, 'infinity') as valid_until
          from pricing.tax_rate
         where tenant_id = @tenant
           and valid_until > @EndDayAfter
           and valid_until > valid_from
         order by valid_from, tax_rate_id
        """;

    private const string GroupsSql = """
        select customer_group_id, code, name
          from pricing.customer_group
         where tenant_id = @tenant
           and archived_at is null
         order by code collate "C"
        """;

    /// <summary>The greatest transaction from one on known to have changed what some article costs; nothing where none has.</summary>
    public Deferred<long> NewestChange(long from) => db.Defer<long>(NewestSql, new { From = from });

    /// <summary>Whose prices or taxes changed in transactions from one on: their ids behind one, in their order.</summary>
    public Deferred<Guid> ChangedArticles(long from, Guid after, int limit) =>
        db.Defer<Guid>(
            ChangedSql,
            new
            {
                From = from,
                After = after,
                Limit = limit,
            }
        );

    /// <summary>How some articles are taxed, and every price of theirs that holds now or later at the tills of a store.</summary>
    public Deferred<TillArticlePrices> Find(Guid storeId, string currency, IReadOnlyList<Guid> variantIds) =>
        db.Defer<TillArticlePrices>(
            FindSql,
            new
            {
                StoreId = storeId,
                Currency = currency,
                VariantIds = variantIds,
                Now = clock.GetUtcNow(),
            }
        );

    /// <summary>The price lists of all currencies that may hold at the tills of a store, by code.</summary>
    public Deferred<TillList> Lists(Guid storeId) => db.Defer<TillList>(ListsSql, new { StoreId = storeId });

    /// <summary>All tax classes, by code.</summary>
    public Deferred<TaxClass> Classes() => db.Defer<TaxClass>(ClassesSql);

    /// <summary>The rates of all classes and areas that hold, or will, on any store's day.</summary>
    public Deferred<ListedRate> Rates() =>
        db.Defer<ListedRate>(
            RatesSql,
            new { EndDayAfter = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-KnownPrices.DaysBehind) }
        );

    /// <summary>The customer groups in use, by code.</summary>
    public Deferred<TillGroup> Groups() => db.Defer<TillGroup>(GroupsSql);
}

/// <param name="PriceListId">Null, with what follows, where no price holds or is planned.</param>
public sealed record TillArticlePrices(
    Guid VariantId,
    Guid TaxClassId,
    Guid? PriceListId,
    decimal? MinimumQuantity,
    long? Amount,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil
);

public sealed record TillList(
    Guid PriceListId,
    string Code,
    string Name,
    string Currency,
    int Priority,
    Guid? StoreId,
    SalesChannel? Channel,
    Guid? CustomerGroupId
);

public sealed record TillGroup(Guid CustomerGroupId, string Code, string Name);
