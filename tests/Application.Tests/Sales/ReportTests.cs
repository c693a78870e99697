using System.Globalization;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>What days came to, reckoned here from what tills were answered, and by reports from rows and from rolled-up figures.</summary>
public sealed class ReportTests : ShopTests
{
    private const string Tenant = "demo";
    private static readonly Guid[] Articles = [DemoData.Variant(Tenant, 60), DemoData.Variant(Tenant, 61), DemoData.Variant(Tenant, 62)];
    private readonly List<Sale> sales = [];
    private readonly HashSet<Guid> voided = [];
    private readonly List<SaleReturn> returns = [];
    private Terminal[] tills = [];
    private Shift[] shifts = [];
    private Guid customer;
    private long noSales;

    protected override bool Crowded => true;

    private DateOnly First => sales.Min(s => s.BusinessDate);

    private DateOnly Last => sales.Max(s => s.BusinessDate);

    private Guid[] Stores => [.. tills.Select(t => t.StoreId).Distinct()];

    [OneTimeSetUp]
    public async Task Trade()
    {
        var current = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeSettings(
                current.Settings with
                {
                    ApprovalLimits = new ApprovalLimits(1_000_000, ReturnUpTo: 1_000_000, OverShortUpTo: 1_000_000),
                }
            ),
            ifMatch: current.Version
        );
        foreach (var item in new[] { 60, 61, 62 })
            await Shop.PriceAsync(item, 100 + item * 7, "EUR");
        tills = [.. await OpenAsync("REP1", "00:00"), .. await OpenAsync("REP2", "04:00")];
        customer = (await Shop.AskAsync(Shop.Admin, new CreateCustomer(new CustomerDetails(CustomerKind.Company, "Buyer Ltd")))).CustomerId;
        shifts = [await Shop.AskAsync(Shop.Admin, new OpenShift(tills[0].TerminalId, 5_000))];
        var chance = new Random(11);
        for (var act = 0; act < 60; act++)
        {
            // Over a night and a day, past the ends of two different business days.
            Clock.Advance(TimeSpan.FromMinutes(chance.Next(5, 45)));
            await ActAsync(chance);
        }

