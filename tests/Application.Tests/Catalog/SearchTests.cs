using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>Articles are found by their words, however they came to have them.</summary>
public sealed class SearchTests : ShopTests
{
    [Test]
    public async Task What_is_set_up_renamed_and_given_a_brand_is_found_by_that()
    {
        var pen = await MakeAsync("Füller Königsblau", "FP-77/A", brand: "Schönschrift", code: "4006381333931");

        foreach (
            var search in new[] { "konigs", "schönschrift FULLER", "fp-77/a", "fp 77", "Konigsblua", "fuler schonschrfit", "4006381333931" }
        )
            Assert.That(await FindAsync(search), Is.EqualTo(new[] { pen.Variants[0].VariantId }), search);

        await Shop.SendAsync(
            Shop.Admin,
            new ChangeProduct(pen.ProductId, "Tintenroller", ProductStatus.Active, Brand: "Federleicht"),
            ifMatch: 1
        );

        Assert.That(await FindAsync("konigsblau"), Is.Empty);
        Assert.That(await FindAsync("schonschrift"), Is.Empty);
        Assert.That(await FindAsync("tintenrolller federlecht"), Is.EqualTo(new[] { pen.Variants[0].VariantId }));
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListVariants("tintenroller"))).Items, Is.Empty);
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListVariants("tintenrolller"))).Items, Is.Empty);
    }

    [Test]
    public async Task An_exact_code_comes_first_on_whatever_page()
    {
        var plain = await MakeAsync("AAA of ZX1", "OTHER-1");
        var exact = await MakeAsync("ZZZ", "ZX1");
        var longer = await MakeAsync("BBB", "ZX12");
        var coded = await MakeAsync("YYY", "OTHER-2", code: "ZX1");

        var whole = await FindAsync("zx1", limit: 50);
        var pages = await FindAsync("zx1", limit: 1);
        var newest = await FindAsync("ZX1", limit: 2, ProductSort.Newest);

        Assert.That(whole[0], Is.EqualTo(exact.Variants[0].VariantId));
        Assert.That(whole, Is.EqualTo(new[] { exact, plain, longer }.Select(p => p.Variants[0].VariantId)));
        Assert.That(pages, Is.EqualTo(whole));
        Assert.That(newest, Is.EqualTo(new[] { coded, exact, longer, plain }.Select(p => p.Variants[0].VariantId)));
        // Codes keep their capitals.
        Assert.That(await FindAsync("ZX1"), Is.EqualTo(new[] { coded, exact, plain, longer }.Select(p => p.Variants[0].VariantId)));
    }

    [TestCase(ProductSort.Name)]
    [TestCase(ProductSort.Newest)]
    public async Task What_many_have_is_walked_and_every_one_is_on_one_page(ProductSort sort)
    {
        await Shop.ExecuteAsync(
            """
            with made as (
                insert into catalog.product (tenant_id, product_id, name, brand)
                select $1, gen_random_uuid(), 'Crowd ' || n, $2 from generate_series(1, 1050) as n returning product_id, name
            ), those as (
                insert into catalog.variant (tenant_id, variant_id, product_id, sku, name, created_at)
                select $1, gen_random_uuid(), product_id, $2 || name, name, now() from made returning variant_id
            )
            insert into pricing.article_tax (tenant_id, variant_id, tax_class_id) select $1, variant_id, $3 from those
            """,
            DemoData.Tenant("demo"),
            sort.ToString(),
            DemoData.TaxClass("demo")
        );
        var exact = await MakeAsync("Zoo", sort is ProductSort.Name ? "CR" : "CRO");

        var found = await FindAsync(sort is ProductSort.Name ? "cr" : "cro", 200, sort);
        var known = await Shop.ListAsync<Guid>("select variant_id from catalog.variant where name like 'Crowd %'");

        Assert.That(found[0], Is.EqualTo(exact.Variants[0].VariantId));
        Assert.That(found.Skip(1), Is.SupersetOf(known).And.Unique);
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListVariants("cr", Brand: sort.ToString(), Kind: ProductKind.Simple))).Items,
            Has.Count.EqualTo(50)
        );
    }

    [Test]
    public async Task Words_that_articles_have_are_those_that_are_asked_for()
    {
        string[] texts =
        [
            "T-Shirt, rot (XL)",
            "Größe 42½",
            "«Ça va» d'Été",
            @"a\b c'd",
            "ßtraße 3,5 %",
            "…",
            "  --  ",
            "Ελληνικός καφές",
            "кофе-молоко",
        ];

        foreach (var text in texts)
        {
            var kept = await Shop.ScalarAsync<string[]>("select catalog.search_words($1)", text);
            foreach (var word in text.Split(' '))
                Assert.That(
                    await Shop.ScalarAsync<bool>(
                        "select catalog.search_document($1, $2, '', null) @@ catalog.search_query($1, $3)",
                        DemoData.Tenant("demo"),
                        text,
                        SearchWords.Of(word).ToQuery()
                    ),
                    Is.EqualTo(SearchWords.Of(word).ToQuery().Length > 0),
                    $"{word} of {string.Join(',', kept)}"
                );
        }
    }

    [TestCase("kaffee")]
    [TestCase("ελλην")]
    [TestCase("aaaa")]
    public async Task What_is_near_a_word_is_the_same_for_both(string word) =>
        Assert.That(await Shop.ListAsync<string>("select catalog.near_words($1)", word), Is.EquivalentTo(SearchWords.Near(word)));

    private async Task<Product> MakeAsync(string name, string sku, string? brand = null, string? code = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                name,
                ProductKind.Simple,
                [new NewVariant(sku, 100, "EUR", DemoData.TaxClass("demo"), Barcodes: code is null ? [] : [new NewBarcode(code)])],
                Brand: brand
            )
        );
    }

    private async Task<List<Guid>> FindAsync(string search, int limit = 50, ProductSort sort = ProductSort.Name)
    {
        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListVariants(search, Sort: sort, Limit: limit, Cursor: cursor));
            seen.AddRange(page.Items.Select(v => v.VariantId));
            cursor = page.NextCursor;
        } while (cursor is not null);

        return seen;
    }
}
