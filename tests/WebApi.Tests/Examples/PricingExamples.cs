using System.Text.Json.Nodes;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about prices and taxes.</summary>
internal sealed class PricingExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (tenant, its, _, tag) = merchant;
        var variant = DemoData.Variant(tenant, 7);
        return
        [
            Post("CreateTaxClass", "/v1/tax-classes", Members(("code", $"n-{tag}"), ("name", "Books"), ("category", "standard"))),
            Put(
                "ChangeTaxClass",
                $"/v1/tax-classes/{its.TaxClassId}",
                1,
                Members(("code", $"c-{tag}"), ("name", "Print"), ("category", "exempt"))
            ),
            Post(
                "AddTaxRate",
                "/v1/tax-rates",
                Members(("taxClassId", its.TaxClassId), ("rate", 5.5), ("country", "FR"), ("validFrom", "2030-01-01"))
            ),
            Put("ChangeTaxRate", $"/v1/tax-rates/{its.TaxRateId}", 1, Members(("validUntil", "2031-01-01"))),
            Post("ArchiveTaxClass", $"/v1/tax-classes/{its.TaxClassId}/archive", null),
            Post("RestoreTaxClass", $"/v1/tax-classes/{its.TaxClassId}/restore", null),
            Post("CreateCustomerGroup", "/v1/customer-groups", Members(("code", $"n-{tag}"), ("name", "Trade"))),
            Put("ChangeCustomerGroup", $"/v1/customer-groups/{its.CustomerGroupId}", 1, Members(("code", $"c-{tag}"), ("name", "Crew"))),
            Post("ArchiveCustomerGroup", $"/v1/customer-groups/{its.CustomerGroupId}/archive", null),
            Post("RestoreCustomerGroup", $"/v1/customer-groups/{its.CustomerGroupId}/restore", null),
            Post(
                "CreatePriceList",
                "/v1/price-lists",
                Members(("code", $"n-{tag}"), ("name", "Winter sale"), ("currency", "EUR"), ("priority", 10), ("channel", "web"))
            ),
            Put(
                "ChangePriceList",
                $"/v1/price-lists/{its.PriceListId}",
                1,
                Members(("code", $"c-{tag}"), ("name", "Crew prices"), ("customerGroupId", its.CustomerGroupId))
            ),
            new Example(
                "SetPrices",
                HttpMethod.Put,
                "/v1/prices",
                Members(
                    (
                        "items",
                        new JsonArray(
                            Members(
                                ("priceListId", its.PriceListId),
                                ("variantId", variant),
                                ("amount", 249),
                                ("validFrom", "2030-06-01T00:00:00Z"),
                                ("validUntil", "2030-06-08T00:00:00Z")
                            )
                        )
                    )
                )
            ),
            Get("ListPrices", $"/v1/prices?variantId={variant}"),
            Get("GetPrice", $"/v1/variants/{variant}/price?storeId={DemoData.Store(tenant)}&quantity=6"),
            Get("GetPriceHistory", $"/v1/variants/{variant}/price-history?storeId={DemoData.Store(tenant)}"),
            Post("ArchivePriceList", $"/v1/price-lists/{its.PriceListId}/archive", null),
            Post("RestorePriceList", $"/v1/price-lists/{its.PriceListId}/restore", null),
        ];
    }
}
