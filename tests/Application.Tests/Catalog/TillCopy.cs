using System.Text.Json;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>What a till keeps of the catalogue, and how it keeps up: all that a client has to do.</summary>
internal sealed class TillCopy(Func<string?, Task<TillCatalog>> ask)
{
    private readonly SortedDictionary<Guid, TillArticle> articles = [];
    private TillCatalog terms = null!; // Told first of all.

    public string? Cursor { get; private set; }

    public IReadOnlyDictionary<Guid, TillArticle> Articles => articles;

    /// <summary>The answers of the last time.</summary>
    public IReadOnlyList<TillCatalog> Told { get; private set; } = [];

    /// <param name="between">What happens behind each answer.</param>
    public async Task SyncAsync(Func<Task>? between = null)
    {
        var told = new List<TillCatalog>();
        do
        {
            told.Add(await ask(Cursor));
            Take(told[^1]);
            if (between is not null)
                await between();
        } while (told[^1].HasMore);
        Told = told;
    }

    /// <summary>All of it but prices that are over.</summary>
    public string Written(DateTimeOffset now) =>
        JsonSerializer.Serialize(
            new
            {
                terms.Store,
                terms.CodePatterns,
                terms.Categories,
                terms.PriceLists,
                terms.TaxClasses,
                terms.CustomerGroups,
                Articles = articles.Values.Select(a => a with { Prices = [.. a.Prices.Where(p => !(p.ValidUntil <= now))] }),
            },
            Json.Options
        );

    /// <summary>Prices a basket by what is kept, and by nothing else.</summary>
    public PricedBasket Price(DateTimeOffset at, Guid? group, params (Guid Variant, decimal Quantity)[] items)
    {
        var store = terms.Store!; // Told first of all, as the others.
        var day = BusinessCalendar.Of(store.TimeZone, store.DayEndsAt).DayAt(at, store.FirstDay);
        var lists = terms.PriceLists!.ToDictionary(
            l => l.PriceListId,
            l => new PriceListTerms(l.PriceListId, l.Code, store.Currency, l.Priority, l.StoreId, l.Channel, l.CustomerGroupId)
        );
        var lines = items.Select(item =>
        {
            var article = articles[item.Variant];
            var listed = article.Prices.Select(p => new ListedPrice(
                Guid.Empty,
                lists[p.PriceListId],
                p.MinimumQuantity,
                p.Amount,
                p.ValidFrom,
                p.ValidUntil
            ));
            var situation = new PriceSituation(store.StoreId, store.Currency, SalesChannel.Till, group, item.Quantity, at);
            var rates = terms.TaxClasses!.Single(c => c.TaxClassId == article.TaxClassId).Rates;
            var rate = rates.First(r => !(r.ValidFrom > day) && !(r.ValidUntil <= day));
            return new BasketLine(item.Quantity, PriceChoice.Winner(listed, situation)!.Amount, rate.Rate);
        });
        return (PricedBasket)BasketPricing.Price(new PricingRules(store.TaxMode, store.TaxRounding), [.. lines]);
    }

    private void Take(TillCatalog page)
    {
        if (Cursor is null)
            terms = page;
        else
            terms = terms with
            {
                Store = page.Store ?? terms.Store,
                CodePatterns = page.CodePatterns ?? terms.CodePatterns,
                Categories = page.Categories ?? terms.Categories,
                PriceLists = page.PriceLists ?? terms.PriceLists,
                TaxClasses = page.TaxClasses ?? terms.TaxClasses,
                CustomerGroups = page.CustomerGroups ?? terms.CustomerGroups,
            };
        foreach (var article in page.Articles)
            articles[article.VariantId] = article;
        foreach (var removed in page.Removed)
            articles.Remove(removed);
        Cursor = page.Cursor;
    }
}
