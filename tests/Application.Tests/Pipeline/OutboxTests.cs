using System.Globalization;
using System.Text.Json;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure.Database;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

public sealed class OutboxTests : ShopTests
{
    private NpgsqlDataSource dispatcher = null!; // Made before the first test.

    [OneTimeSetUp]
    public void Connect_as_the_dispatcher() => dispatcher = NpgsqlDataSource.Create(Shop.Database.Dispatcher);

    [OneTimeTearDown]
    public async Task Disconnect() => await dispatcher.DisposeAsync();

    [Test]
    public async Task Each_act_tells_its_event_to_the_dispatcher_of_all_merchants()
    {
        var position = await EndAsync();
        var sold = await Shop.SellAsync((10, 1));
        await Shop.AskAsync(Shop.Manager, new VoidSale(sold.SaleId, "Wrong basket"));
        await Shop.AskAsync(Shop.Manager, Adjust(11, 2));
        await Shop.AskAsync(Shop.Rival, await Shop.BasketAsync(Shop.Rival, "rival", [(10, 1)]));

        var events = await ReadAsync(position, 4);

        Assert.Multiple(() =>
        {
            Assert.That(
                events.Select(e => (e.TenantId, e.Type)),
                Is.EqualTo(
                    new[]
                    {
                        (DemoData.Tenant("demo"), "sales.sale_completed"),
                        (DemoData.Tenant("demo"), "sales.sale_voided"),
                        (DemoData.Tenant("demo"), "inventory.stock_adjusted"),
                        (DemoData.Tenant("rival"), "sales.sale_completed"),
                    }
                )
            );
            using var told = JsonDocument.Parse(events[0].Payload);
            Assert.That(
                told.RootElement.EnumerateObject().Select(p => p.Name),
                Is.EquivalentTo(
                    new[]
                    {
                        "saleId",
                        "storeId",
                        "terminalId",
                        "number",
                        "currency",
                        "currencyDigits",
                        "net",
                        "tax",
                        "total",
                        "rounding",
                        "discount",
                    }
                )
            );
            Assert.That(
                (
                    told.RootElement.GetProperty("saleId").GetGuid(),
                    told.RootElement.GetProperty("total").GetInt64(),
                    told.RootElement.GetProperty("rounding").GetInt64()
                ),
                Is.EqualTo((sold.SaleId, sold.Total, sold.Rounding))
            );
        });
    }

    [Test]
    public async Task What_does_not_happen_is_not_told()
    {
        var before = await Shop.ScalarAsync<long>("select count(*) from app.outbox_event");

        await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust(12, -1_000)));

        Assert.That(await Shop.ScalarAsync<long>("select count(*) from app.outbox_event"), Is.EqualTo(before));
    }

    [Test]
    public async Task Nothing_overtakes_a_transaction_that_is_still_open()
    {
        var position = await EndAsync();
        await using var slow = new NpgsqlConnection(Shop.Database.Admin);
        await slow.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (
            var tell = new NpgsqlCommand(
                "insert into app.outbox_event (tenant_id, outbox_event_id, type, payload, occurred_at) values ($1, $2, 'test.slow', '{}', now())",
                slow
            )
        )
        {
            tell.Parameters.Add(new NpgsqlParameter { Value = DemoData.Tenant("demo") });
            tell.Parameters.Add(new NpgsqlParameter { Value = Ids.New() });
            await tell.ExecuteNonQueryAsync();
        }

        await Shop.AskAsync(Shop.Manager, Adjust(13, 1));
        Assert.That(await new OutboxReader(dispatcher).ReadAsync(position, 100, CancellationToken.None), Is.Empty);

        await transaction.CommitAsync();
        Assert.That((await ReadAsync(position, 2)).Select(e => e.Type), Is.EqualTo(new[] { "test.slow", "inventory.stock_adjusted" }));
    }

    [Test]
    public async Task A_reader_misses_nothing_and_sees_nothing_twice_while_sixteen_write()
    {
        const int writers = 16,
            acts = 8;
        var position = await EndAsync();
        List<OutboxEvent> seen = [];
        using var isWritten = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (true)
            {
                var isLast = isWritten.IsCancellationRequested;
                var events = await new OutboxReader(dispatcher).ReadAsync(
                    seen.Count == 0 ? position : seen[^1].Position,
                    7,
                    CancellationToken.None
                );
                seen.AddRange(events);
                if (isLast && seen.Count >= writers * acts && events.Count == 0)
                    return;
            }
        });

        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(async w =>
                {
                    for (var n = 0; n < acts; n++)
                    {
                        if (n % 3 == 0)
                            await RefusalOf(Shop.AskAsync(Shop.Manager, Adjust(20 + w, -10_000)));
                        await Shop.AskAsync(Shop.Manager, Adjust(20 + w, 1));
                    }
                })
        );
        await isWritten.CancelAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(30));

        var written = await Shop.ListAsync<Guid>(
            "select outbox_event_id from app.outbox_event where (transaction_id, outbox_event_id) > ($1::text::xid8, $2) order by transaction_id, outbox_event_id",
            position.TransactionId.ToString(CultureInfo.InvariantCulture),
            position.EventId
        );
        Assert.That(seen.Select(e => e.Position.EventId), Is.EqualTo(written));
        Assert.That(seen, Has.Count.EqualTo(writers * acts));
    }

    private static AdjustStock Adjust(int item, decimal quantity) =>
        new(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", item), quantity)], "Count");

    private async Task<OutboxPosition> EndAsync()
    {
        var told = await Shop.ScalarAsync<long>("select count(*) from app.outbox_event");
        return told == 0 ? OutboxPosition.Start : (await ReadAsync(OutboxPosition.Start, (int)told))[^1].Position;
    }

    // Other fixtures write on the same server; what they have open holds the reader up for a moment.
    private async Task<IReadOnlyList<OutboxEvent>> ReadAsync(OutboxPosition after, int count)
    {
        var patience = DateTime.UtcNow.AddSeconds(20);
        while (true)
        {
            var events = await new OutboxReader(dispatcher).ReadAsync(after, 1_000, CancellationToken.None);
            if (events.Count >= count || DateTime.UtcNow > patience)
                return events;
            await Task.Delay(10);
        }
    }
}
