using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;
using Barcode = PosCommerce.Application.Catalog.Barcode;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>Products and their variants, as a merchant sets them up and keeps them.</summary>
public sealed class ProductsTests : ShopTests
{
    private static readonly Guid TaxClass = DemoData.TaxClass("demo");
    private static int made;

    [Test]
    public async Task A_product_is_set_up_and_is_what_was_said()
    {
        var told = Shirt() with
        {
            Brand = "Nordwind",
            Description = "<p>Made of <b>cotton</b>.</p>",
            Tags = ["Summer", "clothing", "SUMMER"],
            MinimumAge = 18,
            NoDiscount = true,
            NoReturn = true,
            ExternalId = "erp-1",
        };

        var created = await Shop.SendAsync(Shop.Admin, told, Shop.NewKey());
        var read = await Shop.AskAsync(Shop.Cashier, new GetProduct(created.Result.ProductId));

        Assert.That(
            (created.Answer!.Status, created.Answer.Location, created.Answer.ETag),
            Is.EqualTo((201, $"/v1/products/{read.ProductId}", "\"1\""))
        );
        Assert.That(AsJson(read), Is.EqualTo(AsJson(created.Result)));
        Assert.Multiple(() =>
        {
            Assert.That(
                (read.Name, read.Kind, read.Status, read.Brand),
                Is.EqualTo((told.Name, ProductKind.Variant, ProductStatus.Active, "Nordwind"))
            );
            Assert.That((read.MinimumAge, read.NoDiscount, read.NoReturn, read.ExternalId), Is.EqualTo((18, true, true, "erp-1")));
            Assert.That(read.Tags, Is.EqualTo(new[] { "clothing", "Summer" }));
            Assert.That(read.Variants.Select(v => v.Name), Is.EqualTo(new[] { "T-shirt, S / Red", "T-shirt, M / Red" }));
            Assert.That(
                read.Variants.Select(v => (v.Prices.Single(), v.TaxClassId)),
                Is.All.EqualTo((new VariantPrice("EUR", 1_995), TaxClass))
            );
        });
    }

