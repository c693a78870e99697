using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Pricing;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pricing;

public sealed class PriceListsTests : ShopTests
{
    [Test]
    public async Task A_list_is_made_aimed_at_somebody_and_archived()
    {
        var group = await Shop.AskAsync(Shop.Admin, new CreateCustomerGroup("crew", "Crew"));
        var made = await Shop.SendAsync(Shop.Admin, new CreatePriceList("crew", "Crew prices", "EUR", Priority: 5), Shop.NewKey());
        var aimed = await Shop.SendAsync(
            Shop.Admin,
            new ChangePriceList(
                made.Result.PriceListId,
                "crew",
                "Crew prices",
                7,
                DemoData.Store("demo", 2),
                SalesChannel.Till,
                group.CustomerGroupId
            ),
            ifMatch: 1
        );

        Assert.That(made.Answer, Has.Property("Location").EqualTo($"/v1/price-lists/{made.Result.PriceListId}"));
        Assert.That(
            (aimed.Result.Priority, aimed.Result.StoreId, aimed.Result.Channel, aimed.Result.CustomerGroupId, aimed.Result.Version),
            Is.EqualTo((7, (Guid?)DemoData.Store("demo", 2), (SalesChannel?)SalesChannel.Till, (Guid?)group.CustomerGroupId, 2))
        );
        Assert.That(await Shop.AskAsync(Shop.Admin, new GetPriceList(made.Result.PriceListId)), Is.EqualTo(aimed.Result));
        Assert.That((await Shop.SendAsync(Shop.Admin, new ArchivePriceList(made.Result.PriceListId))).Result.IsArchived);
    }

    [Test]
    public async Task A_currency_has_one_base_list_and_it_stays()
    {
        var known = (await Shop.AskAsync(Shop.Admin, new ListPriceLists())).Items.Single(l => l.IsBase);

        var second = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreatePriceList("second", "Second", "EUR", IsBase: true)));
        var archived = await RefusalOf(Shop.SendAsync(Shop.Admin, new ArchivePriceList(known.PriceListId)));
        var aimed = await RefusalOf(
            Shop.SendAsync(Shop.Admin, new ChangePriceList(known.PriceListId, "base", "Base", Priority: 1), ifMatch: known.Version)
        );
        var francs = await Shop.AskAsync(Shop.Admin, new CreatePriceList("francs", "Francs", "CHF", IsBase: true));

        Assert.Multiple(() =>
        {
            Assert.That(second.Code, Is.EqualTo("pricing.base_list_exists"));
            Assert.That(new[] { archived.Code, aimed.Code }, Is.All.EqualTo("pricing.base_list_stays"));
            Assert.That(francs.IsBase);
        });
    }

    [Test]
    public async Task Articles_that_are_priced_first_in_a_currency_at_once_share_its_base_list()
    {
        var made = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(n =>
                    Shop.AskAsync(
                        Shop.Admin,
                        new CreateProduct(
                            $"Kvikk {n}",
                            ProductKind.Simple,
                            [new NewVariant($"KVIKK-{n}", 100 + n, "NOK", DemoData.TaxClass("demo"))]
                        )
                    )
                )
        );

        var list = (await Shop.AskAsync(Shop.Admin, new ListPriceLists())).Items.Single(l => l is { IsBase: true, Currency: "NOK" });
        var prices = await Shop.AskAsync(Shop.Admin, new ListPrices(list.PriceListId));
        Assert.That(
            prices.Items.Select(p => (p.VariantId, p.Amount)),
            Is.EquivalentTo(made.Select((product, i) => (product.Variants[0].VariantId, 101L + i)))
        );
    }

    [Test]
    public async Task What_does_not_fit_is_refused_by_its_name()
    {
        var foreign = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new CreatePriceList("theirs", "Theirs", "EUR", StoreId: DemoData.Store("rival", 1)))
        );
        var nobody = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreatePriceList("nobody", "Nobody", "EUR", CustomerGroupId: Ids.New())));
        var aimedBase = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new CreatePriceList("b", "B", "SEK", StoreId: DemoData.Store("demo", 1), IsBase: true))
        );
        var code = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreatePriceList("Not a code", "B", "EUR")));

        Assert.Multiple(() =>
        {
            Assert.That(foreign.Code, Is.EqualTo(PipelineErrors.StoreIsUnknown.Code));
            Assert.That(nobody.Code, Is.EqualTo("pricing.customer_group_not_found"));
            Assert.That(aimedBase.Fields?.Keys.Single(), Is.EqualTo("isBase"));
            Assert.That(code.Fields?.Keys.Single(), Is.EqualTo("code"));
        });
    }

    [Test]
    public async Task Customer_groups_are_made_renamed_archived_and_restored()
    {
        var made = await Shop.AskAsync(Shop.Admin, new CreateCustomerGroup("trade", "Trade"));
        var renamed = await Shop.SendAsync(Shop.Admin, new ChangeCustomerGroup(made.CustomerGroupId, "trade", "Wholesale"), ifMatch: 1);
        var stale = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeCustomerGroup(made.CustomerGroupId, "trade", "Late"), ifMatch: 1));
        await Shop.SendAsync(Shop.Admin, new ArchiveCustomerGroup(made.CustomerGroupId));
        var twice = await RefusalOf(Shop.SendAsync(Shop.Admin, new ArchiveCustomerGroup(made.CustomerGroupId)));
        await Shop.SendAsync(Shop.Admin, new RestoreCustomerGroup(made.CustomerGroupId));

        Assert.That(renamed.Result.Name, Is.EqualTo("Wholesale"));
        Assert.That(stale.Kind, Is.EqualTo(ErrorKind.Stale));
        Assert.That(twice.Code, Is.EqualTo("pricing.customer_group_archived"));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetCustomerGroup(made.CustomerGroupId))).Version, Is.EqualTo(4));
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListCustomerGroups())).Items.Select(g => g.Code), Has.Member("trade"));
    }
}
