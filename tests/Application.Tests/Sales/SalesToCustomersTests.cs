using NUnit.Framework;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Sales;
using PosCommerce.Application.Tests.Database;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>A sale names its customer, or nobody; whoever is in a group pays its prices.</summary>
public sealed class SalesToCustomersTests : ShopTests
{
    private static readonly Guid Jonas = DemoData.Id("customer/demo/jonas");
    private static readonly Guid Anna = DemoData.Id("customer/demo/anna");
    private static readonly Guid Staff = DemoData.Id("customer-group/demo/staff");

    [Test]
    public async Task The_group_makes_the_prices_of_quote_and_sale_alike()
    {
        var everybodys = await QuoteAsync(null);
        var annas = await QuoteAsync(Anna);
        var staffs = await QuoteAsync(Jonas);

        var sold = await SellAsync(Jonas);

        Assert.Multiple(() =>
        {
            Assert.That(annas.Total, Is.EqualTo(everybodys.Total));
            Assert.That(staffs.Total, Is.LessThan(everybodys.Total));
            Assert.That(sold.Total, Is.EqualTo(staffs.Total));
            Assert.That((sold.CustomerId, sold.CustomerGroupId, sold.IsCustomerTaxExempt), Is.EqualTo((Jonas, Staff, false)));
        });
    }

    [Test]
    public async Task What_counted_of_the_customer_stays_with_the_sale()
    {
        var customer = await MakeAsync(Staff, new TaxExemption("E-1"));
        var sold = await SellAsync(customer.CustomerId);
        await Shop.SendAsync(
            Shop.Cashier,
            new ChangeCustomer(customer.CustomerId, new CustomerDetails(CustomerKind.Person, "Left")),
            ifMatch: 1
        );

        var kept = await Shop.AskAsync(Shop.Cashier, new GetSale(sold.SaleId));

        Assert.That((kept.CustomerId, kept.CustomerGroupId, kept.IsCustomerTaxExempt), Is.EqualTo((customer.CustomerId, Staff, true)));
        Assert.That((sold.CustomerId, sold.CustomerGroupId, sold.IsCustomerTaxExempt), Is.EqualTo((customer.CustomerId, Staff, true)));
        Assert.That(kept.Tax, Is.GreaterThan(0));
    }

    [TestCase(-1, 0, true)]
    [TestCase(0, 1, true)]
    [TestCase(1, 2, false)]
    [TestCase(-2, -1, false)]
    public async Task An_exemption_holds_from_its_first_day_to_its_last(int from, int until, bool holds)
    {
        var today = (await SellAsync(null)).BusinessDate;
        var customer = await MakeAsync(null, new TaxExemption("E-2", today.AddDays(from), today.AddDays(until)));

        Assert.That((await SellAsync(customer.CustomerId)).IsCustomerTaxExempt, Is.EqualTo(holds));
    }

    [Test]
    public async Task Nothing_is_sold_to_somebody_who_is_not_there_or_archived()
    {
        var archived = await MakeAsync(null, null);
        await Shop.SendAsync(Shop.Cashier, new ArchiveCustomer(archived.CustomerId), ifMatch: 1);
        var before = await Shop.ScalarAsync<long>("select count(*) from sales.sale");

        var unknown = await RefusalOf(SellAsync(Ids.New()));
        var theirs = await RefusalOf(SellAsync(DemoData.Id("customer/rival/anna")));
        var gone = await RefusalOf(SellAsync(archived.CustomerId));
        var quoted = await RefusalOf(QuoteAsync(archived.CustomerId));

        Assert.Multiple(() =>
        {
            Assert.That(new[] { unknown.Code, theirs.Code }, Is.All.EqualTo("sales.customer_not_found"));
            Assert.That(new[] { gone.Code, quoted.Code }, Is.All.EqualTo("sales.customer_archived"));
        });
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from sales.sale"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_list_holds_what_was_sold_to_one_customer_in_the_callers_stores()
    {
        var customer = (await MakeAsync(null, null)).CustomerId;
        var here = await SellAsync(customer);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var elsewhere = await Shop.BasketAsync(Shop.Admin, "demo", [(910, 1)], store: 2);
        var there = await Shop.AskAsync(Shop.Admin, elsewhere with { CustomerId = customer });
        await SellAsync(null);

        var first = await Shop.AskAsync(Shop.Admin, new ListSales(CustomerId: customer, Limit: 1));
        var second = await Shop.AskAsync(Shop.Admin, new ListSales(CustomerId: customer, Limit: 1, Cursor: first.NextCursor));
        var cashiers = await Shop.AskAsync(Shop.Cashier, new ListSales(CustomerId: customer));
        var numbered = await Shop.AskAsync(Shop.Admin, new ListSales(CustomerId: customer, Number: here.Number));

        Assert.Multiple(() =>
        {
            Assert.That(first.Items.Select(s => s.SaleId), Is.EqualTo(new[] { there.SaleId }));
            Assert.That(second.Items.Select(s => s.SaleId), Is.EqualTo(new[] { here.SaleId }));
            Assert.That(second.NextCursor, Is.Null);
            Assert.That(cashiers.Items.Select(s => s.SaleId), Is.EqualTo(new[] { here.SaleId }));
            Assert.That(numbered.Items.Select(s => s.SaleId), Is.EqualTo(new[] { here.SaleId }));
        });
    }

    [Test]
    public async Task A_customer_costs_a_sale_one_statement_and_no_round_trip()
    {
        await SellAsync(Jonas);
        var (without, to) = (await BasketAsync(null), await BasketAsync(Jonas));

        var nobodys = await Measured.RunAsync(() => Shop.AskAsync(Shop.Cashier, without));
        var theirs = await Measured.RunAsync(() => Shop.AskAsync(Shop.Cashier, to));

        Assert.That((theirs.RoundTrips, theirs.Statements), Is.EqualTo((nobodys.RoundTrips, nobodys.Statements + 1)));
    }

    private Task<Customer> MakeAsync(Guid? group, TaxExemption? exemption) =>
        Shop.AskAsync(
            Shop.Cashier,
            new CreateCustomer(new CustomerDetails(CustomerKind.Company, "Buyer Ltd", CustomerGroupId: group, TaxExemption: exemption))
        );

    private Task<Quote> QuoteAsync(Guid? customer) =>
        Shop.AskAsync(Shop.Cashier, new QuoteBasket(DemoData.Store("demo"), Shop.Lines("demo", (905, 1), (906, 2)), CustomerId: customer));

    private async Task<CompleteSale> BasketAsync(Guid? customer)
    {
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(905, 1), (906, 2)]);
        return basket with { CustomerId = customer };
    }

    private async Task<Sale> SellAsync(Guid? customer) => await Shop.AskAsync(Shop.Cashier, await BasketAsync(customer));
}
