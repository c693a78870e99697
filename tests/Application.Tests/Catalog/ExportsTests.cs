using System.Globalization;
using System.IO.Compression;
using System.Text;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Pricing;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;
using PosCommerce.Infrastructure.Database;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>Articles that are taken out as files.</summary>
public sealed class ExportsTests : ShopTests
{
    private static int made;

    private static string Fresh(string name) => $"{name}-{Interlocked.Increment(ref made)}";

    [Test]
    public async Task What_is_taken_out_changes_nothing_when_it_comes_back_and_is_then_the_same_to_the_byte()
    {
        await HardToSayAsync();

        var (export, file) = await ExportAsync(new CreateExport(ExportKind.Products));
        var (tried, judged) = await ImportAsync(file, dryRun: true);
        var (import, rows) = await ImportAsync(file, dryRun: false);
        var (_, again) = await ExportAsync(new CreateExport(ExportKind.Products));

        Assert.That((export.Status, export.RowsDone, export.Bytes), Is.EqualTo((ExportStatus.Done, export.RowsTotal, file.LongLength)));
        Assert.That(export.RowsTotal, Is.EqualTo(await CountAsync()).And.GreaterThan(1_000));
        Assert.That(judged.Where(r => r.Outcome is not RowOutcome.Unchanged).Select(Essence), Is.Empty);
        Assert.That((tried.RowsUnchanged, tried.RowsTotal), Is.EqualTo((export.RowsDone, export.RowsDone)));
        Assert.That(
            (import.Status, import.RowsUnchanged),
            Is.EqualTo((ImportStatus.Done, export.RowsDone)),
            string.Join('\n', rows.Select(Essence))
        );
        Assert.That(Encoding.UTF8.GetString(again), Is.EqualTo(Encoding.UTF8.GetString(file)));
    }

    [Test]
    public async Task A_file_says_of_an_article_what_sets_it_up_again_elsewhere()
    {
        var sku = Fresh("MOVED");
        await CreateAsync(
            sku,
            p =>
                p with
                {
                    Name = "=Tea \"green\"; +fine",
                    Brand = "'@home",
                    Description = "<p>one\ntwo, three</p>",
                    Tags = [@"a|b", @"c\d", "'n"],
                    MinimumAge = 18,
                    NoDiscount = true,
                    Variants =
                    [
                        p.Variants[0] with
                        {
                            Price = 1_050,
                            Barcodes =
                            [
                                new NewBarcode("12345678905", 1, BarcodeKind.Other),
                                new NewBarcode("1E5"),
                                new NewBarcode(Gtin(1), 2.5m),
                            ],
                        },
                    ],
                }
        );
        var (_, file) = await ExportAsync(new CreateExport(ExportKind.Products, Tag: "A|B"));
        var text = Encoding.UTF8.GetString(file);
        // As if it was another shop's.
        var moved = text.Replace(sku, $"{sku}-2", StringComparison.Ordinal)
            .Replace(Gtin(1), Gtin(2), StringComparison.Ordinal)
            .Replace("12345678905", "12345678912", StringComparison.Ordinal)
            .Replace("1E5", "1E6", StringComparison.Ordinal);
        var (_, rows) = await ImportAsync(Encoding.UTF8.GetBytes(moved), dryRun: false);

        Assert.That(text.Split("\r\n"), Has.Length.EqualTo(3), text);
        Assert.That(text, Does.Contain("\"'=Tea \"\"green\"\";' +fine\"").And.Contain("12345678905 other").And.Contain("1E5 other"));
        Assert.That(rows.Single().Outcome, Is.EqualTo(RowOutcome.Created), Essence(rows.Single()));
        var copy = await Shop.AskAsync(Shop.Admin, new GetProduct(rows.Single().ProductId!.Value)); // It was made.
        using var all = Assert.EnterMultipleScope();
        Assert.That(
            (copy.Name, copy.Brand, copy.Description, copy.MinimumAge, copy.NoDiscount, copy.Status),
            Is.EqualTo(("=Tea \"green\"; +fine", "'@home", "<p>one\ntwo, three</p>", 18, true, ProductStatus.Active))
        );
        Assert.That(copy.Tags, Is.EquivalentTo(new[] { @"a|b", @"c\d", "'n" }));
        Assert.That(
            copy.Variants[0].Barcodes.Select(b => (b.Code, b.Kind, b.PackQuantity)),
            Is.EquivalentTo(
                new[] { ("12345678912", BarcodeKind.Other, 1m), ("1E6", BarcodeKind.Other, 1m), (Gtin(2), BarcodeKind.Gtin, 2.5m) }
            )
        );
        Assert.That(copy.Variants[0].Prices, Is.EqualTo(new[] { new VariantPrice("EUR", 1_050) }));
    }

