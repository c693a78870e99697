using System.Text.Json;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Application.Tests.Walls;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Tests.Customers;

/// <summary>Whoever is forgotten is forgotten everywhere; what was sold stays on record.</summary>
public sealed class EraseCustomerTests : ShopTests
{
    private static readonly string[] Personal =
    [
        "Wunibald",
        "wunibald",
        "Zwickelhuber",
        "zwickelhuber",
        "Geheimgasse",
        "geheimgasse",
        "901820177",
        "ZWICKEL-7",
        "zwickel-7",
        "AT-U-777",
        "allergic",
        "EXEMPT-777",
    ];

    [Test]
    public async Task Nothing_is_left_of_whom_was_erased_but_what_was_sold_to_them()
    {
        var made = await MakeAsync();
        // They are there to be found, by this search too.
        Assert.That(await RowsWithAsync(Personal), Is.Not.Empty);
        await Shop.SendAsync(
            Shop.Cashier,
            new ChangeCustomer(made.CustomerId, Details() with { Note = "allergic to nuts, too" }),
            ifMatch: 1
        );
        await Shop.AskAsync(Shop.Cashier, new RecordConsent(made.CustomerId, "newsletter", true, "till"));
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(30, 1)]);
        var sold = await Shop.AskAsync(Shop.Cashier, basket with { CustomerId = made.CustomerId });

        var erased = await Shop.AskAsync(Shop.Admin, new EraseCustomer(made.CustomerId));

        var entry = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: made.CustomerId))).Items[0];
        Assert.Multiple(() =>
        {
            Assert.That((erased.IsErased, erased.IsArchived, erased.Version), Is.EqualTo((true, true, 3)));
            Assert.That(erased.DisplayName, Does.StartWith("Erased customer "));
            Assert.That(
                Personal.Where(word => JsonSerializer.Serialize(erased, Json.Options).Contains(word, StringComparison.OrdinalIgnoreCase)),
                Is.Empty
            );
            Assert.That(entry.Act, Is.EqualTo(nameof(EraseCustomer)));
            Assert.That(entry.Changes!["displayName"], Is.EqualTo(new AuditChange(null, null, IsWithheld: true)));
            Assert.That(entry.Changes["isErased"], Is.EqualTo(new AuditChange("false", "true")));
        });
        Assert.That(await RowsWithAsync(Personal), Is.Empty);
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListCustomers("wunibald", Archived: true))).Items, Is.Empty);
        var kept = await Shop.AskAsync(Shop.Admin, new GetSale(sold.SaleId));
        Assert.That((kept.CustomerId, kept.Total), Is.EqualTo((made.CustomerId, sold.Total)));
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListConsents(made.CustomerId))).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Whoever_was_erased_stays_as_they_are_and_is_sold_nothing()
    {
        var made = await SomebodyAsync("erased-2");
        await Shop.AskAsync(Shop.Admin, new EraseCustomer(made.CustomerId));
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(31, 1)]);

        foreach (
            var act in new Func<Task>[]
            {
                () => Shop.SendAsync(Shop.Admin, new ChangeCustomer(made.CustomerId, Somebody("erased-2")), ifMatch: 2),
                () => Shop.SendAsync(Shop.Admin, new RestoreCustomer(made.CustomerId), ifMatch: 2),
                () => Shop.AskAsync(Shop.Admin, new EraseCustomer(made.CustomerId)),
                () => Shop.AskAsync(Shop.Admin, new RecordConsent(made.CustomerId, "newsletter", true, "till")),
            }
        )
            Assert.That((await RefusalOf(act())).Code, Is.EqualTo("customers.customer_erased"));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Cashier, basket with { CustomerId = made.CustomerId }))).Code,
            Is.EqualTo("sales.customer_archived")
        );
        // The card is free again.
        await Shop.AskAsync(Shop.Cashier, new CreateCustomer(Somebody("ERASED-2")));
    }

    [Test]
    public async Task An_export_holds_all_of_one_person_and_is_on_record()
    {
        var made = await SomebodyAsync("export-3");
        await Shop.AskAsync(Shop.Cashier, new RecordConsent(made.CustomerId, "newsletter", true, "till"));
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(32, 1)]);
        var first = await Shop.AskAsync(Shop.Cashier, basket with { CustomerId = made.CustomerId });
        var elsewhere = await Shop.BasketAsync(Shop.Admin, "demo", [(33, 1)], store: 2);
        var second = await Shop.AskAsync(Shop.Admin, elsewhere with { CustomerId = made.CustomerId });
        await Shop.SellAsync((34, 1));

        var export = await Shop.AskAsync(Shop.Admin, new ExportCustomer(made.CustomerId));

        var entry = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: made.CustomerId))).Items[0];
        Assert.Multiple(() =>
        {
            Assert.That(export.Customer.DisplayName, Is.EqualTo("Somebody"));
            Assert.That(export.Consents.Select(c => c.Kind), Is.EqualTo(new[] { "newsletter" }));
            Assert.That(export.Sales.Select(s => s.Number), Is.EquivalentTo(new[] { first.Number, second.Number }));
            Assert.That(export.IsWhole);
            Assert.That((entry.Act, entry.UserId), Is.EqualTo((nameof(ExportCustomer), (Guid?)Shop.Admin.UserId)));
        });
    }

    [Test]
    public async Task Cashiers_and_managers_of_one_store_neither_hand_out_nor_erase()
    {
        var made = await SomebodyAsync("denied-4");

        foreach (var caller in new[] { Shop.Cashier, Shop.Manager })
        {
            Assert.That((await RefusalOf(Shop.AskAsync(caller, new EraseCustomer(made.CustomerId)))).Kind, Is.EqualTo(ErrorKind.Forbidden));
            Assert.That(
                (await RefusalOf(Shop.AskAsync(caller, new ExportCustomer(made.CustomerId)))).Kind,
                Is.EqualTo(ErrorKind.Forbidden)
            );
        }
    }

    private static CustomerDetails Details() =>
        new(
            CustomerKind.Person,
            GivenName: "Wunibald",
            FamilyName: "Zwickelhuber",
            Company: "Zwickelhuber OG",
            TaxId: new CustomerTaxId("AT", "AT-U-777"),
            Emails: ["wunibald@example.com"],
            Phones: ["+4930901820177"],
            Addresses: [new CustomerAddress(AddressKind.Shipping, "Wunibald junior", "Geheimgasse 7", "1010", "Wien", Country: "AT")],
            Note: "allergic to nuts",
            TaxExemption: new TaxExemption("EXEMPT-777")
        );

    private Task<Customer> MakeAsync() => Shop.AskAsync(Shop.Cashier, new CreateCustomer(Details() with { CardNumber = "ZWICKEL-7" }));

    // Nobody who is looked for in all rows.
    private static CustomerDetails Somebody(string card) => new(CustomerKind.Person, "Somebody", CardNumber: card);

    private Task<Customer> SomebodyAsync(string card) => Shop.AskAsync(Shop.Cashier, new CreateCustomer(Somebody(card)));

    // In any row of any table.
    private async Task<List<string>> RowsWithAsync(string[] words)
    {
        List<string> found = [];
        foreach (var table in Table.Walled)
            found.AddRange(
                await Shop.ListAsync<string>(
                    $"select '{table}: ' || asked.told from {table} as t cross join unnest($1::text[]) as asked (told) where to_jsonb(t)::text like '%' || asked.told || '%'",
                    [words]
                )
            );
        return found;
    }
}
