using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

/// <summary>From the first store, where the manager works, to the second, where somebody else does.</summary>
public sealed class TransfersTests : ShopTests
{
    private static readonly Guid From = DemoData.Store("demo");
    private static readonly Guid To = DemoData.Store("demo", 2);

    private Caller there = null!; // Employed before the first test.

    private Caller Here => Shop.Manager;

    [OneTimeSetUp]
    public async Task Employ_a_manager_in_the_second_store() => there = await Shop.EmployAsync("manager", store: 2);

    [Test]
    public async Task Goods_leave_one_store_are_on_the_way_and_come_to_the_other_in_parts()
    {
        var (here, away) = (await Shop.OnHandAsync("demo", 100), await Shop.OnHandAsync("demo", 100, store: 2));
        var reply = await Shop.SendAsync(there, new RequestTransfer(From, To, [Of(100, 5), Of(101, 2)], "For the week-end"), Shop.NewKey());
        var asked = reply.Result;
        var approved = await Shop.AskAsync(Here, new ApproveTransfer(asked.TransferId));
        var part = await Shop.AskAsync(Here, new ShipTransfer(asked.TransferId, [Of(100, 3)]));
        Assert.That((await Shop.OnHandAsync("demo", 100), await Shop.OnHandAsync("demo", 100, store: 2)), Is.EqualTo((here - 3, away)));
        var first = await Shop.AskAsync(there, new ReceiveTransfer(asked.TransferId, [Of(100, 1)]));
        var rest = await Shop.AskAsync(Here, new ShipTransfer(asked.TransferId));
        var all = await Shop.AskAsync(there, new ReceiveTransfer(asked.TransferId));

        Assert.That((reply.Answer?.Status, reply.Answer?.Location), Is.EqualTo((201, $"/v1/transfers/{asked.TransferId}")));
        Assert.That(asked.Number, Does.Match("^TR-[0-9]{6}$"));
        Assert.That(
            new[] { asked, approved, part, first, rest, all }.Select(t => (t.Status, t.Version, t.Lines[0].OnTheWay, t.Lines[1].OnTheWay)),
            Is.EqualTo(
                new[]
                {
                    (TransferStatus.Requested, 1, 0m, 0m),
                    (TransferStatus.Approved, 2, 0m, 0m),
                    (TransferStatus.Shipped, 3, 3m, 0m),
                    (TransferStatus.Shipped, 4, 2m, 0m),
                    (TransferStatus.Shipped, 5, 4m, 2m),
                    (TransferStatus.Received, 6, 0m, 0m),
                }
            )
        );
        Assert.That((await Shop.OnHandAsync("demo", 100), await Shop.OnHandAsync("demo", 100, store: 2)), Is.EqualTo((here - 5, away + 5)));
        Assert.That(await Shop.AskAsync(Shop.Admin, new GetTransfer(asked.TransferId)), Is.EqualTo(all).Using<Transfer>(Same));
        var movements = (await Shop.AskAsync(Shop.Admin, new ListStockMovements(DocumentId: asked.TransferId))).Items;
        Assert.That(movements.Select(m => m.Kind).Distinct(), Is.EqualTo(new[] { StockMovementKind.Transfer }));
        Assert.That(movements.Sum(m => m.Quantity), Is.Zero);
    }

    [Test]
    public async Task What_is_missing_and_what_came_besides_are_an_adjustment_that_says_so()
    {
        var (shortOf, tooMany) = (await Shop.OnHandAsync("demo", 102, store: 2), await Shop.OnHandAsync("demo", 103, store: 2));
        var shipped = await ShippedAsync(Of(102, 5), Of(103, 2), Of(104, 1));

        var ended = await Shop.AskAsync(there, new ReceiveTransfer(shipped, [Of(102, 3), Of(103, 4)], IsComplete: true));

        Assert.That(
            ended.Lines.Select(l => (l.Shipped, l.Received, l.ShortBy, l.OverBy, l.OnTheWay)),
            Is.EqualTo(new[] { (5m, 5m, 2m, 0m, 0m), (2m, 2m, 0m, 2m, 0m), (1m, 1m, 1m, 0m, 0m) })
        );
        Assert.That(ended.Status, Is.EqualTo(TransferStatus.Received));
        var adjustment = await Shop.AskAsync(there, new GetStockAdjustment(ended.DiscrepancyId!.Value));
        Assert.That(
            (adjustment.Status, adjustment.TransferId, adjustment.Reason, adjustment.StoreId),
            Is.EqualTo((AdjustmentStatus.Applied, (Guid?)shipped, $"Transfer {ended.Number}: short or over", To))
        );
        Assert.That(adjustment.Lines.Select(l => l.Quantity), Is.EqualTo(new[] { -2m, 2m, -1m }));
        Assert.That(
            (await Shop.OnHandAsync("demo", 102, store: 2), await Shop.OnHandAsync("demo", 103, store: 2)),
            Is.EqualTo((shortOf + 3, tooMany + 4))
        );
    }

