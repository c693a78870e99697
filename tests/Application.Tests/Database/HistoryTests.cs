using MediatR;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Database;

/// <summary>
/// A list reads what it shows, not what the merchant ever did: the other store of <c>demo</c> has a long past here, and what
/// PostgreSQL read of it is counted.
/// </summary>
public sealed class HistoryTests
{
    private const int Past = 20_000;
    private const int Limit = 20;
    private const string Applications = "usename = 'poscommerce_app'";

    // A page of each store, and of its neighbours what an index looks at beside: far from the past.
    private const long Bearable = 400;

    private static readonly string[] PastSqls =
    [
        """
            insert into sales.sale (tenant_id, sale_id, store_id, terminal_id, number, sequence, currency, net, tax, total, paid, change,
                   business_date, sold_at, sold_by)
            select $1, ('01910000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, $3, 'PAST-' || n, n, 'EUR', 100, 19, 119, 119, 0,
                   date '2026-01-01', now() - n * interval '1 minute', $4
            """,
        """
            insert into sales.sale_line (tenant_id, sale_id, line_number, store_id, variant_id, sku, name, quantity, unit_price, tax_rate,
                   net, tax, gross)
            select $1, ('01910000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, $2, $5, 'SKU', 'Thing', 1, 119, 19, 100, 19, 119
            """,
        """
            insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount)
            select $1, ('01910000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, $2, 'cash', 119
            """,
        """
            insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at)
            select $1, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, $5, 'sale', -1,
                   ('01910000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, now()
            """,
        """
            insert into app.audit_entry (tenant_id, audit_entry_id, occurred_at, act, outcome, user_id, subject, request_hash)
            select $1, ('01910000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, now() - n * interval '1 minute', 'CompleteSale', 'done', $4, '{}', '\x00'
            """,
        """
            insert into identity.session (tenant_id, session_id, user_id, started_at, expires_at, ended_at, end_reason)
            select $1, ('01910000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $4, now() - n * interval '1 minute', now() + interval '1 day',
                   now(), 'signed_out'
            """,
    ];

    // A statement must name all of its parameters.
    private const string ForEachSql = """

          from generate_series(1, $6) as n
         where ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid) is not null
        """;

    private const string ReadSql = """
        select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint
          from pg_stat_user_tables
         where schemaname || '.' || relname = any (array['sales.sale', 'sales.sale_line', 'sales.tender', 'inventory.stock_movement',
                                                         'app.audit_entry', 'identity.session'])
        """;

    private static readonly Guid Sold = new("01910000-0000-7000-8000-000000010000");

    // Who asks: somebody of the small store, or of both.
    private static readonly object[][] Lists =
    [
        ["manager", "sales", new ListSales(Limit: Limit)],
        ["admin", "sales", new ListSales(Limit: Limit)],
        ["admin", "sales of the small store", new ListSales(DemoData.Store("demo"), Limit: Limit)],
        ["admin", "sales of the past", new ListSales(To: DateTimeOffset.UtcNow.AddDays(-10), Limit: Limit)],
        [
            "manager",
            "sales of the past",
            new ListSales(From: DateTimeOffset.UtcNow.AddDays(-20), To: DateTimeOffset.UtcNow.AddDays(-10), Limit: Limit),
        ],
        ["manager", "movements", new ListStockMovements(Limit: Limit)],
        ["admin", "movements", new ListStockMovements(Limit: Limit)],
        ["admin", "movements of the small store", new ListStockMovements(DemoData.Store("demo"), Limit: Limit)],
        [
            "manager",
            "movements of what the other store sells",
            new ListStockMovements(VariantId: DemoData.Variant("demo", 1), Limit: Limit),
        ],
        ["admin", "movements of what the other store sells", new ListStockMovements(VariantId: DemoData.Variant("demo", 1), Limit: Limit)],
        ["admin", "movements of what it does not sell", new ListStockMovements(VariantId: DemoData.Variant("demo", 2), Limit: Limit)],
        ["manager", "movements of a document", new ListStockMovements(DocumentId: Sold, Limit: Limit)],
        ["admin", "movements of a document", new ListStockMovements(DocumentId: Sold, Limit: Limit)],
        [
            "admin",
            "movements of a variant in a document",
            new ListStockMovements(VariantId: DemoData.Variant("demo", 1), DocumentId: Sold, Limit: Limit),
        ],
        ["admin", "audit log", new ListAuditLog(Limit: Limit)],
        ["admin", "acts of a kind", new ListAuditLog(Act: "VoidSale", Limit: Limit)],
        ["admin", "acts of somebody", new ListAuditLog(ActorId: DemoData.User("demo", "cashier"), Limit: Limit)],
        ["admin", "seldom acts of somebody", new ListAuditLog(ActorId: DemoData.User("demo", "cashier"), Act: "VoidSale", Limit: Limit)],
        ["admin", "acts of the past", new ListAuditLog(To: DateTimeOffset.UtcNow.AddDays(-10), Limit: Limit)],
        ["cashier", "sessions", new ListMySessions(Limit: Limit)],
    ];

    private Shop shop = null!; // Opened before the first test.

