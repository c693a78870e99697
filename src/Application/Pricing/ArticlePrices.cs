using System.Globalization;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Published by Pricing: what the catalogue says of the prices and taxes of its articles.</summary>
public sealed class ArticlePrices(IDb db, IActor actor, PriceSchedules schedules, TillNotes notes, TimeProvider clock)
{
    // Prices of the base lists, and the rate that holds where no area has its own.
    private const string FindSql = """
        select a.variant_id, a.tax_class_id, l.currency, p.amount,
               (select r.rate
                  from pricing.tax_rate as r
                 where r.tenant_id = @tenant
                   and r.tax_class_id = a.tax_class_id
                   and r.area = '*/*'
                   and r.valid_from <= @Today
                   and r.valid_until > @Today) as tax_rate
          from pricing.article_tax as a
          left join (pricing.price as p join pricing.price_list as l on l.tenant_id = @tenant and l.price_list_id = p.price_list_id)
            on p.tenant_id = @tenant
           and p.variant_id = a.variant_id
           and p.minimum_quantity = 0
           and p.valid_from <= @Now
           and p.valid_until > @Now
           and l.is_base
         where a.tenant_id = @tenant
           and a.variant_id = any(@VariantIds)
         order by a.variant_id, l.currency collate "C"
        """;

    // Where there is one already nothing happens; two who price the first article in a currency at once find the one of either.
    private const string MakeBaseListSql = """
        insert into pricing.price_list (price_list_id, code, name, currency, is_base, created_at)
        values (@PriceListId, @Code, @Name, @Currency, true, @Now)
            on conflict (tenant_id, currency) where is_base do nothing
        """;

    private const string TaxSql = """
        insert into pricing.article_tax (tenant_id, variant_id, tax_class_id)
        select c.tenant_id, article.variant_id, c.tax_class_id
          from unnest(@VariantIds, @TaxClassIds) as article (variant_id, tax_class_id)
          join pricing.tax_class as c on c.tax_class_id = article.tax_class_id
         where c.tenant_id = @tenant
        """;

    private const string PriceSql = """
        insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from, set_at, set_by)
        select l.tenant_id, price.price_id, l.price_list_id, price.variant_id, price.amount, @Now, @Now, @ActorId
          from unnest(@PriceIds, @VariantIds, @Currencies, @Amounts) as price (price_id, variant_id, currency, amount)
          join pricing.price_list as l on l.currency = price.currency
         where l.tenant_id = @tenant
           and l.is_base
        """;

    private const string ChangeTaxSql = """
        update pricing.article_tax
           set tax_class_id = @TaxClassId
         where tenant_id = @tenant
           and variant_id = @VariantId
        """;

    private const string BaseListsSql = """
        select currency, price_list_id
          from pricing.price_list
         where tenant_id = @tenant
           and currency = any(@Currencies)
           and is_base
        """;

    private const string ClassCodesSql = """
        select tax_class_id, code
          from pricing.tax_class
         where tenant_id = @tenant
           and archived_at is null
        """;

    private const string ClassesSql = """
        select tax_class_id
          from pricing.tax_class
         where tenant_id = @tenant
           and tax_class_id = any(@TaxClassIds)
           and archived_at is null
        """;

    /// <summary>What some articles cost now by the base lists, and how they are taxed; an article has one row a currency.</summary>
    public Deferred<BasePrice> Find(IReadOnlyList<Guid> variantIds)
    {
        var now = clock.GetUtcNow();
        return db.Defer<BasePrice>(
            FindSql,
            new
            {
                VariantIds = variantIds,
                Now = now,
                Today = DateOnly.FromDateTime(now.UtcDateTime),
            }
        );
    }

    /// <summary>Those of some tax classes that new articles can have.</summary>
    public Deferred<Guid> TaxClasses(IReadOnlyList<Guid> taxClassIds) => db.Defer<Guid>(ClassesSql, new { TaxClassIds = taxClassIds });

