using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Pricing;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Customers;

public sealed class CustomersTests : ShopTests
{
    private static readonly Guid Staff = DemoData.Id("customer-group/demo/staff");

    [Test]
    public async Task What_was_told_is_kept_and_numbers_are_written_as_from_abroad()
    {
        var made = await Shop.AskAsync(
            Shop.Cashier,
            new CreateCustomer(
                new CustomerDetails(
                    CustomerKind.Person,
                    GivenName: "Zoë",
                    FamilyName: "Ångström",
                    TaxId: new CustomerTaxId("SE", "SE5566778899"),
                    CardNumber: "Zoe-77",
                    Emails: ["zoe@example.com", "ZOE@example.com", "work@example.com"],
                    Phones: ["08 123 456 78", "+49 (0)30 901820-199"],
                    Addresses: [new CustomerAddress(AddressKind.Billing, Street: "Storgatan 1", City: "Stockholm", Country: "SE")],
                    Language: "sv",
                    Note: "Comes on Fridays",
                    CustomerGroupId: Staff,
                    TaxExemption: new TaxExemption("EX-1", new DateOnly(2026, 1, 1))
                )
            )
        );

        var kept = await Shop.AskAsync(Shop.Manager, new GetCustomer(made.CustomerId));

        Assert.Multiple(() =>
        {
            Assert.That(kept.DisplayName, Is.EqualTo("Zoë Ångström"));
            Assert.That(kept.Phones, Is.EqualTo(new[] { "+46812345678", "+4930901820199" }));
            Assert.That(kept.Emails, Is.EqualTo(new[] { "zoe@example.com", "work@example.com" }));
            Assert.That(kept.TaxExemption, Is.EqualTo(new TaxExemption("EX-1", new DateOnly(2026, 1, 1))));
            Assert.That(kept.Addresses, Is.EqualTo(made.Addresses));
            Assert.That((kept.CardNumber, kept.CustomerGroupId, kept.Language), Is.EqualTo(("Zoe-77", Staff, "sv")));
            Assert.That((kept.IsArchived, kept.IsErased, kept.Version), Is.EqualTo((false, false, 1)));
        });
    }

