using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

public sealed class GetVariantTests : ShopTests
{
    [Test]
    public async Task A_variant_shows_its_price_tax_barcodes_and_what_each_store_has()
    {
        await Shop.ExecuteAsync(
            "insert into catalog.barcode (tenant_id, code_key, barcode, kind, variant_id) values ($1, '00000000000017', '0000000000017', 'gtin', $2)",
            DemoData.Tenant("demo"),
            DemoData.Variant("demo", 4)
        );
        await Shop.SellAsync((4, 1.5m));

        var variant = await Shop.AskAsync(Shop.Cashier, new GetVariant(DemoData.Variant("demo", 4)));

        Assert.Multiple(() =>
        {
            Assert.That(
                (
                    variant.VariantId,
                    variant.ProductId,
                    variant.Sku,
                    variant.Name,
                    variant.Prices.Single(),
                    variant.TaxRate,
                    variant.IsArchived
                ),
                Is.EqualTo(
                    (
                        DemoData.Variant("demo", 4),
                        DemoData.Id("product/demo/4"),
                        "SKU-0005",
                        "Espresso classic 200 g",
                        new VariantPrice("EUR", 347),
                        19m,
                        false
                    )
                )
            );
            Assert.That(variant.Barcodes, Is.EqualTo(new[] { "0000000000017", DemoData.Barcode(4) }));
            Assert.That(
                variant.Available,
                Is.EquivalentTo(new Availability[] { new(DemoData.Store("demo", 1), 52.5m), new(DemoData.Store("demo", 2), 54m) })
            );
        });
    }

    [Test]
    public async Task A_receipt_can_still_name_an_archived_variant()
    {
        await Shop.ExecuteAsync("update catalog.variant set archived_at = now() where variant_id = $1", DemoData.Variant("demo", 5));

        Assert.That((await Shop.AskAsync(Shop.Cashier, new GetVariant(DemoData.Variant("demo", 5)))).IsArchived, Is.True);
    }

    [Test]
    public async Task Another_merchants_variant_is_like_one_that_does_not_exist()
    {
        var theirs = await RefusalOf(Shop.AskAsync(Shop.Admin, new GetVariant(DemoData.Variant("rival", 4))));
        var nobodys = await RefusalOf(Shop.AskAsync(Shop.Admin, new GetVariant(Guid.NewGuid())));

        Assert.That(theirs, Is.EqualTo(nobodys));
        Assert.That((theirs.Kind, theirs.Code), Is.EqualTo((ErrorKind.NotFound, "catalog.variant_not_found")));
    }
}
