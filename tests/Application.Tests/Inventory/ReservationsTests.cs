using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class ReservationsTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");

    [Test]
    public async Task What_is_reserved_is_kept_back_until_it_is_released()
    {
        var onHand = await Shop.OnHandAsync("demo", 110);
        var reply = await Shop.SendAsync(
            Shop.Cashier,
            new ReserveStock(Store, [Of(110, 3)], Reference: new ReservationReference(ReservationKind.Customer, Label: "Mr Lund")),
            Shop.NewKey()
        );
        var reserved = reply.Result;
        var tooMuch = await RefusalOf(Shop.SellAsync((110, onHand - 2)));
        var level = (await Shop.AskAsync(Shop.Cashier, new ListStockLevels(Store, Item(110)))).Items.Single();
        var shown = await Shop.AskAsync(Shop.Cashier, new GetReservation(reserved.ReservationId));
        var released = await Shop.AskAsync(Shop.Cashier, new ReleaseReservation(reserved.ReservationId));
        await Shop.SellAsync((110, onHand - 2));
        var again = await RefusalOf(Shop.AskAsync(Shop.Cashier, new ReleaseReservation(reserved.ReservationId)));

        Assert.That((reply.Answer?.Status, reply.Answer?.Location), Is.EqualTo((201, $"/v1/reservations/{reserved.ReservationId}")));
        Assert.That(reserved.ExpiresAt - reserved.ReservedAt, Is.EqualTo(TimeSpan.FromMinutes(15)));
        Assert.That(tooMuch.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(tooMuch.Fields?.Values.Single().Single(), Does.EndWith(FormattableString.Invariant($"{onHand - 3:0.###} available.")));
        Assert.That((level.OnHand, level.Reserved, level.Available), Is.EqualTo((onHand, 3m, onHand - 3)));
        Assert.That(shown, Is.EqualTo(reserved).Using<Reservation>(Same));
        Assert.That(
            (released.Status, released.EndedBy, released.Version, released.Holds.Single()),
            Is.EqualTo((ReservationStatus.Released, (Guid?)Shop.Cashier.UserId, 2, new ReservationHold(Item(110), 3, 0, 0)))
        );
        Assert.That(again.Code, Is.EqualTo("inventory.reservation_over"));
        Assert.That(
            await EventsAsync(reserved.ReservationId),
            Is.EqualTo(new[] { "inventory.stock_reserved", "inventory.reservation_released" })
        );
        var audited = (await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: reserved.ReservationId))).Items;
        Assert.That(audited.Select(a => a.Act), Is.EqualTo(new[] { "ReleaseReservation", "ReserveStock" }));
    }

    [Test]
    public async Task All_lines_are_reserved_or_none()
    {
        var onHand = await Shop.OnHandAsync("demo", 112);
        var never = await Shop.UnstockAsync(113);

        var error = await RefusalOf(ReserveAsync(Of(111, 1), Of(112, onHand), Of(112, 0.5m), new ReservationLine(never, 1)));

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "inventory.not_enough_stock")));
        Assert.That(
            error.Fields,
            Is.EquivalentTo(
                new Dictionary<string, string[]>
                {
                    [$"{Item(112)}"] = [FormattableString.Invariant($"{onHand + 0.5m:0.###} wanted, {onHand:0.###} available.")],
                    [$"{never}"] = ["1 wanted, 0 available."],
                }
            )
        );
        Assert.That(await ReservedAsync(111), Is.Zero);
    }

    [Test]
    public async Task Bundles_reserve_the_sum_of_their_parts_over_all_lines_and_services_nothing()
    {
        var basket = await MakeAsync("BASKET", ProductKind.Bundle, (114, 2), (115, 0.125m));
        var pair = await MakeAsync("PAIR", ProductKind.Bundle, (114, 3));
        var advice = await MakeAsync("ADVICE", ProductKind.Service);
        var onHand = await Shop.OnHandAsync("demo", 114);

        var tooMuch = await RefusalOf(
            ReserveAsync(new ReservationLine(basket, 2), Of(114, onHand - 6), new ReservationLine(pair, 1), new ReservationLine(advice, 9))
        );
        var fits = await ReserveAsync(
            new ReservationLine(basket, 2),
            Of(114, onHand - 7),
            new ReservationLine(pair, 1),
            new ReservationLine(advice, 9)
        );
        var nothing = await ReserveAsync(new ReservationLine(advice, 1));

        Assert.That(tooMuch.Fields?.Keys, Is.EqualTo(new[] { $"{Item(114)}" }));
        Assert.That(
            fits.Holds,
            Is.EquivalentTo(new[] { new ReservationHold(Item(114), onHand, 0, onHand), new ReservationHold(Item(115), 0.25m, 0, 0.25m) })
        );
        Assert.That(fits.Lines.Select(l => l.Quantity), Is.EqualTo(new[] { 2, onHand - 7, 1, 9 }));
        Assert.That((await ReservedAsync(114), await ReservedAsync(115)), Is.EqualTo((onHand, 0.25m)));
        Assert.That(nothing.Holds, Is.Empty);
        await Shop.AskAsync(Shop.Manager, new ReleaseReservation(nothing.ReservationId));
        await Shop.AskAsync(Shop.Manager, new ReleaseReservation(fits.ReservationId));
    }

    [Test]
    public async Task More_than_any_level_can_hold_is_told_as_what_is_missing()
    {
        var pile = await MakeAsync("PILE", ProductKind.Bundle, (134, 999_999_999_999_999m), (135, 0.001m));

        var error = await RefusalOf(ReserveAsync(new ReservationLine(pile, 1_000_000_000), new ReservationLine(pile, 1_000_000_000)));

        Assert.That(error.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(error.Fields?.Keys, Is.EquivalentTo(new[] { $"{Item(134)}", $"{Item(135)}" }));
    }

    [Test]
    public async Task What_is_not_for_sale_is_not_reserved()
    {
        var gone = await MakeAsync("GONE", ProductKind.Simple);
        await Shop.AskAsync(Shop.Admin, new ArchiveProduct((await Shop.AskAsync(Shop.Admin, new GetVariant(gone))).ProductId));

        var error = await RefusalOf(
            ReserveAsync(
                Of(110, 1),
                new ReservationLine(gone, 1),
                new ReservationLine(DemoData.Variant("rival", 1), 1),
                new ReservationLine(Guid.NewGuid(), 1)
            )
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.NotFound, "inventory.not_for_sale")));
        Assert.That(error.Fields?.Keys, Is.EquivalentTo(new[] { "lines[1].variantId", "lines[2].variantId", "lines[3].variantId" }));
    }

    [Test]
    public async Task What_has_expired_is_free_for_whoever_reads_and_whoever_sells()
    {
        var onHand = await Shop.OnHandAsync("demo", 116);
        var kept = await ReserveForAsync(60, Of(116, onHand), Of(117, 1));
        var early = await RefusalOf(Shop.SellAsync((116, 1)));
        Clock.Advance(TimeSpan.FromMinutes(2));

        var level = (await Shop.AskAsync(Shop.Cashier, new ListStockLevels(Store, Item(116)))).Items.Single();
        var stock = (await Shop.AskAsync(Shop.Cashier, new ListStoreStock(Store, Item(116)))).Items.Single();
        var found = (await Shop.AskAsync(Shop.Cashier, new FindAvailability([Item(116)]))).Items.Single().Stores[0];
        var variant = (await Shop.AskAsync(Shop.Cashier, new GetVariant(Item(116)))).Available.Single(a => a.StoreId == Store);
        var listed = await Shop.AskAsync(Shop.Cashier, new ListReservations(Store, ReservationStatus.Expired, Item(116)));
        await Shop.SellAsync((116, onHand));
        var late = await RefusalOf(Shop.AskAsync(Shop.Manager, new ExtendReservation(kept.ReservationId)));
        var before = await Shop.AskAsync(Shop.Manager, new GetReservation(kept.ReservationId));
        await ExpireAsync();
        var after = await Shop.AskAsync(Shop.Manager, new GetReservation(kept.ReservationId));

        Assert.That(early.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(
            new[]
            {
                (level.OnHand, level.Reserved, level.Available),
                (stock.OnHand, stock.Reserved, stock.Available),
                (found.OnHand, found.Reserved, found.Available),
            },
            Is.All.EqualTo((onHand, 0m, onHand))
        );
        Assert.That(variant.Available, Is.EqualTo(onHand));
        Assert.That(listed.Items.Single().ReservationId, Is.EqualTo(kept.ReservationId));
        Assert.That(late.Code, Is.EqualTo("inventory.reservation_over"));
        // What nobody needed is held until somebody does, or the job comes.
        Assert.That(before.Holds.Single(h => h.VariantId == Item(117)).Held, Is.EqualTo(1));
        Assert.That(
            new[] { before, after }.Select(r => (r.Status, r.EndedAt is null, r.Holds.Single(h => h.VariantId == Item(116)).Held)),
            Is.EqualTo(new[] { (ReservationStatus.Expired, true, 0m), (ReservationStatus.Expired, false, 0m) })
        );
        Assert.That(await ReservedAsync(117), Is.Zero);
        Assert.That(await EventsAsync(kept.ReservationId), Does.Contain("inventory.reservation_expired"));
    }

    [Test]
    public async Task Whatever_moves_stock_finds_what_has_expired_free()
    {
        var onHand = await Shop.OnHandAsync("demo", 118);
        await ReserveForAsync(60, Of(118, onHand));
        Clock.Advance(TimeSpan.FromMinutes(2));

        await Shop.AskAsync(Shop.Manager, new AdjustStock(Store, [new AdjustStockLine(Item(118), -1)], "Broken"));
        var next = await ReserveAsync(Of(118, onHand - 1));

        Assert.That(await ReservedAsync(118), Is.EqualTo(onHand - 1));
        await Shop.AskAsync(Shop.Manager, new ReleaseReservation(next.ReservationId));
    }

    [Test]
    public async Task A_reservation_is_extended_before_its_end_and_after_it_as_long_as_nobody_needed_its_goods()
    {
        var kept = await ReserveForAsync(60, Of(119, 1));
        var longer = await Shop.AskAsync(Shop.Manager, new ExtendReservation(kept.ReservationId, 600));
        Clock.Advance(TimeSpan.FromMinutes(2));
        var held = await Shop.AskAsync(Shop.Manager, new GetReservation(kept.ReservationId));
        var shorter = await RefusalOf(Shop.AskAsync(Shop.Manager, new ExtendReservation(kept.ReservationId, 60)));
        Clock.Advance(TimeSpan.FromMinutes(20));
        var past = await Shop.AskAsync(Shop.Manager, new GetReservation(kept.ReservationId));
        var until = Clock.GetUtcNow().AddDays(30);
        var revived = await Shop.AskAsync(Shop.Manager, new ExtendReservation(kept.ReservationId, ExpiresAt: until));
        var tooFar = await RefusalOf(
            Shop.AskAsync(Shop.Manager, new ExtendReservation(kept.ReservationId, ExpiresAt: Clock.GetUtcNow().AddYears(2)))
        );
        var inThePast = await RefusalOf(
            Shop.AskAsync(Shop.Manager, new ReserveStock(Store, [Of(119, 1)], ExpiresAt: Clock.GetUtcNow().AddSeconds(-1)))
        );
        await ExpireAsync();

        Assert.That(longer.ExpiresAt, Is.GreaterThan(kept.ExpiresAt));
        Assert.That(
            new[] { held.Status, past.Status, revived.Status },
            Is.EqualTo(new[] { ReservationStatus.Held, ReservationStatus.Expired, ReservationStatus.Held })
        );
        Assert.That(shorter.Code, Is.EqualTo("inventory.reservation_lasts_longer"));
        Assert.That(
            new[] { tooFar, inThePast }.Select(e => (e.Code, e.Fields?.Keys.Single())),
            Is.All.EqualTo(("inventory.reservation_ends_out_of_bounds", "expiresAt"))
        );
        Assert.That(await ReservedAsync(119), Is.EqualTo(1));
        await Shop.AskAsync(Shop.Manager, new ReleaseReservation(kept.ReservationId));
    }

    [Test]
    public async Task A_sale_takes_what_is_reserved_and_the_rest_is_free_again()
    {
        var onHand = await Shop.OnHandAsync("demo", 120);
        var kept = await ReserveAsync(Of(120, onHand), Of(121, 2));
        var other = await RefusalOf(Shop.SellAsync((120, 1)));
        var sold = await SellAsync(kept, false, (120, onHand - 1), (122, 1));
        var after = await Shop.AskAsync(Shop.Manager, new GetReservation(kept.ReservationId));
        var twice = await RefusalOf(SellAsync(kept, false, (120, 1)));
        await Shop.SellAsync((120, 1));

        Assert.That(other.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(
            (after.Status, after.SaleId, after.EndedBy),
            Is.EqualTo((ReservationStatus.Consumed, sold.SaleId, Shop.Cashier.UserId))
        );
        Assert.That(
            after.Holds,
            Is.EquivalentTo(new[] { new ReservationHold(Item(120), onHand, onHand - 1, 0), new ReservationHold(Item(121), 2, 0, 0) })
        );
        Assert.That((await ReservedAsync(120), await ReservedAsync(121)), Is.EqualTo((0m, 0m)));
        Assert.That(twice.Code, Is.EqualTo("inventory.reservation_over"));
        Assert.That(await EventsAsync(kept.ReservationId), Does.Contain("inventory.reservation_consumed"));
    }

    [Test]
    public async Task What_a_sale_leaves_stays_reserved_where_the_till_says_so()
    {
        var onHand = await Shop.OnHandAsync("demo", 123);
        var kept = await ReserveAsync(Of(123, onHand));

        await SellAsync(kept, true, (123, 1));
        var part = await Shop.AskAsync(Shop.Manager, new GetReservation(kept.ReservationId));
        var other = await RefusalOf(Shop.SellAsync((123, 1)));
        await SellAsync(kept, true, (123, onHand - 1));
        var whole = await Shop.AskAsync(Shop.Manager, new GetReservation(kept.ReservationId));

        Assert.That(
            new[] { part, whole }.Select(r => (r.Status, r.Holds.Single().Taken, r.Holds.Single().Held)),
            Is.EqualTo(new[] { (ReservationStatus.Held, 1, onHand - 1), (ReservationStatus.Consumed, onHand, 0m) })
        );
        Assert.That(other.Code, Is.EqualTo("inventory.not_enough_stock"));
        Assert.That(await Shop.OnHandAsync("demo", 123), Is.Zero);
    }

    [Test]
    public async Task A_sale_takes_more_than_is_reserved_from_what_is_free()
    {
        var onHand = await Shop.OnHandAsync("demo", 124);
        var (mine, theirs) = (await ReserveAsync(Of(124, 2)), await ReserveAsync(Of(124, 1)));

        var tooMuch = await RefusalOf(SellAsync(mine, false, (124, onHand)));
        await SellAsync(mine, false, (124, onHand - 1));

        Assert.That(tooMuch.Fields?.Values.Single().Single(), Does.StartWith($"{onHand:0.###} wanted"));
        Assert.That((await Shop.OnHandAsync("demo", 124), await ReservedAsync(124)), Is.EqualTo((1m, 1m)));
        await Shop.AskAsync(Shop.Manager, new ReleaseReservation(theirs.ReservationId));
    }

    [Test]
    public async Task Who_comes_too_late_gets_what_was_reserved_if_it_is_still_there_whether_or_not_the_job_has_been_there()
    {
        var (early, late, gone) = (
            await ReserveForAsync(60, Of(125, 1), Of(126, 1)),
            await ReserveForAsync(60, Of(125, 1)),
            await ReserveForAsync(60, Of(127, await Shop.OnHandAsync("demo", 127)))
        );
        Clock.Advance(TimeSpan.FromMinutes(2));

        var first = await SellAsync(early, true, (125, 1));
        await ExpireAsync();
        var second = await SellAsync(late, false, (125, 1));
        var again = await RefusalOf(SellAsync(late, false, (125, 1)));
        await Shop.SellAsync((127, await Shop.OnHandAsync("demo", 127)));
        var nothing = await RefusalOf(SellAsync(gone, false, (127, 1)));
        var shown = await Shop.AskAsync(Shop.Manager, new GetReservation(early.ReservationId));
        var shownLate = await Shop.AskAsync(Shop.Manager, new GetReservation(late.ReservationId));

        // What has expired is kept for nobody, not even where the till says so.
        Assert.That((shown.Status, shown.SaleId), Is.EqualTo((ReservationStatus.Consumed, first.SaleId)));
        Assert.That(
            shown.Holds,
            Is.EquivalentTo(new[] { new ReservationHold(Item(125), 1, 1, 0), new ReservationHold(Item(126), 1, 0, 0) })
        );
        Assert.That((shownLate.Status, shownLate.SaleId), Is.EqualTo((ReservationStatus.Consumed, second.SaleId)));
        Assert.That((again.Code, nothing.Code), Is.EqualTo(("inventory.reservation_over", "inventory.not_enough_stock")));
    }

    [Test]
    public async Task A_sale_names_a_reservation_of_its_store_and_of_its_goods()
    {
        var kept = await ReserveAsync(Of(128, 1));
        var away = await Shop.AskAsync(Shop.Admin, new ReserveStock(DemoData.Store("demo", 2), [Of(128, 1)]));

        var other = await RefusalOf(SellAsync(kept, false, (129, 1)));
        var elsewhere = await RefusalOf(SellAsync(away, false, (128, 1)));
        var unseen = await RefusalOf(Shop.AskAsync(Shop.Manager, new GetReservation(away.ReservationId)));
        var untouched = await RefusalOf(Shop.AskAsync(Shop.Manager, new ReleaseReservation(away.ReservationId)));
        var theirs = await RefusalOf(Shop.AskAsync(Shop.Rival, new ExtendReservation(kept.ReservationId)));

        Assert.That(other.Code, Is.EqualTo("inventory.reservation_of_other_goods"));
        Assert.That(new[] { elsewhere, unseen, untouched, theirs }.Select(e => e.Code), Is.All.EqualTo("inventory.reservation_not_found"));
        Assert.That(await ReservedAsync(128), Is.EqualTo(1));
        await Shop.AskAsync(Shop.Admin, new ReleaseReservation(kept.ReservationId));
        await Shop.AskAsync(Shop.Admin, new ReleaseReservation(away.ReservationId));
    }

    [Test]
    public async Task Reservations_are_listed_newest_first_by_store_status_and_what_they_hold()
    {
        List<Guid> made = [];
        for (var i = 0; i < 5; i++)
            made.Add((await ReserveAsync(Of(130 + (i % 2), 1))).ReservationId);
        await Shop.AskAsync(Shop.Manager, new ReleaseReservation(made[4]));
        var away = await Shop.AskAsync(Shop.Admin, new ReserveStock(DemoData.Store("demo", 2), [Of(130, 1)]));

        List<Guid> walked = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Manager, new ListReservations(VariantId: Item(130), Limit: 1, Cursor: cursor));
            walked.AddRange(page.Items.Select(r => r.ReservationId));
            cursor = page.NextCursor;
        } while (cursor is not null);

        Assert.That(walked, Is.EqualTo(new[] { made[4], made[2], made[0] }));
        Assert.That(
            await IdsAsync(new ListReservations(VariantId: Item(130), Status: ReservationStatus.Held)),
            Is.EqualTo(new[] { made[2], made[0] })
        );
        Assert.That(await IdsAsync(new ListReservations(Store, ReservationStatus.Released, Limit: 1)), Is.EqualTo(new[] { made[4] }));
        Assert.That(await IdsAsync(new ListReservations(Limit: 2)), Is.EqualTo(new[] { made[4], made[3] }));
        Assert.That(await IdsAsync(new ListReservations(Status: ReservationStatus.Held)), Does.Not.Contain(away.ReservationId));
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new ListReservations(Limit: 1))).Items.Single().ReservationId,
            Is.EqualTo(away.ReservationId)
        );
        foreach (var id in made.Take(4).Append(away.ReservationId))
            await Shop.AskAsync(Shop.Admin, new ReleaseReservation(id));
    }

    [Test]
    public async Task One_key_reserves_once()
    {
        var (key, request) = (Shop.NewKey(), new ReserveStock(Store, [Of(132, 2)]));

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Shop.SendAsync(Shop.Manager, request, key)));

        Assert.That(replies.Select(r => r.Answer?.Location).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await ReservedAsync(132), Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_is_reserved_in_a_store_that_is_archived()
    {
        var (store, _) = await Shop.OpenStoreAsync("SHUT");
        var kept = await Shop.AskAsync(Shop.Admin, new ReserveStock(store.StoreId, [Of(60, 1)]));
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new ReserveStock(store.StoreId, [Of(60, 1)])));
        var released = await Shop.AskAsync(Shop.Admin, new ReleaseReservation(kept.ReservationId));

        Assert.That(error.Code, Is.EqualTo("core.store_archived"));
        Assert.That(released.Status, Is.EqualTo(ReservationStatus.Released));
    }

    [Test]
    public async Task A_job_that_finds_nothing_to_do_leaves_no_entry_in_the_audit_log()
    {
        await ExpireAsync();
        var before = await Shop.ScalarAsync<long>("select count(*) from app.audit_entry where act = 'ExpireReservations'");
        await ExpireAsync();
        await ReserveForAsync(60, Of(133, 1));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await ExpireAsync();

        Assert.That(
            await Shop.ScalarAsync<long>("select count(*) from app.audit_entry where act = 'ExpireReservations'"),
            Is.EqualTo(before + 1)
        );
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from app.job where state <> 'done' and every_seconds is null"), Is.Zero);
    }

    private static Guid Item(int item) => DemoData.Variant("demo", item);

    private static ReservationLine Of(int item, decimal quantity) => new(Item(item), quantity);

    private static bool Same(Reservation a, Reservation b) =>
        a with { Lines = [], Holds = [] } == b with { Lines = [], Holds = [] }
        && a.Lines.SequenceEqual(b.Lines)
        && a.Holds.SequenceEqual(b.Holds);

    private Task<Reservation> ReserveAsync(params ReservationLine[] lines) => Shop.AskAsync(Shop.Manager, new ReserveStock(Store, lines));

    private Task<Reservation> ReserveForAsync(int seconds, params ReservationLine[] lines) =>
        Shop.AskAsync(Shop.Manager, new ReserveStock(Store, lines, seconds));

    private async Task<Sale> SellAsync(Reservation kept, bool keeps, params (int Item, decimal Quantity)[] items) =>
        await Shop.AskAsync(
            Shop.Cashier,
            await Shop.BasketAsync(Shop.Cashier, "demo", items) with
            {
                ReservationId = kept.ReservationId,
                KeepsReservation = keeps,
            }
        );

    private async Task<Guid> MakeAsync(string sku, ProductKind kind, params (int Item, decimal Quantity)[] parts) =>
        (
            await Shop.AskAsync(
                Shop.Admin,
                new CreateProduct(
                    sku,
                    kind,
                    [new NewVariant(sku, 1_000, "EUR", DemoData.TaxClass("demo"))],
                    Components: [.. parts.Select(p => new BundleComponent(Item(p.Item), p.Quantity))]
                )
            )
        )
            .Variants[0]
            .VariantId;

    private async Task<IEnumerable<Guid>> IdsAsync(ListReservations query) =>
        (await Shop.AskAsync(Shop.Manager, query)).Items.Select(r => r.ReservationId);

    private Task<decimal> ReservedAsync(int item) =>
        Shop.ScalarAsync<decimal>("select reserved from inventory.stock_level where store_id = $1 and variant_id = $2", Store, Item(item));

    private Task<List<string>> EventsAsync(Guid reservationId) =>
        Shop.ListAsync<string>(
            "select type from app.outbox_event where payload ->> 'reservationId' = $1 order by outbox_event_id",
            reservationId.ToString()
        );

    private async Task ExpireAsync()
    {
        await Shop.ExecuteAsync(
            """
            insert into app.job (tenant_id, job_id, kind, payload, requested_at, run_at)
            values ($1, gen_random_uuid(), 'inventory.expire_reservations', '{}', now(), now())
            """,
            DemoData.Tenant("demo")
        );
        await Shop.UseCases.WorkAsync();
    }
}
