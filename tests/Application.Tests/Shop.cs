using System.Buffers.Text;
using System.Reflection;
using System.Text.Json;
using MediatR;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Application.Tests.Walls;
using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure;
using PosCommerce.Testing;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.Application.Tests;

/// <summary>
/// The demo merchants in a database of their own, the application in front of it, and their people signed in: the one
/// place where tests set who acts and under which permission.
/// </summary>
public sealed class Shop : IAsyncDisposable
{
    /// <summary>What the routes declare: an action is named as the request that it sends.</summary>
    private static readonly Dictionary<Type, RouteAccess> Routes = DeclaredRoutes();

    // Whatever the laws are asked of.
    private static readonly string WrittenSql = Books.VersionsSql(
        Table
            .All.Select(table => table.Name)
            .Where(table => table.Split('.')[0] is "core" or "inventory" or "sales")
            .Append("app.outbox_event where type = 'sales.sale_completed'")
            .Append("app.audit_entry where act = 'CompleteSale'")
    );

    private static readonly Lazy<Task<Shop>> Morning = new(SignEverybodyInAsync);

    private List<string> proven = [];

    private Shop(TestDatabase database, UseCases useCases, string password)
    {
        Database = database;
        UseCases = useCases;
        Password = password;
    }

    public TestDatabase Database { get; }

    public UseCases UseCases { get; }

    /// <summary>Of every demo account.</summary>
    public string Password { get; }

    /// <summary>Works in all stores of <c>demo</c>.</summary>
    public Caller Admin { get; private set; } = null!; // Set by OpenAsync, like the other three.

    /// <summary>Works in the first store of <c>demo</c>.</summary>
    public Caller Manager { get; private set; } = null!;

    /// <summary>Works in the first store of <c>demo</c>.</summary>
    public Caller Cashier { get; private set; } = null!;

    /// <summary>The admin of the other merchant.</summary>
    public Caller Rival { get; private set; } = null!;

    /// <summary>A copy of the shop in which the four have signed in: their passwords are hashed once for all tests.</summary>
    public static async Task<Shop> OpenAsync(TimeProvider? clock = null) => await (await Morning.Value).CopyAsync(clock);

    /// <summary>Another shop in which all that happened in this one has happened. This one is closed, for ever.</summary>
    public async Task<Shop> CopyAsync(TimeProvider? clock = null)
    {
        var cluster = await TestCluster.GetAsync();
        var database = await cluster.CloneAsync(Database);
        return new Shop(database, new UseCases(database.App, clock), Password)
        {
            Admin = Admin,
            Manager = Manager,
            Cashier = Cashier,
            Rival = Rival,
        };
    }

    /// <summary>Nobody is in it any more: what somebody is connected to cannot be copied.</summary>
    public async Task CloseForCopiesAsync()
    {
        await UseCases.DisposeAsync();
        Database.Disconnect();
    }

    private static async Task<Shop> SignEverybodyInAsync()
    {
        var cluster = await TestCluster.GetAsync();
        var database = await cluster.CloneAsync();
        var shop = new Shop(database, new UseCases(database.App), cluster.Passwords.Demo);
        shop.Admin = await shop.SignInAsync("demo", "admin");
        shop.Manager = await shop.SignInAsync("demo", "manager");
        shop.Cashier = await shop.SignInAsync("demo", "cashier");
        shop.Rival = await shop.SignInAsync("rival", "admin");
        await shop.CloseForCopiesAsync();
        return shop;
    }

    /// <summary>Signs a demo account in, in a session of its own.</summary>
    public async Task<Caller> SignInAsync(string tenant, string role)
    {
        var tokens = await UseCases.SendAsync(tenant, new SignIn($"{role}@{tenant}.example", Password));
        return new Caller(DemoData.Tenant(tenant), tenant, DemoData.User(tenant, role), SessionOf(tokens));
    }