    [Test]
    public async Task A_file_is_narrowed_and_has_nothing_that_is_archived()
    {
        var (brand, sku) = (Fresh("Marke"), Fresh("NARROW"));
        var category = await Shop.AskAsync(Shop.Admin, new CreateCategory(Fresh("Shelf")));
        var below = await Shop.AskAsync(Shop.Admin, new CreateCategory(Fresh("Drawer"), category.CategoryId));
        await CreateAsync($"{sku}-A", p => p with { Brand = brand, CategoryIds = [below.CategoryId] });
        await CreateAsync($"{sku}-D", p => p with { Brand = brand, Status = ProductStatus.Draft });
        var gone = await CreateAsync($"{sku}-G", p => p with { Brand = brand });
        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(gone.ProductId));
        var shirt = await CreateAsync(
            $"{sku}-S",
            p =>
                p with
                {
                    Brand = brand,
                    Kind = ProductKind.Variant,
                    Options = ["Size"],
                    Variants = [p.Variants[0] with { OptionValues = ["S"] }, p.Variants[0] with { Sku = $"{sku}-M", OptionValues = ["M"] }],
                }
        );
        await Shop.AskAsync(Shop.Admin, new ArchiveVariant(shirt.Variants[1].VariantId));

        using var all = Assert.EnterMultipleScope();
        Assert.That(
            await SkusAsync(new CreateExport(ExportKind.Products, Brand: brand.ToUpperInvariant())),
            Is.EqualTo(new[] { $"{sku}-A", $"{sku}-D", $"{sku}-S" })
        );
        Assert.That(
            await SkusAsync(new CreateExport(ExportKind.Products, ProductStatus.Draft, Brand: brand)),
            Is.EqualTo(new[] { $"{sku}-D" })
        );
        Assert.That(
            await SkusAsync(new CreateExport(ExportKind.Products, ProductKind: ProductKind.Variant, Brand: brand)),
            Is.EqualTo(new[] { $"{sku}-S" })
        );
        Assert.That(
            await SkusAsync(new CreateExport(ExportKind.Products, CategoryId: category.CategoryId)),
            Is.EqualTo(new[] { $"{sku}-A" })
        );
        Assert.That(await SkusAsync(new CreateExport(ExportKind.Products, Brand: Fresh("None"))), Is.Empty, "A file with a header alone.");
        Assert.That(
            // A refusal of its shape names its members.
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateExport(ExportKind.Products, ProductStatus.Archived))))
                .Fields!
                .Keys,
            Is.EqualTo(new[] { "productStatus" })
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateExport(ExportKind.Products, CategoryId: Ids.New())))).Code,
            Is.EqualTo("catalog.category_not_found")
        );
    }

    [Test]
    public async Task A_file_is_one_moment_whatever_is_changed_while_it_is_written()
    {
        var tag = Fresh("moment");
        List<Product> both = [];
        foreach (var place in Enumerable.Range(1, 2))
            both.Add(await CreateAsync(Fresh("MOMENT"), p => p with { Name = $"Before {place}", Tags = [tag] }));
        var asked = await Shop.AskAsync(Shop.Admin, new CreateExport(ExportKind.Products, Tag: tag));
        await OneStepAsync();
        // It reads the articles, and waits for the codes.
        await using (var held = await Shop.HoldAsync("lock table catalog.barcode in access exclusive mode"))
        {
            var writing = OneStepAsync();
            await Shop.UntilWaitingAsync(1);
            await Shop.ExecuteAsync(
                "update pricing.price as p set amount = 999 where variant_id = any ($1)",
                both.Select(p => p.Variants[0].VariantId).ToArray()
            );
            await held.CloseAsync();
            await writing;
        }

        var lines = Encoding.UTF8.GetString(await ContentAsync(asked.ExportId)).Split("\r\n");
        Assert.That(lines[1..3], Is.All.Contain("Before").And.All.Contain("\"1.00\"").And.None.Contain("9.99"), string.Join('\n', lines));
    }

    [Test]
    public async Task An_export_goes_on_where_a_worker_has_died_and_ends_where_it_is_cancelled()
    {
        var asked = await Shop.AskAsync(Shop.Admin, new CreateExport(ExportKind.Products));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new GetExportContent(asked.ExportId)))).Code,
            Is.EqualTo("catalog.export_not_there")
        );
        await OneStepAsync();
        var running = await Shop.AskAsync(Shop.Admin, new GetExport(asked.ExportId));
        // Taken, and never heard of again.
        await TakeAsync();
        await Shop.ExecuteAsync("update app.job set run_at = now() where job_id = $1", asked.JobId);
        await Shop.UseCases.WorkAsync();
        var done = await Shop.AskAsync(Shop.Admin, new GetExport(asked.ExportId));
        var job = await Shop.AskAsync(Shop.Admin, new GetJob(asked.JobId));

        Assert.That((running.Status, running.RowsDone, running.RowsTotal > 1_000), Is.EqualTo((ExportStatus.Running, 0, true)));
        Assert.That(
            (done.Status, done.RowsDone, done.KeptUntil),
            Is.EqualTo((ExportStatus.Done, done.RowsTotal, done.FinishedAt + TimeSpan.FromDays(7)))
        );
        Assert.That((job.State, job.PartsDone, job.PartsTotal), Is.EqualTo((JobState.Done, done.RowsDone, done.RowsDone)));
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, new CancelExport(asked.ExportId)))).Code, Is.EqualTo("catalog.export_over"));

        var second = await Shop.AskAsync(Shop.Admin, new CreateExport(ExportKind.Products));
        await OneStepAsync();
        // Cancelled while it is written: it finds out when it says that it is done.
        await using (var held = await Shop.HoldAsync("lock table catalog.export_part in access exclusive mode"))
        {
            var writing = OneStepAsync();
            await Shop.UntilWaitingAsync(1);
            await Shop.AskAsync(Shop.Admin, new CancelExport(second.ExportId));
            await held.CloseAsync();
            await writing;
        }

        var cancelled = await Shop.AskAsync(Shop.Admin, new GetExport(second.ExportId));
        Assert.That((cancelled.Status, cancelled.KeptUntil), Is.EqualTo((ExportStatus.Cancelled, (DateTimeOffset?)null)));
        Assert.That(
            await Shop.ScalarAsync<long>("select count(*) from catalog.export_part where export_id = $1", second.ExportId),
            Is.Zero
        );
    }

    [Test]
    public async Task A_file_is_kept_for_a_week_and_what_was_asked_for_stays_known()
    {
        var (export, _) = await ExportAsync(new CreateExport(ExportKind.Products, Brand: "None"));
        await Shop.ExecuteAsync("update catalog.export set finished_at = now() - interval '8 days' where export_id = $1", export.ExportId);
        await Shop.TidyAsync();

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new GetExportContent(export.ExportId)))).Code,
            Is.EqualTo("catalog.export_not_there")
        );
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListExports())).Items.Select(e => e.ExportId), Does.Contain(export.ExportId));
    }

    [Test]
    public async Task What_one_merchant_takes_out_is_nobody_elses()
    {
        var (export, file) = await ExportAsync(new CreateExport(ExportKind.Products));
        var rivals = await Shop.AskAsync(Shop.Rival, new CreateExport(ExportKind.Products));
        await Shop.UseCases.WorkAsync();
        var theirs = await TextOf(await Shop.AskAsync(Shop.Rival, new GetExportContent(rivals.ExportId)));

        foreach (
            var act in new Func<Task>[]
            {
                () => Shop.AskAsync(Shop.Rival, new GetExport(export.ExportId)),
                () => Shop.AskAsync(Shop.Rival, new GetExportContent(export.ExportId)),
                () => Shop.AskAsync(Shop.Rival, new CancelExport(export.ExportId)),
            }
        )
            Assert.That((await RefusalOf(act())).Code, Is.EqualTo("catalog.export_not_found"));
        Assert.That(
            (await Shop.AskAsync(Shop.Rival, new ListExports())).Items.Select(e => e.ExportId),
            Is.EqualTo(new[] { rivals.ExportId })
        );
        Assert.That(Encoding.UTF8.GetString(theirs), Does.Contain("\"USD\"").And.Not.Contain("\"EUR\""));
        Assert.That(
            (
                await RefusalOf(
                    Shop.AskAsync(Shop.Rival, new CreateExport(ExportKind.Products, CategoryId: DemoData.Category("demo", "Coffee")))
                )
            ).Code,
            Is.EqualTo("catalog.category_not_found")
        );
        Assert.That(file, Is.Not.EqualTo(theirs));
    }

    [TestCase("=1+1", "'=1+1")]
    [TestCase("'=1+1", "''=1+1")]
    [TestCase("' =1", "'' =1")]
    [TestCase("a;=b", "a;'=b")]
    [TestCase("a\n- b\n'- c", "a\n'- b\n''- c")]
    [TestCase("'quoted'", "'quoted'")]
    [TestCase("\t=x", "'\t'=x")]
    public void What_a_spreadsheet_would_run_is_text_and_reads_back_as_it_was(string text, string cell)
    {
        Assert.That(Formulas.Harmless(text), Is.EqualTo(cell));
        Assert.That(Formulas.Meant(cell), Is.EqualTo(text));
    }

    [Test]
    public void Every_text_of_a_few_signs_reads_back_as_it_was()
    {
        foreach (var text in Texts("'= ;\na", 5))
            Assert.That(Formulas.Meant(Formulas.Harmless(text)), Is.EqualTo(text));
    }

    private static IEnumerable<string> Texts(string signs, int length) =>
        length == 0 ? [""] : Texts(signs, length - 1).SelectMany(text => signs.Select(sign => text + sign).Append(text));

    // What a file is likeliest to lose.
    private async Task HardToSayAsync()
    {
        // Each sign is kept as five, so that it is longer than what may come; and a mark stands for a line end that files do not have.
        await CreateAsync(Fresh("HARD"), p => p with { Description = $"{new string('&', 9_900)}e&#x301;&#13;&#x2028;x" });
        await CreateAsync(
            Fresh("HARD"),
            p => p with { Description = "<pre>\n\n one</pre>", Tags = ["b", "A", "😀", "\uffee", @"x\|y"], Name = "-1" }
        );
        var top = Fresh("Top > of | all");
        var twice = await Shop.AskAsync(Shop.Admin, new CreateCategory(top));
        var sub = await Shop.AskAsync(Shop.Admin, new CreateCategory(@"a\>b", twice.CategoryId));
        await CreateAsync(Fresh("HARD"), p => p with { CategoryIds = [twice.CategoryId, sub.CategoryId] });
        // Another of the same name takes the place of one that is archived.
        await Shop.AskAsync(Shop.Admin, new ArchiveCategory(sub.CategoryId));
        await Shop.AskAsync(Shop.Admin, new CreateCategory(@"a\>b", twice.CategoryId));
        var uuid = await Shop.AskAsync(Shop.Admin, new CreateCategory(sub.CategoryId.ToString()));
        await CreateAsync(Fresh("HARD"), p => p with { CategoryIds = [uuid.CategoryId] });
        await CreateAsync(
            Fresh("HARD"),
            p =>
                p with
                {
                    Variants =
                    [
                        p.Variants[0] with
                        {
                            Barcodes =
                            [
                                new NewBarcode("4006381333932", 1.125m, BarcodeKind.Other),
                                new NewBarcode("36000291452"),
                                new NewBarcode("2E12"),
                                new NewBarcode("x|y\\z", 12),
                                new NewBarcode("-7"),
                                new NewBarcode("231111101234" + Domain.Catalog.Gtin.CheckDigitOf("231111101234")),
                                new NewBarcode("231111105678" + Domain.Catalog.Gtin.CheckDigitOf("231111105678")),
                            ],
                        },
                    ],
                }
        );
        // These two are one label from now on.
        var version = (await Shop.AskAsync(Shop.Admin, new GetCodePatterns())).Version;
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeCodePatterns([new CodePattern("23", 5, 5, HasVerifier: false, CodeValueKind.Weight, 3)]),
            ifMatch: version
        );
        // No class that an article can get, no price that holds, and more than one.
        var taxClass = await Shop.AskAsync(Shop.Admin, new CreateTaxClass("old-class", "Old", TaxCategory.Standard));
        var taxed = await CreateAsync(Fresh("HARD"), p => p with { Variants = [p.Variants[0] with { TaxClassId = taxClass.TaxClassId }] });
        await Shop.AskAsync(Shop.Admin, new ArchiveTaxClass(taxClass.TaxClassId));
        await Shop.ExecuteAsync("update pricing.price set valid_until = valid_from where variant_id = $1", taxed.Variants[0].VariantId);
        var dear = Fresh("HARD");
        await CreateAsync(dear, p => p);
        await ImportAsync(Encoding.UTF8.GetBytes($"sku,price,currency\n{dear},7,JPY\n"), dryRun: false);
        await ImportAsync(Encoding.UTF8.GetBytes($"sku,price,currency\n{dear},7.125,KWD\n"), dryRun: false);
        // A bundle, and variants whose product no other system knows.
        var part = await CreateAsync(Fresh("HARD"), p => p with { Kind = ProductKind.Weighed, Unit = "kg" });
        await CreateAsync(
            Fresh("HARD"),
            p => p with { Kind = ProductKind.Bundle, Components = [new BundleComponent(part.Variants[0].VariantId, 0.5m)] }
        );
        var sizes = Fresh("HARD");
        var shirt = await CreateAsync(
            sizes,
            p =>
                p with
                {
                    Kind = ProductKind.Variant,
                    Options = ["Size", "=Colour"],
                    ExternalId = Fresh("EXT"),
                    Variants =
                    [
                        .. new[] { "S", "M", "L" }.Select(size =>
                            p.Variants[0] with
                            {
                                Sku = $"{sizes}-{size}",
                                OptionValues = [size, "-red"],
                            }
                        ),
                    ],
                }
        );
        await Shop.AskAsync(Shop.Admin, new ArchiveVariant(shirt.Variants[1].VariantId));
        await CreateAsync(
            Fresh("HARD"),
            p =>
                p with
                {
                    Kind = ProductKind.Variant,
                    Options = ["Size"],
                    Variants = [.. new[] { "S", "M" }.Select(size => p.Variants[0] with { Sku = Fresh("HARD"), OptionValues = [size] })],
                }
        );
    }

    private async Task<Product> CreateAsync(string sku, Func<CreateProduct, CreateProduct> but)
    {
        try
        {
            return await Shop.AskAsync(
                Shop.Admin,
                but(new CreateProduct($"Article {sku}", ProductKind.Simple, [new NewVariant(sku, 100, "EUR", DemoData.TaxClass("demo"))]))
            );
        }
        catch (Refused refused) when (refused.Error.Fields is { } fields)
        {
            throw new AssertionException(string.Join('\n', fields.Select(f => $"{f.Key}: {string.Join(' ', f.Value)}")));
        }
    }

    private async Task<(Export Export, byte[] File)> ExportAsync(CreateExport command)
    {
        var asked = await Shop.AskAsync(Shop.Admin, command);
        await Shop.UseCases.WorkAsync();
        return (await Shop.AskAsync(Shop.Admin, new GetExport(asked.ExportId)), await ContentAsync(asked.ExportId));
    }

    private async Task<byte[]> ContentAsync(Guid exportId) => await TextOf(await Shop.AskAsync(Shop.Admin, new GetExportContent(exportId)));

    private static async Task<byte[]> TextOf(ExportContent content)
    {
        using var text = new MemoryStream();
        foreach (var part in content.Parts)
        {
            await using var zip = new GZipStream(new MemoryStream(part), CompressionMode.Decompress);
            await zip.CopyToAsync(text);
        }

        Assert.That(text.Length, Is.EqualTo(content.Bytes));
        return text.ToArray();
    }

    private async Task<List<string>> SkusAsync(CreateExport command)
    {
        var lines = Encoding.UTF8.GetString((await ExportAsync(command)).File).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var column = lines[0].Split(',').IndexOf("\"sku\"");
        return [.. lines[1..].Select(line => line.Split(',')[column].Trim('"'))];
    }

    private async Task<(Import Import, List<ImportedRow> Rows)> ImportAsync(byte[] file, bool dryRun)
    {
        var asked = await Shop.AskAsync(Shop.Admin, new CreateImport(new Upload(file), ImportKind.Products, dryRun));
        await Shop.UseCases.WorkAsync();
        return (
            await Shop.AskAsync(Shop.Admin, new GetImport(asked.ImportId)),
            [.. await Shop.AskAsync(Shop.Admin, new ExportImportRows(asked.ImportId))]
        );
    }

    private static string Essence(ImportedRow row) =>
        $"{row.RowNumber} {row.Outcome} {row.Sku} {string.Join(' ', row.Changed)} {string.Join("; ", row.Problems)}";

    private Task<int> CountAsync() =>
        Shop.ScalarAsync<int>(
            """
            select count(*)::integer
              from catalog.variant as v
              join catalog.product as p using (tenant_id, product_id)
             where v.tenant_id = $1
               and v.archived_at is null
               and p.archived_at is null
            """,
            DemoData.Tenant("demo")
        );

    private async Task<TakenJob> TakeAsync()
    {
        var jobs = Shop.UseCases.Jobs;
        var due = (await jobs.DueAsync(100, CancellationToken.None)).Single(j => j.Kind == ExportProducts.Kind);
        return await jobs.TakeAsync(due, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None)
            ?? throw new AssertionException("Somebody else has it.");
    }

    private async Task OneStepAsync() => await Shop.UseCases.Jobs.RunAsync(await TakeAsync());

    private static string Gtin(int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"400638177{number:D3}");
        return digits + Domain.Catalog.Gtin.CheckDigitOf(digits);
    }
}
