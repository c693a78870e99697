using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.Domain.Catalog;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>How a merchant says what its in-store numbers mean, and what becomes of codes that were there before.</summary>
public sealed class CodePatternsTests : ShopTests
{
    private static readonly CodePattern Weights = new("27", 5, 5, HasVerifier: false, CodeValueKind.Weight, 3);

    [Test]
    public async Task At_first_there_are_none_and_every_change_is_kept()
    {
        await Shop.ExecuteAsync("delete from catalog.code_patterns where tenant_id = $1", DemoData.Tenant("rival"));
        var none = await Shop.AskAsync(Shop.Rival, new GetCodePatterns());
        var changed = await Shop.SendAsync(Shop.Rival, new ChangeCodePatterns([Weights]), ifMatch: none.Version);
        var stale = await RefusalOf(Shop.SendAsync(Shop.Rival, new ChangeCodePatterns([]), ifMatch: none.Version));
        var read = await Shop.AskAsync(Shop.Rival, new GetCodePatterns());
        var audited = await Shop.AskAsync(Shop.Rival, new ListAuditLog(Limit: 1));

        Assert.Multiple(() =>
        {
            Assert.That((none.Version, none.Patterns.Count, none.ChangedAt), Is.EqualTo((1, 0, (DateTimeOffset?)null)));
            Assert.That(changed.Result.Version, Is.EqualTo(read.Version));
            Assert.That(stale.Code, Is.EqualTo(PipelineErrors.VersionIsStale.Code));
            Assert.That((read.Version, read.Patterns.Single(), read.ChangedBy), Is.EqualTo((2, Weights, Shop.Rival.UserId)));
            Assert.That(System.Text.Json.JsonSerializer.Serialize(audited.Items, Json.Options), Does.Contain("valueDigits"));
        });
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetCodePatterns())).ChangedBy, Is.Not.EqualTo(Shop.Rival.UserId));
    }

    [Test]
    public async Task Of_those_who_change_one_version_at_once_one_does()
    {
        var version = (await Shop.AskAsync(Shop.Admin, new GetCodePatterns())).Version;

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    try
                    {
                        await Shop.SendAsync(Shop.Admin, new ChangeCodePatterns([Weights]), ifMatch: version);
                        return null;
                    }
                    catch (Domain.Common.Refused refused)
                    {
                        return refused.Error.Code;
                    }
                })
        );

        Assert.That(outcomes.Where(o => o is not null), Is.EqualTo(Enumerable.Repeat(PipelineErrors.VersionIsStale.Code, 5)));
    }

    [Test]
    public async Task An_article_is_entered_by_any_of_its_labels_and_found_by_all()
    {
        await SetAsync(Weights);
        var ham = await AddAsync("HAM", "2712345004008"); // 0.400 kg.
        var taken = await RefusalOf(AddAsync("OTHER", "2712345007504"));
        var scanned = await ScanAsync("2712345007504");

        Assert.Multiple(() =>
        {
            Assert.That(
                ham.Variants[0].Barcodes.Select(b => (b.Code, b.Kind, b.Gtin)).Single(),
                Is.EqualTo(("2712345000000", BarcodeKind.InStore, (string?)null))
            );
            Assert.That(taken.Code, Is.EqualTo("catalog.barcode_taken"));
            Assert.That((scanned.VariantId, scanned.Weight), Is.EqualTo((ham.Variants[0].VariantId, (decimal?)0.75m)));
        });
    }

    [Test]
    public async Task Numbers_from_before_a_pattern_still_mean_themselves()
    {
        await SetAsync();
        var own = (await AddAsync("OWN", "2754321004008")).Variants[0].VariantId;
        var before = await ScanAsync("2754321004008");
        await SetAsync(Weights);
        var after = await ScanAsync("2754321004008");
        var label = (await AddAsync("LABEL", "2754321007504")).Variants[0].VariantId;
        var claimed = await ScanAsync("2754321004008");

        Assert.That((before.VariantId, after.VariantId, after.Weight), Is.EqualTo((own, own, (decimal?)null)));
        Assert.That((claimed.VariantId, claimed.Weight), Is.EqualTo((label, (decimal?)0.4m)), "the article of the label goes first");
    }

    [Test]
    public async Task The_countries_that_publish_a_rule_are_offered_a_page_at_a_time()
    {
        var first = await Shop.AskAsync(Shop.Cashier, new ListCodePatternPresets(Limit: 2));
        var rest = await Shop.AskAsync(Shop.Cashier, new ListCodePatternPresets(Cursor: first.NextCursor));

        Assert.That(first.Items.Concat(rest.Items).Select(c => c.Country), Is.EqualTo(CodePatternPresets.All.Select(c => c.Country)));
        Assert.That(rest.NextCursor, Is.Null);
        foreach (var country in first.Items.Concat(rest.Items))
            await SetAsync([.. country.Patterns]);
    }

    private async Task SetAsync(params CodePattern[] patterns)
    {
        var version = (await Shop.AskAsync(Shop.Admin, new GetCodePatterns())).Version;
        await Shop.SendAsync(Shop.Admin, new ChangeCodePatterns(patterns), ifMatch: version);
    }

    private Task<Product> AddAsync(string sku, string code) =>
        Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                sku,
                ProductKind.Weighed,
                [new NewVariant(sku, 100, "EUR", DemoData.TaxClass("demo"), Barcodes: [new NewBarcode(code)])],
                Unit: "kg"
            )
        );

    private Task<ScannedArticle> ScanAsync(string code) => Shop.AskAsync(Shop.Cashier, new ScanCode(code, DemoData.Store("demo")));
}
