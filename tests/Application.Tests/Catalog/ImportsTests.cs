using System.Text;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Pricing;
using PosCommerce.Domain.Catalog;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>Articles that come in files.</summary>
public sealed class ImportsTests : ShopTests
{
    private const string Header = "sku,productName,price,currency,taxClass,barcodes\n";

    private static int made;

    private static string Fresh(string name) => $"{name}-{Interlocked.Increment(ref made)}";

    [Test]
    public async Task A_file_makes_articles_as_if_each_was_made_by_hand_and_the_same_file_again_changes_nothing()
    {
        var (pen, shirt) = (Fresh("PEN"), Fresh("SHIRT"));
        var file = $"""
            SKU;Product name;product;brand;tags;categories;option1Name;option1Value;price;currency;taxClass;barcodes;minimum_age;description
            {pen};Pen;;Nordwind;office | blue;Household;;;1,50;EUR;standard;{Gtin(1)} | {Gtin(2)} x12;18;<b>Writes</b><script>x</script>
            {shirt}-S;Shirt;{shirt};;;;Size;S;19,95;EUR;reduced;;;
            {shirt}-M;;{shirt};;;;;M;20;EUR;reduced;;;

            """;

        var (import, rows) = await ImportAsync($"\uFEFF{file}");
        var (again, rowsAgain) = await ImportAsync(file.ReplaceLineEndings("\r\n"));

        Assert.That(
            (import.Status, import.RowsTotal, import.RowsDone, import.RowsCreated, import.RowsRefused, import.Separator),
            Is.EqualTo((ImportStatus.Done, 3, 3, 3, 0, ImportSeparator.Semicolon)),
            Told(rows)
        );
        Assert.That(
            rows.Select(r => (r.RowNumber, r.Outcome, r.Sku)),
            Is.EqualTo(new[] { (2, RowOutcome.Created, pen), (3, RowOutcome.Created, $"{shirt}-S"), (4, RowOutcome.Created, $"{shirt}-M") })
        );
        var product = await ProductOf(rows[0]);
        var shirts = await ProductOf(rows[1]);
        Assert.Multiple(() =>
        {
            Assert.That(
                (product.Name, product.Brand, product.Kind, product.Status, product.MinimumAge, product.Description, product.ExternalId),
                Is.EqualTo(("Pen", "Nordwind", ProductKind.Simple, ProductStatus.Active, 18, "<b>Writes</b>", (string?)null))
            );
            Assert.That(product.Tags, Is.EqualTo(new[] { "blue", "office" }));
            Assert.That(product.CategoryIds, Is.EqualTo(new[] { DemoData.Category("demo", "Household") }));
            Assert.That(
                product.Variants[0].Barcodes.Select(b => (b.Code, b.PackQuantity)),
                Is.EqualTo(new[] { (Gtin(1), 1m), (Gtin(2), 12m) })
            );
            Assert.That(product.Variants[0].Prices, Is.EqualTo(new[] { new VariantPrice("EUR", 150) }));
            Assert.That((shirts.Kind, shirts.ExternalId, shirts.Name), Is.EqualTo((ProductKind.Variant, shirt, "Shirt")));
            Assert.That(
                shirts.Variants.Select(v => (v.Name, v.Sku, v.Prices.Single().Price)),
                Is.EqualTo(new[] { ("Shirt, S", $"{shirt}-S", 1_995L), ("Shirt, M", $"{shirt}-M", 2_000L) })
            );
        });
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListVariants(Barcode: Gtin(2)))).Items.Single().VariantId,
            Is.EqualTo(rows[0].VariantId),
            "It is found at once."
        );
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListVariants(Search: "shirt"))).Items.Select(v => v.Sku),
            Does.Contain($"{shirt}-M")
        );
        Assert.That((again.RowsUnchanged, again.RowsTotal), Is.EqualTo((3, 3)), Told(rowsAgain));
        Assert.That((await ProductOf(rows[1])).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task What_has_no_column_stays_and_what_is_another_is_changed()
    {
        var sku = Fresh("CUP");
        var (_, made) = await ImportAsync($"{Header}{sku},Cup,5,EUR,standard,{Gtin(10)}\n");
        await ImportAsync($"sku,brand\n{sku.ToLowerInvariant()},Oslo\n");
        var (_, changed) = await ImportAsync($"sku,productName,price,currency,barcodes\n{sku},Mug,6.25,EUR,{Gtin(11)}\n");

        var cup = await ProductOf(made[0]);
        Assert.That(changed[0].Changed, Is.EquivalentTo(new[] { "productName", "barcodes", "price" }), Told(changed));
        Assert.Multiple(() =>
        {
            Assert.That((cup.Name, cup.Brand, cup.Version), Is.EqualTo(("Mug", "Oslo", 3)));
            Assert.That((cup.Variants[0].Name, cup.Variants[0].Sku), Is.EqualTo(("Mug", sku)));
            Assert.That(
                cup.Variants[0].Barcodes.Select(b => b.Code),
                Is.EquivalentTo(new[] { Gtin(10), Gtin(11) }),
                "Codes are never taken."
            );
            Assert.That(cup.Variants[0].Prices.Single().Price, Is.EqualTo(625));
        });
        var history = await Shop.AskAsync(Shop.Admin, new GetPriceHistory(made[0].VariantId!.Value, DemoData.Store("demo"))); // It was made.
        Assert.That(history.Items.Select(p => p.Price), Is.EquivalentTo(new[] { 500L, 625L }), "What it cost stays known.");
        var log = await Shop.AskAsync(Shop.Admin, new ListAuditLog(Act: "ImportProducts"));
        Assert.That(log.Items[0].Subject, Contains.Key("importId"));
    }

    [Test]
    public async Task A_bad_row_never_stops_the_good_ones_and_says_what_is_wrong_with_it()
    {
        var taken = Fresh("TAKEN");
        await ImportAsync($"{Header}{taken},Taken,1,EUR,standard,{Gtin(20)}\n");
        (string Cells, string Column, string Says)[] bad =
        [
            ("A1,A,\"1,50\",EUR,standard,", "price", "write 1.50"),
            ("A2,A,1.505,EUR,standard,", "price", "decimals"),
            ("A3,A,\"1,234.50\",EUR,standard,", "price", "thousands"),
            ("A4,A,1.5E+3,EUR,standard,", "price", "rounded"),
            ("A5,A,-1,EUR,standard,", "price", "nothing or more"),
            ("A6,A,1,EURO,standard,", "currency", "ISO 4217"),
            ("A7,A,1,,standard,", "currency", "ISO 4217"),
            ("A8,A,,EUR,standard,", "price", "needed"),
            ("A9,A,1,EUR,none,", "taxClass", "'none'"),
            ("B1,A,1,EUR,,", "taxClass", "needed"),
            ("B2,A,1,EUR,standard,2.0E+12", "barcodes", "rounded"),
            ("B3,A,1,EUR,standard,4006381333932", "barcodes", "1 was expected"),
            ($"B4,A,1,EUR,standard,{Gtin(20)}", "barcodes", "another article"),
            ($"B5,A,1,EUR,standard,0{Gtin(20)}", "barcodes", "row 14"),
            ("B6,,1,EUR,standard,", "productName", "1 to 200"),
            (",A,1,EUR,standard,", "sku", "1 to 64"),
            ("B8,A,1,EUR,standard", "taxClass", "5 columns"),
            ("B9,A,1,EUR,standard,,x", "barcodes", "7 columns"),
            ("b6,A,1,EUR,standard,", "sku", "row 16"),
            ("C1,Card 4111 1111 1111 1111,1,EUR,standard,", "productName", "payment card"),
        ];
        var good = Fresh("GOOD");
        var text = $"{Header}{string.Join('\n', bad.Select(b => b.Cells))}\n{good},=1+1,2,EUR,standard,\n";

        var (tried, judged) = await ImportAsync(text, dryRun: true);
        var (import, rows) = await ImportAsync(text);

        using var all = Assert.EnterMultipleScope();
        foreach (var (row, (cells, column, says)) in rows.Zip(bad))
        {
            Assert.That(row.Outcome, Is.EqualTo(RowOutcome.Refused), cells);
            Assert.That(
                row.Problems.Where(p => p.Column == column).Select(p => p.Message),
                Has.Some.Contains(says),
                $"{cells}: {Essence(row)}"
            );
        }

        Assert.That(rows[^1].Outcome, Is.EqualTo(RowOutcome.Created));
        Assert.That((await ProductOf(rows[^1])).Name, Is.EqualTo("=1+1"), "A formula is data.");
        Assert.That((import.Status, import.RowsCreated, import.RowsRefused), Is.EqualTo((ImportStatus.Done, 1, bad.Length)));
        Assert.That((tried.DryRun, tried.RowsCreated, tried.RowsRefused), Is.EqualTo((true, 1, bad.Length)));
        Assert.That(judged.Select(Essence), Is.EqualTo(rows.Select(Essence)), "A dry run says what will happen.");
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListImportRows(import.ImportId, RowOutcome.Created))).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_dry_run_changes_nothing()
    {
        var sku = Fresh("DRY");
        var (_, before) = await ImportAsync($"{Header}{sku},Dry,5,EUR,standard,\n");
        var products = await CountAsync();

        var (import, rows) = await ImportAsync($"{Header}{sku},Wet,6,EUR,reduced,{Gtin(30)}\n{sku}-2,New,6,EUR,reduced,\n", dryRun: true);

        Assert.That(rows.Select(r => r.Outcome), Is.EqualTo(new[] { RowOutcome.Changed, RowOutcome.Created }), Told(rows));
        Assert.That(rows[0].Changed, Is.EquivalentTo(new[] { "productName", "barcodes", "taxClass", "price" }));
        Assert.That((import.Status, await CountAsync()), Is.EqualTo((ImportStatus.Done, products)));
        var kept = await ProductOf(before[0]);
        Assert.That((kept.Name, kept.Version), Is.EqualTo(("Dry", 1)));
    }

    [Test]
    public async Task A_file_that_is_taken_as_a_whole_leaves_nothing_behind_when_one_row_is_refused()
    {
        var sku = Fresh("WHOLE");
        var products = await CountAsync();

        var (stopped, rows) = await ImportAsync(
            $"{Header}{sku},Whole,5,EUR,standard,\n{sku}-2,Bad,x,EUR,standard,\n",
            onError: ImportOnError.Stop
        );

        Assert.That((stopped.Status, stopped.RowsRefused, await CountAsync()), Is.EqualTo((ImportStatus.Stopped, 1, products)), Told(rows));
        Assert.That(stopped.FinishedAt, Is.Not.Null);

        var (done, _) = await ImportAsync(
            $"{Header}{sku},Whole,5,EUR,standard,\n{sku}-2,Good,6,EUR,standard,\n",
            onError: ImportOnError.Stop
        );
        Assert.That(
            (done.Status, done.RowsCreated, done.RowsDone, await CountAsync()),
            Is.EqualTo((ImportStatus.Done, 2, 2, products + 2))
        );
    }

    [Test]
    public async Task The_rows_of_a_product_belong_together_and_fail_alone()
    {
        var shirt = Fresh("POLO");
        var header = "product,productName,option1Name,option1Value,sku,price,currency,taxClass\n";
        var (_, rows) = await ImportAsync(
            $"""
            {header}{shirt},Polo,Size,S,{shirt}-S,10,EUR,standard
            {shirt},,,M,{shirt}-M,x,EUR,standard
            {shirt},,,s,{shirt}-S2,10,EUR,standard
            {shirt},Other name,,L,{shirt}-L,10,EUR,standard
            {shirt},,,XL,{shirt}-XL,10,EUR,standard
            {shirt}-2,,Size,S,{shirt}-B,10,EUR,standard
            {shirt}-2,,,M,{shirt}-C,10,EUR,standard
            {shirt},,,XXL,{shirt}-XXL,10,EUR,standard

            """
        );

        Assert.That(
            rows.Select(r => r.Outcome is RowOutcome.Created),
            Is.EqualTo(new[] { true, false, false, false, true, false, false, false }),
            Told(rows)
        );
        Assert.Multiple(() =>
        {
            Assert.That(rows[2].Problems.Single().Column, Is.EqualTo("option1Value"), Told(rows));
            Assert.That(rows[3].Problems.Single().Column, Is.EqualTo("productName"));
            Assert.That(rows[5].Problems.Single().Column, Is.EqualTo("productName"));
            Assert.That(rows[6].Problems.Single().Message, Does.Contain("Row 7"));
            Assert.That(rows[7].Problems.Single().Message, Does.Contain("row 2"));
        });
        var (_, more) = await ImportAsync($"{header}{shirt},,,M,{shirt}-M,10,EUR,standard\n");
        Assert.That(more.Single().Outcome, Is.EqualTo(RowOutcome.Created), Told(more));
        Assert.That((await ProductOf(rows[0])).Variants.Select(v => v.OptionValues[0]), Is.EqualTo(new[] { "S", "XL", "M" }));

        var (_, same) = await ImportAsync($"{header}{shirt},,,,{shirt}-M,10,EUR,standard\n");
        Assert.That(same.Single().Outcome, Is.EqualTo(RowOutcome.Unchanged), Told(same));

        var (_, foreign) = await ImportAsync($"product,sku,brand\n{shirt}-3,{shirt}-M,Oslo\nother,{shirt}-XL,Oslo\n");
        Assert.That(foreign.Select(r => r.Outcome), Is.All.EqualTo(RowOutcome.Refused), Told(foreign));
    }

    [TestCase("036000291452", "36000291452", TestName = "Of a UPC-A a leading zero is given back")]
    [TestCase("00012348", "12348", false, TestName = "Nothing is given back that is not proven")]
    [TestCase("96385074", "96385074", TestName = "A whole code stays")]
    public async Task Leading_zeros_are_given_back_where_the_check_digit_proves_them(string whole, string told, bool given = true)
    {
        var sku = Fresh("ZERO");
        var (_, rows) = await ImportAsync($"{Header}{sku},Zero,1,EUR,standard,{told}\n");

        Assert.That(rows[0].Outcome, Is.EqualTo(RowOutcome.Created), Told(rows));
        Assert.That((await ProductOf(rows[0])).Variants[0].Barcodes.Single().Code, Is.EqualTo(given ? whole : told));
    }

    [TestCase("sku;price;currency\n{0};1,5;EUR\n", 150)]
    [TestCase("sku;price;currency\n{0};1.5;EUR\n", 150)]
    [TestCase("sku\tprice\tcurrency\n{0}\t1,50\tEUR\n", 150)]
    [TestCase("sku,price,currency\n{0},1.50,EUR\n", 150)]
    [TestCase("sku,price,currency\n{0},1.500,EUR\n", 150)]
    [TestCase("\"sku\";\"price\";\"currency\"\n\"{0}\";\"0,500\";\"EUR\"\n", 50)]
    [TestCase("sku;price;currency\n{0};1,500;EUR\n", null)]
    [TestCase("sku;price;currency\n{0};1.500;EUR\n", null)]
    [TestCase("sku;price;currency\n{0};1.234,50;EUR\n", null)]
    [TestCase("sku;price;currency\n{0};150;JPY\n", 150)]
    [TestCase("sku;price;currency\n{0};1,5;JPY\n", null)]
    [TestCase("sku;price;currency\n{0};1,5;KWD\n", 1_500)]
    public async Task Numbers_are_read_as_spreadsheets_write_them_and_never_guessed(string text, int? minor)
    {
        var sku = Fresh("NUMBER");
        await ImportAsync($"{Header}{sku},Number,9.99,EUR,standard,\n");

        var (_, rows) = await ImportAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, sku));

        Assert.That(rows[0].Outcome, Is.EqualTo(minor is null ? RowOutcome.Refused : RowOutcome.Changed), Told(rows));
        if (minor is { } wanted)
            Assert.That((await ProductOf(rows[0])).Variants[0].Prices.Select(p => p.Price), Does.Contain((long)wanted));
        else
            Assert.That(rows[0].Problems.Single().Column, Is.EqualTo("price"));
    }

    [TestCase("", "file", TestName = "An empty file")]
    [TestCase("\n\n", "Is empty", TestName = "Nothing but empty lines")]
    [TestCase("sku,prise\nA,1\n", "column 2: there is no column 'prise'", TestName = "An unknown column")]
    [TestCase("sku,SKU\nA,B\n", "sku is there twice", TestName = "A column twice")]
    [TestCase("productName,price\nA,1\n", "column sku is missing", TestName = "No SKU")]
    [TestCase("sku,brand\n", "no rows", TestName = "A header alone")]
    [TestCase("sku,brand\nA,\"x\nB,y\n", "Row 2: a quote is opened", TestName = "A quote that is never closed")]
    [TestCase("sku,brand\nA,x\nB,\0\n", "Row 3, column brand: has a NUL", TestName = "A NUL")]
    [TestCase("PK\u0003\u0004\u0014\0", "Is a workbook", TestName = "A workbook")]
    public async Task A_file_that_cannot_be_read_is_refused_with_one_clear_line(string text, string says)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, Of(text)));

        Assert.That(error.Fields!["file"].Single(), Does.Contain(says).Or.Contain("1 byte")); // It names the file.
    }

    [Test]
    public async Task A_file_of_more_rows_or_columns_than_are_taken_is_refused()
    {
        var wide = await RefusalOf(Shop.AskAsync(Shop.Admin, Of($"sku,brand\nA,x{new string(',', 5_000_000)}\n")));
        var tall = await RefusalOf(Shop.AskAsync(Shop.Admin, Of($"sku,brand\n{string.Concat(Enumerable.Repeat("A,x\n", 100_001))}")));

        Assert.That(wide.Fields!["file"].Single(), Is.EqualTo("Row 2: has more than 1000 columns.")); // It names the file.
        Assert.That(tall.Fields!["file"].Single(), Does.StartWith("Has more than 100000 rows")); // As above.
    }

    [Test]
    public async Task Two_labels_of_one_article_are_one_code_wherever_they_stand()
    {
        var sku = Fresh("LABEL");
        var version = (await Shop.AskAsync(Shop.Admin, new GetCodePatterns())).Version;
        CodePattern weights = new("27", 5, 5, HasVerifier: false, CodeValueKind.Weight, 3);
        await Shop.SendAsync(Shop.Admin, new ChangeCodePatterns([weights]), ifMatch: version);

        var (_, rows) = await ImportAsync(
            $"{Header}{sku},Cheese,1,EUR,standard,{Label("00412")}\n{sku}-2,Cheese,1,EUR,standard,{Label("01220")}\n"
        );
        var (_, more) = await ImportAsync($"{Header}{sku}-3,Cheese,1,EUR,standard,{Label("00888")}\n");

        Assert.That(rows.Select(r => r.Outcome), Is.EqualTo(new[] { RowOutcome.Created, RowOutcome.Refused }), Told(rows));
        Assert.That(rows[1].Problems.Single().Message, Does.Contain("row 2"));
        Assert.That((await ProductOf(rows[0])).Variants[0].Barcodes.Single().Code, Is.EqualTo("2712345000000"));
        Assert.That(more.Single().Problems.Single().Message, Does.Contain("another article"), Told(more));
    }

    [Test]
    public async Task What_is_not_UTF_8_is_refused_with_its_place()
    {
        byte[] latin = Encoding.Latin1.GetBytes("sku,productName,brand\nA,Tee,x\nB,Käse,y\n");

        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateImport(new Upload(latin), ImportKind.Products)));

        Assert.That(
            (error.Code, error.Fields!["file"].Single()),
            Is.EqualTo(("catalog.import_file_wrong", "Row 3, column productName: is not UTF-8. Save the file as CSV UTF-8."))
        ); // As above.
    }

    [Test]
    public async Task Quotes_line_breaks_and_stray_quotes_are_read_as_spreadsheets_write_them()
    {
        var sku = Fresh("QUOTE");
        var (_, rows) = await ImportAsync(
            $"sku,productName,description,price,currency,taxClass\r\n{sku},\"Pipe, 5\"\" long\",\"<p>one\r\ntwo</p>\",1,EUR,standard\r\n\r\n{sku}-2,Pipe 5\" wide,,1,EUR,standard\r\n{sku}-3,\"Pipe\" x,,1,EUR,standard"
        );

        Assert.That(
            rows.Select(r => (r.RowNumber, r.Outcome)),
            Is.EqualTo(new[] { (2, RowOutcome.Created), (4, RowOutcome.Created), (5, RowOutcome.Refused) }),
            Told(rows)
        );
        Assert.That((await ProductOf(rows[0])).Name, Is.EqualTo("Pipe, 5\" long"));
        Assert.That((await ProductOf(rows[1])).Name, Is.EqualTo("Pipe 5\" wide"));
    }

    [Test]
    public async Task An_import_goes_on_where_a_worker_has_died_and_ends_where_it_is_cancelled()
    {
        var sku = Fresh("LONG");
        var text = Header + string.Concat(Enumerable.Range(0, 1_200).Select(n => $"{sku}-{n},Long {n},1,EUR,standard,\n"));
        var import = await Shop.AskAsync(Shop.Admin, Of(text));
        await OneStepAsync();
        var running = await Shop.AskAsync(Shop.Admin, new GetImport(import.ImportId));
        // Taken, and never heard of again.
        await TakeAsync();
        await Shop.ExecuteAsync("update app.job set run_at = now() where job_id = $1", import.JobId);
        await Shop.UseCases.WorkAsync();
        var done = await Shop.AskAsync(Shop.Admin, new GetImport(import.ImportId));

        Assert.That((running.Status, running.RowsDone, running.FinishedAt), Is.EqualTo((ImportStatus.Running, 500, (DateTimeOffset?)null)));
        Assert.That((done.Status, done.RowsCreated, done.RowsRefused), Is.EqualTo((ImportStatus.Done, 1_200, 0)));
        var job = await Shop.AskAsync(Shop.Admin, new GetJob(done.JobId));
        Assert.That((job.State, job.PartsDone, job.PartsTotal), Is.EqualTo((JobState.Done, 1_200, 1_200)));

        var second = await Shop.AskAsync(Shop.Admin, Of(text.Replace("Long", "Short", StringComparison.Ordinal)));
        await OneStepAsync();
        var cancelled = await Shop.AskAsync(Shop.Admin, new CancelImport(second.ImportId));
        await Shop.UseCases.WorkAsync();
        var after = await Shop.AskAsync(Shop.Admin, new GetImport(second.ImportId));
        Assert.That(
            (cancelled.Status, after.Status, after.RowsDone, after.RowsChanged),
            Is.EqualTo((ImportStatus.Cancelled, ImportStatus.Cancelled, 500, 500))
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CancelImport(second.ImportId)))).Code,
            Is.EqualTo("catalog.import_over")
        );
    }

    [Test]
    public async Task Columns_take_the_rights_of_the_routes_that_change_the_same()
    {
        var key = await Shop.AskAsync(Shop.Admin, new CreateApiKey("Imports", [Permissions.Catalog.Manage]));
        var machine = Shop.MachineOf(key.Secret);
        var error = await RefusalOf(Shop.AskAsync(machine, Of($"{Header}{Fresh("KEY")},Key,1,EUR,standard,\n")));
        var allowed = await Shop.AskAsync(machine, Of($"sku,brand\n{Fresh("KEY")},Oslo\n"));

        Assert.That(
            (error.Code, error.Fields!["file"].Single()),
            Is.EqualTo(("catalog.import_columns_guarded", "price, currency: needs pricing.manage."))
        ); // It names the file.
        Assert.That(allowed.RequestedBy, Is.EqualTo(key.KeyId));
    }

    [Test]
    public async Task What_one_merchant_imports_is_nobody_elses()
    {
        var sku = Fresh("MINE");
        var (import, _) = await ImportAsync($"{Header}{sku},Mine,1,EUR,standard,{Gtin(40)}\n");
        var rivals = await Shop.AskAsync(Shop.Rival, Of($"{Header}{sku},Theirs,1,USD,standard,{Gtin(40)}\n"));
        await Shop.UseCases.WorkAsync();

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Rival, new GetImport(import.ImportId)))).Code,
            Is.EqualTo("catalog.import_not_found")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Rival, new ListImportRows(import.ImportId)))).Code,
            Is.EqualTo("catalog.import_not_found")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Rival, new CancelImport(import.ImportId)))).Code,
            Is.EqualTo("catalog.import_not_found")
        );
        Assert.That((await Shop.AskAsync(Shop.Rival, new GetImport(rivals.ImportId))).RowsCreated, Is.EqualTo(1));
        Assert.That(
            (await Shop.AskAsync(Shop.Rival, new ListImports())).Items.Select(i => i.ImportId),
            Is.EqualTo(new[] { rivals.ImportId })
        );
    }

    private async Task<(Import Import, IReadOnlyList<ImportedRow> Rows)> ImportAsync(
        string text,
        bool dryRun = false,
        ImportOnError onError = ImportOnError.Skip
    )
    {
        var asked = await Shop.AskAsync(Shop.Admin, Of(text) with { DryRun = dryRun, OnError = onError });
        await Shop.UseCases.WorkAsync();
        return (
            await Shop.AskAsync(Shop.Admin, new GetImport(asked.ImportId)),
            (await Shop.AskAsync(Shop.Admin, new ListImportRows(asked.ImportId, Limit: PageRules.MaximumLimit))).Items
        );
    }

    private static CreateImport Of(string text) => new(new Upload(Encoding.UTF8.GetBytes(text)), ImportKind.Products);

    private Task<Product> ProductOf(ImportedRow row) => Shop.AskAsync(Shop.Admin, new GetProduct(row.ProductId!.Value)); // It was taken in.

    private static string Essence(ImportedRow row) =>
        $"{row.RowNumber} {row.Outcome} {row.Sku} {string.Join(' ', row.Changed)} {string.Join("; ", row.Problems)}";

    private static string Told(IEnumerable<ImportedRow> rows) => string.Join('\n', rows.Select(Essence));

    private async Task<long> CountAsync()
    {
        await using var connection = new Npgsql.NpgsqlConnection(Shop.Database.Admin);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select count(*) from catalog.variant", connection);
        return (long)(await command.ExecuteScalarAsync())!; // A count is never null.
    }

    private async Task<Infrastructure.Database.TakenJob> TakeAsync()
    {
        var jobs = Shop.UseCases.Jobs;
        var due = (await jobs.DueAsync(100, CancellationToken.None)).Single(j => j.Kind == ImportProducts.Kind);
        return await jobs.TakeAsync(due, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None)
            ?? throw new AssertionException("Somebody else has it.");
    }

    private async Task OneStepAsync() => await Shop.UseCases.Jobs.RunAsync(await TakeAsync());

    private static string Label(string weight) => $"2712345{weight}{Domain.Catalog.Gtin.CheckDigitOf($"2712345{weight}")}";

    private static string Gtin(int number)
    {
        var digits = FormattableString.Invariant($"400638199{number:D3}");
        return digits + Domain.Catalog.Gtin.CheckDigitOf(digits);
    }
}
