using System.Globalization;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Walls;

/// <summary>The wall of row security, alone: plain SQL of the application's own login, without one predicate.</summary>
public sealed class RowWallTests : ShopTests
{
    private const string NotAllowed = PostgresErrorCodes.InsufficientPrivilege;

    private static readonly Guid Demo = DemoData.Tenant("demo");
    private static readonly Guid Rival = DemoData.Tenant("rival");

    [OneTimeSetUp]
    public Task Let_both_merchants_trade() => Merchants.TradeAsync(Shop);

    private static IEnumerable<Table> Walled => Table.Walled;

    private static IEnumerable<Table> OfStores => Table.All.Where(t => t.Kind is "store" or "shared");

    private static IEnumerable<Table> BetweenStores => Table.All.Where(t => t.Kind is "route");

    [TestCaseSource(nameof(Walled))]
    public async Task Both_merchants_have_rows(object table)
    {
        foreach (var tenant in new[] { Demo, Rival })
            Assert.That(await Shop.ScalarAsync<long>($"select count(*) from {table} where tenant_id = $1", tenant), Is.Positive);
    }

    [TestCaseSource(nameof(Walled))]
    public async Task Without_a_tenant_there_is_nothing_to_see_and_nothing_to_write(object table)
    {
        await using var wall = await OpenAsync();

        Assert.That(await wall.CountAsync($"select count(*) from {table}"), Is.AnyOf(0L, null));
        Assert.That(await wall.InsertCopyAsync($"{table}", await RowAsync($"{table}", Demo)), Is.EqualTo(NotAllowed));
        Assert.That(await wall.ChangeAsync($"update {table} set tenant_id = tenant_id"), Is.AnyOf("0 rows", NotAllowed));
    }

    [TestCaseSource(nameof(Walled))]
    public async Task After_a_transaction_the_tenant_is_forgotten(object table)
    {
        await using var wall = await OpenAsync();
        await wall.EnterAsync(Demo, [DemoData.Store("demo", 1), DemoData.Store("demo", 2)]);
        await wall.LeaveAsync();

        // The setting is now an empty text, which is no uuid.
        Assert.That(await wall.CountAsync($"select count(*) from {table}"), Is.AnyOf(0L, null));
    }

