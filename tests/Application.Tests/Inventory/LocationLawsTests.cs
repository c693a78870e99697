using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

/// <summary>The ledger of a location that does not sell is a chain that the database checks; what it cannot check, a proof does.</summary>
public sealed class LocationLawsTests
{
    private const string Unguarded = "set session_replication_role = replica; ";

    private readonly TestClock clock = new();
    private Shop shop = null!; // Opened before the first test.

    [OneTimeSetUp]
    public async Task Open_the_shop()
    {
        shop = await Shop.OpenAsync(clock);
        for (var n = 0; n < 3; n++)
            await shop.AskAsync(
                shop.Manager,
                new AdjustStock(
                    DemoData.Store("demo"),
                    [new AdjustStockLine(DemoData.Variant("demo", 60), 2)],
                    "Counted",
                    DemoData.BackRoom("demo")
                )
            );
    }

    [OneTimeTearDown]
    public async Task Close_the_shop() => await shop.DisposeAsync();

    [TestCase("update inventory.location_level set on_hand = on_hand + 1 where {0}", "location_level_is_what_the_last_movement_left")]
    [TestCase("update inventory.location_level set last_number = 2 where {0}", "location_level_is_what_the_last_movement_left")]
    [TestCase("update inventory.location_level set on_hand = -1 where {0}", "location_level_not_negative")]
    [TestCase("delete from inventory.location_movement where number = 3 and {0}", "location_level_is_what_the_last_movement_left")]
    [TestCase("delete from inventory.location_movement where number = 2 and {0}", "location_movement_follows_another")]
    [TestCase("update inventory.location_movement set quantity = 3 where number = 2 and {0}", "location_movement_follows_another")]
    [TestCase("update inventory.location_movement set quantity = 3 where number = 1 and {0}", "location_movement_begins_with_nothing")]
    [TestCase(
        "update inventory.location_movement set balance = 5, quantity = 3 where number = 2 and {0}",
        "location_movement_follows_another"
    )]
    public async Task Nobody_not_even_an_administrator_makes_a_balance_other_than_its_movements(string sql, string constraint)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => shop.ExecuteAsync(Of60(sql)));

        Assert.That(refused?.ConstraintName, Is.EqualTo(constraint));
    }

    [Test]
    public async Task What_was_changed_in_the_middle_while_nothing_guarded_it_is_found_by_a_full_proof_and_told_ever_after()
    {
        clock.Advance(TimeSpan.FromDays(1));
        await shop.UseCases.SealBooksAsync(shop.Admin, Shop.AccessOf(typeof(GetIntegrity)));
        clock.Advance(TimeSpan.FromDays(1));
        await shop.ExecuteAsync(
            Unguarded
                + Of60(
                    "update inventory.location_movement set quantity = case number when 2 then 3 else 1 end, balance = case number when 2 then 5 else 6 end where number > 1 and {0}"
                )
                + "; reset session_replication_role"
        );
        Assert.That(await BrokenAsync(), Is.Empty, "All of it adds up, in order.");

        await shop.ExecuteAsync(
            Unguarded
                + Of60("update inventory.location_movement set balance = 4 where number = 2 and {0}")
                + "; reset session_replication_role"
        );
        Assert.That(await BrokenAsync(), Is.Empty, "A check compares ends.");
        await shop.UseCases.ProveBooksAsync(shop.Admin, Shop.AccessOf(typeof(GetIntegrity)), clock.GetUtcNow());

        Assert.That(await BrokenAsync(), Is.EqualTo(new[] { ("inventory.location_ledger_equals_balance", 0m, 1m) }));
    }

    private static string Of60(string sql) =>
        string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            sql,
            $"(stock_location_id, variant_id) = ('{DemoData.BackRoom("demo")}', '{DemoData.Variant("demo", 60)}')"
        );

    private async Task<IEnumerable<(string Law, decimal Expected, decimal Actual)>> BrokenAsync() =>
        (await shop.AskAsync(shop.Admin, new GetIntegrity())).Laws.SelectMany(l => l.Violations.Select(v => (l.Law, v.Expected, v.Actual)));
}
