using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Database;

/// <summary>
/// An error that is raised while a statement is bound puts the driver out of step with its connection. Nobody else may get
/// such a connection as it is (findings/npgsql-bind-error-while-autopreparing.sh).
/// </summary>
public sealed class OutOfStepTests : ShopTests
{
    private const string EchoSql = "select @Text::text as echo";
    private const string NumberSql = "select @Text::text::integer as number";
    private const string TimeSql = "select @Text::text::timestamptz as time";
    private const string ProductSql = "select @Pieces::bigint * @Price::bigint as total";

    private UseCases one = null!; // Opened before the first test: everybody shares one connection.

    [OneTimeSetUp]
    public void Take_turns_on_one_connection() => one = new UseCases($"{Shop.Database.App};Maximum Pool Size=1", Clock);

    [OneTimeTearDown]
    public ValueTask Leave_it() => one.DisposeAsync();

    /// <summary>When this fails, the driver was mended: then what heals a connection in Db, and this, can go.</summary>
    [Test]
    public async Task The_driver_itself_is_out_of_step_after_it()
    {
        await using var source = NpgsqlDataSource.Create(
            $"{Shop.Database.App};Maximum Pool Size=1;Max Auto Prepare=20;Auto Prepare Min Usages=2;No Reset On Close=true"
        );

        await BatchAsync("fine");
        Assert.That(async () => await BatchAsync("not\0fine"), Throws.InstanceOf<PostgresException>());
        Assert.That(async () => await BatchAsync("fine"), Throws.Exception.With.Message.Contains("Received unexpected backend message"));

        async Task BatchAsync(string text)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand("select @Text::text") { Parameters = { new NpgsqlParameter<string>("Text", text) } }
            );
            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
            await using var reader = await batch.ExecuteReaderAsync();
            while (await reader.NextResultAsync())
            {
                // Errors of the statements behind are raised here.
            }
        }
    }

    // Before, at and after the use with which the driver prepares a statement; among them, the merchant who shares the connection.
    [TestCase(EchoSql, "fine", "not\0fine")]
    [TestCase(NumberSql, "12", "twelve")]
    [TestCase(NumberSql, "12", "99999999999999999999")]
    [TestCase(TimeSql, "2026-12-01", "2026-13-41")]
    public async Task Nobody_else_gets_a_connection_that_is_out_of_step(string sql, string good, string bad)
    {
        var expected = await Shop.AskAsync(Shop.Rival, new ListVariants(Limit: 200));
        for (var round = 0; round < 12; round++)
        {
            for (var n = 0; n < round % 4; n++)
                await AskAsync(good);
            Assert.That(async () => await AskAsync(bad), Throws.InstanceOf<PostgresException>().Or.InstanceOf<Refused>());

            var rows = await Shop.AskAsync(Shop.Rival, new ListVariants(Limit: 200), one);
            Assert.That(rows.Items.Select(Row), Is.EqualTo(expected.Items.Select(Row)), $"round {round}");
        }

        Task<object?> AskAsync(string text) =>
            one.InTransactionAsync<IDb, object?>(
                Shop.Cashier,
                RouteAccess.SignedIn,
                async db => await db.QuerySingleOrDefaultAsync<object?>(sql, new { Text = text }),
                kind: Access.Read
            );
        static string Row(Variant v) =>
            $"{v.VariantId} {v.Sku} {v.Name} {string.Join(',', v.Prices)} {string.Join(',', v.Barcodes)} {string.Join(',', v.Available)}";
    }

    [Test]
    public async Task What_is_raised_behind_a_replay_does_no_harm_either()
    {
        var key = Shop.NewKey();
        var command = await Shop.BasketAsync(Shop.Cashier, "demo", [(41, 1)]);
        await Shop.SendAsync(Shop.Cashier, command, key);

        for (var round = 0; round < 6; round++)
        {
            Assert.That((await one.SendOnRouteAsync(Shop.Cashier, Shop.AccessOf(typeof(CompleteSale)), command, key)).IsReplay);
            Assert.That((await Shop.AskAsync(Shop.Rival, new ListVariants(), one)).Items, Is.Not.Empty);
        }
    }

    [TestCase(EchoSql, "text\0", "text", "act")]
    [TestCase(NumberSql, "twelve", "twelve", "act")]
    [TestCase(TimeSql, "2026-13-41", "2026-13-41", "act")]
    public async Task What_the_database_does_not_take_is_named_by_the_member_that_brought_it(
        string sql,
        string sent,
        string asked,
        string member
    )
    {
        var error = await RefusalOf(
            one.InTransactionAsync<IDb, object?>(
                Shop.Admin,
                RouteAccess.SignedIn,
                async db => await db.QuerySingleOrDefaultAsync<object?>(sql, new { Text = sent }),
                request: new ListAuditLog(Act: asked)
            )
        );

        Assert.That((error.Kind, error.Code, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "request.invalid", member)));
    }

    [Test]
    public async Task A_figure_and_what_a_cursor_held_are_named_too()
    {
        var figure = await RefusalOf(
            one.InTransactionAsync<IDb, long>(
                Shop.Admin,
                RouteAccess.SignedIn,
                async db =>
                    await db.QuerySingleOrDefaultAsync<long>(
                        ProductSql,
                        new { Pieces = 9_000_000_000_000_000, Price = 8_000_000_000_000_000 }
                    ),
                request: new { Lines = new[] { new { Pieces = 1L }, new { Pieces = 9_000_000_000_000_000 } } }
            )
        );
        var cursor = await RefusalOf(
            one.InTransactionAsync<IDb, object?>(
                Shop.Admin,
                RouteAccess.SignedIn,
                async db => await db.QuerySingleOrDefaultAsync<object?>(EchoSql, new { Text = "unwrapped\0" }),
                request: new ListAuditLog(Cursor: "d3JhcHBlZA")
            )
        );

        Assert.That((figure.Kind, figure.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "lines[1].pieces")));
        Assert.That((cursor.Kind, cursor.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "cursor")));
    }

    [Test]
    public void What_the_request_did_not_bring_is_a_fault_of_ours() =>
        Assert.That(
            async () =>
                await one.InTransactionAsync<IDb, object?>(
                    Shop.Admin,
                    RouteAccess.SignedIn,
                    async db => await db.QuerySingleOrDefaultAsync<object?>(NumberSql, new { Text = "twelve" }),
                    request: new ListAuditLog(Act: "thirteen")
                ),
            Throws.InstanceOf<PostgresException>()
        );
}