    [Test]
    public async Task What_is_missing_beyond_the_limit_stays_on_the_way_until_somebody_else_approves()
    {
        await LimitAsync(new AdjustmentLimit("stock-clerk", 1));
        var clerk = await Shop.EmployAsync("stock-clerk", store: 2);
        var onHand = await Shop.OnHandAsync("demo", 105, store: 2);
        var shipped = await ShippedAsync(Of(105, 9));

        var waiting = await Shop.AskAsync(clerk, new ReceiveTransfer(shipped, [Of(105, 4)], IsComplete: true));
        var again = await RefusalOf(Shop.AskAsync(there, new ReceiveTransfer(shipped, [], IsComplete: true)));
        var found = await Shop.AskAsync(there, new ReceiveTransfer(shipped, [Of(105, 1)]));
        var gone = await RefusalOf(Shop.AskAsync(there, new ApproveStockAdjustment(waiting.DiscrepancyId!.Value)));
        await Shop.AskAsync(there, new RejectStockAdjustment(waiting.DiscrepancyId.Value, "One was found"));
        var second = await Shop.AskAsync(clerk, new ReceiveTransfer(shipped, [], IsComplete: true));
        var one = await RefusalOf(Shop.AskAsync(clerk, new ApproveStockAdjustment(second.DiscrepancyId!.Value)));
        await Shop.AskAsync(there, new ApproveStockAdjustment(second.DiscrepancyId.Value));
        var ended = await Shop.AskAsync(there, new GetTransfer(shipped));

        Assert.That((waiting.Status, waiting.Lines[0].OnTheWay, found.Lines[0].OnTheWay), Is.EqualTo((TransferStatus.Shipped, 5m, 4m)));
        Assert.That(
            new[] { again.Code, gone.Code, one.Code },
            Is.EqualTo(new[] { "inventory.transfer_discrepancy_waits", "inventory.transfer_has_come", "request.permission_missing" })
        );
        Assert.That(
            (ended.Status, ended.Lines[0].Received, ended.Lines[0].ShortBy, ended.Lines[0].OnTheWay),
            Is.EqualTo((TransferStatus.Received, 9m, 4m, 0m))
        );
        Assert.That(await Shop.OnHandAsync("demo", 105, store: 2), Is.EqualTo(onHand + 5));
        await LimitAsync();
    }

    [Test]
    public async Task What_was_shipped_and_did_not_come_is_taken_back()
    {
        var onHand = await Shop.OnHandAsync("demo", 106);
        var (part, whole) = (await ShippedAsync(Of(106, 5)), await ShippedAsync(Of(106, 2)));
        await Shop.AskAsync(there, new ReceiveTransfer(part, [Of(106, 1)]));

        var tooMuch = await RefusalOf(Shop.AskAsync(Here, new ReturnTransfer(part, [Of(106, 5)])));
        var back = await Shop.AskAsync(Here, new ReturnTransfer(part));
        var never = await Shop.AskAsync(Here, new ReturnTransfer(whole));
        var late = await RefusalOf(Shop.AskAsync(there, new ReceiveTransfer(whole)));

        Assert.That((tooMuch.Code, tooMuch.Fields?.Keys.Single()), Is.EqualTo(("inventory.transfer_not_all_on_the_way", $"{Item(106)}")));
        Assert.That(
            (back.Status, back.Lines[0].Returned, never.Status),
            Is.EqualTo((TransferStatus.Received, 4m, TransferStatus.Returned))
        );
        Assert.That(late.Code, Is.EqualTo("inventory.transfer_not_on_the_way"));
        Assert.That(await Shop.OnHandAsync("demo", 106), Is.EqualTo(onHand - 1));
    }

