using MediatR;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Database;

/// <summary>
/// The budget of every question and of every act that moves stock or money, counted on the socket with warm connections: begin and commit
/// are included.
/// </summary>
public sealed class RoundTripsTests : ShopTests
{
    // A question is one round trip, an act that moves stock or money two: the claim of its key and its reads, its writes and commit.
    private const int OfAQuestion = 1;
    private const int OfAnAct = 2;

    // What takes another number says why.
    private static readonly Dictionary<Type, int> Exceptions = new()
    {
        [typeof(VoidSale)] = 4, // Whether it needs an approval, the locked sale tells; what goods cost there by now, the held levels.
        [typeof(ReturnGoods)] = 6, // The locked sale tells what is left of it, then the till's number, then who may, then the levels.
        [typeof(SubmitStockAdjustment)] = 3, // Where it is, and why, the locked draft tells.
        [typeof(ApproveStockAdjustment)] = 3, // As above.
        [typeof(ShipTransfer)] = 4, // As above, and what it costs, the held levels.
        [typeof(RevalueStock)] = 3, // What it cost before, the held levels tell.
        [typeof(ReceiveTransfer)] = 3, // As above.
        [typeof(ReturnTransfer)] = 3, // As above.
        [typeof(CloseShift)] = 4, // The shift, the number of its report, and what came before that: one behind the other.
        [typeof(PostStocktake)] = 3, // As above.
        [typeof(ApproveStocktake)] = 3, // As above.
        [typeof(SignOut)] = 2, // It writes, though nobody races.
        [typeof(ListVariants)] = 2, // Stock is asked for by what was found.
        [typeof(GetProduct)] = 2, // Prices are asked for by what it has.
        [typeof(GetSaleReceipt)] = 2, // Which version of its store stands above it, the sale tells.
        [typeof(GetReturnReceipt)] = 2, // As above.
        [typeof(ListStocktakeLines)] = 2, // Prices are asked for by what differs.
        [typeof(GetIntegrity)] = 2,
        [typeof(GetTillCatalog)] = 2, // What articles are told by, what has changed tells.
        [typeof(GetSalesReport)] = 2, // What it all comes to, then by what.
        [typeof(GetExceptionReport)] = 2, // People are named by what was found.
        [typeof(GetShiftHistory)] = 2, // As above.
        [typeof(ListUserSessions)] = 2, // Whether there is such a person is told apart from whether they are signed in.
    };

    private SocketCounter socket = null!; // Opened before the first test, like the application behind it.
    private UseCases counted = null!;
    private Guid saleId;
    private Guid returnId;
    private Guid adjustmentId;
    private Guid transferId;
    private Guid shiftId;
    private int tills;
    private Guid stocktakeId;
    private Guid parkedSaleId;
    private Guid reservationId;
    private int item = 400;

    private Caller device = null!; // As above.
    private Guid apiKeyId;
    private Guid challengeId;
    private Guid jobId;
    private Guid importId;
    private Guid exportId;

    private static IEnumerable<Type> Requests =>
        Shop
            .Requests.Where(r => IsQuery(r) || r.IsAssignableTo(typeof(IExactlyOnce)) || r == typeof(SignOut))
            .OrderBy(r => r.Name, StringComparer.Ordinal);

    private static int BudgetOf(Type request) => Exceptions.TryGetValue(request, out var other) ? other : UsualBudgetOf(request);

    private static int UsualBudgetOf(Type request) => request.IsAssignableTo(typeof(IExactlyOnce)) ? OfAnAct : OfAQuestion;