    /// <summary>The tax classes that new articles can have, by their codes.</summary>
    public Deferred<ClassCode> TaxClassCodes() => db.Defer<ClassCode>(ClassCodesSql);

    /// <summary>Sets what some articles cost from now on by the base lists, as PUT /v1/prices does.</summary>
    public async Task ChangeAsync(IReadOnlyList<(Guid VariantId, string Currency, long Amount)> articles, CancellationToken ct)
    {
        if (articles.Count == 0)
            return;
        var now = clock.GetUtcNow();
        string[] currencies = [.. articles.Select(a => a.Currency).Distinct(StringComparer.Ordinal)];
        MakeBaseLists(currencies, now);
        var lists = (await db.QueryAsync<BaseList>(BaseListsSql, new { Currencies = currencies }, ct)).ToDictionary(
            l => l.Currency,
            l => l.PriceListId,
            StringComparer.Ordinal
        );
        var spans = await schedules.HoldAsync([.. lists.Values], [.. articles.Select(a => a.VariantId).Distinct()], now, ct);
        schedules.Record(
            [.. articles.Select(a => PriceChange.Of(new PriceToSet(lists[a.Currency], a.VariantId, a.Amount), spans, now))],
            now
        );
    }

    /// <summary>Queues how new articles are taxed and what they cost from now on; a currency's first price makes its base list.</summary>
    public void Add(IReadOnlyList<NewArticle> articles)
    {
        var now = clock.GetUtcNow();
        MakeBaseLists(articles.Select(a => a.Currency).Distinct(StringComparer.Ordinal), now);
        db.Enqueue(
            TaxSql,
            new { VariantIds = articles.Select(a => a.VariantId).ToArray(), TaxClassIds = articles.Select(a => a.TaxClassId).ToArray() }
        );
        db.Enqueue(
            PriceSql,
            new
            {
                PriceIds = articles.Select(_ => Ids.New()).ToArray(),
                VariantIds = articles.Select(a => a.VariantId).ToArray(),
                Currencies = articles.Select(a => a.Currency).ToArray(),
                Amounts = articles.Select(a => a.Amount).ToArray(),
                Now = now,
                actor.ActorId,
            }
        );
        notes.Articles(articles.Select(a => a.VariantId));
    }

    /// <summary>Queues that an article is taxed otherwise from now on.</summary>
    public void ChangeTax(Guid variantId, Guid taxClassId)
    {
        db.Enqueue(ChangeTaxSql, new { VariantId = variantId, TaxClassId = taxClassId });
        notes.Articles([variantId]);
    }

    private void MakeBaseLists(IEnumerable<string> currencies, DateTimeOffset now)
    {
        foreach (var currency in currencies)
        {
            db.Enqueue(
                    MakeBaseListSql,
                    new
                    {
                        PriceListId = Ids.New(),
                        Code = string.Create(CultureInfo.InvariantCulture, $"base-{currency.ToLowerInvariant()}"),
                        Name = $"Base {currency}",
                        Currency = currency,
                        Now = now,
                    }
                )
                .OnConstraint("price_list_code_is_taken", PricingErrors.BaseListCodeTaken(currency));
        }
    }

    private sealed record BaseList(string Currency, Guid PriceListId);
}

public sealed record ClassCode(Guid TaxClassId, string Code);

/// <param name="Amount">Minor units of <paramref name="Currency"/>; both null when no base list has a price that holds now.</param>
/// <param name="TaxRate">Percent; null when only some areas have a rate.</param>
public sealed record BasePrice(Guid VariantId, Guid TaxClassId, string? Currency, long? Amount, decimal? TaxRate);

/// <param name="Amount">Minor units of <paramref name="Currency"/> for a quantity of one.</param>
public sealed record NewArticle(Guid VariantId, Guid TaxClassId, string Currency, long Amount);
