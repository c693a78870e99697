using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Catalog;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>What a scanner sends, from the symbol to the line of the sale.</summary>
public sealed class ScannedPacksTests : ShopTests
{
    private const string Gtin = "09506000134352";
    private const char Gs = '\u001d';

    private static readonly Guid Store = DemoData.Store("demo");

    private Guid ham; // Kilograms at 19.90, known to the scale as 1234.
    private Guid cheese; // By the piece at 5.00, with a GTIN, cases of twelve and a carton.

    [OneTimeSetUp]
    public async Task Stock_the_counter()
    {
        await Shop.SendAsync(Shop.Admin, new ChangeCodePatterns(CodePatternPresets.Of("DE")!.Patterns), ifMatch: 2);
        ham = await StockAsync(
            "Ham",
            ProductKind.Weighed,
            1990,
            "kg",
            new NewBarcode("2212340000000"),
            new NewBarcode(Label("281234", "00999")),
            new NewBarcode("4006381333931")
        );
        cheese = await StockAsync("Cheese", ProductKind.Simple, 500, null, new NewBarcode(Gtin), new NewBarcode("19506000134359", 12));
    }

    [Test]
    public async Task A_weight_label_fixes_how_much_is_sold()
    {
        var before = await OnHandAsync(ham);
        var quote = await QuoteAsync(Scanned(Label("281234", "00345")), Scanned(Label("281234", "00655")));
        var sale = await SellAsync(Scanned(Label("281234", "00345")), Scanned(Label("281234", "00655")));
        var read = await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That(
                sale.Lines.Select(l => (l.VariantId, l.Quantity, l.UnitPrice, l.Gross, l.LabelPrice)),
                Is.EqualTo(new (Guid, decimal, long, long, long?)[] { (ham, 0.345m, 1990, 687, null), (ham, 0.655m, 1990, 1303, null) })
            );
            Assert.That(AsJson(quote.Lines), Is.EqualTo(AsJson(sale.Lines)));
            Assert.That(AsJson(read.Lines), Is.EqualTo(AsJson(sale.Lines)));
        });
        Assert.That(await OnHandAsync(ham), Is.EqualTo(before - 1));
    }

    [Test]
    public async Task A_price_label_fixes_what_is_paid_and_its_price_tells_how_much_it_is()
    {
        var before = await OnHandAsync(ham);
        var sale = await SellAsync(Scanned(Label("221234", "00450")));
        var read = await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId));

        // 4.50 at 19.90 a kilogram.
        Assert.That(
            sale.Lines.Select(l => (l.Quantity, l.UnitPrice, l.Gross, l.LabelPrice)).Single(),
            Is.EqualTo((0.226m, 1990L, 450L, (long?)450))
        );
        Assert.That(AsJson(read.Lines), Is.EqualTo(AsJson(sale.Lines)));
        Assert.That(await OnHandAsync(ham), Is.EqualTo(before - 0.226m));

        await Shop.AskAsync(Shop.Manager, new VoidSale(sale.SaleId, "Dropped"));
        Assert.That(await OnHandAsync(ham), Is.EqualTo(before));
    }

    [Test]
    public async Task Weight_and_price_of_one_label_both_stand()
    {
        var line = (await QuoteAsync(Scanned($"]e0010400638133393131030003103922445{Gs}"))).Lines.Single();

        Assert.That((line.VariantId, line.Quantity, line.Gross, line.LabelPrice), Is.EqualTo((ham, 0.31m, 445L, (long?)445)));
    }

    [TestCase(null, 12)]
    [TestCase(2, 24)]
    [TestCase(0.5, 6)]
    public async Task A_case_sells_what_is_in_it(double? cases, int pieces)
    {
        var quote = await QuoteAsync(Scanned("19506000134359", (decimal?)cases));

        Assert.That(quote.Lines.Select(l => (l.VariantId, l.Quantity, l.Gross)).Single(), Is.EqualTo((cheese, pieces, pieces * 500L)));
    }

    [TestCase("02095060001343523724", 24, TestName = "A carton tells how many are in it")]
    [TestCase("0109506000134352303", 3, TestName = "A count of its own")]
    [TestCase("0119506000134359302", 24, TestName = "Two cases by one label")]
    [TestCase("01095060001343523103000500", 1, TestName = "What is sold by the piece is one, whatever it weighs")]
    public async Task A_label_counts_pieces(string elements, int pieces) =>
        Assert.That((await QuoteAsync(Scanned($"]C1{elements}"))).Lines.Single().Quantity, Is.EqualTo(pieces));

    [Test]
    public async Task The_line_keeps_the_lot_the_serial_number_and_the_day_and_says_what_is_expired()
    {
        var day = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        string Pack(int days, string serial) => $"]d201{Gtin}17{day.AddDays(days):yyMMdd}10LOT-7{Gs}21{serial}";

        var sale = await SellAsync(Scanned(Pack(-2, "S1")), Scanned(Pack(2, "S2")), Scanned(Gtin));
        var read = await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId));

        Assert.That(
            sale.Lines.Select(l => (l.Lot, l.Serial, l.Expiry, l.IsExpired)),
            Is.EqualTo(
                new (string?, string?, DateOnly?, bool?)[]
                {
                    ("LOT-7", "S1", day.AddDays(-2), true),
                    ("LOT-7", "S2", day.AddDays(2), false),
                    (null, null, null, null),
                }
            )
        );
        Assert.That(AsJson(read.Lines), Is.EqualTo(AsJson(sale.Lines)));
        Assert.That(AsJson(sale.Lines[2]), Does.Not.Contain("lot").And.Not.Contain("labelPrice").And.Not.Contain("isExpired"));
    }

    [Test]
    public async Task One_pack_is_not_sold_twice_by_its_two_symbols()
    {
        var twice = await RefusalOf(
            QuoteAsync(Scanned($"]d201{Gtin}21S9"), Scanned(Gtin), Scanned($"https://id.example.org/01/{Gtin}/21/S9"))
        );
        var two = await QuoteAsync(Scanned($"]d201{Gtin}21S9"), Scanned($"]d201{Gtin}21S8"));

        Assert.That((twice.Code, twice.Fields!.Keys.Single()), Is.EqualTo(("sales.pack_twice", "lines[2]")));
        Assert.That(two.Lines, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_older_name_of_a_code_means_the_same()
    {
        var code = await QuoteAsync(Scanned("19506000134359", 2));
        var barcode = await QuoteAsync(new BasketItem(2, Barcode: "19506000134359"));

        Assert.That(AsJson(barcode), Is.EqualTo(AsJson(code)));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("A weight with the wrong guard", "sales.code_unreadable", Scanned(Unguarded("281234", "00345")));
        yield return Case("A GTIN with a wrong check digit", "sales.code_unreadable", Scanned("]E04006381333932"));
        yield return Case("A price in another currency", "sales.code_unreadable", Scanned("]C101095060001343523932752445"));
        yield return Case("A price that there are no coins for", "sales.code_unreadable", Scanned("]C1010950600013435239231995"));
        yield return Case("A lot of nothing", "sales.code_unreadable", Scanned("]C110LOT-7"));
        yield return Case("Nothing like it", "sales.item_not_found", Scanned("5901234123457"));
        yield return Case("A label of an article that is not there", "sales.item_not_found", Scanned(Label("289999", "00345")));
        yield return Case("A weight on the label and one on the line", "sales.quantity_fixed", Scanned(Label("281234", "00345"), 1));
        yield return Case("A price on the label and a quantity on the line", "sales.quantity_fixed", Scanned(Label("221234", "00450"), 2));
        yield return Case("Ham that nobody weighed", "sales.quantity_missing", Scanned("4006381333931"));
        yield return Case("A label of nothing", "sales.quantity_missing", Scanned(Label("281234", "00000")));
        yield return Case("More than a quantity can be", "sales.quantity_unusable", Scanned("19506000134359", Rules.MaximumQuantity));

        static TestCaseData Case(string name, string code, BasketItem item) => new TestCaseData(item, code).SetName(name);
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task A_wrong_line_is_named(BasketItem item, string code)
    {
        var error = await RefusalOf(QuoteAsync(new BasketItem(1, DemoData.Variant("demo", 1)), item));

        Assert.That((error.Code, error.Fields!.Keys.Single()), Is.EqualTo((code, "lines[1]")));
    }

    [Test]
    public async Task An_article_that_costs_nothing_cannot_tell_how_much_a_label_s_price_is()
    {
        var gift = await StockAsync("Gift", ProductKind.Weighed, 0, "kg", new NewBarcode("2277770000000"));
        var error = await RefusalOf(QuoteAsync(Scanned(Label("227777", "00450"))));

        Assert.That(gift, Is.Not.Empty);
        Assert.That(error.Code, Is.EqualTo("sales.quantity_missing"));
    }

    // Readers differ in what they send for one symbol.
    [TestCase("9506000134352")]
    [TestCase("]E09506000134352")]
    [TestCase("09506000134352")]
    [TestCase("0109506000134352")]
    [TestCase("]C10109506000134352")]
    [TestCase("(01)09506000134352")]
    [TestCase("https://id.example.org/01/09506000134352")]
    [TestCase("HTTPS://ID.EXAMPLE.ORG/01/09506000134352")]
    [TestCase("https://example.org/some/path/01/9506000134352?17=291231&other=1")]
    public async Task Whatever_is_sent_for_a_symbol_finds_the_article(string sent)
    {
        var scanned = await ScanAsync(sent);

        Assert.That((scanned.VariantId, scanned.Gtin, scanned.Quantity, scanned.Unit), Is.EqualTo((cheese, Gtin, (decimal?)1, "piece")));
    }

    [Test]
    public async Task A_scan_tells_what_the_code_carries()
    {
        var pack = await ScanAsync($"]d201{Gtin}172912311526110110LOT-7{Gs}21S1");
        var weight = await ScanAsync(Label("281234", "00345"));
        var price = await ScanAsync(Label("221234", "00450"));
        var plain = await ScanAsync("4006381333931");

        Assert.Multiple(() =>
        {
            Assert.That(
                (pack.Lot, pack.Serial, pack.Expiry, pack.IsExpired, pack.BestBefore, pack.Form, pack.Symbology),
                Is.EqualTo(
                    (
                        "LOT-7",
                        "S1",
                        (DateOnly?)new DateOnly(2029, 12, 31),
                        (bool?)false,
                        (DateOnly?)new DateOnly(2026, 11, 1),
                        CodeForm.ElementString,
                        "]d2"
                    )
                )
            );
            Assert.That(
                (weight.VariantId, weight.Quantity, weight.Weight, weight.Gtin, weight.Price),
                Is.EqualTo((ham, (decimal?)0.345m, (decimal?)0.345m, (string?)null, (long?)null))
            );
            Assert.That(
                (price.VariantId, price.Quantity, price.Price, price.Currency),
                Is.EqualTo((ham, (decimal?)null, (long?)450, "EUR"))
            );
            Assert.That((plain.Quantity, plain.Unit, plain.Repeats), Is.EqualTo(((decimal?)null, "kg", (PackRepetition?)null)));
        });
    }

    [TestCase($"]d2010950600013435221S1", PackRepetition.No, TestName = "By its symbol with the number, after another number")]
    [TestCase("9506000134352", PackRepetition.Possible, TestName = "After the EAN-13 of the same article")]
    [TestCase(
        "https://id.example.org/01/09506000134352/21/S2",
        PackRepetition.Certain,
        TestName = "After the other symbol with the same number"
    )]
    [TestCase("4006381333931", PackRepetition.No, TestName = "After another article")]
    [TestCase("]E09506000134353", PackRepetition.No, TestName = "After something that could not be read")]
    public async Task A_scan_notices_what_was_read_before(string before, PackRepetition expected) =>
        Assert.That((await ScanAsync($"]d201{Gtin}21S2", before)).Repeats, Is.EqualTo(expected));

    [TestCase("5901234123457", "catalog.code_unknown")]
    [TestCase("]E04006381333932", "catalog.code_unreadable")]
    [TestCase("SKU 12 ä", "catalog.code_unreadable")]
    public async Task A_scan_of_nothing_says_why(string sent, string code) =>
        Assert.That((await RefusalOf(ScanAsync(sent))).Code, Is.EqualTo(code));

    [Test]
    public async Task Codes_are_those_of_one_merchant_and_stores_those_of_the_scope()
    {
        var theirs = await RefusalOf(Shop.AskAsync(Shop.Rival, new ScanCode(Gtin, DemoData.Store("rival"))));
        var elsewhere = await RefusalOf(Shop.AskAsync(Shop.Admin, new ScanCode(Gtin, DemoData.Store("rival"))));

        Assert.That((theirs.Code, elsewhere.Code), Is.EqualTo(("catalog.code_unknown", PipelineErrors.StoreIsUnknown.Code)));
    }

    private static BasketItem Scanned(string code, decimal? quantity = null) => new(quantity, Code: code);

    private static string Label(string front, string value)
    {
        var twelve = Enumerable.Range(0, 10).Select(guard => $"{front}{guard}{value}");
        return twelve
            .Select(digits => digits + Domain.Catalog.Gtin.CheckDigitOf(digits))
            .Single(code => ScannedCode.Read(code, CodePatternPresets.Of("DE")!.Patterns, DateOnly.MaxValue) is ReadableCode);
    }

    private static string Unguarded(string front, string value)
    {
        var right = Label(front, value);
        var digits = $"{front}{(right[6] - '0' + 1) % 10}{value}";
        return digits + Domain.Catalog.Gtin.CheckDigitOf(digits);
    }

    private Task<Quote> QuoteAsync(params BasketItem[] lines) => Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, lines));

    private Task<ScannedArticle> ScanAsync(string code, string? after = null) =>
        Shop.AskAsync(Shop.Cashier, new ScanCode(code, Store, after));

    private async Task<Sale> SellAsync(params BasketItem[] lines) =>
        await Shop.AskAsync(
            Shop.Cashier,
            new CompleteSale(Store, DemoData.Terminal("demo"), lines, Shop.Cash((await QuoteAsync(lines)).Total))
        );

    private async Task<Guid> StockAsync(string name, ProductKind kind, long price, string? unit, params NewBarcode[] codes)
    {
        var variant = new NewVariant($"SCAN-{name}", price, "EUR", DemoData.TaxClass("demo"), Barcodes: codes);
        var product = await Shop.AskAsync(Shop.Admin, new CreateProduct(name, kind, [variant], Unit: unit));
        await Shop.AskAsync(Shop.Manager, new AdjustStock(Store, [new(product.Variants[0].VariantId, 100)], "Opening"));
        return product.Variants[0].VariantId;
    }

    private Task<decimal> OnHandAsync(Guid variantId) =>
        Shop.ScalarAsync<decimal>("select on_hand from inventory.stock_level where store_id = $1 and variant_id = $2", Store, variantId);

    private static string AsJson<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, Json.Options);
}
