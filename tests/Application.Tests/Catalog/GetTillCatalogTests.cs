using System.Text;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Pricing;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

[TestFixture]
public sealed class GetTillCatalogTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");

    private int made;

    [Test]
    public async Task Everything_is_told_once_and_then_nothing_until_something_changes()
    {
        var till = Till();
        await till.SyncAsync();
        var (first, cursor) = (till.Told, till.Cursor);
        await till.SyncAsync();

        Assert.That(first, Has.Count.EqualTo(1));
        Assert.That(
            first[0],
            Has.Property("Store")
                .Not.Null.And.Property("Categories")
                .Not.Empty.And.Property("PriceLists")
                .Not.Empty.And.Property("TaxClasses")
                .Not.Empty
        );
        Assert.That(
            till.Articles.Keys,
            Is.EquivalentTo(
                await Shop.ListAsync<Guid>(
                    "select variant_id from catalog.variant where tenant_id = $1 and archived_at is null and product_is_active",
                    DemoData.Tenant("demo")
                )
            )
        );
        Assert.That(till.Told.Single(), Is.EqualTo(Nothing(till.Told.Single())).Using<TillCatalog>((a, b) => a.ToString() == b.ToString()));
        Assert.That(till.Cursor, Is.EqualTo(cursor));
    }

    [Test]
    public async Task An_article_is_told_with_all_that_a_till_sells_it_by()
    {
        var part = await CreateAsync();
        var category = await Shop.AskAsync(Shop.Admin, new CreateCategory($"Category {made}"));
        var bundle = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                "Case",
                ProductKind.Bundle,
                [new NewVariant($"CASE-{made}", 900, "EUR", DemoData.TaxClass("demo"), Barcodes: [new NewBarcode("4006381333931", 6)])],
                MinimumAge: 18,
                NoDiscount: true,
                NoReturn: true,
                Components: [new BundleComponent(part.Variants[0].VariantId, 6)],
                CategoryIds: [category.CategoryId]
            )
        );
        var till = Till();
        await till.SyncAsync();

        var told = till.Articles[bundle.Variants[0].VariantId];
        Assert.Multiple(() =>
        {
            Assert.That((told.Kind, told.MinimumAge, told.NoDiscount, told.NoReturn), Is.EqualTo((ProductKind.Bundle, 18, true, true)));
            Assert.That(told.Codes, Is.EqualTo(new[] { new TillCode("04006381333931", BarcodeKind.Gtin, 6) }));
            Assert.That(told.Components, Is.EqualTo(new[] { new TillComponent(part.Variants[0].VariantId, 6) }));
            Assert.That(told.CategoryIds, Is.EqualTo(new[] { category.CategoryId }));
            Assert.That(told.Prices.Select(p => (p.Amount, p.ValidUntil)), Is.EqualTo(new[] { (900L, (DateTimeOffset?)null) }));
        });
    }

    /// <summary>Each kind of change, and what is told of it beside the cursor.</summary>
    private static readonly (string Name, Func<GetTillCatalogTests, Product, Task> Change, string Told)[] Changes =
    [
        ("a name", (t, p) => t.ChangeAsync(p, told => told with { Name = "Renamed" }), "article"),
        ("a mark", (t, p) => t.ChangeAsync(p, told => told with { NoDiscount = true }), "article"),
        ("an age", (t, p) => t.ChangeAsync(p, told => told with { MinimumAge = 16 }), "article"),
        ("a draft", (t, p) => t.ChangeAsync(p, told => told with { Status = ProductStatus.Draft }), "removed"),
        (
            "its categories",
            (t, p) => t.ChangeAsync(p, told => told with { CategoryIds = [DemoData.Category("demo", "Coffee")] }),
            "article"
        ),
        (
            "a code",
            (t, p) => t.ChangeAsync(p.Variants[0], told => told with { Barcodes = [new NewBarcode($"CODE-{t.made}", 4)] }),
            "article"
        ),
        ("a SKU", (t, p) => t.ChangeAsync(p.Variants[0], told => told with { Sku = $"SKU-{t.made}-B" }), "article"),
        ("its tax", (t, p) => t.ChangeAsync(p.Variants[0], told => told with { TaxClassId = t.reduced }), "article"),
        ("a price", (t, p) => t.PriceAsync(p, 77), "article"),
        ("a planned price", (t, p) => t.PriceAsync(p, 78, from: t.Clock.GetUtcNow().AddDays(3)), "article"),
        ("an archived variant", (t, p) => t.Shop.AskAsync(t.Shop.Admin, new ArchiveVariant(p.Variants[0].VariantId)), "removed"),
        ("an archived product", (t, p) => t.Shop.AskAsync(t.Shop.Admin, new ArchiveProduct(p.ProductId)), "removed"),
        ("a category", (t, _) => t.Shop.AskAsync(t.Shop.Admin, new CreateCategory($"Category {t.made}")), "categories"),
        ("code patterns", (t, _) => t.ChangePatternsAsync(), "patterns"),
        ("a price list", (t, _) => t.Shop.AskAsync(t.Shop.Admin, new CreatePriceList($"list-{t.made}", "List", "EUR")), "lists"),
        ("a tax class", (t, _) => t.Shop.AskAsync(t.Shop.Admin, new CreateTaxClass($"class-{t.made}", "Class", TaxClassOf)), "taxes"),
        ("a tax rate", (t, _) => t.Shop.AskAsync(t.Shop.Admin, new AddTaxRate(t.reduced, 3, StoreId: Store)), "taxes"),
        ("a customer group", (t, _) => t.Shop.AskAsync(t.Shop.Admin, new CreateCustomerGroup($"group-{t.made}", "Group")), "groups"),
        ("the settings", (t, _) => t.ChangeSettingsAsync(), "store"),
        ("the store", (t, _) => t.ChangeStoreAsync(), "store"),
    ];

    private const Domain.Pricing.TaxCategory TaxClassOf = Domain.Pricing.TaxCategory.Standard;

    private Guid reduced;

    [SetUp]
    public async Task Know_the_other_tax_class() =>
        reduced = await Shop.ScalarAsync<Guid>(
            "select tax_class_id from pricing.tax_class where tenant_id = $1 and code = 'reduced'",
            DemoData.Tenant("demo")
        );

    [Test]
    public async Task Each_change_is_told_and_nothing_else([ValueSource(nameof(Names))] string name)
    {
        var (_, change, expected) = Changes.Single(c => c.Name == name);
        var product = await CreateAsync();
        var (till, other) = (Till(), Till("rival"));
        await till.SyncAsync();
        await other.SyncAsync();
        var rivals = other.Cursor;

        await change(this, product);
        await till.SyncAsync();
        await other.SyncAsync();

        Assert.That(TermsOf(till.Told.Single()), Is.EqualTo(expected));
        Assert.That(TermsOf(other.Told.Single()), Is.Empty, "Another merchant's");
        Assert.That(other.Cursor, Is.EqualTo(rivals));
        await IsFreshAsync(till);
    }

    [Test]
    public async Task What_comes_back_is_told_again()
    {
        var product = await CreateAsync();
        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(product.ProductId));
        var till = Till();
        await till.SyncAsync();

        await Shop.AskAsync(Shop.Admin, new RestoreProduct(product.ProductId));
        await till.SyncAsync();

        Assert.That(till.Told.Single().Articles.Select(a => a.VariantId), Is.EqualTo(new[] { product.Variants[0].VariantId }));
    }

    [Test]
    public async Task A_list_that_is_archived_takes_its_prices_along_and_brings_them_back()
    {
        var product = await CreateAsync();
        var list = await Shop.AskAsync(Shop.Admin, new CreatePriceList($"own-{made}", "Own", "EUR", Priority: 5));
        await Shop.AskAsync(Shop.Admin, new SetPrices([new PriceToSet(list.PriceListId, product.Variants[0].VariantId, 55, 2)]));
        var till = Till();
        await till.SyncAsync();
        var with = till.Articles[product.Variants[0].VariantId].Prices.Count;

        await Shop.AskAsync(Shop.Admin, new ArchivePriceList(list.PriceListId));
        await till.SyncAsync();
        var without = till.Articles[product.Variants[0].VariantId].Prices.Count;
        await Shop.SendAsync(Shop.Admin, new RestorePriceList(list.PriceListId));
        await till.SyncAsync();

        Assert.That((with, without, till.Articles[product.Variants[0].VariantId].Prices.Count), Is.EqualTo((2, 1, 2)));
        await IsFreshAsync(till);
    }

    [Test]
    public async Task A_code_that_goes_to_another_article_changes_both()
    {
        var (one, other) = (await CreateAsync($"MOVE-{made}"), await CreateAsync());
        var till = Till();
        await till.SyncAsync();

        await ChangeAsync(one.Variants[0], told => told with { Barcodes = [] });
        await ChangeAsync(other.Variants[0], told => told with { Barcodes = [new NewBarcode($"MOVE-{made}")] });
        await till.SyncAsync();

        Assert.That(
            till.Told.Single().Articles.Select(a => a.VariantId),
            Is.EquivalentTo(new[] { one.Variants[0].VariantId, other.Variants[0].VariantId })
        );
        await IsFreshAsync(till);
    }

    [Test]
    public async Task What_a_slow_transaction_changed_is_told_when_it_is_done()
    {
        var (slow, quick) = (await CreateAsync(), await CreateAsync());
        var till = Till(waits: false);
        await SettledAsync();
        await till.SyncAsync();

        await using var open = new NpgsqlConnection(Shop.Database.Admin);
        await open.OpenAsync();
        await using var transaction = await open.BeginTransactionAsync();
        await RenameAsync(open, slow.Variants[0].VariantId, "Slow");
        // It is older than all that is told meanwhile.
        await ChangeAsync(quick, told => told with { Name = "Quick" });
        await till.SyncAsync();
        var meanwhile = till.Told.Single().Articles.Select(a => a.Name).ToList();
        await ChangeAsync(await ReadAsync(quick), told => told with { Name = "Quicker" });
        await till.SyncAsync();
        await transaction.CommitAsync();
        await till.SyncAsync();
        var last = till.Told.Single().Articles.Select(a => a.Name).ToList();
        await SettledAsync();
        await till.SyncAsync();
        await till.SyncAsync();

        Assert.That(meanwhile, Is.EqualTo(new[] { "Quick" }));
        Assert.That(last, Does.Contain("Slow"));
        Assert.That(till.Told.Single().Articles, Is.Empty);
        await IsFreshAsync(till);
    }

    [Test]
    public async Task Whatever_happens_a_copy_that_keeps_up_equals_a_fresh_one([Values(1, 2, 3)] int seed)
    {
        var products = new List<Product>();
        for (var n = 0; n < 12; n++)
            products.Add(await CreateAsync());
        var list = await Shop.AskAsync(Shop.Admin, new CreatePriceList($"random-{made}", "Random", "EUR", Priority: 1));
        // Three tills with pages of their own size, one of which sees each page a little later.
        var tills = new[] { Till(waits: false), Till(limit: 150, waits: false), Till(limit: 7, waits: false) };
        foreach (var till in tills)
            await till.SyncAsync();

        for (var round = 0; round < 3; round++)
        {
            using var over = new CancellationTokenSource();
            var keepingUp = tills.Select(till => KeepUpAsync(till, over.Token)).ToList();
            await Task.WhenAll(Enumerable.Range(0, 5).Select(n => ChangeAtRandomAsync(new Random((seed * 100) + (round * 10) + n))));
            await over.CancelAsync();
            await Task.WhenAll(keepingUp);
            await SettledAsync();
            foreach (var till in tills)
            {
                await till.SyncAsync();
                await IsFreshAsync(till);
            }
        }

        // Some by themselves, some held open for a while, some that come to nothing.
        async Task ChangeAtRandomAsync(Random random)
        {
            for (var n = 0; n < 12; n++)
            {
                var product = products[random.Next(products.Count)];
                var variant = product.Variants[0].VariantId;
                switch (random.Next(8))
                {
                    case 0:
                        await SlowlyAsync(
                            random,
                            "update catalog.variant set name = $2 where variant_id = $1",
                            variant,
                            $"N{random.Next()}"
                        );
                        break;
                    case 1:
                        await SlowlyAsync(
                            random,
                            "update catalog.variant set archived_at = case when archived_at is null then now() end where variant_id = $1",
                            variant
                        );
                        break;
                    case 2:
                        await SlowlyAsync(
                            random,
                            "update catalog.product set no_discount = not no_discount where product_id = $1",
                            product.ProductId
                        );
                        break;
                    case 3:
                        await SlowlyAsync(
                            random,
                            "update catalog.barcode set variant_id = $2 where variant_id = $1",
                            variant,
                            products[random.Next(products.Count)].Variants[0].VariantId
                        );
                        break;
                    case 4:
                        await SlowlyAsync(
                            random,
                            "update pricing.tax_class set name = $2 where tax_class_id = $1",
                            reduced,
                            $"Reduced {random.Next()}"
                        );
                        break;
                    case 5:
                        await SlowlyAsync(
                            random,
                            "update catalog.category set name = $2 where category_id = $1",
                            DemoData.Category("demo", "Coffee"),
                            $"C{random.Next()}"
                        );
                        break;
                    case 6:
                        await SlowlyAsync(
                            random,
                            "update pricing.price_list set archived_at = case when archived_at is null then now() end where price_list_id = $1",
                            list.PriceListId
                        );
                        break;
                    default:
                        var set = await Shop.AskAsync(
                            Shop.Admin,
                            new SetPrices([
                                new PriceToSet(
                                    list.PriceListId,
                                    variant,
                                    random.Next(1, 1_000),
                                    random.Next(3),
                                    random.Next(2) == 0 ? null : Clock.GetUtcNow().AddDays(random.Next(1, 9))
                                ),
                            ])
                        );
                        Assert.That(set.Items, Has.Count.EqualTo(1));
                        break;
                }
            }
        }
    }

    [Test]
    public async Task Pages_that_are_overtaken_by_changes_are_made_up_for()
    {
        var product = await CreateAsync();
        var till = Till(limit: 200);
        var n = 0;
        await till.SyncAsync(async () =>
        {
            // Behind the first page, which had the oldest articles, and once more behind another.
            if (n++ < 2)
                await ChangeAsync(await ReadAsync(product), told => told with { Name = $"Page {n}" });
        });

        Assert.That(till.Told, Has.Count.GreaterThan(5));
        Assert.That(till.Articles[product.Variants[0].VariantId].Name, Is.EqualTo("Page 2"));
        await IsFreshAsync(till);
    }

    [Test]
    public async Task A_file_of_articles_is_told_and_an_edit_of_it_again()
    {
        var till = Till();
        await till.SyncAsync();
        var before = await NotesForTills.NowAsync(Shop.Database.Admin);

        await ImportAsync(
            "sku,productName,price,currency,taxClass,barcodes\nIMP-1,One,1.50,EUR,standard,4000000000006\nIMP-2,Two,2,EUR,reduced,\n"
        );
        await till.SyncAsync();
        var created = till.Told.Single().Articles.Select(a => a.Sku).Order(StringComparer.Ordinal).ToList();
        await ImportAsync("sku,productName,price,currency,taxClass,barcodes\nIMP-1,One more,1.60,EUR,reduced,4000000000013\n");
        await till.SyncAsync();

        Assert.That(created, Is.EqualTo(new[] { "IMP-1", "IMP-2" }));
        Assert.That(till.Told.Single().Articles.Select(a => a.Name), Is.EqualTo(new[] { "One more" }));
        Assert.That(await NotesForTills.MissingAsync(Shop.Database.Admin, before), Is.Empty);
        await IsFreshAsync(till);
    }

    private async Task ImportAsync(string file)
    {
        var import = await Shop.AskAsync(Shop.Admin, new CreateImport(new Upload(Encoding.UTF8.GetBytes(file)), ImportKind.Products));
        await Shop.UseCases.WorkAsync();
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetImport(import.ImportId))).Status, Is.EqualTo(ImportStatus.Done));
    }

    [Test]
    public async Task Notes_that_newer_ones_repeat_are_deleted_and_no_till_misses_anything()
    {
        var product = await CreateAsync();
        var (early, late) = (Till(), Till());
        await early.SyncAsync();
        for (var n = 0; n < 5; n++)
        {
            await PriceAsync(product, 100 + n);
            product = await ChangeAsync(product, told => told with { Name = $"Noted {n}" });
        }

        await late.SyncAsync();
        var before = await NotesAsync(product);
        await Shop.TidyAsync();
        await early.SyncAsync();
        await late.SyncAsync();

        Assert.That(before, Is.GreaterThan(5));
        Assert.That(await NotesAsync(product), Is.EqualTo(2), "One of the article, one of its prices");
        Assert.That(early.Told.Single().Articles.Select(a => a.Name), Is.EqualTo(new[] { "Noted 4" }));
        Assert.That(late.Told.Single().Articles, Is.Empty);
        await IsFreshAsync(early);
    }

    [Test]
    public async Task Baskets_cost_by_the_copy_what_the_server_says()
    {
        var group = await Shop.AskAsync(Shop.Admin, new CreateCustomerGroup($"staff-{++made}", "Staff"));
        var (plain, tiered, taxed) = (await CreateAsync(), await CreateAsync(), await CreateAsync());
        await ChangeAsync(taxed.Variants[0], told => told with { TaxClassId = reduced });
        var own = await Shop.AskAsync(
            Shop.Admin,
            new CreatePriceList($"store-{made}", "Store", "EUR", StoreId: Store, Channel: SalesChannel.Till)
        );
        var elsewhere = await Shop.AskAsync(
            Shop.Admin,
            new CreatePriceList($"else-{made}", "Elsewhere", "EUR", Priority: 9, StoreId: DemoData.Store("demo", 2))
        );
        var staff = await Shop.AskAsync(
            Shop.Admin,
            new CreatePriceList($"staff-{made}", "Staff", "EUR", Priority: 3, CustomerGroupId: group.CustomerGroupId)
        );
        var now = Clock.GetUtcNow();
        await Shop.AskAsync(
            Shop.Admin,
            new SetPrices([
                new PriceToSet(own.PriceListId, tiered.Variants[0].VariantId, 399),
                new PriceToSet(own.PriceListId, tiered.Variants[0].VariantId, 333, 5),
                new PriceToSet(elsewhere.PriceListId, plain.Variants[0].VariantId, 1),
                new PriceToSet(own.PriceListId, taxed.Variants[0].VariantId, 250, ValidFrom: now.AddDays(1), ValidUntil: now.AddDays(2)),
                new PriceToSet(staff.PriceListId, plain.Variants[0].VariantId, 50),
            ])
        );
        var till = Till();
        await till.SyncAsync();

        foreach (var days in new[] { 0, 1, 2 })
        {
            if (days > 0)
                Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
            // Nothing was told of the days in between.
            foreach (var quantity in new[] { 1m, 5m, 7.5m })
            {
                var items = new[] { plain, tiered, taxed }.Select(p => (p.Variants[0].VariantId, quantity)).ToArray();
                var quote = await Shop.AskAsync(
                    Shop.Admin,
                    new QuoteBasket(Store, [.. items.Select(i => new BasketItem(i.quantity, i.VariantId))])
                );
                var priced = till.Price(Clock.GetUtcNow(), group: null, items);
                Assert.That(
                    (priced.Net, priced.Tax, priced.Total, Lines(priced.Lines.Select(l => l.Gross))),
                    Is.EqualTo((quote.Net, quote.Tax, quote.Total, Lines(quote.Lines.Select(l => l.Gross))))
                );
            }
        }

        Assert.That(till.Price(Clock.GetUtcNow(), group.CustomerGroupId, (plain.Variants[0].VariantId, 1)).Total, Is.EqualTo(50));
        Assert.That(till.Articles[plain.Variants[0].VariantId].Prices.Select(p => p.PriceListId), Has.None.EqualTo(elsewhere.PriceListId));

        static string Lines(IEnumerable<long> amounts) => string.Join(' ', amounts);
    }

    [Test]
    public async Task A_cursor_of_another_store_or_merchant_or_of_nobody_is_refused()
    {
        var till = Till();
        await till.SyncAsync();
        var cursor = till.Cursor!;

        Assert.Multiple(async () =>
        {
            Assert.That(await CodeOfAsync(Shop.Admin, new GetTillCatalog(DemoData.Store("demo", 2), cursor)), Is.EqualTo(Outdated));
            Assert.That(await CodeOfAsync(Shop.Rival, new GetTillCatalog(DemoData.Store("rival"), cursor)), Is.EqualTo(Outdated));
            Assert.That(
                await CodeOfAsync(Shop.Admin, new GetTillCatalog(Store, $"{cursor.Split('.')[0]}.{new string('A', 43)}")),
                Is.EqualTo(Outdated)
            );
            foreach (var malformed in new[] { "", "x", "a.b", "\0", new string('a', 3_000), $"{cursor}.x" })
                Assert.That(
                    await CodeOfAsync(Shop.Admin, new GetTillCatalog(Store, malformed)),
                    Is.EqualTo("request.invalid").Or.EqualTo(Outdated),
                    malformed
                );
            foreach (var limit in new[] { 0, -1, 5_001, int.MaxValue })
                Assert.That(await CodeOfAsync(Shop.Admin, new GetTillCatalog(Store, cursor, limit)), Is.EqualTo("request.invalid"));
        });
    }

    [Test]
    public async Task A_store_in_which_nobody_works_or_that_is_archived_tells_nothing()
    {
        var (store, _) = await Shop.OpenStoreAsync("GONE");
        var told = await Shop.AskAsync(Shop.Admin, new GetTillCatalog(store.StoreId));
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        Assert.That(
            await CodeOfAsync(Shop.Admin, new GetTillCatalog(store.StoreId, told.Cursor)),
            Is.EqualTo(PipelineErrors.StoreIsArchived.Code)
        );
        Assert.That(
            await CodeOfAsync(Shop.Cashier, new GetTillCatalog(DemoData.Store("demo", 2))),
            Is.EqualTo(PipelineErrors.StoreIsUnknown.Code)
        );
        Assert.That(
            await CodeOfAsync(Shop.Admin, new GetTillCatalog(DemoData.Store("rival"))),
            Is.EqualTo(PipelineErrors.StoreIsUnknown.Code)
        );
    }

    [Test]
    public async Task A_till_keeps_up_before_anybody_signs_in_and_in_its_own_store_alone()
    {
        var device = await Shop.PairAsync();
        var till = new TillCopy(since => Shop.AskAsync(device, new GetTillCatalog(Store, since)));
        await SettledAsync();
        await till.SyncAsync();
        await CreateAsync();
        await till.SyncAsync();

        Assert.That(till.Told.Single().Articles, Has.Count.EqualTo(1));
        Assert.That(
            await CodeOfAsync(device, new GetTillCatalog(DemoData.Store("demo", 2))),
            Is.EqualTo(PipelineErrors.StoreIsUnknown.Code)
        );
    }

    [Test]
    public async Task Another_currency_of_the_store_begins_anew()
    {
        var (store, _) = await Shop.OpenStoreAsync("COIN");
        var told = await Shop.AskAsync(Shop.Admin, new GetTillCatalog(store.StoreId));
        await Shop.ExecuteAsync("update core.store set currency = 'CHF' where store_id = $1", store.StoreId);

        Assert.That(await CodeOfAsync(Shop.Admin, new GetTillCatalog(store.StoreId, told.Cursor)), Is.EqualTo(Outdated));
    }

    private static string Outdated => CatalogErrors.TillCatalogOutdated.Code;

    private static IEnumerable<string> Names => Changes.Select(c => c.Name);

    /// <param name="waits">Whether it asks only once all that changed is settled, so that nothing has to be told twice.</param>
    private TillCopy Till(string tenant = "demo", int limit = 5_000, bool waits = true) =>
        new(async since =>
        {
            if (waits)
                await SettledAsync();
            return await Shop.AskAsync(
                tenant == "demo" ? Shop.Admin : Shop.Rival,
                new GetTillCatalog(DemoData.Store(tenant), since, limit)
            );
        });

    // A transaction counts for all databases of a server: those of other tests hold up what is told here as well.
    private async Task SettledAsync()
    {
        for (var tries = 0; !await IsSettledAsync(); tries++)
        {
            Assert.That(tries, Is.LessThan(6_000), "Somebody never ends a transaction.");
            await Task.Delay(20);
        }

        Task<bool> IsSettledAsync() =>
            Shop.ScalarAsync<bool>(
                """
                select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > coalesce(greatest(
                       (select max(changed_in) from catalog.till_change), (select max(changed_in) from pricing.till_change)), 0)
                """
            );
    }

    private async Task IsFreshAsync(TillCopy till)
    {
        var fresh = Till();
        await fresh.SyncAsync();
        var now = Clock.GetUtcNow();
        Assert.That(till.Written(now), Is.EqualTo(fresh.Written(now)));
    }

    private static async Task KeepUpAsync(TillCopy till, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            await till.SyncAsync();
    }

    private async Task SlowlyAsync(Random random, string sql, params object?[] values)
    {
        var (pause, isTaken) = (random.Next(4) * 15, random.Next(6) > 0);
        await using var connection = new NpgsqlConnection(Shop.Database.Admin);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = Migrations.Database.Command(connection, sql, values))
            await command.ExecuteNonQueryAsync();
        await NoteAsync(connection, values);
        await Task.Delay(pause);
        if (isTaken)
            await transaction.CommitAsync();
    }

    private static async Task RenameAsync(NpgsqlConnection connection, Guid variant, string name)
    {
        await using var command = Migrations.Database.Command(
            connection,
            "update catalog.variant set name = $2 where variant_id = $1",
            [variant, name]
        );
        await command.ExecuteNonQueryAsync();
        await NoteAsync(connection, [variant]);
    }

    /// <summary>As use cases do: whatever is meant by one of the ids is another now.</summary>
    private static async Task NoteAsync(NpgsqlConnection connection, object?[] values)
    {
        await using var command = Migrations.Database.Command(
            connection,
            """
            with meant as (
                select v.tenant_id, v.variant_id
                  from catalog.variant as v
                 where v.variant_id = any ($1) or v.product_id = any ($1)
                 union
                select p.tenant_id, p.variant_id from pricing.price as p where p.price_list_id = any ($1)
            ), articles as (
                insert into catalog.till_change (tenant_id, kind, subject_id)
                select tenant_id, 'article', variant_id from meant on conflict do nothing
            ), categories as (
                insert into catalog.till_change (tenant_id, kind, subject_id)
                select tenant_id, 'categories', category_id from catalog.category where category_id = any ($1) on conflict do nothing
            )
            insert into pricing.till_change (tenant_id, variant_id)
            select tenant_id, variant_id from meant on conflict do nothing
            """,
            [values.OfType<Guid>().ToArray()]
        );
        await command.ExecuteNonQueryAsync();
    }

    private Task<long> NotesAsync(Product product) =>
        Shop.ScalarAsync<long>(
            "select (select count(*) from catalog.till_change where subject_id = $1) + (select count(*) from pricing.till_change where variant_id = $1)",
            product.Variants[0].VariantId
        );

    private async Task<Product> CreateAsync(string? code = null)
    {
        var n = ++made;
        return await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                $"Told {n}",
                ProductKind.Simple,
                [new NewVariant($"TOLD-{n}", 500, "EUR", DemoData.TaxClass("demo"), Barcodes: [new NewBarcode(code ?? $"TOLD-{n}")])]
            )
        );
    }

    private Task<Product> ReadAsync(Product product) => Shop.AskAsync(Shop.Admin, new GetProduct(product.ProductId));

    private async Task<Product> ChangeAsync(Product p, Func<ChangeProduct, ChangeProduct> change) =>
        (
            await Shop.SendAsync(
                Shop.Admin,
                change(
                    new ChangeProduct(
                        p.ProductId,
                        p.Name,
                        p.Status,
                        p.Brand,
                        p.Description,
                        p.Tags,
                        p.Options,
                        p.Unit,
                        p.MinimumAge,
                        p.NoDiscount,
                        p.NoReturn,
                        p.ExternalId,
                        p.Components,
                        p.CategoryIds
                    )
                ),
                ifMatch: p.Version
            )
        ).Result;

    private async Task ChangeAsync(ProductVariant v, Func<ChangeVariant, ChangeVariant> change) =>
        await Shop.SendAsync(
            Shop.Admin,
            change(
                new ChangeVariant(
                    v.VariantId,
                    v.Sku,
                    v.TaxClassId,
                    v.OptionValues,
                    [.. v.Barcodes.Select(b => new NewBarcode(b.Code, b.PackQuantity, b.Kind))],
                    v.ExternalId
                )
            ),
            ifMatch: v.Version
        );

    private async Task PriceAsync(Product product, long amount, DateTimeOffset? from = null)
    {
        var list = await Shop.ScalarAsync<Guid>(
            "select price_list_id from pricing.price_list where tenant_id = $1 and currency = 'EUR' and is_base",
            DemoData.Tenant("demo")
        );
        var set = await Shop.AskAsync(
            Shop.Admin,
            new SetPrices([new PriceToSet(list, product.Variants[0].VariantId, amount, ValidFrom: from)])
        );
        Assert.That(set.Changed, Is.EqualTo(1));
    }

    private async Task ChangePatternsAsync()
    {
        var current = await Shop.AskAsync(Shop.Admin, new GetCodePatterns());
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeCodePatterns([.. current.Patterns.Take(0), new CodePattern("29", 5, 5, false, CodeValueKind.Price, 2)]),
            ifMatch: current.Version
        );
    }

    private async Task ChangeSettingsAsync()
    {
        var current = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeSettings(current.Settings with { DiscountReasons = [new DiscountReason("because", "Because")] }),
            ifMatch: current.Version
        );
    }

    private async Task ChangeStoreAsync() =>
        await Shop.ExecuteAsync("update core.store set tax_rounding = 'total' where store_id = $1", Store);

    private static TillCatalog Nothing(TillCatalog told) =>
        told with
        {
            Store = null,
            CodePatterns = null,
            Categories = null,
            PriceLists = null,
            TaxClasses = null,
            CustomerGroups = null,
            Articles = told.Articles.Count == 0 ? told.Articles : [],
            Removed = told.Removed.Count == 0 ? told.Removed : [],
            HasMore = false,
        };

    /// <summary>What an answer tells of.</summary>
    private static string TermsOf(TillCatalog told) =>
        string.Join(
            ' ',
            new[]
            {
                told.Articles.Count > 0 ? "article" : null,
                told.Removed.Count > 0 ? "removed" : null,
                told.Store is null ? null : "store",
                told.CodePatterns is null ? null : "patterns",
                told.Categories is null ? null : "categories",
                told.PriceLists is null ? null : "lists",
                told.TaxClasses is null ? null : "taxes",
                told.CustomerGroups is null ? null : "groups",
            }.OfType<string>()
        );

    private async Task<string?> CodeOfAsync(Caller caller, GetTillCatalog query) => (await RefusalOf(Shop.AskAsync(caller, query))).Code;
}