    [Test]
    public async Task Each_step_waits_for_the_one_before_and_none_is_done_twice()
    {
        var asked = (await AskForAsync(Of(107, 2))).TransferId;
        List<string> codes = [(await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(asked)))).Code];
        codes.Add((await RefusalOf(Shop.AskAsync(there, new ReceiveTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ReturnTransfer(asked)))).Code);
        await Shop.AskAsync(Here, new ApproveTransfer(asked));
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ApproveTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.SendAsync(Here, new ShipTransfer(asked), ifMatch: 1))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(asked, [Of(107, 2.001m)])))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(asked, [Of(108, 1)])))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(asked, [])))).Code);
        await Shop.AskAsync(Here, new ShipTransfer(asked));
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new CancelTransfer(asked, "Too late")))).Code);
        await Shop.AskAsync(there, new ReceiveTransfer(asked));
        codes.Add((await RefusalOf(Shop.AskAsync(there, new ReceiveTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(asked)))).Code);

        Assert.That(
            codes,
            Is.EqualTo(
                new[]
                {
                    "inventory.transfer_not_to_be_shipped",
                    "inventory.transfer_not_on_the_way",
                    "inventory.transfer_not_on_the_way",
                    "inventory.transfer_not_requested",
                    "request.version_stale",
                    "inventory.transfer_not_asked_for",
                    "inventory.transfer_line_not_found",
                    "inventory.transfer_has_nothing_left",
                    "inventory.transfer_has_nothing_left",
                    "inventory.transfer_has_left",
                    "inventory.transfer_not_on_the_way",
                    "inventory.transfer_not_to_be_shipped",
                }
            )
        );
    }

    [Test]
    public async Task Each_store_does_its_own_part_and_others_see_nothing()
    {
        var asked = (await AskForAsync(Of(109, 1))).TransferId;
        var nobody = await Shop.EmployAsync("manager", store: null);
        var elsewhere = await Shop.EmployAsync(null);
        var (third, _) = await Shop.OpenStoreAsync("THIRD");
        await Shop.AskAsync(
            Shop.Admin,
            new PosCommerce.Application.Identity.GrantRole(elsewhere.UserId, await Shop.RoleAsync("manager"), third.StoreId)
        );
        List<string> codes = [(await RefusalOf(Shop.AskAsync(there, new ApproveTransfer(asked)))).Code];
        await Shop.AskAsync(nobody, new ApproveTransfer(asked));
        codes.Add((await RefusalOf(Shop.AskAsync(there, new ShipTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(elsewhere, new ShipTransfer(asked)))).Code);
        await Shop.AskAsync(Here, new ShipTransfer(asked));
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new ReceiveTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(there, new ReturnTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(elsewhere, new GetTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Shop.Rival, new GetTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Shop.Rival, new ReceiveTransfer(asked)))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(elsewhere, new RequestTransfer(From, To, [Of(109, 1)])))).Code);
        codes.Add((await RefusalOf(Shop.AskAsync(Here, new RequestTransfer(From, DemoData.Store("rival"), [Of(109, 1)])))).Code);
        codes.Add(
            (
                await RefusalOf(Shop.AskAsync(Here, new RequestTransfer(From, To, [new TransferQuantity(DemoData.Variant("rival", 9), 1)])))
            ).Code
        );
        codes.Add((await RefusalOf(Shop.AskAsync(Shop.Cashier, new RequestTransfer(From, To, [Of(109, 1)])))).Code);

        Assert.That(
            codes,
            Is.EqualTo(
                new[]
                {
                    "inventory.transfer_is_of_the_other_store",
                    "inventory.transfer_is_of_the_other_store",
                    "inventory.transfer_not_found",
                    "inventory.transfer_is_of_the_other_store",
                    "inventory.transfer_is_of_the_other_store",
                    "inventory.transfer_not_found",
                    "inventory.transfer_not_found",
                    "inventory.transfer_not_found",
                    "core.store_not_found",
                    "core.store_not_found",
                    "inventory.variant_not_found",
                    "request.permission_missing",
                }
            )
        );
        foreach (var caller in new[] { Here, there })
            Assert.That((await Shop.AskAsync(caller, new GetTransfer(asked))).Status, Is.EqualTo(TransferStatus.Shipped));
        Assert.That((await Shop.AskAsync(elsewhere, new ListTransfers())).Items, Is.Empty);
    }

    [Test]
    public async Task A_list_shows_what_comes_and_goes_once_newest_first()
    {
        List<Guid> made = [];
        for (var n = 0; n < 4; n++)
            made.Insert(0, (await AskForAsync(Of(110, 1))).TransferId);
        var back = await Shop.AskAsync(Here, new RequestTransfer(To, From, [Of(110, 1)]));
        made.Insert(0, back.TransferId);
        await Shop.AskAsync(there, new CancelTransfer(back.TransferId, "Not needed"));

        foreach (var caller in new[] { Here, there, Shop.Admin })
        {
            var first = await Shop.AskAsync(caller, new ListTransfers(Limit: 2));
            var second = await Shop.AskAsync(caller, new ListTransfers(Limit: 3, Cursor: first.NextCursor));
            Assert.That(first.Items.Concat(second.Items).Select(t => t.TransferId), Is.EqualTo(made));
        }

        var cancelled = await Shop.AskAsync(Here, new ListTransfers(From, TransferStatus.Cancelled));
        Assert.That((cancelled.Items[0].TransferId, cancelled.Items[0].Cancellation), Is.EqualTo((back.TransferId, "Not needed")));
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new ListTransfers(To, TransferStatus.Requested, Limit: 4))).Items.Select(t => t.TransferId),
            Is.EqualTo(made.Skip(1))
        );
    }

    [Test]
    public async Task Stock_that_is_not_there_is_not_shipped_and_what_a_store_never_had_is_received()
    {
        var onHand = await Shop.OnHandAsync("demo", 111);
        await Shop.UnstockAsync(112, store: 2);
        var many = (await AskForAsync(Of(111, onHand + 1))).TransferId;
        await Shop.AskAsync(Here, new ApproveTransfer(many));

        var error = await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(many)));
        var shipped = await ShippedAsync(Of(112, 2));
        await Shop.AskAsync(there, new ReceiveTransfer(shipped));

        Assert.That((error.Code, error.Fields?.Keys.Single()), Is.EqualTo(("inventory.not_enough_stock", $"{Item(111)}")));
        Assert.That(await Shop.OnHandAsync("demo", 112, store: 2), Is.EqualTo(2));
    }

    [Test]
    public async Task Back_rooms_send_and_receive_and_only_those_of_the_store()
    {
        var room = await Shop.AskAsync(there, new CreateStockLocation(To, "cellar", "Cellar"));
        var asked = (await AskForAsync(Of(980, 4))).TransferId;
        await Shop.AskAsync(Here, new ApproveTransfer(asked));

        var foreign = await RefusalOf(Shop.AskAsync(Here, new ShipTransfer(asked, StockLocationId: room.StockLocationId)));
        await Shop.AskAsync(Here, new ShipTransfer(asked, StockLocationId: DemoData.BackRoom("demo")));
        await Shop.AskAsync(there, new ReceiveTransfer(asked, [Of(980, 6)], room.StockLocationId));

        Assert.That(foreign.Code, Is.EqualTo("inventory.location_not_found"));
        Assert.That(
            await Shop.ListAsync<decimal>("select on_hand from inventory.location_level where variant_id = $1 order by on_hand", Item(980)),
            Is.EqualTo(new[] { 6m, 20m })
        );
    }

    [Test]
    public async Task Of_many_who_receive_at_once_each_piece_is_received_once()
    {
        var before = await Shop.OnHandAsync("demo", 113, store: 2);
        var shipped = await ShippedAsync(Of(113, 8), Of(114, 8));

        var received = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async n =>
                {
                    try
                    {
                        IReadOnlyList<TransferQuantity> lines = n % 2 == 0 ? [Of(113, 1), Of(114, 1)] : [Of(114, 1), Of(113, 1)];
                        await (
                            n % 3 == 0
                                ? Shop.AskAsync(Shop.Admin, (ICommand<Transfer>)new ReturnTransfer(shipped, lines))
                                : Shop.AskAsync(there, new ReceiveTransfer(shipped, lines))
                        );
                        return true;
                    }
                    catch (Refused refused)
                        when (refused.Error.Code is "inventory.transfer_not_on_the_way" or "inventory.transfer_not_all_on_the_way")
                    {
                        return false;
                    }
                })
        );

        var ended = await Shop.AskAsync(there, new GetTransfer(shipped));
        Assert.That(ended.Lines.Select(l => l.OnTheWay), Is.All.Zero);
        Assert.That(ended.Lines.Select(l => l.Received + l.Returned), Is.All.EqualTo(8));
        Assert.That(received.Count(done => done), Is.AtLeast(8));
        Assert.That(await Shop.OnHandAsync("demo", 113, store: 2), Is.EqualTo(before + ended.Lines[0].Received + ended.Lines[0].OverBy));
    }

    [Test]
    public async Task A_receipt_that_is_repeated_is_done_once()
    {
        var before = await Shop.OnHandAsync("demo", 115, store: 2);
        var shipped = await ShippedAsync(Of(115, 3));
        var (command, key) = (new ReceiveTransfer(shipped, [Of(115, 1)]), Shop.NewKey());

        var first = await Shop.SendAsync(there, command, key);
        var second = await Shop.SendAsync(there, command, key);

        Assert.That((second.IsReplay, second.Result.Version), Is.EqualTo((true, first.Result.Version)));
        Assert.That(await Shop.OnHandAsync("demo", 115, store: 2), Is.EqualTo(before + 1));
        await Shop.AskAsync(Here, new ReturnTransfer(shipped));
    }

    [Test]
    public async Task Ids_numbers_and_stores_are_held_to_the_rules()
    {
        var id = Ids.New();
        var made = await Shop.AskAsync(Here, new RequestTransfer(From, To, [Of(116, 1)], TransferId: id));
        var (closed, _) = await Shop.OpenStoreAsync("SHUT2");
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(closed.StoreId));

        var twice = await RefusalOf(Shop.AskAsync(Here, new RequestTransfer(From, To, [Of(116, 1)], TransferId: id)));
        var shut = await RefusalOf(Shop.AskAsync(Shop.Admin, new RequestTransfer(From, closed.StoreId, [Of(116, 1)])));
        var next = await Shop.AskAsync(Here, new RequestTransfer(From, To, [Of(116, 1)]));

        Assert.That(made.TransferId, Is.EqualTo(id));
        Assert.That((twice.Code, shut.Code), Is.EqualTo(("inventory.transfer_exists", "core.store_archived")));
        Assert.That(
            int.Parse(next.Number[3..], System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(int.Parse(made.Number[3..], System.Globalization.CultureInfo.InvariantCulture) + 1),
            "What was refused gave its number back."
        );
    }

    [TestCase("same store", "toStoreId")]
    [TestCase("no lines", "lines")]
    [TestCase("too many", "lines")]
    [TestCase("twice", "lines")]
    [TestCase("nothing", "lines[0].quantity")]
    [TestCase("huge", "lines[0].quantity")]
    [TestCase("NUL", "note")]
    public async Task What_makes_no_sense_is_refused_by_its_name(string what, string member)
    {
        var good = new RequestTransfer(From, To, [Of(117, 1)]);
        var bad = what switch
        {
            "same store" => good with { ToStoreId = From },
            "no lines" => good with { Lines = [] },
            "too many" => good with { Lines = [.. Enumerable.Range(0, 501).Select(_ => new TransferQuantity(Guid.NewGuid(), 1))] },
            "twice" => good with { Lines = [Of(117, 1), Of(117, 2)] },
            "nothing" => good with { Lines = [Of(117, 0)] },
            "huge" => good with { Lines = [Of(117, 1_000_000_000_000_000)] },
            _ => good with { Note = "A NUL\0" },
        };

        var error = await RefusalOf(Shop.AskAsync(Here, bad));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, member)));
    }

    private static Guid Item(int number) => DemoData.Variant("demo", number);

    private static TransferQuantity Of(int item, decimal quantity) => new(Item(item), quantity);

    private static bool Same(Transfer a, Transfer b) =>
        a.Lines.SequenceEqual(b.Lines)
        && (a.Number, a.Status, a.Version, a.Note, a.ApprovedBy) == (b.Number, b.Status, b.Version, b.Note, b.ApprovedBy);

    private Task<Transfer> AskForAsync(params TransferQuantity[] lines) => Shop.AskAsync(Here, new RequestTransfer(From, To, lines));

    private async Task<Guid> ShippedAsync(params TransferQuantity[] lines)
    {
        var asked = await AskForAsync(lines);
        await Shop.AskAsync(Here, new ApproveTransfer(asked.TransferId));
        return (await Shop.AskAsync(Here, new ShipTransfer(asked.TransferId))).TransferId;
    }

    private async Task LimitAsync(params AdjustmentLimit[] limits)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(before.Settings with { AdjustmentLimits = limits }), ifMatch: before.Version);
    }
}