    [TestCaseSource(nameof(Walled))]
    public async Task One_merchants_rows_are_neither_seen_nor_written_by_another(object table)
    {
        await using var wall = await OpenAsync();
        await wall.EnterAsync(
            Demo,
            [DemoData.Store("demo", 1), DemoData.Store("demo", 2), DemoData.Store("rival", 1), DemoData.Store("rival", 2)]
        );
        var theirs = await RowAsync($"{table}", Rival);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await wall.CountAsync($"select count(*) from {table} where tenant_id <> '{Demo}'"), Is.AnyOf(0L, null));
            Assert.That(await wall.CountAsync($"select count(*) from {table}"), Is.Null.Or.Positive);
            Assert.That(await wall.InsertCopyAsync($"{table}", theirs), Is.EqualTo(NotAllowed));
            Assert.That(
                await wall.ChangeAsync($"update {table} set tenant_id = tenant_id where tenant_id = '{Rival}'"),
                Is.AnyOf("0 rows", NotAllowed)
            );
            // Giving one's own row away to them is writing theirs, too.
            Assert.That(await wall.ChangeAsync($"update {table} set tenant_id = '{Rival}'"), Is.EqualTo(NotAllowed));
        });
    }

    [TestCaseSource(nameof(OfStores))]
    public async Task Rows_of_a_store_out_of_scope_are_not_written_and_seen_only_where_that_is_a_feature(object table)
    {
        await using var wall = await OpenAsync();
        var (here, there) = (DemoData.Store("demo", 1), DemoData.Store("demo", 2));
        await wall.EnterAsync(Demo, [here]);
        var other = await Shop.ScalarAsync<string>($"select to_jsonb(t)::text from {table} as t where store_id = $1 limit 1", there);
        var isShared = ((Table)table).Kind == "shared";

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await wall.CountAsync($"select count(*) from {table} where store_id = '{here}'"), Is.Positive);
            Assert.That(
                await wall.CountAsync($"select count(*) from {table} where store_id = '{there}'"),
                isShared ? Is.Positive : Is.Zero
            );
            Assert.That(await wall.InsertCopyAsync($"{table}", other), Is.EqualTo(NotAllowed));
            Assert.That(
                await wall.ChangeAsync($"update {table} set store_id = store_id where store_id = '{there}'"),
                Is.AnyOf("0 rows", NotAllowed)
            );
            Assert.That(await wall.ChangeAsync($"update {table} set store_id = '{there}'"), Is.EqualTo(NotAllowed));
        });
    }

    [TestCaseSource(nameof(BetweenStores))]
    public async Task Rows_between_two_stores_are_seen_and_written_from_either_and_from_no_other(object table)
    {
        // Some go from a store to the same one.
        var row = await Shop.ScalarAsync<string>(
            $"select to_jsonb(t)::text from {table} as t where tenant_id = $1 and from_store_id <> to_store_id limit 1",
            Demo
        );
        foreach (var store in new[] { DemoData.Store("demo", 1), DemoData.Store("demo", 2) })
        {
            await using var side = await OpenAsync();
            await side.EnterAsync(Demo, [store]);
            Assert.That(await side.CountAsync($"select count(*) from {table}"), Is.Positive);
            Assert.That(
                await side.InsertCopyAsync($"{table}", row),
                Is.EqualTo(PostgresErrorCodes.UniqueViolation),
                "The wall lets it by."
            );
        }

        await using var elsewhere = await OpenAsync();
        await elsewhere.EnterAsync(Demo, [Guid.NewGuid()]);
        Assert.That(await elsewhere.CountAsync($"select count(*) from {table}"), Is.Zero);
        Assert.That(await elsewhere.InsertCopyAsync($"{table}", row), Is.EqualTo(NotAllowed));
        if (Harmless(table) is { } change)
            Assert.That(await elsewhere.ChangeAsync($"update {table} set {change}"), Is.EqualTo("0 rows"));
    }

    [Test]
    public async Task The_dispatcher_sees_the_outbox_of_all_and_nothing_else()
    {
        await using var wall = await OpenAsync(Shop.Database.Dispatcher);

        foreach (var table in Table.All)
            Assert.That(
                await wall.CountAsync($"select count(*) from {table}"),
                table.Name == "app.outbox_event" ? Is.Positive : Is.Null,
                table.Name
            );
        Assert.That(await wall.ChangeAsync("delete from app.outbox_event"), Is.EqualTo(NotAllowed));
    }

    [Test]
    public async Task The_backup_sees_everything_and_changes_nothing()
    {
        await using var wall = await OpenAsync(Shop.Database.Backup);

        foreach (var table in Table.All)
        {
            Assert.That(
                await wall.CountAsync($"select count(*) from {table}"),
                Is.EqualTo(await Shop.ScalarAsync<long>($"select count(*) from {table}")),
                table.Name
            );
            Assert.That(
                await wall.ChangeAsync($"delete from {table}"),
                Is.EqualTo(NotAllowed).Or.EqualTo(PostgresErrorCodes.ReadOnlySqlTransaction),
                table.Name
            );
        }
    }

    [Test]
    public async Task A_document_cannot_point_at_another_merchants_row_even_past_row_security()
    {
        // Foreign keys are checked behind the back of row security: the key itself must carry the tenant.
        await using var wall = await OpenAsync();
        await wall.EnterAsync(Demo, [DemoData.Store("demo", 1)]);

        var state = await wall.ChangeAsync(
            $"insert into inventory.stock_level (store_id, variant_id) values ('{DemoData.Store("demo", 1)}', '{DemoData.Variant("rival", 20)}')"
        );

        Assert.That(state, Is.EqualTo(PostgresErrorCodes.ForeignKeyViolation));
    }

    // A column of it that the application may change, if there is one.
    private static string? Harmless(object table) =>
        $"{table}" switch
        {
            "inventory.transfer" => "version = version",
            "inventory.transfer_line" => "shipped = shipped",
            "sales.sale_return" => "is_whole = is_whole",
            _ => null,
        };

    private async Task<string> RowAsync(string table, Guid tenant) =>
        await Shop.ScalarAsync<string>($"select to_jsonb(t)::text from {table} as t where tenant_id = $1 limit 1", tenant);

    private Task<Session> OpenAsync() => OpenAsync(Shop.Database.App);

    private static async Task<Session> OpenAsync(string login)
    {
        var connection = new NpgsqlConnection(login);
        await connection.OpenAsync();
        return new Session(connection);
    }

    private sealed class Session(NpgsqlConnection connection) : IAsyncDisposable
    {
        private bool isInside;

        /// <summary>As <c>app.enter</c> does it, for whatever tenant and stores the test likes.</summary>
        public async Task EnterAsync(Guid tenant, Guid[] stores)
        {
            await ExecuteAsync("begin");
            await ExecuteAsync($"set local app.tenant_id = '{tenant}'");
            await ExecuteAsync($"set local app.store_scope = '{{{string.Join(',', stores)}}}'");
            isInside = true;
        }

        public async Task LeaveAsync()
        {
            await ExecuteAsync("commit");
            isInside = false;
        }

        /// <summary>Null when the login may not even ask.</summary>
        public async Task<long?> CountAsync(string sql)
        {
            var answer = await TryAsync(sql, async command => $"{await command.ExecuteScalarAsync()}");
            return answer == NotAllowed ? null : long.Parse(answer, CultureInfo.InvariantCulture);
        }

        /// <summary>How many rows, or the state of the error.</summary>
        public Task<string> ChangeAsync(string sql) => TryAsync(sql, async command => $"{await command.ExecuteNonQueryAsync()} rows");

        public async Task<string> InsertCopyAsync(string table, string row)
        {
            await using var naming = new NpgsqlCommand(
                $"select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
                connection
            );
            var columns = await naming.ExecuteScalarAsync();
            return await ChangeAsync(
                $"insert into {table} ({columns}) select {columns} from jsonb_populate_record(null::{table}, '{row.Replace("'", "''", StringComparison.Ordinal)}')"
            );
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();

        // Each attempt is undone, so that it neither ends the transaction nor changes what the next one sees.
        private async Task<string> TryAsync(string sql, Func<NpgsqlCommand, Task<string>> run)
        {
            await ExecuteAsync(isInside ? "savepoint attempt" : "begin");
            try
            {
                await using var command = new NpgsqlCommand(sql, connection);
                return await run(command);
            }
            catch (PostgresException e)
            {
                return e.SqlState;
            }
            finally
            {
                await ExecuteAsync(isInside ? "rollback to savepoint attempt" : "rollback");
            }
        }

        private async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