    [OneTimeSetUp]
    public async Task Open_a_shop_with_a_long_past()
    {
        shop = await Shop.OpenAsync();
        var cashier = DemoData.User("demo", "cashier");
        foreach (var statement in PastSqls)
        {
            await shop.ExecuteAsync(
                statement + ForEachSql,
                DemoData.Tenant("demo"),
                DemoData.Store("demo", 2),
                DemoData.Terminal("demo", 2, 1),
                cashier,
                DemoData.Variant("demo", 1),
                Past
            );
        }

        // Enough was there before all of them.
        await shop.ExecuteAsync(
            """
            insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at)
            values ($1, '018f0000-0000-7000-8000-000000000000', $2, $3, 'opening', $4, '018f0000-0000-7000-8000-000000000001', now())
            """,
            DemoData.Tenant("demo"),
            DemoData.Store("demo", 2),
            DemoData.Variant("demo", 1),
            (decimal)Past
        );
        var before = await ConnectedAsync(Applications);
        await using (var apart = new UseCases(shop.Database.App))
            await apart.SealBooksAsync(shop.Admin, Shop.AccessOf(typeof(GetIntegrity)));
        await shop.ExecuteAsync("analyze");
        // What filling it read is told when those who did are gone.
        NpgsqlConnection.ClearAllPools();
        await UntilGoneAsync(before, Applications);
        await UntilGoneAsync(await shop.ListAsync<int>("select pg_backend_pid()"), "usename <> 'poscommerce_app'");
    }

    [OneTimeTearDown]
    public async Task Close_the_shop() => await shop.DisposeAsync();

    [TestCaseSource(nameof(Lists))]
    public async Task A_list_reads_what_it_shows(string who, string list, IBaseRequest request)
    {
        var caller = who switch
        {
            "admin" => shop.Admin,
            "manager" => shop.Manager,
            _ => shop.Cashier,
        };

        // Often enough that a plan for all values would be chosen if there was one that looks cheaper.
        const int times = 8;
        var read = await ReadByAsync(async apart =>
        {
            for (var n = 0; n < times; n++)
                await Shop.AskAnythingAsync(caller, request, apart);
        });

        Assert.That(read / times, Is.LessThan(Bearable), $"{list}, by {who}");
    }

    [Test]
    public Task Deep_in_the_sales_a_page_reads_what_it_shows() =>
        A_deep_page_reads_what_it_shows(cursor => new ListSales(Limit: 200, Cursor: cursor));

    [Test]
    public Task Deep_in_the_ledger_a_page_reads_what_it_shows() =>
        A_deep_page_reads_what_it_shows(cursor => new ListStockMovements(Limit: 200, Cursor: cursor));

    [Test]
    public Task Deep_in_the_audit_log_a_page_reads_what_it_shows() =>
        A_deep_page_reads_what_it_shows(cursor => new ListAuditLog(Limit: 200, Cursor: cursor));

    [Test]
    public async Task A_check_of_sealed_books_reads_what_came_after_and_a_few_runs()
    {
        // Runs of 250 sales with a line and a tender, four of which are looked at; of 2,000 movements, two; and what is not sealed, twice.
        const long fewRuns = (4 * 250 * 3) + (2 * 2_000) + (250 * 3) + 2_000 + 2_000 + 250;
        Integrity? integrity = null;
        var read = await ReadByAsync(async apart => integrity = await Shop.AskAsync(shop.Admin, new GetIntegrity(), apart));

        Assert.That(integrity?.ProvenSince, Is.Not.Null);
        Assert.That(read, Is.LessThan(fewRuns), $"Of {4 * Past} and more.");
    }

    [Test]
    public async Task What_is_read_is_counted() =>
        Assert.That(
            await ReadByAsync(async apart =>
            {
                string? cursor = null;
                for (var n = 0; n < 10; n++)
                    cursor = (await Shop.AskAsync(shop.Admin, new ListSales(Limit: 200, Cursor: cursor), apart)).NextCursor;
            }),
            Is.GreaterThanOrEqualTo(2_000)
        );

    private async Task A_deep_page_reads_what_it_shows<T>(Func<string?, IRequest<Page<T>>> page)
    {
        // A cursor is good where it was given out: ten pages, and the same with one more. A page is of each of two stores.
        var (ten, eleven) = (await ReadByAsync(apart => TurnAsync(apart, 10)), await ReadByAsync(apart => TurnAsync(apart, 11)));
        Assert.That(eleven - ten, Is.LessThan(2 * Bearable));

        async Task TurnAsync(UseCases apart, int pages)
        {
            string? cursor = null;
            for (var n = 0; n < pages; n++)
                cursor = (await Shop.AskAsync(shop.Admin, page(cursor), apart)).NextCursor;
        }
    }

    // On connections of its own, which are gone before it is counted: a server process tells what it read at the latest when it ends.
    private async Task<long> ReadByAsync(Func<UseCases, Task> asking)
    {
        var others = await ConnectedAsync(Applications);
        var before = await ReadAsync();
        await using (var apart = new UseCases(shop.Database.App))
            await asking(apart);

        await UntilGoneAsync(others, Applications);
        return await ReadAsync() - before;
    }

    private async Task UntilGoneAsync(List<int> others, string who)
    {
        var patience = DateTime.UtcNow.AddSeconds(60);
        while ((await ConnectedAsync(who)).Except(others).Any())
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(patience), "Somebody stays connected.");
            await Task.Delay(20);
        }
    }

    private Task<List<int>> ConnectedAsync(string who) =>
        shop.ListAsync<int>(
            $"select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and {who}"
        );

    private Task<long> ReadAsync() => shop.ScalarAsync<long>(ReadSql);
}