    [Test]
    public async Task A_number_is_dialled_where_the_address_is_or_else_where_the_store_is()
    {
        Assert.That((await RefusalOf(MakeAsync("Nowhere", phones: ["030 901820-55"]))).Fields?.Keys, Is.EqualTo(new[] { "phones[0]" }));
        await Shop.ExecuteAsync("update core.store set country = 'DE' where store_id = $1", DemoData.Store("demo"));
        Assert.That((await MakeAsync("At home", phones: ["030 901820-55"])).Phones, Is.EqualTo(new[] { "+493090182055" }));

        foreach (var none in new[] { "12", "hello", "+999 1234567", "030 901820-55 ext. 7", "+49 30 901820000000000" })
        {
            var error = await RefusalOf(MakeAsync("Nowhere", phones: ["+4930901820", none]));
            Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "phones[1]")), none);
        }
    }

    [Test]
    public async Task A_card_is_one_customers_whatever_its_capitals_and_even_when_that_one_is_archived()
    {
        var first = await MakeAsync("First", card: "Gold-1");
        await Shop.SendAsync(Shop.Cashier, new ArchiveCustomer(first.CustomerId), ifMatch: 1);
        var other = await MakeAsync("Other");

        var again = await RefusalOf(MakeAsync("Second", card: "GOLD-1"));
        var changed = await RefusalOf(ChangeAsync(other, new CustomerDetails(CustomerKind.Person, "Other", CardNumber: "gold-1")));

        Assert.That(new[] { again.Code, changed.Code }, Is.All.EqualTo("customers.card_number_taken"));
        await Shop.AskAsync(Shop.Rival, new CreateCustomer(new CustomerDetails(CustomerKind.Person, "Theirs", CardNumber: "Gold-1")));
    }

    [Test]
    public async Task Of_two_who_give_one_card_away_at_once_one_does()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(n => OutcomeAsync(() => MakeAsync($"Racer {n}", card: n % 2 == 0 ? "race-9" : "RACE-9")))
        );

        Assert.That(outcomes.Count(code => code == "done"), Is.EqualTo(1));
        Assert.That(outcomes.Where(code => code != "done"), Is.All.EqualTo("customers.card_number_taken"));
    }

    [Test]
    public async Task An_edit_means_a_version_and_what_is_left_out_is_not_known_any_more()
    {
        var made = await MakeAsync("Before", card: "edit-1", phones: ["+4930901820"]);

        var changed = await ChangeAsync(made, new CustomerDetails(CustomerKind.Company, Company: "After Ltd"));
        var late = await RefusalOf(ChangeAsync(made, new CustomerDetails(CustomerKind.Person, "Late")));
        await Shop.SendAsync(Shop.Cashier, new ArchiveCustomer(made.CustomerId), ifMatch: 2);
        var archived = await RefusalOf(
            Shop.SendAsync(
                Shop.Cashier,
                new ChangeCustomer(made.CustomerId, new CustomerDetails(CustomerKind.Person, "Archived")),
                ifMatch: 3
            )
        );
        var restored = await Shop.SendAsync(Shop.Cashier, new RestoreCustomer(made.CustomerId), ifMatch: 3);

        Assert.Multiple(() =>
        {
            Assert.That((changed.DisplayName, changed.CardNumber, changed.Phones.Count), Is.EqualTo(("After Ltd", (string?)null, 0)));
            Assert.That((late.Kind, archived.Code), Is.EqualTo((ErrorKind.Stale, "customers.customer_archived")));
            Assert.That((restored.Result.IsArchived, restored.Result.Version), Is.EqualTo((false, 4)));
        });
    }

    [Test]
    public async Task A_group_is_one_that_is_in_use_and_whoever_is_in_it_stays()
    {
        var group = await Shop.AskAsync(Shop.Admin, new CreateCustomerGroup("wholesale", "Wholesale"));
        var member = await MakeAsync("Member", group: group.CustomerGroupId);
        await Shop.SendAsync(Shop.Admin, new ArchiveCustomerGroup(group.CustomerGroupId), ifMatch: 1);

        var unknown = await RefusalOf(MakeAsync("Unknown", group: Ids.New()));
        var theirs = await RefusalOf(MakeAsync("Theirs", group: DemoData.Id("customer-group/rival/staff")));
        var archived = await RefusalOf(MakeAsync("Archived", group: group.CustomerGroupId));
        var stays = await ChangeAsync(
            member,
            new CustomerDetails(CustomerKind.Person, "Member still", CustomerGroupId: group.CustomerGroupId)
        );

        Assert.Multiple(() =>
        {
            Assert.That(new[] { unknown.Code, theirs.Code }, Is.All.EqualTo("customers.group_not_found"));
            Assert.That(archived.Code, Is.EqualTo("customers.group_archived"));
            Assert.That(stays.CustomerGroupId, Is.EqualTo(group.CustomerGroupId));
        });
    }

    [Test]
    public async Task Another_merchants_customer_is_not_there()
    {
        var theirs = DemoData.Id("customer/rival/anna");

        foreach (
            var act in new Func<Task>[]
            {
                () => Shop.AskAsync(Shop.Admin, new GetCustomer(theirs)),
                () => Shop.AskAsync(Shop.Admin, new EraseCustomer(theirs)),
                () => Shop.AskAsync(Shop.Admin, new ExportCustomer(theirs)),
                () => Shop.AskAsync(Shop.Admin, new ListConsents(theirs)),
                () => Shop.AskAsync(Shop.Admin, new RecordConsent(theirs, "newsletter", true, "till")),
                () => Shop.SendAsync(Shop.Admin, new ChangeCustomer(theirs, new CustomerDetails(CustomerKind.Person, "Mine")), ifMatch: 1),
            }
        )
            Assert.That((await RefusalOf(act())).Code, Is.EqualTo("customers.customer_not_found"));
    }

    [Test]
    public async Task What_somebody_consents_to_is_a_history()
    {
        var customer = await MakeAsync("Consenting");
        var told = Clock.GetUtcNow().AddDays(-3);
        await Shop.AskAsync(Shop.Cashier, new RecordConsent(customer.CustomerId, "newsletter", true, "signup-form-3", told));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Shop.AskAsync(Shop.Cashier, new RecordConsent(customer.CustomerId, "newsletter", false, "till"));

        var first = await Shop.AskAsync(Shop.Cashier, new ListConsents(customer.CustomerId, Limit: 1));
        var second = await Shop.AskAsync(Shop.Cashier, new ListConsents(customer.CustomerId, Limit: 1, Cursor: first.NextCursor));
        var future = await RefusalOf(
            Shop.AskAsync(Shop.Cashier, new RecordConsent(customer.CustomerId, "newsletter", true, "till", Clock.GetUtcNow().AddMinutes(5)))
        );

        Assert.Multiple(() =>
        {
            Assert.That((first.Items.Single().IsGiven, first.Items.Single().Source), Is.EqualTo((false, "till")));
            Assert.That(second.Items.Single(), Has.Property("ToldAt").EqualTo(told).And.Property("IsGiven").True);
            Assert.That(second.NextCursor, Is.Null);
            Assert.That(future.Fields?.Keys, Is.EqualTo(new[] { "toldAt" }));
        });
    }

    [Test]
    public async Task The_audit_log_tells_that_somebody_changed_and_not_from_whom_to_whom()
    {
        var made = await MakeAsync("Sensitive Name", card: "audit-1");
        await ChangeAsync(made, new CustomerDetails(CustomerKind.Company, "Other Name", CustomerGroupId: Staff));

        var entry = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: made.CustomerId))).Items[0];

        Assert.That(
            entry.Changes,
            Is.EquivalentTo(
                new Dictionary<string, AuditChange>
                {
                    ["kind"] = new("person", "company"),
                    ["customerGroupId"] = new(null, $"{Staff}"),
                    ["displayName"] = new(null, null, IsWithheld: true),
                    ["cardNumber"] = new(null, null, IsWithheld: true),
                }
            )
        );
    }

    private static async Task<string> OutcomeAsync(Func<Task> act)
    {
        try
        {
            await act();
            return "done";
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }

    private Task<Customer> MakeAsync(string name, string? card = null, IReadOnlyList<string>? phones = null, Guid? group = null) =>
        Shop.AskAsync(
            Shop.Cashier,
            new CreateCustomer(new CustomerDetails(CustomerKind.Person, name, CardNumber: card, Phones: phones, CustomerGroupId: group))
        );

    private async Task<Customer> ChangeAsync(Customer customer, CustomerDetails told) =>
        (await Shop.SendAsync(Shop.Cashier, new ChangeCustomer(customer.CustomerId, told), ifMatch: customer.Version)).Result;
}