    private static bool IsQuery(Type request) =>
        request.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuery<>));

    [OneTimeSetUp]
    public async Task Count()
    {
        // One connection: all that is prepared is prepared on it.
        socket = new SocketCounter(new NpgsqlConnectionStringBuilder(Shop.Database.App) { MaxPoolSize = 1 }.ConnectionString);
        counted = new UseCases(socket.ConnectionString);
        saleId = (await Shop.SellAsync((1, 1), (2, 1), (3, 1))).SaleId;
        returnId = (await Shop.AskAsync(Shop.Admin, await ReturnAsync())).ReturnId;
        adjustmentId = await AdjustmentAsync(WantedStatus.Applied);
        transferId = await TransferAsync(isShipped: true);
        shiftId = (await OpenAsync(Shop.Admin)).ShiftId;
        await Shop.AskAsync(Shop.Admin, new CloseShift(shiftId, 0));
        stocktakeId = await StocktakeAsync();
        parkedSaleId = (
            await Shop.AskAsync(
                Shop.Cashier,
                new ParkSale(DemoData.Store("demo"), DemoData.Terminal("demo"), "Counted", Shop.Lines("demo", (1, 1)))
            )
        ).ParkedSaleId;
        reservationId = (
            await Shop.AskAsync(
                Shop.Manager,
                new ReserveStock(DemoData.Store("demo"), [new ReservationLine(DemoData.Variant("demo", 1), 1)])
            )
        ).ReservationId;
        device = await Shop.PairAsync();
        apiKeyId = (await Shop.AskAsync(Shop.Admin, new CreateApiKey("Counted", [Permissions.Catalog.Read]))).KeyId;
        await Shop.UseCases.Jobs.ScheduleAsync(TimeSpan.FromDays(1), CancellationToken.None);
        jobId = (await Shop.AskAsync(Shop.Admin, new ListJobs())).Items[0].JobId;
        importId = (
            await Shop.AskAsync(
                Shop.Admin,
                new CreateImport(new Upload("sku,brand\nCOUNT,Counted\n"u8.ToArray()), ImportKind.Products, DryRun: true)
            )
        ).ImportId;
        exportId = (await Shop.AskAsync(Shop.Admin, new CreateExport(ExportKind.Products, Brand: "Counted"))).ExportId;
        await Shop.UseCases.WorkAsync();
        // A cashier is refused with one.
        challengeId = (await RefusalOf(Shop.AskAsync(Shop.Cashier, new VoidSale(saleId, "Count")))).Challenge!.ChallengeId;
    }

    [OneTimeTearDown]
    public async Task Stop_counting()
    {
        await counted.DisposeAsync();
        await socket.DisposeAsync();
    }

    [TestCaseSource(nameof(Requests))]
    public async Task A_use_case_keeps_its_budget_of_round_trips(Type request)
    {
        for (var n = 0; n < 4; n++)
            await WarmAsync(request);

        var (turns, measured) = await CountAsync(request);

        Assert.That(turns, Is.EqualTo(BudgetOf(request)));
        Assert.That(measured.RoundTrips, Is.EqualTo(turns), "What the meter tells operators is what happens on the socket.");
    }

    [Test]
    public void The_budgets_are_within_the_promise()
    {
        Assert.That(BudgetOf(typeof(CompleteSale)), Is.AtMost(3));
        Assert.That(Requests.Where(IsQuery).Select(BudgetOf), Is.All.AtMost(2));
        Assert.That(
            Exceptions.Where(e => e.Value == UsualBudgetOf(e.Key)).Select(e => e.Key),
            Is.Empty,
            "What is as usual is no exception."
        );
    }

    [Test]
    public async Task A_sale_takes_at_most_seventeen_statements_and_one_more_in_a_shift()
    {
        // The first of a till's day writes down the day as well.
        await WarmAsync(typeof(CompleteSale));
        var (_, without) = await CountAsync(typeof(CompleteSale));
        var shift = await Shop.AskAsync(Shop.Cashier, new OpenShift(DemoData.Terminal("demo"), 0));
        var (turns, within) = await CountAsync(typeof(CompleteSale));
        await Shop.AskAsync(Shop.Admin, new CloseShift(shift.ShiftId, 0, Reason: "Count"));

        Assert.That(without.Statements, Is.InRange(10, 17));
        Assert.That((within.Statements, turns), Is.EqualTo((without.Statements + 1, BudgetOf(typeof(CompleteSale)))));
    }

    [Test]
    public async Task A_sale_of_what_is_reserved_takes_six_statements_more_and_no_round_trip()
    {
        await WarmAsync(typeof(CompleteSale)); // As above.
        var kept = await Shop.AskAsync(
            Shop.Manager,
            new ReserveStock(DemoData.Store("demo"), [new ReservationLine(DemoData.Variant("demo", 10), 1)])
        );
        var command = await Shop.BasketAsync(Shop.Cashier, "demo", [(10, 1), (11, 1), (12, 1)]) with { ReservationId = kept.ReservationId };

        var measured = await Measured.RunAsync(() => SendAsync(Shop.Cashier, command));

        Assert.That(
            (measured.RoundTrips, measured.Statements),
            Is.EqualTo(((long)BudgetOf(typeof(CompleteSale)), (await CountAsync(typeof(CompleteSale))).Measured.Statements + 6))
        );
    }

    [Test]
    public async Task A_basket_of_two_hundred_lines_takes_no_more_than_one_of_three()
    {
        await WarmAsync(typeof(CompleteSale)); // As above.
        var command = await Shop.BasketAsync(Shop.Cashier, "demo", [.. Enumerable.Range(100, 200).Select(n => (n, 1m))]);

        var measured = await Measured.RunAsync(() => SendAsync(Shop.Cashier, command));

        Assert.That(
            (measured.RoundTrips, measured.Statements),
            Is.EqualTo(((long)BudgetOf(typeof(CompleteSale)), (await CountAsync(typeof(CompleteSale))).Measured.Statements))
        );
    }

    private async Task<(long Turns, Measured Measured)> CountAsync(Type request)
    {
        var (caller, sample) = await SampleAsync(request);
        var before = socket.Turns;
        var measured = await Measured.RunAsync(() => SendAsync(caller, sample));
        return (socket.Turns - before, measured);
    }

    private async Task WarmAsync(Type request)
    {
        var (caller, sample) = await SampleAsync(request);
        await SendAsync(caller, sample);
    }

    // What a sample needs comes through the shop's other connections, which are not counted.
    private async Task<(Caller Caller, IBaseRequest Sample)> SampleAsync(Type request) =>
        request.Name switch
        {
            nameof(CompleteSale) => (Shop.Cashier, await Shop.BasketAsync(Shop.Cashier, "demo", [(10, 1), (11, 1), (12, 1)])),
            nameof(VoidSale) => (Shop.Manager, new VoidSale((await Shop.SellAsync((10, 1), (11, 1), (12, 1))).SaleId, "Count")),
            nameof(AdjustStock) => (
                Shop.Manager,
                new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 13), 1)], "Count")
            ),
            nameof(ReserveStock) => (
                Shop.Manager,
                new ReserveStock(DemoData.Store("demo"), [new ReservationLine(DemoData.Variant("demo", 13), 1)])
            ),
            nameof(SubmitStockAdjustment) => (Shop.Admin, new SubmitStockAdjustment(await AdjustmentAsync(WantedStatus.Draft))),
            nameof(ApproveStockAdjustment) => (Shop.Admin, new ApproveStockAdjustment(await AdjustmentAsync(WantedStatus.Submitted))),
            nameof(ReturnGoods) => (Shop.Admin, await ReturnAsync()),
            nameof(OpenShift) => (await CashierAsync(), new OpenShift(await TillAsync(), 0)),
            nameof(MoveCash) => (
                Shop.Admin,
                new MoveCash((await OpenAsync(await CashierAsync())).ShiftId, CashMovementKind.In, "Count", 1)
            ),
            nameof(CloseShift) => (Shop.Admin, new CloseShift((await OpenAsync(await CashierAsync())).ShiftId, 0)),
            nameof(ShipTransfer) => (Shop.Admin, new ShipTransfer(await TransferAsync(isShipped: false))),
            nameof(ReceiveTransfer) => (Shop.Admin, new ReceiveTransfer(await TransferAsync(isShipped: true))),
            nameof(PostStocktake) => (Shop.Admin, new PostStocktake(await StocktakeAsync(), UncountedLines.Leave)),
            nameof(ApproveStocktake) => (Shop.Admin, new ApproveStocktake(await SubmittedStocktakeAsync())),
            nameof(ReturnTransfer) => (Shop.Admin, new ReturnTransfer(await TransferAsync(isShipped: true))),
            nameof(RevalueStock) => (
                Shop.Manager,
                new RevalueStock(DemoData.Store("demo"), "Count", [new UnitCost(DemoData.Variant("demo", 13), 5)])
            ),
            nameof(MoveStock) => (
                Shop.Manager,
                new MoveStock(
                    DemoData.Store("demo"),
                    DemoData.Store("demo"),
                    DemoData.BackRoom("demo"),
                    [new MoveStockLine(DemoData.Variant("demo", 13), 1)]
                )
            ),
            nameof(CreateImport) => (
                Shop.Admin,
                new CreateImport(new Upload("sku,brand\nCOUNT,Counted\n"u8.ToArray()), ImportKind.Products, DryRun: true)
            ),
            nameof(CreateExport) => (Shop.Admin, new CreateExport(ExportKind.Products)),
            nameof(FindAvailability) => (Shop.Cashier, new FindAvailability([DemoData.Variant("demo", 1), DemoData.Variant("demo", 2)])),
            nameof(SignOut) => (await Shop.SignInAsync("demo", "cashier"), new SignOut()),
            nameof(GetApproval) => (Shop.Manager, new GetApproval(challengeId)),
            nameof(ListTerminalStaff) => (device, new ListTerminalStaff()),
            nameof(QuoteBasket) => (Shop.Cashier, new QuoteBasket(DemoData.Store("demo"), Shop.Lines("demo", (1, 1), (2, 1)))),
            _ => (Shop.Admin, await FilledAsync(request)),
        };

    private async Task<Guid> AdjustmentAsync(WantedStatus status) =>
        (
            await Shop.AskAsync(
                Shop.Manager,
                new AdjustStock(
                    DemoData.Store("demo"),
                    [new AdjustStockLine(DemoData.Variant("demo", 13), 1)],
                    ReasonCode: "found",
                    Status: status
                )
            )
        ).StockAdjustmentId;

    private async Task<ReturnGoods> ReturnAsync()
    {
        var sold = await Shop.SellAsync((1, 1));
        return new ReturnGoods(sold.SaleId, sold.StoreId, sold.TerminalId, [new ReturnedItem(1, 1)], Shop.Cash(sold.Total));
    }

    // One shift is open at a till and of a cashier.
    private Task<Caller> CashierAsync() => Shop.EmployAsync("cashier");

    private async Task<Guid> TillAsync() =>
        (await Shop.AskAsync(Shop.Admin, new CreateTerminal(DemoData.Store("demo"), $"C{++tills}", "Counted"))).TerminalId;

    private async Task<Shift> OpenAsync(Caller caller) => await Shop.AskAsync(caller, new OpenShift(await TillAsync(), 0));

    private async Task<Guid> StocktakeAsync()
    {
        var variant = DemoData.Variant("demo", item++);
        var opened = await Shop.AskAsync(
            Shop.Admin,
            new OpenStocktake(DemoData.Store("demo"), "Counted", StocktakeScope.Variants, VariantIds: [variant])
        );
        await Shop.AskAsync(Shop.Admin, new RecordCounts(opened.StocktakeId, [new NewCount(VariantId: variant)]));
        return opened.StocktakeId;
    }

    private async Task<Guid> SubmittedStocktakeAsync()
    {
        var stocktake = await StocktakeAsync();
        await Shop.AskAsync(Shop.Manager, new PostStocktake(stocktake, ForApproval: true));
        return stocktake;
    }

    private async Task<Guid> TransferAsync(bool isShipped)
    {
        var transfer = await Shop.AskAsync(
            Shop.Admin,
            new RequestTransfer(DemoData.Store("demo"), DemoData.Store("demo", 2), [new TransferQuantity(DemoData.Variant("demo", 14), 1)])
        );
        await Shop.AskAsync(Shop.Admin, new ApproveTransfer(transfer.TransferId));
        if (isShipped)
            await Shop.AskAsync(Shop.Admin, new ShipTransfer(transfer.TransferId));
        return transfer.TransferId;
    }

    // A new question about one of these has its sample by the names of its members.
    private async Task<IBaseRequest> FilledAsync(Type request)
    {
        // A question with a page of a thousand ids is sent in pieces, and its answer may begin between two of them.
        if (request == typeof(GetTillCatalog))
            return new GetTillCatalog(DemoData.Store("demo"), Limit: 50);
        Dictionary<string, object> things = new()
        {
            ["SaleId"] = saleId,
            ["Code"] = DemoData.Barcode(1),
            ["StoreId"] = DemoData.Store("demo"),
            ["TerminalId"] = DemoData.Terminal("demo"),
            ["VariantId"] = DemoData.Variant("demo", 1),
            ["StockLocationId"] = DemoData.BackRoom("demo"),
            ["StockReasonId"] = DemoData.StockReason("demo", "damage"),
            ["StockAdjustmentId"] = adjustmentId,
            ["TransferId"] = transferId,
            ["StocktakeId"] = stocktakeId,
            ["ReturnId"] = returnId,
            ["ShiftId"] = shiftId,
            ["ParkedSaleId"] = parkedSaleId,
            ["ReservationId"] = reservationId,
            ["ProductId"] = DemoData.Product("demo", 1),
            ["CategoryId"] = DemoData.Category("demo", "Coffee"),
            ["UserId"] = Shop.Cashier.UserId,
            ["RoleId"] = await Shop.RoleAsync("cashier"),
            ["CustomerGroupId"] = DemoData.Id("customer-group/demo/staff"),
            ["CustomerId"] = DemoData.Id("customer/demo/anna"),
            ["PriceListId"] = DemoData.Id("price-list/demo/staff"),
            ["TaxClassId"] = DemoData.TaxClass("demo"),
            ["KeyId"] = apiKeyId,
            ["JobId"] = jobId,
            ["From"] = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(-30),
            ["To"] = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(1),
            ["ImportId"] = importId,
            ["ExportId"] = exportId,
        };
        var members = request.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters(); // A record has one.
        return (IBaseRequest)
            // Records have named members.
            Activator.CreateInstance(request, [.. members.Select(m => m.HasDefaultValue ? m.DefaultValue : things[m.Name!])])!;
    }

    private Task<object?> SendAsync(Caller caller, IBaseRequest request) => Shop.AskAnythingAsync(caller, request, counted);
}
