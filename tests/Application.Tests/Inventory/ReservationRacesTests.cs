using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

/// <summary>Many who want the same goods at once: one gets them, the others are told, and the books are in order after each.</summary>
public sealed class ReservationRacesTests : ShopTests
{
    private const int Rounds = 8;
    private static readonly Guid Store = DemoData.Store("demo");
    private readonly List<Guid> tills = [];

    protected override bool Crowded => true;

    [OneTimeSetUp]
    public async Task Set_up_tills()
    {
        for (var i = 0; i < 6; i++)
            tills.Add((await Shop.AskAsync(Shop.Admin, new CreateTerminal(Store, $"R{i}", $"Race {i}"))).TerminalId);
    }

    [Test]
    public async Task The_last_units_go_to_as_many_sales_and_reservations_as_there_are()
    {
        await LeaveAsync(140, 7);

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 24)
                .Select(async i =>
                    i % 2 == 0 ? await TryAsync(await BasketAsync(i, null, (140, 1))) : await TryAsync(Reserve(900, (140, 1)))
                )
        );

        Assert.That(outcomes.Count(o => o is null), Is.EqualTo(7));
        Assert.That(outcomes.OfType<string>(), Is.All.EqualTo("inventory.not_enough_stock"));
        var (onHand, reserved) = await LevelAsync(140);
        Assert.That(onHand, Is.EqualTo(reserved));
    }

    [Test]
    public async Task Goods_whose_time_is_over_go_to_one_of_those_who_want_them()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await LeaveAsync(141, 1);
            var kept = await Shop.AskAsync(Shop.Manager, Reserve(60, (141, 1)));
            Clock.Advance(TimeSpan.FromMinutes(2));
            await AskToExpireAsync(2);

            var outcomes = await Task.WhenAll(
                // Who had reserved them comes for them, or wants them kept longer.
                round % 2
                == 0
                    ? TryAsync(await BasketAsync(0, kept, (141, 1)))
                    : TryAsync(new ExtendReservation(kept.ReservationId, 900)),
                TryAsync(await BasketAsync(1, null, (141, 1))),
                TryAsync(await BasketAsync(2, null, (141, 1))),
                TryAsync(Reserve(900, (141, 1))),
                WorkAsync()
            );

            var winners = outcomes.SkipLast(1).Count(o => o is null);
            Assert.That(winners, Is.EqualTo(1), string.Join(", ", outcomes));
            Assert.That(outcomes.OfType<string>(), Is.All.EqualTo("inventory.not_enough_stock").Or.EqualTo("inventory.reservation_over"));
            await Shop.LawsHoldAsync();
            await GiveUpAsync();
        }
    }

    [Test]
    public async Task Of_a_release_and_sales_of_one_reservation_one_comes_through()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await LeaveAsync(142, 3);
            var kept = await Shop.AskAsync(Shop.Manager, Reserve(900, (142, 2)));

            var outcomes = await Task.WhenAll(
                TryAsync(await BasketAsync(0, kept, (142, 2))),
                TryAsync(await BasketAsync(1, kept, (142, 2))),
                TryAsync(await BasketAsync(2, kept, (142, 1))),
                TryAsync(new ReleaseReservation(kept.ReservationId))
            );

            Assert.That(outcomes.Count(o => o is null), Is.EqualTo(1), string.Join(", ", outcomes));
            Assert.That(outcomes.OfType<string>(), Is.All.EqualTo("inventory.reservation_over"));
            await Shop.LawsHoldAsync();
        }
    }

    [Test]
    public async Task Two_who_take_parts_of_one_reservation_get_both_and_no_more_than_it_held()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await LeaveAsync(143, 4);
            var kept = await Shop.AskAsync(Shop.Manager, Reserve(900, (143, 4)));

            var outcomes = await Task.WhenAll(
                Enumerable
                    .Range(0, 5)
                    .Select(async i => await TryAsync(await BasketAsync(i, kept, (143, 1)) with { KeepsReservation = true }))
            );

            Assert.That(outcomes.Count(o => o is null), Is.EqualTo(4), string.Join(", ", outcomes));
            Assert.That(await LevelAsync(143), Is.EqualTo((0m, 0m)));
            await Shop.LawsHoldAsync();
        }
    }

    [Test]
    public async Task Many_workers_end_each_reservation_once()
    {
        for (var i = 0; i < 130; i++)
            await Shop.AskAsync(Shop.Manager, Reserve(60, (144 + (i % 5), 0.1m), (149 - (i % 3), 0.1m)));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await AskToExpireAsync(12);
        List<UseCases> nodes = [.. Enumerable.Range(0, 4).Select(_ => new UseCases(Shop.Database.App, Clock))];

        var outcomes = await Task.WhenAll(
            nodes
                .Select(node => WorkAsync(node))
                .Concat(
                    Enumerable
                        .Range(0, 8)
                        .Select(async i => await TryAsync(await BasketAsync(i, null, (144 + (i % 3), 1), (149 - (i % 2), 1))))
                )
        );

        Assert.That(outcomes, Is.All.Null);
        Assert.That(await Shop.ScalarAsync<decimal>("select sum(reserved) from inventory.stock_level where store_id = $1", Store), Is.Zero);
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from app.job where last_error is not null"), Is.Zero);
        Assert.That(
            await Shop.ListAsync<long>(
                "select count(e.*) from inventory.reservation as r left join app.outbox_event as e on e.type = 'inventory.reservation_expired' and e.payload ->> 'reservationId' = r.reservation_id::text where r.status = 'expired' and r.expires_at - r.reserved_at = interval '60 seconds' and exists (select from inventory.reservation_hold as h where h.reservation_id = r.reservation_id and h.quantity < 1) group by r.reservation_id"
            ),
            Has.Count.EqualTo(130).And.All.EqualTo(1)
        );
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Test]
    public async Task Acts_of_every_kind_at_once_keep_the_laws_and_none_is_lost_to_a_deadlock()
    {
        foreach (var item in Enumerable.Range(150, 4))
            await LeaveAsync(item, 20);

        var told = await Task.WhenAll(Enumerable.Range(0, 10).Select(client => ActAsync(client, new Random(client))));

        Assert.That(told.SelectMany(codes => codes), Is.Not.Empty);
        Assert.That(
            told.SelectMany(codes => codes).Distinct(),
            Is.SubsetOf(
                new string?[]
                {
                    null,
                    "inventory.not_enough_stock",
                    "inventory.reservation_over",
                    "inventory.reservation_lasts_longer",
                    "inventory.reservation_of_other_goods",
                }
            )
        );
    }

    private async Task<List<string?>> ActAsync(int client, Random chance)
    {
        List<string?> told = [];
        for (var act = 0; act < 25; act++)
        {
            (int, decimal)[] items = [.. Enumerable.Range(150, 4).OrderBy(_ => chance.Next()).Take(chance.Next(1, 4)).Select(i => (i, 1m))];
            var some = (
                await Shop.AskAsync(
                    Shop.Manager,
                    new ListReservations(Store, VariantId: DemoData.Variant("demo", items[0].Item1), Limit: 5)
                )
            ).Items;
            var one = some.Count == 0 ? null : some[chance.Next(some.Count)];
            told.Add(
                chance.Next(8) switch
                {
                    0 or 1 => await TryAsync(Reserve(chance.Next(2) == 0 ? 1 : 900, items)),
                    2 when one is not null => await TryAsync(new ReleaseReservation(one.ReservationId)),
                    3 when one is not null => await TryAsync(new ExtendReservation(one.ReservationId, 1800)),
                    4 or 5 when one is not null => await TryAsync(
                        await BasketAsync(client, null, items) with
                        {
                            ReservationId = one.ReservationId,
                            KeepsReservation = chance.Next(2) == 0,
                        }
                    ),
                    6 => await TryAsync(
                        new AdjustStock(Store, [.. items.Select(i => new AdjustStockLine(DemoData.Variant("demo", i.Item1), 1))], "Came")
                    ),
                    _ => await TryAsync(await BasketAsync(client, null, items)),
                }
            );
            if (act % 8 == 0)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                await AskToExpireAsync(1);
                told.Add(await WorkAsync());
            }
        }

        return told;
    }

    private static ReserveStock Reserve(int seconds, params (int Item, decimal Quantity)[] items) =>
        new(Store, [.. items.Select(i => new ReservationLine(DemoData.Variant("demo", i.Item), i.Quantity))], seconds);

    private async Task<CompleteSale> BasketAsync(int till, Reservation? kept, params (int Item, decimal Quantity)[] items) =>
        await Shop.BasketAsync(Shop.Cashier, "demo", items) with
        {
            TerminalId = tills[till % tills.Count],
            ReservationId = kept?.ReservationId,
        };

    // Null when it was done, and why it was refused otherwise; anything else fails the test.
    private async Task<string?> TryAsync<T>(ICommand<T> command)
    {
        try
        {
            await Shop.AskAsync(Shop.Admin, command);
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }

    private async Task LeaveAsync(int item, decimal quantity)
    {
        var (onHand, reserved) = await LevelAsync(item);
        Assert.That(reserved, Is.Zero);
        if (onHand != quantity)
            await Shop.AskAsync(
                Shop.Admin,
                new AdjustStock(Store, [new AdjustStockLine(DemoData.Variant("demo", item), quantity - onHand)], "For the race")
            );
    }

    // Whatever is still reserved of the article that was fought for.
    private async Task GiveUpAsync()
    {
        foreach (var held in (await Shop.AskAsync(Shop.Admin, new ListReservations(Store, ReservationStatus.Held))).Items)
            await Shop.AskAsync(Shop.Admin, new ReleaseReservation(held.ReservationId));
    }

    private async Task<(decimal OnHand, decimal Reserved)> LevelAsync(int item)
    {
        var level = (await Shop.AskAsync(Shop.Admin, new ListStockLevels(Store, DemoData.Variant("demo", item)))).Items.Single();
        return (level.OnHand, level.Reserved);
    }

    private Task<int> AskToExpireAsync(int jobs) =>
        Shop.ExecuteAsync(
            """
            insert into app.job (tenant_id, job_id, kind, payload, requested_at, run_at)
            select $1, gen_random_uuid(), 'inventory.expire_reservations', '{}', now(), now()
              from generate_series(1, $2)
            """,
            DemoData.Tenant("demo"),
            jobs
        );

    private async Task<string?> WorkAsync(UseCases? node = null)
    {
        await (node ?? Shop.UseCases).WorkAsync();
        return null;
    }
}
