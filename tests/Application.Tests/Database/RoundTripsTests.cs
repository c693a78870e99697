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

/// <summary>The budget of every question and of every act that moves stock or money, counted on the socket with warm connections: begin and commit are included.</summary>
public sealed class RoundTripsTests : ShopTests
{
    // A till has to be quick; where nobody races, a command may simply await its statements.
    private static readonly Dictionary<Type, int> Budgets = new()
    {
        [typeof(CompleteSale)] = 2,
        [typeof(VoidSale)] = 3,
        [typeof(AdjustStock)] = 2,
        [typeof(SignOut)] = 2,
        [typeof(GetSale)] = 1,
        [typeof(GetVariant)] = 1,
        [typeof(GetMe)] = 1,
        [typeof(QuoteBasket)] = 1,
        [typeof(ListSales)] = 1,
        [typeof(ListStockLevels)] = 1,
        [typeof(ListStockMovements)] = 1,
        [typeof(ListStores)] = 1,
        [typeof(ListCurrencies)] = 1,
        [typeof(ListCashRoundings)] = 1,
        [typeof(ListTerminals)] = 1,
        [typeof(ListVariants)] = 2,
        [typeof(GetIntegrity)] = 2,
        [typeof(GetStore)] = 1,
        [typeof(GetTerminal)] = 1,
        [typeof(GetSettings)] = 1,
        [typeof(ListSettingsHistory)] = 1,
        [typeof(GetUser)] = 1,
        [typeof(ListUsers)] = 1,
        [typeof(GetRole)] = 1,
        [typeof(ListRoles)] = 1,
        [typeof(ListPermissions)] = 1,
        [typeof(ListGrants)] = 1,
        [typeof(ListMySessions)] = 1,
        [typeof(ListUserSessions)] = 2,
        [typeof(GetApiKey)] = 1,
        [typeof(ListApiKeys)] = 1,
        [typeof(GetApproval)] = 1,
        [typeof(ListTerminalStaff)] = 1,
        [typeof(ListAuditLog)] = 1,
        [typeof(ListJobs)] = 1,
        [typeof(GetJob)] = 1,
        [typeof(ExportAuditLog)] = 1,
    };

    private SocketCounter socket = null!; // Opened before the first test, like the application behind it.
    private UseCases counted = null!;
    private Guid saleId;

    private Caller device = null!; // As above.
    private Guid apiKeyId;
    private Guid challengeId;
    private Guid jobId;

    private static IEnumerable<Type> Requests => Shop.Requests
        .Where(r => IsQuery(r) || r.IsAssignableTo(typeof(IExactlyOnce)) || r == typeof(SignOut))
        .OrderBy(r => r.Name, StringComparer.Ordinal);