        shifts = [await Shop.AskAsync(Shop.Admin, new CloseShift(shifts[0].ShiftId, 0, Reason: "End of the test"))];
    }

    [Test]
    public async Task Reports_equal_what_is_reckoned_by_hand_from_rows_and_from_figures_whatever_happens()
    {
        await EveryReportIsRightAsync();
        await TaxesAndTurnoverSumToTheZReportAsync();
        await DaysThatAreOverAreAddedUpAndReadTheSameAsync();
        await WhatReachesARolledDayIsReadAtOnceAndAddedUpAgainAsync();
        await ADayThatWasAddedUpWrongIsFoundAsync();
        await SellingWhileDaysAreAddedUpLosesNothingAsync();
    }

    private async Task TaxesAndTurnoverSumToTheZReportAsync()
    {
        var z = await Shop.AskAsync(Shop.Admin, new GetZReport(shifts[0].ShiftId));
        var money = z.Document.Report.Money!; // A Z report hides nothing.
        var sold = await SalesAsync(SalesReportBy.Terminal);
        var row = sold.Items.Single(r => r.Key == $"{tills[0].TerminalId}");
        Assert.Multiple(() =>
        {
            Assert.That(
                (row.Sales.Count, row.Sales.Gross, row.Sales.Net),
                Is.EqualTo((z.Document.Report.Sales, money.Sales.Total, money.Sales.Net))
            );
            Assert.That((row.Returns.Count, row.Returns.Gross), Is.EqualTo((z.Document.Report.Returns, money.Returns.Total)));
            Assert.That((row.Voids.Count, row.Voids.Gross), Is.EqualTo((z.Document.Report.Voids, money.Voids.Total)));
            Assert.That(row.Tax, Is.EqualTo(money.Taxes.Sum(t => t.Tax)));
        });
    }

    private async Task DaysThatAreOverAreAddedUpAndReadTheSameAsync()
    {
        Clock.Advance(TimeSpan.FromDays(3));
        await RollUpAsync();

        var rolled = await Shop.ScalarAsync<long>(
            "select count(*) from sales.business_day where store_id = any ($1) and rolled_at is not null",
            (object)Stores
        );
        Assert.That(rolled, Is.EqualTo(sales.Select(s => (s.StoreId, s.BusinessDate)).Distinct().Count()).And.GreaterThan(2));
        await EveryReportIsRightAsync();
    }

    private async Task WhatReachesARolledDayIsReadAtOnceAndAddedUpAgainAsync()
    {
        // A clock that is three days slow: nothing sells on the old day any more, and a void reopens it.
        var old = sales.First(s => s.StoreId == tills[0].StoreId && !voided.Contains(s.SaleId) && returns.All(r => r.SaleId != s.SaleId));
        Clock.Advance(old.SoldAt - Clock.GetUtcNow());
        await Shop.AskAsync(Shop.Admin, new VoidSale(old.SaleId, "Found out late"));
        voided.Add(old.SaleId);
        var basket = await Shop.BasketAsync(tills[0]);
        var late = await Shop.AskAsync(Shop.Admin, basket);
        Assert.That(late.BusinessDate, Is.GreaterThan(Last), "The till has reached a later day.");
        sales.Add(late);
        await EveryReportIsRightAsync();

        // A till that is new sells on it by the same slow clock.
        var fresh = await Shop.AskAsync(Shop.Admin, new CreateTerminal(tills[0].StoreId, "T9", "Nine"));
        var sale = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(fresh));
        Assert.That(sale.BusinessDate, Is.EqualTo(old.BusinessDate));
        sales.Add(sale);
        await EveryReportIsRightAsync();

        Clock.Advance(TimeSpan.FromDays(3));
        await RollUpAsync();
        await EveryReportIsRightAsync();
    }

    [Test]
    public async Task Who_works_in_one_store_sees_that_one()
    {
        var narrow = await Shop.EmployAsync("manager", 2);
        var rival = await Shop.AskAsync(Shop.Rival, new GetSalesReport(First, Last, SalesReportBy.Store));
        var refused = await RefusalOf(Shop.AskAsync(narrow, new GetTaxReport(First, Last, [tills[0].StoreId])));
        var own = await Shop.AskAsync(narrow, new GetSalesReport(First, Last, SalesReportBy.Store));
        var cashier = await RefusalOf(Shop.AskAsync(Shop.Cashier, new GetTaxReport(First, Last)));

        Assert.Multiple(() =>
        {
            Assert.That(refused.Code, Is.EqualTo(PipelineErrors.StoreIsUnknown.Code));
            Assert.That(own.Items.Select(r => r.Key), Has.None.EqualTo($"{tills[0].StoreId}"));
            Assert.That(rival.Items, Is.Empty);
            Assert.That(cashier.Kind, Is.EqualTo(ErrorKind.Forbidden));
        });
    }

    private async Task ADayThatWasAddedUpWrongIsFoundAsync()
    {
        var day = await Shop.ScalarAsync<string>(
            "update sales.day_figure set gross = gross + 1 where (store_id, business_date, revision) = (select store_id, business_date, revision from sales.business_day where rolled_at is not null and store_id = $1 limit 1) and kind = 'total' and act = 'sale' returning business_date::text",
            tills[0].StoreId
        );
        await Shop.ExecuteAsync(
            "update sales.business_day set proven_at = null where store_id = $1 and business_date = $2::date",
            tills[0].StoreId,
            day
        );

        var broken = (await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Laws.Where(l => l.Violations.Count > 0).ToList();

        Assert.That(broken.Select(l => l.Law), Is.EqualTo(new[] { "sales.figures_equal_rows" }));
        await Shop.ExecuteAsync(
            "update sales.day_figure set gross = gross - 1 where store_id = $1 and business_date = $2::date and kind = 'total' and act = 'sale'",
            tills[0].StoreId,
            day
        );
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Holds, Is.True);
    }

    private async Task SellingWhileDaysAreAddedUpLosesNothingAsync()
    {
        var selling = Task.Run(async () =>
        {
            for (var round = 0; round < 15; round++)
                sales.Add(await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(tills[2])));
        });
        while (!selling.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromHours(11));
            await RollUpAsync();
        }

        await selling;
        await RollUpAsync();
        await EveryReportIsRightAsync();
    }

    [Test]
    public async Task Currencies_are_never_added_up()
    {
        await Shop.PriceAsync(63, 1_234, "CHF");
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails("REPCH", "Abroad", "CHF", "Europe/Zurich", TaxMode.Inclusive))
        );
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant(Tenant, 63), 10)], "Opening"));
        var till = await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "One"));
        var abroad = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till, 63));
        var home = await OpenAsync("REPEU", "00:00");
        var here = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(home[0]));
        Guid[] both = [store.StoreId, home[0].StoreId];

        var report = await Shop.AskAsync(Shop.Admin, new GetSalesReport(abroad.BusinessDate, here.BusinessDate, SalesReportBy.Day, both));

        Assert.That(report.Totals.Select(t => t.Currency), Is.EqualTo(new[] { "CHF", "EUR" }));
        Assert.That(report.Totals[0].Gross, Is.EqualTo(abroad.Total));
    }

    private async Task<Terminal[]> OpenAsync(string code, string dayEndsAt)
    {
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(
                new StoreDetails(
                    code,
                    code,
                    "EUR",
                    "Europe/Berlin",
                    TaxMode.Inclusive,
                    CashRounding: new CashRounding(5),
                    DayEndsAt: dayEndsAt
                )
            )
        );
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(store.StoreId, [.. Articles.Select(id => new AdjustStockLine(id, 10_000))], "Opening")
        );
        return
        [
            await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "One")),
            await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T2", "Two")),
        ];
    }

    private async Task ActAsync(Random chance)
    {
        var till = tills[chance.Next(tills.Length)];
        var open = sales
            .Where(s =>
                !voided.Contains(s.SaleId) && returns.Where(r => r.SaleId == s.SaleId).Sum(r => r.Lines[0].Quantity) < s.Lines[0].Quantity
            )
            .ToList();
        switch (chance.Next(10))
        {
            case 0
                when open.LastOrDefault(s => returns.All(r => r.SaleId != s.SaleId)) is { } last
                    && last.SoldAt > Clock.GetUtcNow().AddMinutes(-60):
                try
                {
                    await Shop.AskAsync(Shop.Admin, new VoidSale(last.SaleId, "By chance"));
                    voided.Add(last.SaleId);
                }
                catch (Refused refused) when (refused.Error.Code == SalesErrors.VoidTooLate.Code)
                {
                    // The day has ended meanwhile.
                }

                break;
            case 1 or 2 when open.Count > 0:
                var of = open[chance.Next(open.Count)];
                var line = of.Lines[0];
                returns.Add(await ReturnAsync(till, of, line));
                break;
            case 3:
                await Shop.AskAsync(Shop.Admin, new MoveCash(shifts[0].ShiftId, CashMovementKind.NoSale, "Change"));
                noSales++;
                break;
            default:
                sales.Add(await SellAsync(till, chance));
                break;
        }
    }

    private async Task<Sale> SellAsync(Terminal till, Random chance)
    {
        List<BasketItem> lines = [];
        for (var count = chance.Next(1, 4); count > 0; count--)
        {
            var item = new BasketItem(chance.Next(1, 4), Articles[chance.Next(Articles.Length)]);
            lines.Add(
                chance.Next(4) switch
                {
                    0 => item with { Discount = new GivenDiscount(DiscountKind.Percent, 10, "damaged") },
                    1 => item with { Price = 333, PriceReason = "price-match" },
                    _ => item,
                }
            );
        }

        var basket = chance.Next(3) == 0 ? new GivenDiscount(DiscountKind.Amount, 37, "goodwill") : null;
        var to = chance.Next(2) == 0 ? customer : (Guid?)null;
        var quote = await Shop.AskAsync(Shop.Admin, new QuoteBasket(till.StoreId, lines, Discount: basket, CustomerId: to));
        var card = Math.Min(quote.Total, chance.Next(0, 3) * 100);
        List<SaleTender> tenders = [];
        if (card > 0)
            tenders.Add(new SaleTender("card", card));
        if (card < quote.Total)
            tenders.Add(new SaleTender("cash", quote.Total - card + 500));
        return await Shop.AskAsync(
            Shop.Admin,
            new CompleteSale(till.StoreId, till.TerminalId, lines, tenders, Discount: basket, CustomerId: to)
        );
    }

    // In parts, one piece of the first line at a time, wherever it is brought.
    private async Task<SaleReturn> ReturnAsync(Terminal till, Sale sale, SaleLine line)
    {
        var refunds = new List<SaleTender>();
        try
        {
            return await AskAsync();
        }
        catch (Refused refused) when (refused.Error.Code == SalesErrors.NothingRefunded(0).Code)
        {
            // The refusal names what is due, and cash knows nothing below five.
            var due = long.Parse(refused.Error.Message.Split(' ')[0], CultureInfo.InvariantCulture);
            refunds.Add(new SaleTender("cash", (due + 2) / 5 * 5));
            return await AskAsync();
        }

        Task<SaleReturn> AskAsync() =>
            Shop.AskAsync(
                Shop.Admin,
                new ReturnGoods(sale.SaleId, till.StoreId, till.TerminalId, [new ReturnedItem(line.LineNumber, 1)], refunds)
            );
    }

    // The shop's clock is ahead of the database's, by which jobs are due: each step is asked for by itself, until one does nothing.
    private async Task RollUpAsync()
    {
        await Shop.UseCases.Jobs.ScheduleAsync(TimeSpan.Zero, CancellationToken.None);
        string before;
        do
        {
            before = await DaysAsync();
            await Shop.ExecuteAsync(
                "update app.job set run_at = now() - interval '1 second', state = 'due', attempts = 0 where kind = 'sales.roll_up_days'"
            );
            await Shop.UseCases.WorkAsync();
        } while (await DaysAsync() != before);

        var errors = await Shop.ListAsync<string>(
            "select last_error from app.job where kind = 'sales.roll_up_days' and last_error is not null"
        );
        Assert.That(errors, Is.Empty);

        Task<string> DaysAsync() => Shop.ScalarAsync<string>("select count(*) || ' ' || count(rolled_at) from sales.business_day");
    }

    private Task<SalesReport> SalesAsync(SalesReportBy by) =>
        Shop.AskAsync(Shop.Admin, new GetSalesReport(First, Last, by, Stores, Limit: 200));

    private async Task EveryReportIsRightAsync()
    {
        var documents = sales
            .SelectMany(s => voided.Contains(s.SaleId) ? new[] { ("sale", s), ("void", s) } : [("sale", s)])
            .Select(d => new Fact(
                d.Item1,
                d.s.SaleId,
                d.s.StoreId,
                d.s.BusinessDate,
                d.s.TerminalId,
                d.s.CustomerId,
                d.s.SoldAt,
                d.s.Lines.Sum(l => l.Quantity),
                d.s.Net,
                d.s.Tax,
                d.s.Total,
                d.s.Discount
            ))
            .Concat(
                returns.Select(r => new Fact(
                    "return",
                    r.ReturnId,
                    r.StoreId,
                    r.BusinessDate,
                    r.TerminalId,
                    sales.Single(s => s.SaleId == r.SaleId).CustomerId,
                    r.ReturnedAt,
                    r.Lines.Sum(l => l.Quantity),
                    r.Net,
                    r.Tax,
                    r.Total,
                    0
                ))
            )
            .ToList();
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Func<Fact, string> hour = f => TimeZoneInfo.ConvertTime(f.At, berlin).Hour.ToString("00", CultureInfo.InvariantCulture);
        using var all = Assert.EnterMultipleScope();
        await HoldAsync(SalesReportBy.Day, f => f.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await HoldAsync(SalesReportBy.Store, f => $"{f.StoreId}");
        await HoldAsync(SalesReportBy.Terminal, f => $"{f.TerminalId}");
        await HoldAsync(SalesReportBy.Cashier, _ => $"{Shop.Admin.UserId}");
        await HoldAsync(SalesReportBy.Customer, f => $"{f.CustomerId}");
        await HoldAsync(SalesReportBy.Hour, hour);

        var lines = sales
            .SelectMany(s => s.Lines.Select(l => (Act: "sale", s.SaleId, l.VariantId, l.TaxRate, l.Quantity, l.Net, l.Tax, l.Gross)))
            .Concat(
                sales
                    .Where(s => voided.Contains(s.SaleId))
                    .SelectMany(s =>
                        s.Lines.Select(l => (Act: "void", s.SaleId, l.VariantId, l.TaxRate, l.Quantity, l.Net, l.Tax, l.Gross))
                    )
            )
            .Concat(
                returns.SelectMany(r =>
                    r.Lines.Select(l => (Act: "return", SaleId: r.ReturnId, l.VariantId, l.TaxRate, l.Quantity, l.Net, l.Tax, l.Gross))
                )
            )
            .ToList();
        var products = await SalesAsync(SalesReportBy.Product);
        foreach (var of in lines.GroupBy(l => l.VariantId))
        {
            var row = products.Items.Single(r => r.Key == $"{of.Key}");
            Assert.That(row.Gross, Is.EqualTo(of.Sum(l => l.Act == "sale" ? l.Gross : -l.Gross)));
            Assert.That(row.Units, Is.EqualTo(of.Sum(l => l.Act == "sale" ? l.Quantity : -l.Quantity)));
            Assert.That(row.Sales.Count, Is.EqualTo(of.Where(l => l.Act == "sale").Select(l => l.SaleId).Distinct().Count()));
            Assert.That(row.Name, Is.Not.Null.And.Not.Empty);
        }

        Assert.That(products.Items.Select(r => -r.Gross), Is.Ordered);
        Assert.That(
            (await SalesAsync(SalesReportBy.Category)).Items.Sum(r => r.Gross),
            Is.GreaterThanOrEqualTo(products.Items.Sum(r => r.Gross))
        );

        var taxes = await Shop.AskAsync(Shop.Admin, new GetTaxReport(First, Last, Stores));
        Assert.That(
            taxes.Items.Select(t => (t.Rate, t.Net, t.Tax, t.Gross)),
            Is.EqualTo(
                lines
                    .GroupBy(l => l.TaxRate)
                    .OrderBy(g => g.Key)
                    .Select(g => (g.Key, Signed(g, l => l.Net), Signed(g, l => l.Tax), Signed(g, l => l.Gross)))
            )
        );
        await TendersAreRightAsync();
        await ExceptionsAreRightAsync();

        long Signed(
            IEnumerable<(string Act, Guid, Guid, decimal, decimal, long Net, long Tax, long Gross)> of,
            Func<(string Act, Guid, Guid, decimal, decimal, long Net, long Tax, long Gross), long> amount
        ) => of.Sum(l => l.Act == "sale" ? amount(l) : -amount(l));

        async Task HoldAsync(SalesReportBy by, Func<Fact, string> key)
        {
            var report = await SalesAsync(by);
            var told = report.Items.Select(r => (r.Key ?? "", r.Sales, r.Voids, r.Returns, r.Discount, r.Net, r.Tax, r.Gross));
            var expected = documents
                .GroupBy(key)
                .Select(g =>
                    (
                        g.Key,
                        Turnover(g, "sale"),
                        Turnover(g, "void"),
                        Turnover(g, "return"),
                        g.Sum(f => f.Act == "void" ? -f.Discount : f.Discount),
                        g.Sum(f => f.Act == "sale" ? f.Net : -f.Net),
                        g.Sum(f => f.Act == "sale" ? f.Tax : -f.Tax),
                        g.Sum(f => f.Act == "sale" ? f.Gross : -f.Gross)
                    )
                );
            Assert.That(told, Is.EquivalentTo(expected), $"{by}");
            Assert.That(report.Totals.Single().Gross, Is.EqualTo(report.Items.Sum(r => r.Gross)), $"{by}");
        }
    }

    private async Task TendersAreRightAsync()
    {
        var report = await Shop.AskAsync(Shop.Admin, new GetTenderReport(First, Last, Stores));
        foreach (var row in report.Items)
        {
            var taken = sales.SelectMany(s => s.Tenders.Where(t => t.Method == row.Method)).ToList();
            var back = sales.Where(s => voided.Contains(s.SaleId)).SelectMany(s => s.Tenders.Where(t => t.Method == row.Method)).ToList();
            var refunded = returns.SelectMany(r => r.Refunds.Where(t => t.Method == row.Method)).ToList();
            Assert.That((row.TakenCount, row.Taken), Is.EqualTo(((long)taken.Count, taken.Sum(t => t.Amount))));
            Assert.That((row.VoidedCount, row.Voided), Is.EqualTo(((long)back.Count, back.Sum(t => t.Amount))));
            Assert.That((row.RefundedCount, row.Refunded), Is.EqualTo(((long)refunded.Count, refunded.Sum(t => t.Amount))));
        }

        var total = report.Totals.Single();
        var stand = sales.Where(s => !voided.Contains(s.SaleId)).ToList();
        Assert.That(report.Items.Select(r => r.Method), Is.EqualTo(new[] { "card", "cash" }));
        Assert.That(total.Change, Is.EqualTo(sales.Sum(s => s.Change)));
        Assert.That(total.Rounding, Is.EqualTo(stand.Sum(s => s.Rounding) - returns.Sum(r => r.Rounding)));
        Assert.That(total.Kept, Is.EqualTo(stand.Sum(s => s.Total) - returns.Sum(r => r.Total) + total.Rounding));
    }

    private async Task ExceptionsAreRightAsync()
    {
        var report = await Shop.AskAsync(Shop.Admin, new GetExceptionReport(First, Last, Stores));
        var row = report.Items.Single();
        var lines = sales.SelectMany(s => s.Lines).ToList();
        var dearer = lines.Where(l => l.ListPrice is not null).ToList();
        Assert.That(row.CashierId, Is.EqualTo(Shop.Admin.UserId));
        Assert.That(row.Name, Is.Not.Null.And.Not.Empty);
        Assert.That(row.Discounts, Is.EqualTo(new ReportedActs(lines.Count(l => l.Discount != 0), lines.Sum(l => l.Discount))));
        Assert.That(
            row.PriceOverrides,
            Is.EqualTo(new ReportedActs(dearer.Count, (long)dearer.Sum(l => (l.ListPrice!.Value - l.UnitPrice) * l.Quantity)))
        );
        Assert.That(row.Voids, Is.EqualTo(new ReportedActs(voided.Count, sales.Where(s => voided.Contains(s.SaleId)).Sum(s => s.Total))));
        Assert.That(row.Returns, Is.EqualTo(new ReportedActs(returns.Count, returns.Sum(r => r.Total))));
        Assert.That(row.NoSales, Is.EqualTo(noSales));
    }

    private static ReportTurnover Turnover(IEnumerable<Fact> facts, string act)
    {
        var of = facts.Where(f => f.Act == act).ToList();
        return new ReportTurnover(of.Count, of.Sum(f => f.Units), of.Sum(f => f.Net), of.Sum(f => f.Tax), of.Sum(f => f.Gross));
    }

    private sealed record Fact(
        string Act,
        Guid Id,
        Guid StoreId,
        DateOnly Day,
        Guid TerminalId,
        Guid? CustomerId,
        DateTimeOffset At,
        decimal Units,
        long Net,
        long Tax,
        long Gross,
        long Discount
    );
}