    /// <summary>The session that an access token speaks for.</summary>
    public static Guid SessionOf(Tokens tokens)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[1]));
        return claims.RootElement.GetProperty("sid").GetGuid();
    }

    /// <summary>What the request's route declares.</summary>
    public static RouteAccess AccessOf(Type request) =>
        Routes.TryGetValue(request, out var access)
            ? access
            : throw new AssertionException($"No action of a merchant sends {request.Name}.");

    /// <summary>Every request that serves somebody of a merchant.</summary>
    public static IEnumerable<Type> Requests => Routes.Keys;

    private static Dictionary<Type, RouteAccess> DeclaredRoutes()
    {
        var requests = ContextAssemblies
            .All.SelectMany(context => context.GetExportedTypes())
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IBaseRequest)))
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        var declared =
            from controller in typeof(ApiController).Assembly.GetExportedTypes()
            where controller.IsSubclassOf(typeof(ApiController))
            from action in controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            let access = action.GetCustomAttributes().OfType<IRouteDeclaration>().SingleOrDefault()?.Access
            where access is { Audience: Audience.People or Audience.Members or Audience.Terminals }
            select KeyValuePair.Create(requests[action.Name], access);
        return new Dictionary<Type, RouteAccess>(declared);
    }

    /// <summary>Sends a request as somebody, with a fresh key where one is required and none is given.</summary>
    public Task<Reply<T>> SendAsync<T>(Caller caller, IRequest<T> request, string? key = null, int? ifMatch = null) =>
        SendThroughAsync(UseCases, caller, request, key, ifMatch);

    /// <summary>Sends a request and answers its result.</summary>
    public Task<T> AskAsync<T>(Caller caller, IRequest<T> request) => AskThroughAsync(UseCases, caller, request);

    /// <summary>The same through another application on the same database.</summary>
    public static Task<T> AskAsync<T>(Caller caller, IRequest<T> request, UseCases useCases) => AskThroughAsync(useCases, caller, request);

    /// <summary>The same for a request whose type is only known when the test runs.</summary>
    public Task<object?> AskAnythingAsync(Caller caller, IBaseRequest request) => AskAnythingAsync(caller, request, UseCases);

    /// <summary>The same through another application on the same database.</summary>
    public static async Task<object?> AskAnythingAsync(Caller caller, IBaseRequest request, UseCases useCases)
    {
        var result = request
            .GetType()
            .GetInterfaces()
            .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))
            .GetGenericArguments()[0];
        var asking = (Task)
            typeof(Shop)
                .GetMethod(nameof(AskThroughAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(result)
                .Invoke(null, [useCases, caller, request])!; // The method is below, and answers a task.
        await asking;
        return asking.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(asking); // Of a Task<T>.
    }

    /// <summary>Makes a device the till of a store, and answers it as the caller it is.</summary>
    public async Task<Caller> PairAsync(string tenant = "demo", int store = 1, int terminal = 1)
    {
        var admin = tenant == "demo" ? Admin : Rival;
        var code = await AskAsync(admin, new MakePairingCode(DemoData.Terminal(tenant, store, terminal)));
        var paired = await UseCases.SendAsync(tenant, new PairTerminal(code.Code));
        Assert.That(Credential.TryParse(paired.Credential, out var credential));
        return new Caller(DemoData.Tenant(tenant), tenant, Guid.Empty, Guid.Empty)
        {
            As = new TerminalPrincipal(credential!.Id, credential.Hash),
        }; // Parsed above.
    }

    /// <summary>Signs somebody in by PIN at a paired till; the PIN is set first.</summary>
    public async Task<Caller> SignInByPinAsync(Caller device, Guid userId, string pin = "4711")
    {
        await SetPinAsync(device.TenantSlug == "demo" ? Admin : Rival, userId, pin);
        return CallerOf(device, userId, await AskAsync(device, new SignInByPin(userId, pin)));
    }

    /// <summary>Gives somebody a PIN, whoever they are.</summary>
    public Task SetPinAsync(Caller admin, Guid userId, string pin) =>
        AskAsync<Unit>(admin, userId == admin.UserId ? new SetMyPin(Password, pin) : new SetUserPin(userId, pin));

    /// <summary>Whom a pair of tokens speaks for.</summary>
    public static Caller CallerOf(Caller device, Guid userId, Tokens tokens)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[1]));
        var terminal = claims.RootElement.TryGetProperty("terminal", out var told) ? told.GetGuid() : (Guid?)null;
        return new Caller(device.TenantId, device.TenantSlug, userId, claims.RootElement.GetProperty("sid").GetGuid(), terminal);
    }

    /// <summary>Invites somebody to <c>demo</c>, who sets a password, holds a role and signs in.</summary>
    public async Task<Caller> EmployAsync(string? role, int? store = 1, string password = "nine green bottles hanging")
    {
        var email = $"{Guid.NewGuid():N}@demo.example";
        var invited = await AskAsync(Admin, new InviteUser(email, "Newcomer"));
        await UseCases.SendAsync(null, new SetPassword(invited.SetPasswordToken, password));
        if (role is not null)
            await AskAsync(
                Admin,
                new GrantRole(invited.UserId, await RoleAsync(role), store is { } number ? DemoData.Store("demo", number) : null)
            );
        var tokens = await UseCases.SendAsync("demo", new SignIn(email, password));
        return new Caller(DemoData.Tenant("demo"), "demo", invited.UserId, SessionOf(tokens));
    }

    /// <summary>A machine by the secret of its key.</summary>
    public static Caller MachineOf(string secret)
    {
        Assert.That(Credential.TryParse(secret, out var credential));
        return new Caller(credential!.TenantId, credential.TenantSlug, Guid.Empty, Guid.Empty)
        {
            As = new ApiKeyPrincipal(credential.Id, credential.Hash),
        }; // Parsed above.
    }

    /// <summary>The id of a role of <c>demo</c>.</summary>
    public async Task<Guid> RoleAsync(string code) =>
        (await AskAsync(Admin, new ListRoles(Limit: 200))).Items.Single(r => r.Code == code).RoleId;

    public static string NewKey() => Guid.NewGuid().ToString();

    /// <summary>
    /// A sale in the first store of <c>demo</c>, at its first till, for exactly what it costs in cash unless tendered otherwise.
    /// </summary>
    public async Task<Sale> SellAsync(params (int Item, decimal Quantity)[] items) =>
        await AskAsync(Cashier, await BasketAsync(Cashier, "demo", items));

    /// <summary>A paid basket, not sold yet.</summary>
    public async Task<CompleteSale> BasketAsync(
        Caller caller,
        string tenant,
        (int Item, decimal Quantity)[] items,
        int store = 1,
        int terminal = 1
    )
    {
        var lines = Lines(tenant, items);
        var quote = await AskAsync(caller, new QuoteBasket(DemoData.Store(tenant, store), lines));
        return new CompleteSale(
            DemoData.Store(tenant, store),
            DemoData.Terminal(tenant, store, terminal),
            lines,
            Cash(quote.Total + quote.Rounding)
        );
    }

    /// <summary>A store of <c>demo</c> that has sold nothing, with a hundred of an item and a till.</summary>
    public async Task<(Store Store, Terminal Till)> OpenStoreAsync(string code, int item = 60)
    {
        var store = await AskAsync(Admin, new CreateStore(new StoreDetails(code, code, "EUR", "Europe/Berlin", TaxMode.Inclusive)));
        await AskAsync(Admin, new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", item), 100)], "Opening"));
        return (store, await AskAsync(Admin, new CreateTerminal(store.StoreId, "T1", "One")));
    }

    /// <summary>One of the item that such a store has, paid and not sold yet.</summary>
    public async Task<CompleteSale> BasketAsync(Terminal till, int item = 60)
    {
        var lines = Lines("demo", (item, 1));
        var quote = await AskAsync(Admin, new QuoteBasket(till.StoreId, lines));
        return new CompleteSale(till.StoreId, till.TerminalId, lines, Cash(quote.Total + quote.Rounding));
    }

    /// <summary>Acts that begin while a sale has its number and waits for its stock: they come to wait as well, then all go on.</summary>
    public Task<Sale> DuringSaleAsync(CompleteSale basket, Action act) => DuringAsync(basket.StoreId, basket, act);

    /// <summary>The same for anything that moves a store's stock.</summary>
    public async Task<T> DuringAsync<T>(Guid storeId, ICommand<T> command, Action act)
    {
        await using var shelf = await HoldAsync("select from inventory.stock_level where store_id = $1 for update", storeId);
        var early = AskAsync(Admin, command);
        await UntilWaitingAsync(1);
        act();
        await UntilWaitingAsync(2);
        await shelf.CloseAsync();
        return await early;
    }

    /// <summary>
    /// A sale that begins while an act holds the till and waits for the till's pairing codes: it comes to wait as well, then both go on.
    /// </summary>
    public Task<Task<Sale>> SellDuringAsync(CompleteSale basket, Action act) => ComeDuringAsync(basket.TerminalId, act, basket);

    /// <summary>The same for anything else that such an act keeps waiting.</summary>
    public async Task<Task<T>> ComeDuringAsync<T>(Guid terminalId, Action act, ICommand<T> command)
    {
        await AskAsync(Admin, new MakePairingCode(terminalId));
        await using var codes = await HoldAsync("select from core.pairing_code where terminal_id = $1 for update", terminalId);
        act();
        await UntilWaitingAsync(1);
        var late = AskAsync(Admin, command);
        await UntilWaitingAsync(2);
        await codes.CloseAsync();
        return late;
    }

    public static BasketItem[] Lines(string tenant, params (int Item, decimal Quantity)[] items) =>
        [.. items.Select(i => new BasketItem(i.Quantity, DemoData.Variant(tenant, i.Item)))];

    public static SaleTender[] Cash(long amount) => amount == 0 ? [] : [new SaleTender("cash", amount)];

    /// <summary>What the shelf of a store holds.</summary>
    public Task<decimal> OnHandAsync(string tenant, int item, int store = 1) =>
        ScalarAsync<decimal>(
            "select on_hand from inventory.stock_level where tenant_id = $1 and store_id = $2 and variant_id = $3",
            DemoData.Tenant(tenant),
            DemoData.Store(tenant, store),
            DemoData.Variant(tenant, item)
        );

    /// <summary>Makes an item one that a store of <c>demo</c> never had.</summary>
    public async Task<Guid> UnstockAsync(int item, int store = 1)
    {
        var variant = DemoData.Variant("demo", item);
        await ExecuteAsync(
            "delete from inventory.stock_movement where store_id = $1 and variant_id = $2",
            DemoData.Store("demo", store),
            variant
        );
        await ExecuteAsync(
            "delete from inventory.stock_level where store_id = $1 and variant_id = $2",
            DemoData.Store("demo", store),
            variant
        );
        return variant;
    }

    /// <summary>One value, seen by an administrator of the server.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object?[] values) => (await ListAsync<T>(sql, values)).Single();

    /// <summary>The first column of some rows, seen by an administrator of the server.</summary>
    public Task<List<T>> ListAsync<T>(string sql, params object?[] values) => ListThroughAsync<T>(Database.Admin, sql, values);

    /// <summary>The first column of some rows, seen through any login.</summary>
    public static async Task<List<T>> ListThroughAsync<T>(string connectionString, string sql, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = Migrations.Database.Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
            rows.Add(await reader.GetFieldValueAsync<T>(0));
        return rows;
    }

    /// <summary>Gives an item of <c>demo</c> another price than it ever had, in the base list of a currency.</summary>
    public async Task PriceAsync(int item, long amount, string currency = "EUR")
    {
        await ExecuteAsync(
            """
            insert into pricing.price_list (tenant_id, price_list_id, code, name, currency, is_base)
            values ($1, gen_random_uuid(), 'base-' || lower($2), 'Base ' || $2, $2, true)
                on conflict do nothing
            """,
            DemoData.Tenant("demo"),
            currency
        );
        await ExecuteAsync(
            """
            update pricing.price as p
               set amount = $3, price_list_id = l.price_list_id
              from pricing.price_list as l
             where l.tenant_id = $1 and l.currency = $2 and l.is_base and p.tenant_id = $1 and p.variant_id = $4
            """,
            DemoData.Tenant("demo"),
            currency,
            amount,
            DemoData.Variant("demo", item)
        );
    }

    /// <summary>Changes something as an administrator of the server: for what no use case does yet.</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        await using var connection = new NpgsqlConnection(Database.Admin);
        await connection.OpenAsync();
        await using var command = Migrations.Database.Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Somebody else holds an item's row in the first store of <c>demo</c> until the connection is closed: who sells it comes as far as
    /// that.
    /// </summary>
    public Task<NpgsqlConnection> HoldShelfAsync(int item) =>
        HoldAsync(
            "select from inventory.stock_level where store_id = $1 and variant_id = $2 for update",
            DemoData.Store("demo"),
            DemoData.Variant("demo", item)
        );

    /// <summary>
    /// What nothing looks at any more is deleted, in all tenants, as the job does it once a day; answers how many acts that took.
    /// </summary>
    public async Task<int> TidyAsync()
    {
        await UseCases.Jobs.ScheduleAsync(within: TimeSpan.Zero, CancellationToken.None);
        await ExecuteAsync(
            "update app.job set state = 'due', attempts = 0, run_at = now() - interval '1 minute' where kind = 'operations.tidy_up'"
        );
        return await UseCases.WorkAsync();
    }

    /// <summary>
    /// Holds rows until the connection is closed. Many who come at once do so only when they all wait for the same thing.
    /// </summary>
    public Task<NpgsqlConnection> HoldAsync(string sql, params object?[] values) =>
        Migrations.Database.HoldAsync(Database.Admin, sql, values);

    /// <summary>
    /// Whoever comes from now on waits a minute for a lock, not seconds: a crowd that shall be complete needs as long as a busy machine
    /// takes to gather it. To be called before the first of them comes.
    /// </summary>
    public Task BePatientAsync() =>
        ExecuteAsync(
            """
            do $do$
            begin
                execute format('alter role poscommerce_app in database %I set lock_timeout = ''60s''', current_database());
                execute format('alter role poscommerce_app in database %I set statement_timeout = ''90s''', current_database());
            end
            $do$
            """
        );

    /// <summary>Waits until so many of the application's statements wait for a lock.</summary>
    public async Task UntilWaitingAsync(int statements)
    {
        var patience = DateTime.UtcNow.AddSeconds(60);
        while ((await WaitingAsync()).Count < statements)
        {
            if (DateTime.UtcNow > patience)
                throw new AssertionException($"No {statements} statements came to wait for a lock.");
            await Task.Delay(10);
        }
    }

    /// <summary>The server processes of the application that wait for a lock.</summary>
    public Task<List<int>> WaitingAsync() =>
        ListAsync<int>(
            "select pid from pg_stat_activity where datname = current_database() and usename = 'poscommerce_app' and wait_event_type = 'Lock'"
        );

    /// <summary>
    /// The laws of stock and money hold, by the product's own account and by one that is independent of it. Where nothing was written
    /// since they last did, they still do.
    /// </summary>
    public async Task LawsHoldAsync()
    {
        var written = await ListAsync<string>(WrittenSql);
        if (written.SequenceEqual(proven))
            return;
        Assert.That(await Books.ViolationsAsync(Database.Admin), Is.Empty);
        foreach (var tenant in new[] { "demo", "rival" })
        {
            var integrity = await AskAsync(await AuditorAsync(tenant), new GetIntegrity());
            Assert.That(integrity.Laws.SelectMany(l => l.Violations.Select(v => $"{l.Law}: {v}")), Is.Empty);
        }

        proven = written;
    }

    public async ValueTask DisposeAsync()
    {
        await UseCases.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static Task<Reply<T>> SendThroughAsync<T>(UseCases useCases, Caller caller, IRequest<T> request, string? key, int? ifMatch) =>
        useCases.SendOnRouteAsync(
            caller,
            AccessOf(request.GetType()),
            request,
            key ?? (request is IExactlyOnce ? NewKey() : null),
            ifMatch
        );

    private static async Task<T> AskThroughAsync<T>(UseCases useCases, Caller caller, IRequest<T> request) =>
        (await SendThroughAsync(useCases, caller, request, key: null, ifMatch: request is IEdit ? 1 : null)).Result;

    // The admins' own sessions may have ended in a test; the books are looked at all the same.
    private async Task<Caller> AuditorAsync(string tenant)
    {
        var session = DemoData.Id($"session/{tenant}/auditor");
        await ExecuteAsync(
            """
            insert into identity.session (tenant_id, session_id, user_id, started_at, expires_at)
            values ($1, $2, $3, now(), now() + interval '1 day')
                on conflict (tenant_id, session_id) do update
               set ended_at = null,
                   end_reason = null
            """,
            DemoData.Tenant(tenant),
            session,
            DemoData.User(tenant, "admin")
        );
        return new Caller(DemoData.Tenant(tenant), tenant, DemoData.User(tenant, "admin"), session);
    }
}