    [Test]
    public async Task What_was_set_up_is_found_and_priced_at_once()
    {
        var pen = await Shop.AskAsync(Shop.Manager, Simple("Pen", codes: new NewBarcode("4006381333931")));

        var listed = (await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: "4006381333931"))).Items.Single();
        var quote = await Shop.AskAsync(Shop.Cashier, Quote(new BasketItem(2, Barcode: "4006381333931")));

        Assert.That(
            (listed.VariantId, listed.Name, listed.Prices.Single(), listed.IsForSale),
            Is.EqualTo((pen.Variants[0].VariantId, "Pen", new VariantPrice("EUR", 1_995), true))
        );
        Assert.That((quote.Lines.Single().VariantId, quote.Total), Is.EqualTo((pen.Variants[0].VariantId, 3_990L)));
    }

    [TestCaseSource(nameof(Misfits))]
    public async Task What_does_not_fit_together_is_refused_by_its_name(CreateProduct told, string code, string field)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, told));

        Assert.That((error.Code, error.Fields?.Keys.Single()), Is.EqualTo((code, field)));
    }

    private static IEnumerable<TestCaseData> Misfits()
    {
        NewVariant Of(params string[] values) => Variant(values: values);
        yield return Case(
            "two variants of a simple product",
            Simple("Two") with
            {
                Variants = [Of(), Of()],
            },
            "catalog.too_many_variants",
            "variants"
        );
        yield return Case(
            "two variants of a service",
            Simple("Two", ProductKind.Service) with
            {
                Variants = [Of(), Of()],
            },
            "catalog.too_many_variants",
            "variants"
        );
        yield return Case(
            "options of a simple product",
            Simple("Options") with
            {
                Options = ["Size"],
            },
            "catalog.options_do_not_fit",
            "options"
        );
        yield return Case("no options of variants", Shirt() with { Options = [] }, "catalog.options_do_not_fit", "options");
        yield return Case("one option twice", Shirt() with { Options = ["Size", "SIZE"] }, "catalog.options_do_not_fit", "options");
        yield return Case(
            "too few values",
            Shirt() with
            {
                Variants = [Of("S", "Red"), Of("M")],
            },
            "catalog.option_values_do_not_fit",
            "variants[1].optionValues"
        );
        yield return Case(
            "values without options",
            Simple("Values") with
            {
                Variants = [Of("S")],
            },
            "catalog.option_values_do_not_fit",
            "variants[0].optionValues"
        );
        yield return Case(
            "the same values",
            Shirt() with
            {
                Variants = [Of("S", "Rosé"), Of("s", "rose")],
            },
            "catalog.option_values_taken",
            "variants[1].optionValues"
        );
        yield return Case("what is weighed by the piece", Simple("Ham", ProductKind.Weighed), "catalog.unit_does_not_fit", "unit");
        yield return Case("a simple product by the kilogram", Simple("Ham") with { Unit = "kg" }, "catalog.unit_does_not_fit", "unit");
        yield return Case(
            "a service by the litre",
            Simple("Advice", ProductKind.Service) with
            {
                Unit = "l",
            },
            "catalog.unit_does_not_fit",
            "unit"
        );
        yield return Case("a bundle of nothing", Simple("Hamper", ProductKind.Bundle), "catalog.components_do_not_fit", "components");
        yield return Case(
            "components of a service",
            Simple("Advice", ProductKind.Service) with
            {
                Components = [Part(21)],
            },
            "catalog.components_do_not_fit",
            "components"
        );
        yield return Case("a component twice", Bundle(Part(21), Part(21)), "catalog.components_do_not_fit", "components");
        yield return Case(
            "an archived one",
            Simple("Archived") with
            {
                Status = ProductStatus.Archived,
            },
            "catalog.status_not_given",
            "status"
        );
        yield return Case(
            "a SKU twice",
            Shirt() with
            {
                Variants = [Of("S", "Red") with { Sku = "TWICE" }, Of("M", "Red") with { Sku = "twice" }],
            },
            "catalog.sku_taken",
            "variants[1].sku"
        );

        static TestCaseData Case(string name, CreateProduct told, string code, string field) =>
            new TestCaseData(told, code, field).SetArgDisplayNames(name);
    }

    [TestCase(ProductKind.Weighed, "kg")]
    [TestCase(ProductKind.Weighed, "m2")]
    [TestCase(ProductKind.Service, "hour")]
    [TestCase(ProductKind.Service, null)]
    [TestCase(ProductKind.Simple, "piece")]
    public async Task What_fits_is_kept(ProductKind kind, string? unit)
    {
        var product = await Shop.AskAsync(Shop.Admin, Simple("Fits", kind) with { Unit = unit });

        Assert.That((product.Kind, product.Unit), Is.EqualTo((kind, unit ?? "piece")));
    }

    [TestCase("TAKEN-1", "taken-1")]
    [TestCase("ärmel", "ÄRMEL")]
    [TestCase("same", "same")]
    public async Task A_sku_is_one_in_whatever_capitals(string first, string second)
    {
        await Shop.AskAsync(Shop.Admin, Simple("First") with { Variants = [Variant() with { Sku = first }] });

        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Admin,
                Shirt() with
                {
                    Variants = [Variant(values: ["S", "Red"]), Variant(values: ["M", "Red"]) with { Sku = second }],
                }
            )
        );
        var theirs = await Shop.AskAsync(
            Shop.Rival,
            Simple("Theirs", tenant: "rival") with
            {
                Variants = [Variant("rival") with { Sku = second }],
            }
        );

        Assert.That(
            (error.Kind, error.Code, error.Fields!.Keys.Single()),
            Is.EqualTo((ErrorKind.Conflict, "catalog.sku_taken", "variants[1].sku"))
        );
        Assert.That(theirs.Variants.Single().Sku, Is.EqualTo(second), "Merchants know nothing of each other's SKUs.");
    }

    [Test]
    public async Task Of_two_who_take_one_sku_at_once_one_gets_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var told = Enumerable
                .Range(0, 4)
                .Select(n => Simple("Race") with { Variants = [Variant() with { Sku = $"{(n % 2 == 0 ? "RACE" : "race")}-{round}" }] });

            var outcomes = await Task.WhenAll(told.Select(OutcomeOf));

            Assert.That(outcomes.Where(o => o is not null), Is.EqualTo(Enumerable.Repeat("catalog.sku_taken", 3)));
        }
    }

    [TestCase("036000291452", "0036000291452", "00036000291452")]
    [TestCase("4006381333955", "04006381333955", "04006381333955")]
    [TestCase("96385074", "00000096385074", "00000096385074")]
    [TestCase("10036000291459", "10036000291459", "10036000291459")]
    public async Task All_symbols_of_one_gtin_are_one_code(string entered, string other, string gtin)
    {
        var product = await Shop.AskAsync(Shop.Admin, Simple("Coded", codes: new NewBarcode(entered, 6)));
        var taken = await RefusalOf(
            Shop.AskAsync(Shop.Admin, Simple("Coded again", codes: [new NewBarcode($"FREE-{++made}"), new NewBarcode(other)]))
        );

        Assert.That(product.Variants[0].Barcodes, Is.EqualTo(new[] { new Barcode(entered, BarcodeKind.Gtin, 6, gtin) }));
        Assert.That(
            (taken.Kind, taken.Code, taken.Fields!.Keys.Single()),
            Is.EqualTo((ErrorKind.Conflict, "catalog.barcode_taken", "variants[0].barcodes[1].code"))
        );
        foreach (var scanned in new[] { entered, other, gtin })
        {
            Assert.That(
                (await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: scanned))).Items.Single().VariantId,
                Is.EqualTo(product.Variants[0].VariantId),
                scanned
            );
            Assert.That(
                (await Shop.AskAsync(Shop.Cashier, Quote(new BasketItem(1, Barcode: scanned)))).Lines.Single().VariantId,
                Is.EqualTo(product.Variants[0].VariantId),
                scanned
            );
        }
    }

    [TestCase("4006381333932", "1 was expected")]
    [TestCase("036000291453", "2 was expected")]
    [TestCase("96385075", "4 was expected")]
    [TestCase("10036000291450", "9 was expected")]
    public async Task A_wrong_check_digit_is_refused_with_the_one_that_was_expected(string code, string expected)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, Simple("Wrong", codes: new NewBarcode(code))));
        var taken = await Shop.AskAsync(Shop.Admin, Simple("Meant", codes: new NewBarcode(code, Kind: BarcodeKind.Other)));

        Assert.That(
            (error.Kind, error.Code, error.Fields!.Keys.Single()),
            Is.EqualTo((ErrorKind.Rule, "catalog.barcode_wrong", "variants[0].barcodes[0].code"))
        );
        Assert.That(error.Fields.Values.Single().Single(), Does.Contain(expected));
        Assert.That(taken.Variants[0].Barcodes.Single().Gtin, Is.Null);
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: code))).Items.Single().VariantId,
            Is.EqualTo(taken.Variants[0].VariantId)
        );
    }

    [TestCase("ÄÖÜ")]
    [TestCase("two words")]
    [TestCase("line\u2028end")]
    public async Task A_code_that_no_scanner_sends_is_refused(string code)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, Simple("Strange", codes: new NewBarcode(code))));

        Assert.That(error.Fields?.Keys.Single(), Is.EqualTo("variants[0].barcodes[0].code"));
    }

    [Test]
    public async Task A_code_goes_from_one_variant_to_another_and_finds_the_one_that_has_it()
    {
        var (first, second) = (
            await Shop.AskAsync(Shop.Admin, Simple("First", codes: new NewBarcode("5901234123457"))),
            await Shop.AskAsync(Shop.Admin, Simple("Second"))
        );
        var (one, two) = (first.Variants[0], second.Variants[0]);

        var early = await RefusalOf(ChangeAsync(Told(two) with { Barcodes = [new NewBarcode("5901234123457")] }));
        var without = await ChangeAsync(Told(one) with { Barcodes = [] });
        var nobodys = await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: "5901234123457"));
        var unsold = await RefusalOf(Shop.AskAsync(Shop.Cashier, Quote(new BasketItem(1, Barcode: "5901234123457"))));
        var with = await ChangeAsync(Told(two) with { Barcodes = [new NewBarcode("05901234123457", 3)] });

        Assert.That(early.Code, Is.EqualTo("catalog.barcode_taken"));
        Assert.That((without.Barcodes.Count, nobodys.Items.Count, unsold.Code), Is.EqualTo((0, 0, "sales.item_not_found")));
        Assert.That(with.Barcodes.Single(), Is.EqualTo(new Barcode("05901234123457", BarcodeKind.Gtin, 3, "05901234123457")));
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: "5901234123457"))).Items.Single().VariantId,
            Is.EqualTo(two.VariantId)
        );
        Assert.That(AsJson(await Shop.AskAsync(Shop.Admin, new GetProduct(second.ProductId))), Does.Contain("\"packQuantity\":3"));
    }

    [Test]
    public async Task Only_what_is_active_is_sold_and_the_rest_can_still_be_read()
    {
        var draft = await Shop.AskAsync(Shop.Admin, Simple("Draft") with { Status = ProductStatus.Draft });
        var id = draft.Variants[0].VariantId;
        async Task<(bool Listed, bool Sold, bool Read)> StateAsync() =>
            (
                (await Shop.AskAsync(Shop.Cashier, new ListVariants(draft.Variants[0].Sku))).Items.Any(v => v.VariantId == id),
                await OutcomeOf(Quote(new BasketItem(1, id))) is null,
                (await Shop.AskAsync(Shop.Cashier, new GetVariant(id))).IsForSale
            );

        var asDraft = await StateAsync();
        var activated = await Shop.SendAsync(Shop.Admin, Told(draft) with { Status = ProductStatus.Active }, ifMatch: 1);
        var asActive = await StateAsync();
        var archived = await Shop.AskAsync(Shop.Admin, new ArchiveProduct(draft.ProductId));
        var asArchived = await StateAsync();
        var restored = await Shop.AskAsync(Shop.Admin, new RestoreProduct(draft.ProductId));
        var asRestored = await StateAsync();
        await Shop.AskAsync(Shop.Admin, new ArchiveVariant(id));
        var withoutVariant = await StateAsync();

        Assert.That(new[] { asDraft, asArchived, withoutVariant }, Is.All.EqualTo((false, false, false)));
        Assert.That(new[] { asActive, asRestored }, Is.All.EqualTo((true, true, true)));
        Assert.That(
            new[] { activated.Result.Status, archived.Status, restored.Status },
            Is.EqualTo(new[] { ProductStatus.Active, ProductStatus.Archived, ProductStatus.Active })
        );
        Assert.That((activated.Result.Version, archived.Version, restored.Version), Is.EqualTo((2, 3, 4)));
    }

    [Test]
    public async Task A_draft_that_was_archived_comes_back_as_a_draft()
    {
        var draft = await Shop.AskAsync(Shop.Admin, Simple("Draft") with { Status = ProductStatus.Draft });

        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(draft.ProductId));

        Assert.That((await Shop.AskAsync(Shop.Admin, new RestoreProduct(draft.ProductId))).Status, Is.EqualTo(ProductStatus.Draft));
    }

    [Test]
    public async Task What_is_archived_is_not_changed_until_it_is_restored()
    {
        var shirt = await Shop.AskAsync(Shop.Admin, Shirt());
        var variant = shirt.Variants[0];
        await Shop.AskAsync(Shop.Admin, new ArchiveVariant(variant.VariantId));

        Assert.That(await OutcomeOf(new ArchiveVariant(variant.VariantId)), Is.EqualTo("catalog.variant_archived"));
        Assert.That((await RefusalOf(ChangeAsync(Told(variant)))).Code, Is.EqualTo("catalog.variant_archived"));
        await Shop.AskAsync(Shop.Admin, new RestoreVariant(variant.VariantId));
        Assert.That(await OutcomeOf(new RestoreVariant(variant.VariantId)), Is.EqualTo("catalog.variant_in_use"));
        Assert.That(await OutcomeOf(new RestoreProduct(shirt.ProductId)), Is.EqualTo("catalog.product_in_use"));

        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(shirt.ProductId));
        foreach (
            var act in new Task[]
            {
                Shop.SendAsync(Shop.Admin, Told(shirt), ifMatch: 4),
                Shop.AskAsync(Shop.Admin, new ArchiveProduct(shirt.ProductId)),
                Shop.AskAsync(Shop.Admin, new AddVariant(shirt.ProductId, Variant(values: ["XL", "Red"]))),
                Shop.AskAsync(Shop.Admin, new ArchiveVariant(variant.VariantId)),
            }
        )
            Assert.That((await RefusalOf(act)).Code, Is.EqualTo("catalog.product_archived"));
    }

    [Test]
    public async Task A_product_changes_by_its_version_and_tells_what_changed()
    {
        var shirt = await Shop.AskAsync(Shop.Admin, Shirt() with { Brand = "Nordwind", Tags = ["old", "kept"] });

        var changed = await Shop.SendAsync(Shop.Admin, Told(shirt) with { Name = "Tee", Brand = null, Tags = ["kept", "new"] }, ifMatch: 1);
        var stale = await RefusalOf(Shop.SendAsync(Shop.Admin, Told(shirt), ifMatch: 1));
        var again = await Shop.SendAsync(Shop.Admin, Told(changed.Result) with { Tags = ["old"] }, ifMatch: 2);
        var read = await Shop.AskAsync(Shop.Admin, new GetProduct(shirt.ProductId));

        Assert.That((changed.Result.Version, stale.Kind), Is.EqualTo((2, ErrorKind.Stale)));
        Assert.That(
            changed.Result.Variants.Select(v => (v.Name, v.Version)),
            Is.EqualTo(new[] { ("Tee, S / Red", 2), ("Tee, M / Red", 2) })
        );
        Assert.That(changed.Result.Tags, Is.EqualTo(new[] { "kept", "new" }));
        Assert.That(AsJson(read), Is.EqualTo(AsJson(again.Result)));
        Assert.That(
            await Shop.ListAsync<string>(
                "select jsonb_object_keys(changes) from app.audit_entry where act = 'ChangeProduct' and outcome = 'done' and subject_id = $1 order by occurred_at limit 3",
                shirt.ProductId
            ),
            Is.EquivalentTo(new[] { "name", "brand", "tags" })
        );
    }

    [Test]
    public async Task A_variant_changes_by_its_own_version_and_counts_for_its_product()
    {
        var shirt = await Shop.AskAsync(Shop.Admin, Shirt());
        var (small, medium) = (shirt.Variants[0], shirt.Variants[1]);

        var changed = await Shop.SendAsync(Shop.Admin, Told(small) with { Sku = "SMALL", OptionValues = ["XS", "Red"] }, ifMatch: 1);
        var beside = await Shop.SendAsync(Shop.Admin, Told(medium) with { Sku = "MEDIUM" }, ifMatch: 1);
        var stale = await RefusalOf(Shop.SendAsync(Shop.Admin, Told(small), ifMatch: 1));
        var taken = await RefusalOf(Shop.SendAsync(Shop.Admin, Told(beside.Result) with { OptionValues = ["xs", "RED"] }, ifMatch: 2));
        var read = await Shop.AskAsync(Shop.Admin, new GetProduct(shirt.ProductId));

        Assert.That((changed.Result.Sku, changed.Result.Name, changed.Result.Version), Is.EqualTo(("SMALL", "T-shirt, XS / Red", 2)));
        Assert.That((beside.Result.Version, stale.Kind, taken.Code), Is.EqualTo((2, ErrorKind.Stale, "catalog.option_values_taken")));
        Assert.That(taken.Fields!.Keys.Single(), Is.EqualTo("optionValues"));
        Assert.That((read.Version, AsJson(read.Variants)), Is.EqualTo((3, AsJson(new[] { changed.Result, beside.Result }))));
        Assert.That(
            await Shop.ListAsync<string>(
                "select jsonb_object_keys(changes) from app.audit_entry where act = 'ChangeVariant' and outcome = 'done' and subject_id = $1",
                small.VariantId
            ),
            Is.EquivalentTo(new[] { "sku", "optionValues" })
        );
    }

    [Test]
    public async Task Of_many_who_change_one_version_at_once_one_does()
    {
        var shirt = await Shop.AskAsync(Shop.Admin, Shirt());

        var products = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => KindOf(Shop.SendAsync(Shop.Admin, Told(shirt) with { Brand = $"Brand {n}" }, ifMatch: 1)))
        );
        var variants = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(n => KindOf(Shop.SendAsync(Shop.Admin, Told(shirt.Variants[0]) with { Sku = $"MANY-{n}" }, ifMatch: 1)))
        );

        foreach (var outcomes in new[] { products, variants })
            Assert.That(outcomes.Order(), Is.EqualTo(Enumerable.Repeat((ErrorKind?)ErrorKind.Stale, 7).Prepend(null)));
    }

    [Test]
    public async Task Of_many_variants_with_the_same_options_added_at_once_one_is()
    {
        var shirt = await Shop.AskAsync(Shop.Admin, Shirt());

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => OutcomeOf(new AddVariant(shirt.ProductId, Variant(values: ["XL", "Red"]))))
        );
        var read = await Shop.AskAsync(Shop.Admin, new GetProduct(shirt.ProductId));

        Assert.That(outcomes.Where(o => o is not null), Is.EqualTo(Enumerable.Repeat("catalog.option_values_taken", 5)));
        Assert.That((read.Version, read.Variants.Count, read.Variants[^1].Name), Is.EqualTo((2, 3, "T-shirt, XL / Red")));
    }

    [Test]
    public async Task A_product_with_options_holds_two_hundred_variants_and_no_more()
    {
        var many = Enumerable.Range(0, 200).Select(n => Variant(values: [$"{n}", "Red"])).ToArray();
        var full = await Shop.AskAsync(Shop.Admin, Shirt() with { Variants = many });

        var more = await RefusalOf(Shop.AskAsync(Shop.Admin, new AddVariant(full.ProductId, Variant(values: ["200", "Red"]))));
        var atOnce = await RefusalOf(Shop.AskAsync(Shop.Admin, Shirt() with { Variants = [.. many, Variant(values: ["200", "Red"])] }));

        Assert.That((full.Variants.Count, more.Code, atOnce.Kind), Is.EqualTo((200, "catalog.too_many_variants", ErrorKind.Invalid)));
        Assert.That(AsJson(await Shop.AskAsync(Shop.Admin, new GetProduct(full.ProductId))), Is.EqualTo(AsJson(full)));
    }

    [TestCase("<p>Good</p><script>alert(1)</script>", "<p>Good</p>")]
    [TestCase("<img src=x onerror=alert(1)>Picture", "Picture")]
    [TestCase("<a href=\"javascript:alert(1)\">Link</a>", "<a>Link</a>")]
    [TestCase("<a href=\"https://shop.example/\" onclick=\"alert(1)\">Link</a>", "<a href=\"https://shop.example/\">Link</a>")]
    [TestCase("<p style=\"position:fixed\">Styled</p>", "<p>Styled</p>")]
    [TestCase("<svg><animate onbegin=alert(1)></svg>Drawn", "Drawn")]
    [TestCase("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>Sum", "Sum")]
    [TestCase("<b>not closed", "<b>not closed</b>")]
    [TestCase("3 < 5 & 7", "3 &lt; 5 &amp; 7")]
    [TestCase("<!-- nothing -->", null)]
    [TestCase("", null)]
    public async Task A_description_is_kept_without_what_a_page_must_not_show(string told, string? kept)
    {
        var product = await Shop.AskAsync(Shop.Admin, Simple("Described") with { Description = told });
        var changed = await Shop.SendAsync(Shop.Admin, Told(product) with { Description = told }, ifMatch: 1);

        Assert.That((product.Description, changed.Result.Description), Is.EqualTo((kept, kept)));
    }

    [TestCase("<b>4111</b>111111111111")]
    [TestCase("4111<!-- -->1111<i>1111</i>1111")]
    public async Task A_card_number_between_tags_is_refused(string description)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, Simple("Paid") with { Description = description }));

        Assert.That((error.Kind, error.Fields!.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "description")));
    }

    [Test]
    public async Task A_bundle_is_made_of_what_is_in_use_and_of_no_bundle()
    {
        var bundle = await Shop.AskAsync(Shop.Admin, Bundle(Part(21), Part(22, 0.5m)));
        var gone = await Shop.AskAsync(Shop.Admin, Simple("Gone"));
        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(gone.ProductId));

        var nested = await RefusalOf(Shop.AskAsync(Shop.Admin, Bundle(Part(21), new BundleComponent(bundle.Variants[0].VariantId, 1))));
        var archived = await RefusalOf(Shop.AskAsync(Shop.Admin, Bundle(new BundleComponent(gone.Variants[0].VariantId, 1))));
        var foreign = await RefusalOf(Shop.AskAsync(Shop.Admin, Bundle(Part(21), new BundleComponent(DemoData.Variant("rival", 21), 1))));
        var itself = await RefusalOf(
            Shop.SendAsync(
                Shop.Admin,
                Told(bundle) with
                {
                    Components = [new BundleComponent(bundle.Variants[0].VariantId, 1)],
                },
                ifMatch: 1
            )
        );
        var changed = await Shop.SendAsync(Shop.Admin, Told(bundle) with { Components = [Part(23), Part(22, 4)] }, ifMatch: 1);

        Assert.That((nested.Code, nested.Fields!.Keys.Single()), Is.EqualTo(("catalog.component_unfit", "components[1].variantId")));
        Assert.That((archived.Code, itself.Code), Is.EqualTo(("catalog.component_unfit", "catalog.component_unfit")));
        Assert.That((foreign.Kind, foreign.Fields!.Keys.Single()), Is.EqualTo((ErrorKind.NotFound, "components[1].variantId")));
        Assert.That(changed.Result.Components, Is.EqualTo(new[] { Part(23), Part(22, 4) }));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetProduct(bundle.ProductId))).Components, Is.EqualTo(changed.Result.Components));
    }

    [Test]
    public async Task Another_merchants_things_are_not_there()
    {
        var theirs = await Shop.AskAsync(Shop.Rival, Simple("Theirs", tenant: "rival"));
        var (product, variant) = (theirs.ProductId, theirs.Variants[0].VariantId);
        var own = await Shop.AskAsync(Shop.Admin, Shirt());
        var before = AsJson(await Shop.AskAsync(Shop.Rival, new GetProduct(product)));

        foreach (
            var act in new Task[]
            {
                Shop.AskAsync(Shop.Admin, new GetProduct(product)),
                Shop.SendAsync(Shop.Admin, Told(own) with { ProductId = product }, ifMatch: 1),
                Shop.AskAsync(Shop.Admin, new ArchiveProduct(product)),
                Shop.AskAsync(Shop.Admin, new RestoreProduct(product)),
                Shop.AskAsync(Shop.Admin, new AddVariant(product, Variant(values: ["S"]))),
                Shop.SendAsync(Shop.Admin, Told(own.Variants[0]) with { VariantId = variant }, ifMatch: 1),
                Shop.AskAsync(Shop.Admin, new ArchiveVariant(variant)),
                Shop.AskAsync(Shop.Admin, new RestoreVariant(variant)),
                Shop.AskAsync(Shop.Admin, Simple("Taxed") with { Variants = [Variant("rival")] }),
                Shop.SendAsync(Shop.Admin, Told(own.Variants[0]) with { TaxClassId = DemoData.TaxClass("rival") }, ifMatch: 1),
            }
        )
            Assert.That((await RefusalOf(act)).Kind, Is.EqualTo(ErrorKind.NotFound));

        Assert.That(AsJson(await Shop.AskAsync(Shop.Rival, new GetProduct(product))), Is.EqualTo(before));
    }

    [Test]
    public async Task A_client_may_bring_its_own_ids_and_none_is_used_twice()
    {
        var (product, variant) = (Ids.New(), Ids.New());
        var told = Simple("Own") with
        {
            ProductId = product,
            ExternalId = "erp-own",
            Variants = [Variant() with { VariantId = variant, ExternalId = "erp-v" }],
        };
        var created = await Shop.AskAsync(Shop.Admin, told);

        var errors = new[]
        {
            await RefusalOf(Shop.AskAsync(Shop.Admin, Simple("Twice") with { ProductId = product })),
            await RefusalOf(Shop.AskAsync(Shop.Admin, Simple("Twice") with { Variants = [Variant() with { VariantId = variant }] })),
            await RefusalOf(Shop.AskAsync(Shop.Admin, Simple("Twice") with { ExternalId = "erp-own" })),
            await RefusalOf(Shop.AskAsync(Shop.Admin, Simple("Twice") with { Variants = [Variant() with { ExternalId = "erp-v" }] })),
        };

        Assert.That((created.ProductId, created.Variants[0].VariantId), Is.EqualTo((product, variant)));
        Assert.That(
            errors.Select(e => e.Code),
            Is.EqualTo(
                new[] { "catalog.product_exists", "catalog.variant_exists", "catalog.external_id_taken", "catalog.external_id_taken" }
            )
        );
        Assert.That(
            (await Shop.AskAsync(Shop.Rival, told with { Variants = [Variant("rival") with { VariantId = variant }] })).ProductId,
            Is.EqualTo(product)
        );
    }

    [Test]
    public async Task Events_tell_what_became_of_a_product()
    {
        var shirt = await Shop.AskAsync(Shop.Admin, Shirt());
        await Shop.SendAsync(Shop.Admin, Told(shirt) with { Name = "Tee" }, ifMatch: 1);
        await Shop.AskAsync(Shop.Admin, new ArchiveVariant(shirt.Variants[0].VariantId));

        Assert.That(
            await Shop.ListAsync<string>(
                "select type from app.outbox_event where payload ->> 'productId' = $1 order by type desc",
                shirt.ProductId.ToString()
            ),
            Is.EqualTo(new[] { "catalog.product_created", "catalog.product_changed", "catalog.product_changed" })
        );
    }

    private static CreateProduct Simple(
        string name,
        ProductKind kind = ProductKind.Simple,
        string tenant = "demo",
        params NewBarcode[] codes
    ) => new(name, kind, [Variant(tenant) with { Barcodes = codes }]);

    private static CreateProduct Shirt() =>
        new("T-shirt", ProductKind.Variant, [Variant(values: ["S", "Red"]), Variant(values: ["M", "Red"])], Options: ["Size", "Colour"]);

    private static CreateProduct Bundle(params BundleComponent[] parts) => Simple("Hamper", ProductKind.Bundle) with { Components = parts };

    private static BundleComponent Part(int item, decimal quantity = 1) => new(DemoData.Variant("demo", item), quantity);

    private static NewVariant Variant(string tenant = "demo", params string[] values) =>
        new($"P-{Interlocked.Increment(ref made)}", 1_995, "EUR", DemoData.TaxClass(tenant), values);

    private static ChangeProduct Told(Product product) =>
        new(
            product.ProductId,
            product.Name,
            product.Status,
            product.Brand,
            product.Description,
            product.Tags,
            product.Options,
            product.Unit,
            product.MinimumAge,
            product.NoDiscount,
            product.NoReturn,
            product.ExternalId,
            product.Components
        );

    private static ChangeVariant Told(ProductVariant variant) =>
        new(
            variant.VariantId,
            variant.Sku,
            variant.TaxClassId,
            variant.OptionValues,
            [.. variant.Barcodes.Select(b => new NewBarcode(b.Code, b.PackQuantity, b.Kind))],
            variant.ExternalId
        );

    private static QuoteBasket Quote(params BasketItem[] items) => new(DemoData.Store("demo"), items);

    private static string AsJson<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, Json.Options);

    private async Task<ProductVariant> ChangeAsync(ChangeVariant command)
    {
        var version = (await Shop.AskAsync(Shop.Admin, new GetVariant(command.VariantId))).Version;
        return (await Shop.SendAsync(Shop.Admin, command, ifMatch: version)).Result;
    }

    /// <summary>The code with which it is refused; null when it is not.</summary>
    private async Task<string?> OutcomeOf<T>(MediatR.IRequest<T> request)
    {
        try
        {
            await Shop.AskAsync(Shop.Admin, request);
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }

    private static async Task<ErrorKind?> KindOf(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Kind;
        }
    }
}
