using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

public sealed class ListVariantsTests : ShopTests
{
    [OneTimeSetUp]
    public async Task Rename_some_items()
    {
        await NameAsync(900, "100% cotton");
        await NameAsync(901, "100 cotton");
        await NameAsync(902, "snake_case shirt");
        await NameAsync(903, "snakeXcase shirt");
        await NameAsync(904, @"back\slash");
        await NameAsync(905, "backslash");
        await NameAsync(906, "Straße und Änderung");
        await NameAsync(907, "gone");
        await Shop.ExecuteAsync("update catalog.variant set archived_at = now() where variant_id = $1", DemoData.Variant("demo", 907));
        // Many of one name, so that pages break in the middle of it.
        for (var n = 910; n < 920; n++)
            await NameAsync(n, "Twin");
        await Shop.ExecuteAsync("update catalog.variant set sku = 'TEE_9%' where variant_id = $1", DemoData.Variant("demo", 908));
    }

    [TestCase("100% cot", 900, 901)]
    [TestCase("cotton 100", 900, 901)]
    [TestCase("%")]
    [TestCase("snake_case", 902)]
    [TestCase("snake case", 902)]
    [TestCase("case", 902)]
    [TestCase(@"back\sl", 904)]
    [TestCase("back", 904, 905)]
    [TestCase("slash back", 904)]
    [TestCase(@"\")]
    [TestCase("'")]
    [TestCase("o'")]
    [TestCase(":* | a & !")]
    [TestCase("STRASSE", 906)]
    [TestCase("straße UND", 906)]
    [TestCase("anderung strasse", 906)]
    [TestCase("un str", 906)]
    [TestCase("u", Description = "One letter begins nothing.")]
    [TestCase("ackslas", Description = "A word is found by its beginning.")]
    [TestCase("bakslash", 905, Description = "A letter left out.")]
    [TestCase("backsslash", 905, Description = "One too many.")]
    [TestCase("backzlash", 905, Description = "Another.")]
    [TestCase("abckslash", 905, Description = "Two that changed places.")]
    [TestCase("bakslash gone")]
    [TestCase("strase andreung", 906, Description = "Both are wrong.")]
    [TestCase("tee_9%", 908)]
    [TestCase("'; drop table catalog.variant; --")]
    public async Task A_search_means_what_was_typed(string search, params int[] items)
    {
        var page = await Shop.AskAsync(Shop.Cashier, new ListVariants(search));

        Assert.That(page.Items.Select(v => v.VariantId), Is.EquivalentTo(items.Select(n => DemoData.Variant("demo", n))));
    }

    [Test]
    public async Task A_search_looks_into_names_and_skus_in_any_case()
    {
        var byName = await Shop.AskAsync(Shop.Cashier, new ListVariants("dark CHOCOLATE vanilla", Limit: 200));
        var bySku = await Shop.AskAsync(Shop.Cashier, new ListVariants("sku-012"));

        Assert.That(
            byName.Items.Select(v => v.VariantId),
            Is.EquivalentTo(Enumerable.Range(350, 10).Select(n => DemoData.Variant("demo", n)))
        );
        Assert.That(
            bySku.Items.Select(v => v.Sku),
            Is.EquivalentTo(Enumerable.Range(120, 10).Select(n => FormattableString.Invariant($"SKU-{n:0000}")))
        );
    }

    [Test]
    public async Task A_barcode_finds_exactly_its_variant_with_everything_a_till_needs()
    {
        var page = await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: DemoData.Barcode(42)));
        var variant = await Shop.AskAsync(Shop.Cashier, new GetVariant(DemoData.Variant("demo", 42)));

        var found = page.Items.Single();
        Assert.Multiple(() =>
        {
            Assert.That(
                found with
                {
                    Barcodes = variant.Barcodes,
                    Prices = variant.Prices,
                    Available = variant.Available,
                },
                Is.EqualTo(variant)
            );
            Assert.That(found.Prices, Is.EqualTo(variant.Prices));
            Assert.That(found.Barcodes, Is.EqualTo(variant.Barcodes));
            Assert.That(found.Available, Is.EqualTo(variant.Available));
        });
    }

    [TestCase("2999999999994")]
    [TestCase("200000000001")]
    [TestCase("%")]
    public async Task A_barcode_that_nothing_carries_finds_nothing(string barcode)
    {
        var page = await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: barcode));

        Assert.That((page.Items.Count, page.NextCursor), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public async Task Search_and_barcode_together_must_both_fit()
    {
        Assert.That((await Shop.AskAsync(Shop.Cashier, new ListVariants("espresso", DemoData.Barcode(42)))).Items, Has.Count.EqualTo(1));
        Assert.That((await Shop.AskAsync(Shop.Cashier, new ListVariants("hand soap", DemoData.Barcode(42)))).Items, Is.Empty);
    }

    [Test]
    public async Task What_is_archived_is_not_listed()
    {
        Assert.That((await Shop.AskAsync(Shop.Cashier, new ListVariants("gone"))).Items, Is.Empty);
        Assert.That((await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: DemoData.Barcode(907)))).Items, Is.Empty);
    }

    [Test]
    public async Task Every_variant_of_the_merchant_is_on_exactly_one_page_in_the_order_of_names()
    {
        List<Variant> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListVariants(Limit: 97, Cursor: cursor));
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null);

        var own = Enumerable.Range(0, 1_000).Where(n => n != 907).Select(n => DemoData.Variant("demo", n)).Append(DemoData.Cheese("demo"));
        Assert.That(seen.Select(v => v.VariantId), Is.EquivalentTo(own));
        Assert.That(seen.Select(v => HumanText.OrderKey(v.Name)), Is.Ordered.Using((System.Collections.IComparer)StringComparer.Ordinal));
    }

    [Test]
    public async Task Pages_break_in_the_middle_of_one_name()
    {
        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListVariants("Twin", Limit: 3, Cursor: cursor));
            seen.AddRange(page.Items.Select(v => v.VariantId));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(seen, Is.EquivalentTo(Enumerable.Range(910, 10).Select(n => DemoData.Variant("demo", n))));
    }

    [TestCase("", null, 50, null, "search")]
    [TestCase(null, " ", 50, null, "barcode")]
    [TestCase(null, null, 0, null, "limit")]
    [TestCase(null, null, 50, "bnVsbA", "cursor")]
    public async Task A_question_out_of_bounds_is_refused_by_its_name(
        string? search,
        string? barcode,
        int limit,
        string? cursor,
        string field
    )
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, new ListVariants(search, barcode, Limit: limit, Cursor: cursor)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, field)));
    }

    private async Task NameAsync(int item, string name)
    {
        await Shop.ExecuteAsync("update catalog.variant set name = $1 where variant_id = $2", name, DemoData.Variant("demo", item));
        await Shop.ExecuteAsync(
            """
            insert into catalog.search_word (tenant_id, near, word)
            select $2, near, word from catalog.correctable_words($1) as word cross join lateral catalog.near_words(word) as near
                on conflict do nothing
            """,
            name,
            DemoData.Tenant("demo")
        );
    }
}
