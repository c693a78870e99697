using NUnit.Framework;
using PosCommerce.Application.Pricing;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pricing;

public sealed class TaxesTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo", 1);

    [Test]
    public async Task A_merchant_begins_with_the_classes_that_everybody_needs() =>
        Assert.That(
            (await Shop.AskAsync(Shop.Rival, new ListTaxClasses())).Items.Select(c => (c.Code, c.CategoryCode)),
            Is.EqualTo(new[] { ("exempt", "E"), ("not-taxable", "O"), ("reduced", "S"), ("standard", "S"), ("zero", "Z") })
        );

    [Test]
    public async Task A_class_is_made_renamed_archived_and_restored()
    {
        var made = await Shop.AskAsync(Shop.Admin, new CreateTaxClass("books", "Books", TaxCategory.Standard));
        var taken = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateTaxClass("books", "Books", TaxCategory.Standard)));
        var renamed = await Shop.SendAsync(
            Shop.Admin,
            new ChangeTaxClass(made.TaxClassId, "print", "Print", TaxCategory.Exempt),
            ifMatch: 1
        );
        await Shop.SendAsync(Shop.Admin, new ArchiveTaxClass(made.TaxClassId));
        var late = await RefusalOf(
            Shop.SendAsync(Shop.Admin, new ChangeTaxClass(made.TaxClassId, "print", "Print", TaxCategory.Exempt), ifMatch: 3)
        );
        var noRate = await RefusalOf(Shop.AskAsync(Shop.Admin, new AddTaxRate(made.TaxClassId, 5)));
        var restored = await Shop.SendAsync(Shop.Admin, new RestoreTaxClass(made.TaxClassId));

        Assert.Multiple(() =>
        {
            Assert.That(taken.Code, Is.EqualTo("pricing.tax_class_code_taken"));
            Assert.That((renamed.Result.Code, renamed.Result.CategoryCode, renamed.Result.Version), Is.EqualTo(("print", "E", 2)));
            Assert.That(new[] { late.Code, noRate.Code }, Is.All.EqualTo("pricing.tax_class_archived"));
            Assert.That((restored.Result.IsArchived, restored.Result.Version), Is.EqualTo((false, 4)));
        });
    }

    [Test]
    public async Task A_rate_that_begins_ends_the_one_before_and_a_sale_takes_that_of_its_business_day()
    {
        var taxClass = await TaxAsync(120);
        var today = (await Shop.SellAsync((120, 1))).BusinessDate;

        var planned = await Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 25, ValidFrom: today.AddDays(1)));
        var before = await Shop.SellAsync((120, 1));
        var tomorrow = await Shop.AskAsync(
            Shop.Admin,
            new GetPrice(DemoData.Variant("demo", 120), Store, At: DateTimeOffset.UtcNow.AddDays(1))
        );

        Assert.That(before.Lines[0].TaxRate, Is.EqualTo(19));
        Assert.That((tomorrow.TaxRate, tomorrow.TaxRateId), Is.EqualTo(((decimal?)25, (Guid?)planned.TaxRateId)));
        var rates = await Shop.AskAsync(Shop.Admin, new ListTaxRates(taxClass));
        Assert.That(
            rates.Items.Select(r => (r.Rate, r.ValidFrom, r.ValidUntil)),
            Is.EquivalentTo(new[] { (19m, (DateOnly?)null, (DateOnly?)today.AddDays(1)), (25m, today.AddDays(1), null) })
        );
        // Given up again: what was ended goes on only when somebody says so.
        await Shop.SendAsync(Shop.Admin, new ChangeTaxRate(planned.TaxRateId, today.AddDays(1)), ifMatch: 1);
        await Shop.SendAsync(Shop.Admin, new ChangeTaxRate(rates.Items.Single(r => r.Rate == 19).TaxRateId), ifMatch: 2);
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListTaxRates(taxClass, today.AddDays(2)))).Items.Single().Rate, Is.EqualTo(19));
    }

    [Test]
    public async Task The_closest_area_taxes_a_sale()
    {
        var taxClass = await TaxAsync(121);
        await Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 11, StoreId: Store));

        var here = await Shop.SellAsync((121, 1));
        var there = await Shop.AskAsync(Shop.Admin, new GetPrice(DemoData.Variant("demo", 121), DemoData.Store("demo", 2)));

        Assert.That((here.Lines[0].TaxRate, there.TaxRate), Is.EqualTo((11m, (decimal?)19)));
    }

    [Test]
    public async Task Two_rates_of_one_area_never_hold_at_once()
    {
        var taxClass = (await Shop.AskAsync(Shop.Admin, new CreateTaxClass("local", "Local", TaxCategory.Standard))).TaxClassId;
        var day = new DateOnly(2030, 1, 1);
        await Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 5, "DE", "Bayern", ValidFrom: day, ValidUntil: day.AddDays(10)));

        var again = await RefusalOf(Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 6, "DE", "BAYERN", ValidFrom: day.AddDays(9))));
        var behind = await Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 6, "DE", "Bayern", ValidFrom: day.AddDays(10)));
        var elsewhere = await Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 6, "DE", "Hessen", ValidFrom: day));
        var early = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeTaxRate(behind.TaxRateId, day.AddDays(9)), ifMatch: 1));

        Assert.Multiple(() =>
        {
            Assert.That(again.Code, Is.EqualTo("pricing.tax_rate_overlaps"));
            Assert.That(elsewhere.Region, Is.EqualTo("Hessen"));
            Assert.That(early.Code, Is.EqualTo("pricing.tax_rate_ends_too_early"));
        });
    }

    [Test]
    public async Task A_class_without_a_rate_here_is_refused_by_its_line()
    {
        var bare = (await Shop.AskAsync(Shop.Admin, new CreateTaxClass("bare", "Bare", TaxCategory.Standard))).TaxClassId;
        await Shop.ExecuteAsync(
            "update pricing.article_tax set tax_class_id = $1 where variant_id = $2",
            bare,
            DemoData.Variant("demo", 122)
        );

        var error = await RefusalOf(Shop.SellAsync((122, 1)));

        Assert.That((error.Code, error.Fields?.Keys.Single()), Is.EqualTo(("sales.no_tax_rate", "lines[0]")));
    }

    [TestCase("DE", null, true, "storeId")]
    [TestCase(null, "Bayern", false, "region")]
    public async Task An_area_is_one_thing(string? country, string? region, bool ofStore, string field)
    {
        var taxClass = (await Shop.AskAsync(Shop.Admin, new ListTaxClasses())).Items[0].TaxClassId;

        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 1, country, region, ofStore ? Store : null)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, field)));
    }

    [Test]
    public async Task What_was_sold_keeps_its_tax()
    {
        var taxClass = await TaxAsync(124);
        var sold = await Shop.SellAsync((124, 1));
        await Shop.AskAsync(Shop.Admin, new AddTaxRate(taxClass, 3, StoreId: Store));

        var read = await Shop.AskAsync(Shop.Admin, new GetSale(sold.SaleId));

        Assert.That((read.Lines[0].TaxRate, read.Tax), Is.EqualTo((sold.Lines[0].TaxRate, sold.Tax)));
    }

    // A class of its own at 19 percent everywhere, so that no test changes the tax of another's goods.
    private async Task<Guid> TaxAsync(int item)
    {
        var made = await Shop.AskAsync(Shop.Admin, new CreateTaxClass($"of-{item}", $"Of {item}", TaxCategory.Standard));
        await Shop.AskAsync(Shop.Admin, new AddTaxRate(made.TaxClassId, 19));
        await Shop.ExecuteAsync(
            "update pricing.article_tax set tax_class_id = $1 where variant_id = $2",
            made.TaxClassId,
            DemoData.Variant("demo", item)
        );
        return made.TaxClassId;
    }
}
