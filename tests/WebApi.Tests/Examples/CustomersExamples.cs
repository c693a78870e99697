using System.Text.Json.Nodes;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about customers.</summary>
internal sealed class CustomersExamples : IExamples
{
    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (_, its, _, tag) = merchant;
        return
        [
            Post("CreateCustomer", "/v1/customers", PersonOf($"N-{tag}", its)),
            Get("ListCustomers", "/v1/customers?q=030+901820"),
            Put("ChangeCustomer", $"/v1/customers/{its.CustomerId}", 1, CompanyOf($"C-{tag}")),
            Post(
                "RecordConsent",
                $"/v1/customers/{its.CustomerId}/consents",
                Members(("kind", "newsletter"), ("isGiven", true), ("source", "till"), ("toldAt", "2026-01-31T09:30:00+01:00"))
            ),
            Get("ListConsents", $"/v1/customers/{its.CustomerId}/consents"),
            Get("ExportCustomer", $"/v1/customers/{its.CustomerId}/export"),
            Post("ArchiveCustomer", $"/v1/customers/{its.CustomerId}/archive", null),
            Post("RestoreCustomer", $"/v1/customers/{its.CustomerId}/restore", null),
            Post("EraseCustomer", $"/v1/customers/{its.ForgottenCustomerId}/erase", null),
        ];
    }

    private static JsonObject PersonOf(string card, Belongings its) =>
        Members(
            ("kind", "person"),
            ("givenName", "Anna"),
            ("familyName", "Müller"),
            ("cardNumber", card),
            ("emails", new JsonArray("anna.mueller@example.com")),
            ("phones", new JsonArray("030 901820-101", "+49 40 901820102")),
            ("addresses", new JsonArray(AddressOf("shipping", "Lindenstraße 7", "10969", "Berlin"))),
            ("language", "de"),
            ("note", "Rings twice"),
            ("customerGroupId", its.CustomerGroupId)
        );

    private static JsonObject CompanyOf(string card) =>
        Members(
            ("kind", "company"),
            ("displayName", "Hafen Gastro"),
            ("company", "Hafen Gastro GmbH"),
            ("taxId", Members(("country", "DE"), ("number", "DE123456788"))),
            ("cardNumber", card),
            ("emails", new JsonArray("einkauf@example.com")),
            ("phones", new JsonArray("040 901820-102")),
            ("addresses", new JsonArray(AddressOf("billing", "Am Hafen 1", "20457", "Hamburg"))),
            ("taxExemption", Members(("certificateNumber", "EX-2026-17"), ("validFrom", "2026-01-01"), ("validUntil", "2026-12-31")))
        );

    private static JsonObject AddressOf(string kind, string street, string postalCode, string city) =>
        Members(("kind", kind), ("street", street), ("postalCode", postalCode), ("city", city), ("country", "DE"));
}
