using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Core;

public sealed class ListStoresTests : ShopTests
{
    [Test]
    public async Task Everyone_sees_the_stores_they_work_in()
    {
        var admin = await Shop.AskAsync(Shop.Admin, new ListStores());
        var cashier = await Shop.AskAsync(Shop.Cashier, new ListStores());
        var rival = await Shop.AskAsync(Shop.Rival, new ListStores());

        Assert.Multiple(() =>
        {
            Assert.That(admin.Items.Select(s => s.Code), Is.EqualTo(new[] { "HAFEN", "MITTE" }));
            Assert.That(
                cashier.Items.Select(s =>
                    (s.StoreId, s.Code, s.Name, s.Currency, s.TimeZone, s.TaxMode, s.TaxRounding, s.CashRounding, s.IsArchived, s.Version)
                ),
                Is.EqualTo(
                    new[]
                    {
                        (
                            DemoData.Store("demo"),
                            "MITTE",
                            "Mitte",
                            "EUR",
                            "Europe/Berlin",
                            TaxMode.Inclusive,
                            TaxRounding.Line,
                            new CashRounding(1),
                            false,
                            1
                        ),
                    }
                )
            );
            Assert.That(
                rival.Items.Select(s => (s.Code, s.TaxMode, s.TaxRounding)),
                Is.EqualTo(new[] { ("BAY", TaxMode.Exclusive, TaxRounding.Total), ("FIFTH", TaxMode.Exclusive, TaxRounding.Total) })
            );
        });
    }

    [Test]
    public async Task Pages_follow_each_other_by_code()
    {
        var first = await Shop.AskAsync(Shop.Admin, new ListStores(Limit: 1));
        var second = await Shop.AskAsync(Shop.Admin, new ListStores(Limit: 1, Cursor: first.NextCursor));

        Assert.That(
            (first.Items.Single().Code, second.Items.Single().Code, second.NextCursor),
            Is.EqualTo(("HAFEN", "MITTE", (string?)null))
        );
    }
}