    private static bool IsQuery(Type request) => request.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuery<>));

    [OneTimeSetUp]
    public async Task Count()
    {
        // One connection: all that is prepared is prepared on it.
        socket = new SocketCounter(new NpgsqlConnectionStringBuilder(Shop.Database.App) { MaxPoolSize = 1 }.ConnectionString);
        counted = new UseCases(socket.ConnectionString);
        saleId = (await Shop.SellAsync((1, 1), (2, 1), (3, 1))).SaleId;
        device = await Shop.PairAsync();
        apiKeyId = (await Shop.AskAsync(Shop.Admin, new CreateApiKey("Counted", [Permissions.Catalog.Read]))).KeyId;
        await Shop.UseCases.Jobs.ScheduleAsync(TimeSpan.FromDays(1), CancellationToken.None);
        jobId = (await Shop.AskAsync(Shop.Admin, new ListJobs())).Items[0].JobId;
        challengeId = (await RefusalOf(Shop.AskAsync(Shop.Cashier, new VoidSale(saleId, "Count")))).Challenge!.ChallengeId; // A cashier is refused with one.
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
        Assert.That(Budgets, Does.ContainKey(request), "A new request needs its budget.");
        for (var n = 0; n < 4; n++)
            await WarmAsync(request);

        var (turns, measured) = await CountAsync(request);

        Assert.That(turns, Is.EqualTo(Budgets[request]));
        Assert.That(measured.RoundTrips, Is.EqualTo(turns), "What the meter tells operators is what happens on the socket.");
    }

    [Test]
    public void The_budgets_are_within_the_promise()
    {
        Assert.That(Budgets[typeof(CompleteSale)], Is.AtMost(3));
        Assert.That(
            Budgets.Where(b => IsQuery(b.Key)).Select(b => b.Value),
            Is.All.AtMost(2));
    }

    [Test]
    public async Task A_sale_takes_at_most_sixteen_statements()
    {
        // The first of a till's day writes down the day as well.
        await WarmAsync(typeof(CompleteSale));
        var (_, measured) = await CountAsync(typeof(CompleteSale));

        Assert.That(measured.Statements, Is.InRange(10, 16));
    }

    [Test]
    public async Task A_basket_of_two_hundred_lines_takes_no_more_than_one_of_three()
    {
        await WarmAsync(typeof(CompleteSale)); // As above.
        var command = await Shop.BasketAsync(Shop.Cashier, "demo", [.. Enumerable.Range(100, 200).Select(n => (n, 1m))]);

        var measured = await Measured.RunAsync(() => SendAsync(Shop.Cashier, command));

        Assert.That((measured.RoundTrips, measured.Statements), Is.EqualTo(((long)Budgets[typeof(CompleteSale)], (await CountAsync(typeof(CompleteSale))).Measured.Statements)));
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
    private async Task<(Caller Caller, IBaseRequest Sample)> SampleAsync(Type request) => request.Name switch
    {
        nameof(CompleteSale) => (Shop.Cashier, await Shop.BasketAsync(Shop.Cashier, "demo", [(10, 1), (11, 1), (12, 1)])),
        nameof(VoidSale) => (Shop.Manager, new VoidSale((await Shop.SellAsync((10, 1), (11, 1), (12, 1))).SaleId, "Count")),
        nameof(AdjustStock) => (Shop.Manager, new AdjustStock(DemoData.Store("demo"), "Count", [new AdjustStockLine(DemoData.Variant("demo", 13), 1)])),
        nameof(SignOut) => (await Shop.SignInAsync("demo", "cashier"), new SignOut()),
        nameof(GetSale) => (Shop.Cashier, new GetSale(saleId)),
        nameof(GetStore) => (Shop.Cashier, new GetStore(DemoData.Store("demo"))),
        nameof(GetTerminal) => (Shop.Cashier, new GetTerminal(DemoData.Terminal("demo"))),
        nameof(GetUser) => (Shop.Admin, new GetUser(Shop.Cashier.UserId)),
        nameof(GetRole) => (Shop.Admin, new GetRole(await Shop.RoleAsync("cashier"))),
        nameof(GetApiKey) => (Shop.Admin, new GetApiKey(apiKeyId)),
        nameof(GetJob) => (Shop.Admin, new GetJob(jobId)),
        nameof(GetApproval) => (Shop.Manager, new GetApproval(challengeId)),
        nameof(ListGrants) => (Shop.Admin, new ListGrants(Shop.Cashier.UserId)),
        nameof(ListUserSessions) => (Shop.Admin, new ListUserSessions(Shop.Cashier.UserId)),
        nameof(ListTerminalStaff) => (device, new ListTerminalStaff()),
        nameof(GetVariant) => (Shop.Cashier, new GetVariant(DemoData.Variant("demo", 1))),
        nameof(QuoteBasket) => (Shop.Cashier, new QuoteBasket(DemoData.Store("demo"), Shop.Lines("demo", (1, 1), (2, 1)))),
        _ => (Shop.Admin, (IBaseRequest)Activator.CreateInstance(
            request,
            request.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First().GetParameters().Select(p => p.DefaultValue).ToArray())!), // Every member has a default.
    };

    private Task<object?> SendAsync(Caller caller, IBaseRequest request) => Shop.AskAnythingAsync(caller, request, counted);
}
