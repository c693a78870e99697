using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Infrastructure.Database;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Operations;

/// <summary>
/// What was proven is sealed, and a check looks at what is new. What is cooked behind a seal is found by a full proof, and from
/// then on by every check. Each test has a shop of its own, because its books stay broken, so they need not take turns either; a past
/// that many begin with is made once, and copied.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class BooksProofTests
{
    private const string RuleThatRoundsUp = """
        update sales.sale
           set cash_rounding = '{"step": 1000000, "tie": "up", "direction": "up", "appliesTo": "cashPart", "excludesDistanceSales": false}'
         where sale_id = $1
        """;

    private const string SaleThatIsGone = """
        with l as (delete from sales.sale_line where sale_id = $1), t as (delete from sales.tender where sale_id = $1)
        delete from sales.sale where sale_id = $1
        """;

    private const string MovementsThatAreGone = "delete from inventory.stock_movement where document_id = $1";

    private const string OfTheSale = """

          from inventory.stock_movement as m
         where m.document_id = $1
           and (l.tenant_id, l.store_id, l.variant_id) = (m.tenant_id, m.store_id, m.variant_id)
        """;

    private const string BalanceThatIsMore = "update inventory.stock_level as l set on_hand = on_hand + 1" + OfTheSale;

    // The sum of what is sealed was cooked with the balance.
    private const string SumThatIsMore =
        "with z as (update inventory.sealed_level as l set moved = l.moved + 1" + OfTheSale + ") " + BalanceThatIsMore;

    private const string Oversold = "update inventory.stock_level as l set reserved = on_hand + 1" + OfTheSale;

    private const string ReservedForNobody = "update inventory.stock_level as l set reserved = 1" + OfTheSale;

    private const string LevelWithoutGuard = "update inventory.stock_level as l set may_go_negative = true" + OfTheSale;

    // The database itself holds a balance to the last movement, unless its triggers are off.
    private const string LocationThatHoldsMore = """
        with unguarded as (select set_config('session_replication_role', 'replica', true) as role)
        update inventory.location_level as l
           set on_hand = l.on_hand + 1
          from unguarded as u, sales.sale as s
         where u.role = 'replica'
           and s.sale_id = $1
           and (l.tenant_id, l.store_id) = (s.tenant_id, s.store_id)
           and l.variant_id = (select min(variant_id::text)::uuid from inventory.location_level as o where o.store_id = s.store_id)
        """;

    // A move that took what the sale took, and brought it nowhere.
    private const string MoveThatLoses = """
        insert into inventory.stock_move (tenant_id, stock_move_id, store_id, to_location_id, moved_at, moved_by, proven_at)
        select s.tenant_id, s.sale_id, s.store_id, l.stock_location_id, s.sold_at, s.sold_by, $2
          from sales.sale as s
          join inventory.stock_location as l using (tenant_id, store_id)
         where s.sale_id = $1
           and l.kind = 'backRoom'
        """;

    // A transfer whose movements are those of the sale, while its lines say nothing of them.
    private const string TransferThatLoses = """
        insert into inventory.transfer (tenant_id, transfer_id, number, from_store_id, to_store_id, status, requested_at, requested_by,
               proven_at)
        select s.tenant_id, s.sale_id, 'COOKED', s.store_id, o.store_id, 'requested', s.sold_at, s.sold_by, $2
          from sales.sale as s
          join core.store as o using (tenant_id)
         where s.sale_id = $1
           and o.store_id <> s.store_id
         limit 1
        """;

    // A change of the average of what was sold that counts $3 more than there were, and which the sale took at $4 more than it says.
    private const string CostThatLies = """
        with c as (
            insert into inventory.cost_change (tenant_id, cost_change_id, store_id, variant_id, number, kind, document_id, quantity,
                   unit_cost, on_hand_before, average_after, changed_at, since_id, until_id, proven_at)
            select l.tenant_id, gen_random_uuid(), l.store_id, l.variant_id, 1, 'revaluation', gen_random_uuid(), 0, 100,
                   l.on_hand - m.quantity + $3 + coalesce((select sum(p.on_hand)
                                                             from inventory.location_level as p
                                                            where (p.tenant_id, p.store_id, p.variant_id)
                                                                  = (l.tenant_id, l.store_id, l.variant_id)), 0),
                   100, m.moved_at, '00000001-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', $2
              from inventory.stock_movement as m
              join inventory.stock_level as l using (tenant_id, store_id, variant_id)
             where m.document_id = $1
            returning *
        ), m as (
            update inventory.stock_movement as m
               set cost_number = 1,
                   unit_cost = 100 + $4
              from c
             where m.document_id = $1
               and (m.tenant_id, m.store_id, m.variant_id) = (c.tenant_id, c.store_id, c.variant_id)
        )
        update inventory.stock_level as l
           set cost_number = 1,
               average_cost = 100
          from c
         where (l.tenant_id, l.store_id, l.variant_id) = (c.tenant_id, c.store_id, c.variant_id)
        """;

    // A stocktake whose movements are those of the sale, while its lines say nothing of them.
    private const string StocktakeThatLies = """
        insert into inventory.stocktake (tenant_id, stocktake_id, store_id, name, scope, is_blind, status, opened_at, opened_by, proven_at)
        select tenant_id, sale_id, store_id, 'COOKED', 'full', false, 'open', sold_at, sold_by, $2
          from sales.sale
         where sale_id = $1
        """;

    // A return of the sale that was paid for and took nothing, and that the sale knows nothing of.
    private const string ReturnThatLies = """
        with r as (
            insert into sales.sale_return (tenant_id, return_id, sale_id, from_store_id, to_store_id, terminal_id, number, sequence,
                   currency, tax_mode, net, tax, total, rounding, refunded, business_date, time_zone, day_ends_at, returned_at, returned_by,
                   proven_at)
            select tenant_id, sale_id, sale_id, store_id, store_id, terminal_id, 'COOKED', $3, currency, 'inclusive', net, tax, total, 0,
                   total, business_date, 'Europe/Berlin', '00:00', sold_at, sold_by, $2
              from sales.sale
             where sale_id = $1
            returning *
        )
        insert into sales.refund (tenant_id, return_id, refund_number, sale_id, from_store_id, to_store_id, method, gives_change, rounding,
               amount)
        select tenant_id, return_id, 1, sale_id, from_store_id, to_store_id, 'cash', true, 'asCash', refunded
          from r
        """;

    // A closed shift that has added up what nobody put in, expects something else, and has no report.
    private const string ShiftThatLies = """
        with h as (
            insert into sales.shift (tenant_id, shift_id, store_id, terminal_id, terminal_code, cashier_id, status, currency, float_amount,
                   is_shared, is_blind, over_short_up_to, business_date, time_zone, day_ends_at, opened_at, opened_by, counted, expected,
                   counted_at, counted_by, closed_at, closed_by, proven_at)
            select tenant_id, sale_id, store_id, terminal_id, 'T1', sold_by, 'closed', currency, 100, false, true, 0, business_date,
                   'Europe/Berlin', '00:00', sold_at, sold_by, 90, 90, sold_at, sold_by, sold_at, sold_by, $2
              from sales.sale
             where sale_id = $1
            returning tenant_id, shift_id, store_id
        )
        insert into sales.shift_total (tenant_id, shift_id, kind, key, store_id, count, amount, net, tax, rounding)
        select tenant_id, shift_id, 'in', '', store_id, 1, 5, 0, 0, 0
          from h
        """;

    // A day that is said to be added up, and has no figures.
    private const string DayThatLies = """
        insert into sales.business_day (tenant_id, store_id, business_date, rolled_at, proven_at)
        select tenant_id, store_id, business_date, sold_at, $2
          from sales.sale
         where sale_id = $1
        """;

    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);
    private static readonly Guid Till = DemoData.Terminal("demo", 1, 1);

    // What breaks each law, of a sale in the middle of a till's.
    private static readonly object[][] Cooked =
    [
        ["sales.lines_equal_total", "delete from sales.sale_line where line_number = 1 and sale_id = $1"],
        [
            "sales.lines_follow_their_prices",
            "update sales.sale_line set unit_price = unit_price + 1 where line_number = 1 and sale_id = $1",
        ],
        ["sales.tenders_equal_total", "update sales.tender set amount = amount + 1 where sale_id = $1"],
        [
            "sales.change_is_cash",
            "with t as (update sales.tender set method = 'card', gives_change = false, rounding = 'withTheTotal' where sale_id = $1) update sales.sale set paid = paid + 5, change = change + 5 where sale_id = $1",
        ],
        [
            "sales.rounding_is_of_cash",
            "with t as (update sales.tender set method = 'card', gives_change = false, rounding = 'withTheTotal' where sale_id = $1) update sales.sale set rounding = 5, paid = paid + 5 where sale_id = $1",
        ],
        ["sales.rounding_follows_its_rule", RuleThatRoundsUp],
        ["sales.days_never_go_back", "update sales.sale set business_date = business_date + 400 where sale_id = $1"],
        ["sales.numbers_without_gaps", SaleThatIsGone],
        // What keeps every law: a sale that was another once.
        [
            "sales.sealed_sales_stand",
            "with l as (update sales.sale_line set net = net + 1, tax = tax - 1 where line_number = 1 and sale_id = $1) update sales.sale set net = net + 1, tax = tax - 1 where sale_id = $1",
        ],
        ["sales.sealed_sales_stand", "update sales.sale set sold_at = sold_at - interval '1 day' where sale_id = $1"],
        ["sales.sealed_sales_stand", "update sales.sale set time_zone = 'Asia/Tokyo' where sale_id = $1"],
        ["sales.sealed_sales_stand", "update sales.sale set sold_by = sale_id where sale_id = $1"],
        ["inventory.sealed_movements_stand", "update inventory.stock_movement set kind = 'adjustment' where document_id = $1"],
        [
            "inventory.sealed_movements_stand",
            "update inventory.stock_movement set moved_at = moved_at - interval '1 day' where document_id = $1",
        ],
        ["inventory.ledger_equals_balance", BalanceThatIsMore],
        [
            "inventory.ledger_equals_balance",
            "update inventory.stock_level as l set on_hand = on_hand - 1 from inventory.stock_movement as m where m.document_id = $1 and (l.tenant_id, l.store_id, l.variant_id) = (m.tenant_id, m.store_id, m.variant_id)",
        ],
        ["inventory.ledger_equals_balance", SumThatIsMore],
        ["inventory.ledger_equals_balance", MovementsThatAreGone],
        ["inventory.nothing_oversold", Oversold],
        ["inventory.reserved_equals_holds", ReservedForNobody],
        ["inventory.levels_follow_policy", LevelWithoutGuard],
        ["inventory.location_ledger_equals_balance", LocationThatHoldsMore],
        ["inventory.moves_conserve_stock", MoveThatLoses.Replace("$2", "s.sold_at", StringComparison.Ordinal)],
        ["inventory.transfers_conserve_stock", TransferThatLoses.Replace("$2", "s.sold_at", StringComparison.Ordinal)],
        ["inventory.stocktakes_move_what_they_found", StocktakeThatLies.Replace("$2", "sold_at", StringComparison.Ordinal)],
        ["inventory.costs_follow_the_ledger", CostOf("m.moved_at", more: "1", dearer: "0")],
        ["inventory.movements_take_the_average_cost", CostOf("m.moved_at", more: "0", dearer: "1")],
        [
            "sales.returns_add_up",
            ReturnThatLies.Replace("$2", "sold_at", StringComparison.Ordinal).Replace("$3", "1", StringComparison.Ordinal),
        ],
        [
            "sales.returns_are_of_what_was_sold",
            ReturnThatLies.Replace("$2", "sold_at", StringComparison.Ordinal).Replace("$3", "1", StringComparison.Ordinal),
        ],
        [
            "sales.return_numbers_without_gaps",
            ReturnThatLies.Replace("$2", "sold_at", StringComparison.Ordinal).Replace("$3", "7", StringComparison.Ordinal),
        ],
        ["sales.shift_totals_equal_rows", ShiftThatLies.Replace("$2", "sold_at", StringComparison.Ordinal)],
        ["sales.shifts_expect_what_moved", ShiftThatLies.Replace("$2", "sold_at", StringComparison.Ordinal)],
        ["sales.z_reports_are_chained", ShiftThatLies.Replace("$2", "sold_at", StringComparison.Ordinal)],
        ["sales.figures_equal_rows", DayThatLies.Replace("$2", "sold_at", StringComparison.Ordinal)],
    ];

    private static readonly object[][] CookedAfter =
    [
        ["sales.lines_equal_total", "delete from sales.sale_line where sale_id = $1"],
        ["sales.lines_follow_their_prices", "update sales.sale_line set label_price = 5 where line_number = 1 and sale_id = $1"],
        ["sales.tenders_equal_total", "update sales.tender set amount = amount + 1 where sale_id = $1"],
        [
            "sales.change_is_cash",
            "with t as (update sales.tender set method = 'card', gives_change = false, rounding = 'withTheTotal' where sale_id = $1) update sales.sale set paid = paid + 5, change = change + 5 where sale_id = $1",
        ],
        [
            "sales.rounding_is_of_cash",
            "with t as (update sales.tender set method = 'card', gives_change = false, rounding = 'withTheTotal' where sale_id = $1) update sales.sale set rounding = 5, paid = paid + 5 where sale_id = $1",
        ],
        ["sales.rounding_follows_its_rule", RuleThatRoundsUp],
        ["sales.days_never_go_back", "update sales.sale set business_date = business_date + 400 where sale_id = $1"],
        ["sales.numbers_without_gaps", SaleThatIsGone],
        ["sales.numbers_without_gaps", "update sales.sale set sequence = sequence + 100 where sale_id = $1"],
        ["sales.numbers_without_gaps", "update sales.sale set sequence = null, number = 'WITHOUT' where sale_id = $1"],
        ["inventory.ledger_equals_balance", MovementsThatAreGone],
        ["inventory.ledger_equals_balance", BalanceThatIsMore],
        ["inventory.nothing_oversold", Oversold],
        ["inventory.reserved_equals_holds", ReservedForNobody],
        ["inventory.levels_follow_policy", LevelWithoutGuard],
        ["inventory.location_ledger_equals_balance", LocationThatHoldsMore],
        ["inventory.moves_conserve_stock", MoveThatLoses.Replace("$2", "null", StringComparison.Ordinal)],
        ["inventory.transfers_conserve_stock", TransferThatLoses.Replace("$2", "null", StringComparison.Ordinal)],
        ["inventory.stocktakes_move_what_they_found", StocktakeThatLies.Replace("$2", "null", StringComparison.Ordinal)],
        ["inventory.costs_follow_the_ledger", CostOf("null", more: "1", dearer: "0")],
        [
            "inventory.movements_take_the_average_cost",
            "update inventory.stock_movement set cost_number = 5, unit_cost = 7 where document_id = $1",
        ],
        [
            "sales.returns_add_up",
            ReturnThatLies.Replace("$2", "null", StringComparison.Ordinal).Replace("$3", "1", StringComparison.Ordinal),
        ],
        [
            "sales.returns_are_of_what_was_sold",
            ReturnThatLies.Replace("$2", "null", StringComparison.Ordinal).Replace("$3", "1", StringComparison.Ordinal),
        ],
        [
            "sales.return_numbers_without_gaps",
            ReturnThatLies.Replace("$2", "null", StringComparison.Ordinal).Replace("$3", "7", StringComparison.Ordinal),
        ],
        ["sales.shift_totals_equal_rows", ShiftThatLies.Replace("$2", "null", StringComparison.Ordinal)],
        ["sales.shifts_expect_what_moved", ShiftThatLies.Replace("$2", "null", StringComparison.Ordinal)],
        ["sales.z_reports_are_chained", ShiftThatLies.Replace("$2", "null", StringComparison.Ordinal)],
        ["sales.figures_equal_rows", DayThatLies.Replace("$2", "null", StringComparison.Ordinal)],
    ];

    // One run of each till and each store is sealed; three, so that the first lies deep; one, and sold since.
    private static readonly Lazy<Task<Past>> SealedOnce = new(() => PastAsync(runs: 1));
    private static readonly Lazy<Task<Past>> SealedThrice = new(() => PastAsync(runs: 3));
    private static readonly Lazy<Task<Past>> SoldSince = new(() => PastAsync(runs: 1, since: [40, 41]));

    private readonly TestClock clock = new();
    private Shop shop = null!; // Each test begins by opening it.

    [TearDown]
    public async Task Close_the_shop() => await shop.DisposeAsync();

    [OneTimeTearDown]
    public static async Task Forget_the_past()
    {
        foreach (var past in new[] { SealedOnce, SealedThrice, SoldSince }.Where(past => past.IsValueCreated))
            await (await past.Value).Shop.DisposeAsync();
    }

    [Test]
    public async Task Sealed_books_keep_every_law_and_tell_since_when_they_are_proven()
    {
        shop = await Shop.OpenAsync(clock);
        Assert.That((await CheckAsync()).ProvenSince, Is.Null);
        await SellAndSealAsync();

        var integrity = await CheckAsync();
        Assert.That(integrity.Laws.SelectMany(l => l.Violations), Is.Empty);
        Assert.That(integrity.ProvenSince, Is.EqualTo(clock.GetUtcNow()).Within(TimeSpan.FromMinutes(5)));
        Assert.That(await SealsAsync("sales"), Is.EqualTo(2), "One of each till that sold.");
        Assert.That(await SealsAsync("inventory"), Is.EqualTo(2), "One of each store.");
    }

    [Test]
    public async Task What_is_not_final_is_not_sealed()
    {
        shop = await Shop.OpenAsync(clock);
        await shop.SellAsync((10, 1));
        await SealAsync();

        Assert.That(await SealsAsync("sales"), Is.Zero);
        Assert.That(
            await shop.ScalarAsync<long>(
                "select count(*) from inventory.stock_movement as m join inventory.seal as s using (tenant_id, store_id) where m.kind = 'sale' and m.stock_movement_id <= s.through_id"
            ),
            Is.Zero
        );
    }

    [Test]
    public async Task A_second_seal_goes_on_where_the_first_ended()
    {
        await BeginAsync(SealedOnce);
        await SellAndSealAsync();
        await SealAsync();

        Assert.That(
            await shop.ListAsync<string>(
                "select after_sequence || '-' || through_sequence from sales.seal where terminal_id = $1 order by after_sequence",
                DemoData.Terminal("demo", 1, 1)
            ),
            Is.EqualTo(new[] { "0-3", "3-6" })
        );
        Assert.That((await CheckAsync()).Holds, Is.True);
    }

    [Test]
    public async Task Two_that_seal_at_once_seal_once()
    {
        shop = await Shop.OpenAsync(clock);
        await SellAsync();
        clock.Advance(TwoDays);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SealAsync()));

        Assert.That(await SealsAsync("sales"), Is.EqualTo(2));
        Assert.That((await CheckAsync()).Holds, Is.True);
        Assert.That(
            await shop.ScalarAsync<long>(
                """
                select count(*)
                  from inventory.sealed_level as z
                  join inventory.stock_level as l using (tenant_id, store_id, variant_id)
                 where z.moved <> l.on_hand
                """
            ),
            Is.Zero,
            "Every movement is sealed, so each level is its sealed sum."
        );
    }

    [Test]
    public async Task A_sale_that_is_under_way_is_not_sealed_over()
    {
        shop = await Shop.OpenAsync(clock);
        await SellAsync();
        await using var shelf = await shop.HoldShelfAsync(20);
        var late = shop.SellAsync((20, 1));
        await shop.UntilWaitingAsync(1);
        clock.Advance(TwoDays);
        await SealAsync();
        await shelf.CloseAsync();
        var sold = await late;

        Assert.That((await CheckAsync()).Laws.SelectMany(l => l.Violations), Is.Empty);
        await SealAsync();
        await ProveAsync();
        Assert.That((await CheckAsync()).Laws.SelectMany(l => l.Violations), Is.Empty);
        Assert.That(
            await shop.ScalarAsync<long>(
                "select count(*) from sales.seal as s join sales.sale as n using (tenant_id, terminal_id) where n.sale_id = $1 and n.sequence > s.after_sequence and n.sequence <= s.through_sequence",
                sold.SaleId
            ),
            Is.EqualTo(1),
            "It is sealed by the next."
        );
    }

    [Test]
    public async Task A_void_and_a_count_that_was_not_kept_leave_a_seal_whole()
    {
        await BeginAsync(SealedOnce);
        await shop.ExecuteAsync(
            "update sales.sale set status = 'voided', voided_at = now(), voided_by = sold_by, void_reason = 'Old', version = 2"
        );
        await shop.ExecuteAsync("update sales.sale set sequence = null where sequence = 2");
        await ProveAsync();

        Assert.That((await CheckAsync()).Laws.SelectMany(l => l.Violations), Is.Empty);
    }

    [TestCaseSource(nameof(Cooked))]
    public async Task What_is_cooked_behind_a_seal_is_found_by_a_full_proof_and_told_ever_after(string law, string cook)
    {
        var sold = await BeginAsync(SealedThrice);
        await CookAsync(cook, sold);
        await ProveAsync();

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var found = (await CheckAsync()).Laws.Single(l => l.Law == law).Violations;
            Assert.That(found, Is.Not.Empty);
            Assert.That(found, Has.All.Matches<LawViolation>(v => v!.Expected != v.Actual));
        }
    }

    [TestCaseSource(nameof(Cooked))]
    public async Task A_check_looks_behind_a_seal_itself(string law, string cook)
    {
        var sold = await BeginAsync(SealedOnce);
        // One is left, so that chance has no choice.
        await shop.ExecuteAsync("delete from sales.seal where terminal_id <> $1", Till);
        await shop.ExecuteAsync("delete from inventory.seal where store_id <> $1", DemoData.Store("demo"));
        await shop.ExecuteAsync("delete from inventory.sealed_level where store_id <> $1", DemoData.Store("demo"));
        await CookAsync(cook, sold);

        // What a level's past adds up to is for the full proof, if the balance was cooked to fit.
        var found = (await CheckAsync()).Laws.Where(l => l.Violations.Count > 0).Select(l => l.Law).ToList();
        Assert.That(
            found,
            cook == SumThatIsMore ? Is.Empty : Does.Contain(cook == MovementsThatAreGone ? "inventory.sealed_movements_stand" : law)
        );
    }

    [TestCaseSource(nameof(CookedAfter))]
    public async Task What_is_cooked_after_a_seal_is_found_at_once(string law, string cook)
    {
        var sold = await BeginAsync(SoldSince);
        await CookAsync(cook, sold);

        Assert.That((await CheckAsync()).Laws.Single(l => l.Law == law).Violations, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Every_law_is_broken_behind_a_seal_and_after_it()
    {
        shop = await Shop.OpenAsync(clock);
        var laws = (await CheckAsync()).Laws.Select(l => l.Law).ToList();

        Assert.That(LawsOf(Cooked), Is.EquivalentTo(laws));
        // What was sealed is not after a seal.
        Assert.That(LawsOf(CookedAfter), Is.EquivalentTo(laws.Where(l => !l.Contains("sealed", StringComparison.Ordinal))));

        static IEnumerable<string> LawsOf(object[][] cases) => cases.Select(c => (string)c[0]).Distinct();
    }

    [Test]
    public async Task A_day_that_goes_back_over_the_end_of_a_run_is_found_at_once()
    {
        await BeginAsync(SealedOnce);
        await shop.ExecuteAsync("update sales.sale set business_date = business_date + 400 where terminal_id = $1 and sequence = 3", Till);
        var sold = await shop.SellAsync((40, 1));

        var found = (await CheckAsync()).Laws.Single(l => l.Law == "sales.days_never_go_back").Violations;
        Assert.That(found.Select(v => v.Subject), Is.EqualTo(new[] { $"sale {sold.Number} ({sold.SaleId})" }));
    }

    [Test]
    public async Task Sales_without_a_zone_lie_between_two_days_that_are_compared()
    {
        await BeginAsync(SealedOnce);
        await shop.ExecuteAsync("update sales.sale set business_date = business_date + 400 where terminal_id = $1 and sequence = 2", Till);
        await shop.ExecuteAsync("update sales.sale set time_zone = null, day_ends_at = null where terminal_id = $1 and sequence = 3", Till);
        await shop.SellAsync((40, 1));

        Assert.That((await CheckAsync()).Laws.Single(l => l.Law == "sales.days_never_go_back").Violations, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task More_broken_runs_than_a_check_proves_are_told_as_many()
    {
        shop = await Shop.OpenAsync(clock);
        await shop.ExecuteAsync(
            """
            insert into sales.seal (tenant_id, seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum, is_whole, sealed_at, proven_at)
            select $1, gen_random_uuid(), $2, gen_random_uuid(), 0, 1, 0, false, now(), now()
              from generate_series(1, 25)
            """,
            DemoData.Tenant("demo"),
            DemoData.Store("demo")
        );
        await shop.ExecuteAsync(
            """
            insert into inventory.seal (tenant_id, seal_id, store_id, after_id, through_id, checksum, is_whole, sealed_at, proven_at)
            select $1, gen_random_uuid(), $2, format('00000000-0000-7000-8000-%s', lpad(n::text, 12, '0'))::uuid,
                   format('00000000-0000-7000-8000-%s', lpad((n + 1)::text, 12, '0'))::uuid, 0, false, now(), now()
              from generate_series(1, 23) as n
            """,
            DemoData.Tenant("demo"),
            DemoData.Store("demo")
        );

        var laws = (await CheckAsync()).Laws.ToDictionary(l => l.Law, l => l.Violations);
        Assert.That(laws["sales.sealed_sales_stand"].Select(v => v.Actual), Is.EqualTo(new[] { 5m }));
        // The runs themselves hold now what they held then, which is nothing; the others are not hidden by that.
        Assert.That(laws["inventory.sealed_movements_stand"].Select(v => v.Actual), Is.EqualTo(new[] { 3m }));

        await ProveAsync();
        Assert.That((await CheckAsync()).Laws.Single(l => l.Law == "inventory.sealed_movements_stand").Violations, Is.Empty);
    }

    [Test]
    public async Task A_full_proof_proves_what_was_not_proven_since()
    {
        await BeginAsync(SealedOnce);
        var sealedAt = (await CheckAsync()).ProvenSince;
        clock.Advance(TwoDays);
        await ProveAsync();

        Assert.That((await CheckAsync()).ProvenSince, Is.EqualTo(sealedAt + TwoDays).Within(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task A_worker_seals_in_every_tenant_and_proves_what_was_asked_for()
    {
        shop = await Shop.OpenAsync(clock);
        var sold = await SellAsync();
        clock.Advance(TwoDays);
        await shop.UseCases.Jobs.ScheduleAsync(TimeSpan.Zero, CancellationToken.None);
        await WorkAsync();
        Assert.That(await SealsAsync("sales"), Is.EqualTo(2));

        for (var n = 0; n < 2; n++)
            await SellAndSealAsync();
        await shop.ExecuteAsync("update sales.sale set sold_at = sold_at - interval '1 day' where sale_id = $1", sold.SaleId);
        var requested = await shop.AskAsync(shop.Admin, new RequestProof());
        await WorkAsync();

        var job = await shop.AskAsync(shop.Admin, new GetJob(requested.JobId));
        Assert.That((job.Kind, job.State), Is.EqualTo(("operations.prove_books", JobState.Done)));
        Assert.That(job.PartsDone, Is.GreaterThan(0).And.EqualTo(job.PartsTotal));
        Assert.That((await CheckAsync()).Laws.Single(l => l.Law == "sales.sealed_sales_stand").Violations, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Two_nodes_prove_each_run_once_though_attempts_die()
    {
        await BeginAsync(SealedOnce);
        // More than one step has room for.
        await shop.ExecuteAsync(
            """
            insert into sales.seal (tenant_id, seal_id, store_id, terminal_id, after_sequence, through_sequence, checksum, is_whole, sealed_at, proven_at)
            select $1, gen_random_uuid(), $2, gen_random_uuid(), 0, 1, 0, true, now(), now() - interval '1 day'
              from generate_series(1, 100)
            """,
            DemoData.Tenant("demo"),
            DemoData.Store("demo")
        );
        var requested = await shop.AskAsync(shop.Admin, new RequestProof());
        await using var second = new UseCases(shop.Database.App, clock);
        await MakeDueAsync();

        // Taken by a worker of which nothing is heard again: due once more after its rest.
        var due = (await shop.UseCases.Jobs.DueAsync(100, CancellationToken.None)).Single(j => j.JobId == requested.JobId);
        Assert.That(
            await shop.UseCases.Jobs.TakeAsync(due, TimeSpan.FromHours(1), TimeSpan.FromHours(1), CancellationToken.None),
            Is.Not.Null
        );
        Assert.That(await second.Jobs.DueAsync(100, CancellationToken.None), Has.None.Matches<DueJob>(j => j!.JobId == requested.JobId));
        await MakeDueAsync();

        // One step, which tells how far it is.
        var taken = await second.Jobs.TakeAsync(due, TimeSpan.FromHours(1), TimeSpan.FromHours(1), CancellationToken.None);
        await second.Jobs.RunAsync(taken!);
        var job = await shop.AskAsync(shop.Admin, new GetJob(requested.JobId));
        Assert.That(job.State, Is.EqualTo(JobState.Due));
        Assert.That(job.PartsDone, Is.GreaterThan(0).And.LessThan(job.PartsTotal ?? 0));
        // The same attempt, heard of too late, does nothing.
        Assert.That(async () => await second.Jobs.RunAsync(taken!), Throws.TypeOf<JobHasGone>());

        await Task.WhenAll(WorkAsync(shop.UseCases), WorkAsync(second));
        job = await shop.AskAsync(shop.Admin, new GetJob(requested.JobId));
        var parts = await shop.ScalarAsync<long>(
            """
            select (select count(*) from sales.seal where tenant_id = $1) + (select count(*) from inventory.seal where tenant_id = $1)
                   + (select count(*) from inventory.sealed_level where tenant_id = $1)
                   + (select count(*) from inventory.location_level where tenant_id = $1)
            """,
            DemoData.Tenant("demo")
        );
        Assert.That((job.State, job.PartsDone, job.PartsTotal), Is.EqualTo((JobState.Done, (int?)parts, (int?)parts)));
        Assert.That(
            await shop.ScalarAsync<long>("select count(*) from sales.seal where tenant_id = $1 and not is_whole", DemoData.Tenant("demo")),
            Is.EqualTo(100)
        );
    }

    [Test]
    public async Task One_merchants_proof_does_not_touch_anothers_seals()
    {
        shop = await Shop.OpenAsync(clock);
        await shop.AskAsync(shop.Rival, await shop.BasketAsync(shop.Rival, "rival", [(1, 1)]));
        clock.Advance(TwoDays);
        await SealAsync();
        Assert.That(
            await shop.ScalarAsync<long>("select count(*) from sales.seal where tenant_id = $1", DemoData.Tenant("rival")),
            Is.Zero
        );

        await shop.UseCases.SealBooksAsync(shop.Rival, Shop.AccessOf(typeof(GetIntegrity)));
        Assert.That(
            await shop.ScalarAsync<long>("select count(*) from sales.seal where tenant_id = $1", DemoData.Tenant("rival")),
            Is.EqualTo(1)
        );
    }

    private static async Task<Past> PastAsync(int runs, params int[] since)
    {
        var clock = new TestClock();
        var shop = await Shop.OpenAsync(clock);
        List<Sale> sold = [];
        for (var n = 0; n < runs; n++)
            sold.Add(await SellAndSealAsync(shop, clock));
        foreach (var item in since)
            sold.Add(await shop.SellAsync((item, 1)));
        await shop.CloseForCopiesAsync();
        return new Past(shop, runs * TwoDays, sold[since.Length > 0 ? runs : 0]);
    }

    /// <summary>Opens a shop with a past; answers the sale of it that a test is about.</summary>
    private async Task<Sale> BeginAsync(Lazy<Task<Past>> made)
    {
        var past = await made.Value;
        clock.Advance(past.Passed);
        shop = await past.Shop.CopyAsync(clock);
        return past.Sold;
    }

    /// <summary>Some sales at a till, the middle one of which is answered, and one in another store.</summary>
    private static async Task<Sale> SellAsync(Shop shop)
    {
        await shop.SellAsync((10, 1));
        var sold = await shop.SellAsync((11, 1), (12, 2));
        await shop.SellAsync((13, 1));
        await shop.AskAsync(shop.Admin, await shop.BasketAsync(shop.Admin, "demo", [(14, 1)], store: 2));
        return sold;
    }

    private static async Task<Sale> SellAndSealAsync(Shop shop, TestClock clock)
    {
        var sold = await SellAsync(shop);
        clock.Advance(TwoDays);
        await SealAsync(shop);
        return sold;
    }

    private Task<Sale> SellAsync() => SellAsync(shop);

    private Task<Sale> SellAndSealAsync() => SellAndSealAsync(shop, clock);

    private Task<int> MakeDueAsync() => shop.ExecuteAsync("update app.job set run_at = now() where state = 'due'");

    // The server's clock says what is due, and it was not moved.
    private Task WorkAsync() => WorkAsync(shop.UseCases);

    private async Task WorkAsync(UseCases node)
    {
        do await shop.ExecuteAsync(
            "update app.job set run_at = now() where state = 'due' and run_at > now() and run_at <= $1",
            clock.GetUtcNow()
        );
        while (await node.WorkAsync() > 0);
    }

    private async Task CookAsync(string cook, Sale sold)
    {
        if (cook == Oversold)
            await shop.ExecuteAsync("alter table inventory.stock_level drop constraint stock_level_available_not_negative");
        await shop.ExecuteAsync(cook, sold.SaleId);
    }

    private Task<Integrity> CheckAsync() => shop.AskAsync(shop.Admin, new GetIntegrity());

    private Task SealAsync() => SealAsync(shop);

    private static Task SealAsync(Shop shop) => shop.UseCases.SealBooksAsync(shop.Admin, Shop.AccessOf(typeof(GetIntegrity)));

    private Task ProveAsync() => shop.UseCases.ProveBooksAsync(shop.Admin, Shop.AccessOf(typeof(GetIntegrity)), clock.GetUtcNow());

    private Task<long> SealsAsync(string schema) =>
        shop.ScalarAsync<long>($"select count(*) from {schema}.seal where tenant_id = $1", DemoData.Tenant("demo"));

    /// <param name="Passed">How far its clock has gone on.</param>
    /// <param name="Sold">The sale that is meant: of the first run, or the first since.</param>
    private sealed record Past(Shop Shop, TimeSpan Passed, Sale Sold);

    private static string CostOf(string provenAt, string more, string dearer) =>
        CostThatLies
            .Replace("$2", provenAt, StringComparison.Ordinal)
            .Replace("$3", more, StringComparison.Ordinal)
            .Replace("$4", dearer, StringComparison.Ordinal);
}
