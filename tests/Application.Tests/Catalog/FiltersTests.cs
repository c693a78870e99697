using System.Globalization;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>What narrows lists of articles, against an account of every article by itself.</summary>
public sealed class FiltersTests : ShopTests
{
    // More than a filter may name for the list to begin with it: the walk is tried, too.
    private const int Many = 1_100;
    private readonly List<Article> all = [];
    private Guid season;
    private Guid winter;

    [OneTimeSetUp]
    public async Task Fill_the_shelves()
    {
        season = (await Shop.AskAsync(Shop.Admin, new CreateCategory("Season"))).CategoryId;
        winter = (await Shop.AskAsync(Shop.Admin, new CreateCategory("Winter", season))).CategoryId;
        for (var n = 0; n < Many; n++)
            all.Add(
                new Article(
                    DemoData.Id($"mass product {n}"),
                    DemoData.Id($"mass variant {n}"),
                    $"Mass {n.ToString("0000", CultureInfo.InvariantCulture)}",
                    n % 400 == 7 ? "Few" : "Häuser",
                    n % 300 == 7 ? "seldom" : "often",
                    n % 10 == 7 ? winter : season,
                    n % 5 == 2 ? ProductKind.Service : ProductKind.Simple,
                    n % 11 == 3 ? ProductStatus.Draft
                        : n % 11 == 5 ? ProductStatus.Archived
                        : ProductStatus.Active,
                    n % 3 == 1 && n < 600,
                    n % 4 == 0 ? null : 100 + n
                )
            );
        await Shop.ExecuteAsync(
            """
            insert into catalog.product (tenant_id, product_id, name, brand, kind, is_draft, archived_at, created_at)
            select $1, id, name, brand, kind, status = 'draft', case when status = 'archived' then now() end,
                   timestamptz '2027-01-01 00:00:00+00' + (n * 7 % 1000) * interval '1 minute'
              from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) with ordinality as t (id, name, brand, kind, status, n)
            """,
            DemoData.Tenant("demo"),
            all.Select(a => a.ProductId).ToArray(),
            all.Select(a => a.Name).ToArray(),
            all.Select(a => a.Brand).ToArray(),
            all.Select(a => JsonOf(a.Kind)).ToArray(),
            all.Select(a => JsonOf(a.Status)).ToArray()
        );
        await Shop.ExecuteAsync(
            """
            insert into catalog.variant (tenant_id, variant_id, product_id, sku, name, product_is_active, created_at)
            select tenant_id, v.id, product_id, name, name, not is_draft and archived_at is null, created_at
              from catalog.product
              join unnest($2::uuid[], $3::uuid[]) as v (product, id) on v.product = product_id
             where tenant_id = $1
            """,
            DemoData.Tenant("demo"),
            all.Select(a => a.ProductId).ToArray(),
            all.Select(a => a.VariantId).ToArray()
        );
        await Shop.ExecuteAsync(
            "insert into catalog.product_tag (tenant_id, product_id, tag) select $1, id, tag from unnest($2::uuid[], $3::text[]) as t (id, tag)",
            DemoData.Tenant("demo"),
            all.Select(a => a.ProductId).ToArray(),
            all.Select(a => a.Tag).ToArray()
        );
        await Shop.ExecuteAsync(
            "insert into catalog.product_category (tenant_id, product_id, category_id) select $1, id, c from unnest($2::uuid[], $3::uuid[]) as t (id, c)",
            DemoData.Tenant("demo"),
            all.Select(a => a.ProductId).ToArray(),
            all.Select(a => a.CategoryId).ToArray()
        );
        await Shop.ExecuteAsync(
            "insert into pricing.article_tax (tenant_id, variant_id, tax_class_id) select $1, id, $3 from unnest($2::uuid[]) as id",
            DemoData.Tenant("demo"),
            all.Select(a => a.VariantId).ToArray(),
            DemoData.TaxClass("demo")
        );
        await Shop.ExecuteAsync(
            """
            insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, amount, valid_from)
            select $1, gen_random_uuid(), l.price_list_id, id, amount, timestamptz '2026-01-01 00:00:00+00'
              from unnest($2::uuid[], $3::bigint[]) as t (id, amount)
              join pricing.price_list as l on l.tenant_id = $1 and l.is_base and l.currency = 'EUR'
            """,
            DemoData.Tenant("demo"),
            all.Where(a => a.Price is not null).Select(a => a.VariantId).ToArray(),
            all.Where(a => a.Price is not null).Select(a => a.Price!.Value).ToArray()
        );
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(
                DemoData.Store("demo"),
                [.. all.Where(a => a.IsInStock).Select(a => new AdjustStockLine(a.VariantId, 1))],
                "Opening"
            )
        );
    }

    private static readonly Dictionary<string, Func<FiltersTests, (ListVariants Asked, Func<Article, bool> Fits)>> Questions = new()
    {
        ["a brand that there is not"] = _ => (new ListVariants(Brand: "haeuser"), _ => false),
        ["a brand with many"] = _ => (new ListVariants(Brand: "HAUSER"), a => a.Brand == "Häuser"),
        ["a brand with few"] = _ => (new ListVariants(Brand: "few"), a => a.Brand == "Few"),
        ["a tag with many"] = _ => (new ListVariants(Tag: "OFTEN"), a => a.Tag == "often"),
        ["a tag with few and a brand"] = _ =>
            (new ListVariants(Tag: "seldom", Brand: "hauser"), a => a is { Tag: "seldom", Brand: "Häuser" }),
        ["a category with those below"] = t => (new ListVariants(CategoryId: t.season), _ => true),
        ["a category by itself"] = t => (new ListVariants(CategoryId: t.winter), a => a.CategoryId == t.winter),
        ["a category, a kind and a brand"] = t =>
            (
                new ListVariants(CategoryId: t.season, Kind: ProductKind.Service, Brand: "hauser"),
                a => a is { Kind: ProductKind.Service, Brand: "Häuser" }
            ),
        ["drafts of a brand"] = _ => (new ListVariants(Brand: "hauser", Status: ProductStatus.Draft), a => a.Brand == "Häuser"),
        ["archived ones with a tag"] = _ => (new ListVariants(Tag: "often", Status: ProductStatus.Archived), a => a.Tag == "often"),
        ["in stock"] = t => (new ListVariants(CategoryId: t.season, InStockAt: DemoData.Store("demo")), a => a.IsInStock),
        ["priced"] = t => (new ListVariants(CategoryId: t.winter, Currency: "EUR"), a => a.CategoryId == t.winter && a.Price is not null),
        ["in stock at a price"] = t =>
            (
                new ListVariants(CategoryId: t.season, Currency: "EUR", MinPrice: 300, MaxPrice: 500, InStockAt: DemoData.Store("demo")),
                a => a.IsInStock && a.Price is >= 300 and <= 500
            ),
        ["from a price on"] = t => (new ListVariants(CategoryId: t.season, Currency: "EUR", MinPrice: 1_150), a => a.Price >= 1_150),
        ["in another currency"] = t => (new ListVariants(CategoryId: t.season, Currency: "USD"), _ => false),
        ["in a store of others"] = t => (new ListVariants(CategoryId: t.season, InStockAt: DemoData.Store("rival")), _ => false),
    };

    private static IEnumerable<string> Names => Questions.Keys;

    [Test]
    public async Task A_list_holds_exactly_what_fits_every_filter_in_its_order(
        [ValueSource(nameof(Names))] string question,
        [Values] ProductSort sort
    )
    {
        var (asked, fits) = Questions[question](this);
        var fitting = all.Where(a => a.Status == (asked.Status ?? ProductStatus.Active) && fits(a)).ToList();

        var variants = await PagesAsync(
            cursor => Shop.AskAsync(Shop.Admin, asked with { Sort = sort, Limit = 170, Cursor = cursor }),
            v => v.VariantId
        );
        var products = await PagesAsync(
            cursor =>
                Shop.AskAsync(
                    Shop.Admin,
                    new ListProducts(
                        null,
                        asked.Status ?? ProductStatus.Active,
                        asked.Kind,
                        asked.Brand,
                        asked.Tag,
                        asked.CategoryId,
                        asked.InStockAt,
                        asked.Currency,
                        asked.MinPrice,
                        asked.MaxPrice,
                        sort,
                        170,
                        cursor
                    )
                ),
            p => p.ProductId
        );

        var order = await Shop.ListAsync<Guid>(
            sort is ProductSort.Name
                ? "select variant_id from catalog.variant where name like 'Mass %' order by name"
                : "select variant_id from catalog.variant where name like 'Mass %' order by created_at desc, variant_id desc"
        );
        Assert.That(variants, Is.EqualTo(order.Where(fitting.Select(a => a.VariantId).ToHashSet().Contains)));
        Assert.That(products, Is.EquivalentTo(fitting.Select(a => a.ProductId)).And.Unique);
    }

    [Test]
    public async Task A_page_that_would_pass_by_too_much_ends_and_goes_on()
    {
        var dear = new ListVariants(Currency: "EUR", MinPrice: 1_199, MaxPrice: 1_199);

        var first = await Shop.AskAsync(Shop.Admin, dear);
        var found = await PagesAsync(cursor => Shop.AskAsync(Shop.Admin, dear with { Cursor = cursor }), v => v.VariantId);

        // The last of all by name; the shop has others of that price in front of a thousand that have another.
        Assert.That(first.NextCursor, Is.Not.Null);
        Assert.That(found[^1], Is.EqualTo(all[1_099].VariantId));
        Assert.That(
            found,
            Is.EquivalentTo(
                await Shop.ListAsync<Guid>(
                    "select distinct variant_id from pricing.price where tenant_id = $1 and amount = 1199 and minimum_quantity = 0 and price_list_id in (select price_list_id from pricing.price_list where is_base)",
                    DemoData.Tenant("demo")
                )
            )
        );
    }

    [Test]
    public async Task A_category_that_was_moved_takes_what_is_in_it_along()
    {
        var (shelf, other) = (
            await Shop.AskAsync(Shop.Admin, new CreateCategory("Shelf")),
            await Shop.AskAsync(Shop.Admin, new CreateCategory("Other"))
        );
        var inside = await Shop.AskAsync(Shop.Admin, new CreateCategory("Inside", shelf.CategoryId));
        var pen = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                "Moved pen",
                ProductKind.Simple,
                [new NewVariant("MOVED-PEN", 100, "EUR", DemoData.TaxClass("demo"))],
                CategoryIds: [inside.CategoryId, shelf.CategoryId]
            )
        );

        Assert.That(await ProductsAsync(shelf.CategoryId), Is.EqualTo(new[] { pen.ProductId }));
        await Shop.AskAsync(Shop.Admin, new MoveCategory(inside.CategoryId, other.CategoryId));
        Assert.That(await ProductsAsync(other.CategoryId), Is.EqualTo(new[] { pen.ProductId }));
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeProduct(pen.ProductId, "Moved pen", ProductStatus.Active, CategoryIds: [shelf.CategoryId]),
            ifMatch: 1
        );
        Assert.That(await ProductsAsync(other.CategoryId), Is.Empty);
        Assert.That(await ProductsAsync(shelf.CategoryId), Is.EqualTo(new[] { pen.ProductId }));
    }

    [Test]
    public async Task Bounds_of_a_price_need_a_currency()
    {
        foreach (var query in new[] { new ListProducts(MinPrice: 1), new ListProducts(MaxPrice: 1) })
            Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, query))).Fields?.Keys.Single(), Is.EqualTo("currency"));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new ListVariants(MinPrice: -1, Currency: "EUR")))).Fields?.Keys.Single(),
            Is.EqualTo("minPrice")
        );
    }

    private async Task<List<Guid>> ProductsAsync(Guid category) =>
        [.. (await Shop.AskAsync(Shop.Cashier, new ListProducts(CategoryId: category))).Items.Select(p => p.ProductId)];

    private static async Task<List<Guid>> PagesAsync<T>(Func<string?, Task<Page<T>>> ask, Func<T, Guid> id)
    {
        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await ask(cursor);
            seen.AddRange(page.Items.Select(id));
            cursor = page.NextCursor;
        } while (cursor is not null);

        return seen;
    }

    private static string JsonOf<T>(T value)
        where T : struct, Enum => JsonNameOf(value.ToString());

    private static string JsonNameOf(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public sealed record Article(
        Guid ProductId,
        Guid VariantId,
        string Name,
        string Brand,
        string Tag,
        Guid CategoryId,
        ProductKind Kind,
        ProductStatus Status,
        bool IsInStock,
        long? Price
    );
}
