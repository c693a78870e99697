using NUnit.Framework;
using PosCommerce.Application.Customers;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Customers;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Customers;

/// <summary>Customers are found by any of their words and numbers, however somebody writes them.</summary>
public sealed class CustomerSearchTests : ShopTests
{
    [TestCase("fjordnes")]
    [TestCase("ragnhild fjord")]
    [TestCase("FJØRDNÉS Ragnhild")]
    [TestCase("nordlys")]
    [TestCase("ragnhild.f@fjordnes.example")]
    [TestCase("ragnhild.f")]
    [TestCase("fjordnes.example")]
    [TestCase("+47 22 12 34 56")]
    [TestCase("0047 2212 3456")]
    [TestCase("22 12 34")]
    [TestCase("22123456")]
    [TestCase("nl-4711")]
    [TestCase("NL4711")]
    [TestCase("974 760 673")]
    [TestCase("kirkegata 12")]
    [TestCase("0153 oslo")]
    [TestCase("ragnhild 2212 3456")]
    public async Task A_customer_is_found_by(string asked)
    {
        var wanted = await RagnhildAsync();

        Assert.That(await FindAsync(asked), Does.Contain(wanted));
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListCustomers(asked))).Items.Select(c => c.CustomerId), Has.None.EqualTo(wanted));
    }

    [TestCase("fjordnesx")]
    [TestCase("ragnhild bergen")]
    [TestCase("2212 3457")]
    [TestCase("ordnes")]
    [TestCase("--")]
    [TestCase("' & | ! : * ( ) \\")]
    [TestCase("%")]
    public async Task A_customer_is_not_found_by(string asked)
    {
        var other = await RagnhildAsync();

        Assert.That(await FindAsync(asked), Has.None.EqualTo(other));
    }

    [TestCase("030 901820-101")]
    [TestCase("+49 (0)30 901820101")]
    [TestCase("30901820101")]
    [TestCase("Lindenstrasse 7 10969")]
    [TestCase("card-1001")]
    [TestCase("mueller")]
    [TestCase("Mull")]
    public async Task What_the_demo_brings_is_found_as_well(string asked) =>
        Assert.That(await FindAsync(asked), Is.EqualTo(new[] { DemoData.Id("customer/demo/anna") }));

    [Test]
    public async Task What_was_changed_is_found_by_what_it_is_now()
    {
        var made = await MakeAsync(new CustomerDetails(CustomerKind.Person, "Quirin Altname"));
        await Shop.SendAsync(
            Shop.Cashier,
            new ChangeCustomer(made.CustomerId, new CustomerDetails(CustomerKind.Person, "Quirin Neuname")),
            ifMatch: 1
        );

        Assert.That(await FindAsync("quirin altname"), Is.Empty);
        Assert.That(await FindAsync("quirin neuname"), Is.EqualTo(new[] { made.CustomerId }));
        await Shop.SendAsync(Shop.Cashier, new ArchiveCustomer(made.CustomerId), ifMatch: 2);
        Assert.That(await FindAsync("quirin neuname"), Is.Empty);
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListCustomers("quirin neuname", Archived: true))).Items.Select(c => c.CustomerId),
            Is.EqualTo(new[] { made.CustomerId })
        );
    }

    [TestCase(5)]
    [TestCase(400)]
    public async Task The_card_comes_first_and_all_others_once_in_order_page_by_page(int others)
    {
        var tag = $"Pager{others}";
        var exact = await MakeAsync(new CustomerDetails(CustomerKind.Person, $"Zz {tag}", CardNumber: $"{tag}x"));
        await Shop.ExecuteAsync(
            """
            insert into customers.customer (tenant_id, customer_id, kind, display_name, search_terms)
            select $1, gen_random_uuid(), 'person', 'Aa ' || $2 || lpad(n::text, 4, '0'), catalog.search_words('Aa ' || $2 || 'x' || n)
              from generate_series(1, $3) as n
            """,
            DemoData.Tenant("demo"),
            tag,
            others
        );

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListCustomers($"{tag}x", Limit: others > 100 ? 150 : 1, Cursor: cursor));
            seen.AddRange(page.Items.Select(c => c.DisplayName));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(seen[0], Is.EqualTo(exact.DisplayName));
        Assert.That(seen.Skip(1), Is.Ordered.And.Unique.And.Count.EqualTo(others));
    }

    [Test]
    public async Task Without_words_all_are_listed_by_name_whatever_their_capitals()
    {
        foreach (var name in new[] { "árnason", "Arnaud", "ARNDT" })
            await MakeAsync(new CustomerDetails(CustomerKind.Person, name));

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListCustomers(Limit: 200, Cursor: cursor));
            seen.AddRange(page.Items.Select(c => c.DisplayName));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(
            seen.Where(n => HumanText.Fold(n).StartsWith("arn", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "árnason", "Arnaud", "ARNDT" })
        );
    }

    [Test]
    public void What_is_asked_is_a_question_that_postgres_takes()
    {
        foreach (var asked in new[] { "a'b", "a\\b", ":*", "!x & y", "00", "0000000", "((((", new string('7', 100), "é\u0301", "12-34 56" })
            Assert.That(
                async () =>
                    await Shop.ListAsync<string>(
                        "select coalesce(customers.search_query($1, $2)::text, '')",
                        DemoData.Tenant("demo"),
                        CustomerSearch.QueryOf(asked)
                    ),
                Throws.Nothing,
                asked
            );
    }

    private async Task<Guid> RagnhildAsync()
    {
        var id = DemoData.Id("ragnhild");
        if ((await Shop.ListAsync<Guid>("select customer_id from customers.customer where customer_id = $1", id)).Count == 0)
            await MakeAsync(
                new CustomerDetails(
                    CustomerKind.Company,
                    GivenName: "Ragnhild",
                    FamilyName: "Fjørdnés",
                    Company: "Nordlys AS",
                    TaxId: new CustomerTaxId("NO", "974 760 673"),
                    CardNumber: "NL-4711",
                    Emails: ["ragnhild.f@fjordnes.example"],
                    Phones: ["22 12 34 56"],
                    Addresses:
                    [
                        new CustomerAddress(AddressKind.Shipping, Street: "Kirkegata 12", PostalCode: "0153", City: "Oslo", Country: "NO"),
                    ],
                    CustomerId: id
                )
            );
        return id;
    }

    private Task<Customer> MakeAsync(CustomerDetails told) => Shop.AskAsync(Shop.Cashier, new CreateCustomer(told));

    private async Task<IReadOnlyList<Guid>> FindAsync(string asked) =>
        [.. (await Shop.AskAsync(Shop.Cashier, new ListCustomers(asked))).Items.Select(c => c.CustomerId)];
}
