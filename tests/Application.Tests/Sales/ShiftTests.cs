using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

public sealed class ShiftTests : ShopTests
{
    private const long Float = 10_000;
    private Caller manager = null!; // Employed before the first test.

    protected override bool Crowded => true;

    [OneTimeSetUp]
    public async Task Employ_a_manager()
    {
        manager = await Shop.EmployAsync("manager", store: null);
        await Shop.PriceAsync(60, 333);
        await LetAsync(new ShiftSettings());
    }

    [Test]
    public async Task A_day_at_the_till_comes_to_what_is_reckoned_by_hand()
    {
        // Cash knows no cents below five here.
        var till = await TillAsync("DAY", new CashRounding(5));
        var cashier = await CashierAsync();
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, Float));

        var three = await SellAsync(cashier, till, (60, 3), new SaleTender("cash", 2_000)); // 9.99, rounded to 10.00.
        var card = await SellAsync(cashier, till, (61, 1), new SaleTender("card", 2_456));
        var mixed = await SellAsync(cashier, till, (60, 2), new SaleTender("card", 400), new SaleTender("cash", 500)); // 2.66, rounded down.
        var wrong = await SellAsync(cashier, till, (60, 1), new SaleTender("cash", 335));
        await Shop.AskAsync(manager, new VoidSale(wrong.SaleId, "Rung up twice"));
        var back = await Shop.AskAsync(
            cashier,
            new ReturnGoods(three.SaleId, till.StoreId, till.TerminalId, [new(1, 1)], [new("cash", 335)])
        );
        var onCard = await Shop.AskAsync(
            cashier,
            new ReturnGoods(card.SaleId, till.StoreId, till.TerminalId, [new(1, 1)], [new("card", 2_456)])
        );
        await Shop.AskAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.In, "Change from the bank", 5_000));
        await Shop.AskAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.Out, "Window cleaner", 1_200));
        await Shop.AskAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.Drop, "To the safe", 2_000));
        await Shop.AskAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.Drop, "To the safe", 1_000));
        await Shop.AskAsync(manager, new MoveCash(shift.ShiftId, CashMovementKind.NoSale, "Gave change"));
        var x = await Shop.AskAsync(manager, new GetXReport(shift.ShiftId));

        // 100.00 + 10.00 + 2.65 + 3.35 - 3.35 (void) - 3.35 (return) + 50.00 - 12.00 - 30.00, and 0.30 are missing.
        var closed = await Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, 11_700));
        var z = await Shop.AskAsync(cashier, new GetZReport(shift.ShiftId));

        var (report, money) = (z.Document.Report, z.Document.Report.Money!); // A Z report hides nothing.
        Assert.Multiple(() =>
        {
            Assert.That((closed.Status, closed.ClosedBy), Is.EqualTo((ShiftStatus.Closed, cashier.UserId)));
            Assert.That((closed.Count!.Counted, closed.Count.Expected, closed.Count.OverShort), Is.EqualTo((11_700L, 11_730L, -30L)));
            Assert.That(z.Document.Count, Is.EqualTo(closed.Count));
            Assert.That(money.Drawer, Is.EqualTo(new ShiftDrawer(Sold: 1_600, Refunded: 335, Voided: 335, Expected: 11_730)));
            Assert.That((report.Sales, report.Returns, report.Voids, report.NoSales), Is.EqualTo((4L, 2L, 1L, 1L)));
            Assert.That(
                (report.In, report.Out, report.Drop),
                Is.EqualTo((new CashMoved(1, 5_000), new CashMoved(1, 1_200), new CashMoved(2, 3_000)))
            );
            Assert.That(
                (money.Sales.Total, money.Sales.Rounding, money.Change),
                Is.EqualTo((999L + 2_456 + 666 + 333, 1L - 1 + 2, 1_235L))
            );
            Assert.That((money.Returns.Total, money.Returns.Rounding), Is.EqualTo((333L + 2_456, 2L)));
            Assert.That((money.Voids.Total, money.Voids.Rounding), Is.EqualTo((333L, 2L)));
            Assert.That(
                (money.Sales.Net, money.Sales.Tax),
                Is.EqualTo((three.Net + card.Net + mixed.Net + wrong.Net, three.Tax + card.Tax + mixed.Tax + wrong.Tax))
            );
            Assert.That(
                money.Taxes,
                Is.EqualTo(
                    new[]
                    {
                        new SaleTax(7, three.Net + mixed.Net - back.Net, three.Tax + mixed.Tax - back.Tax, 999 + 666 - 333),
                        new SaleTax(19, card.Net - onCard.Net, card.Tax - onCard.Tax, 0),
                    }
                )
            );
            Assert.That(
                money.Tenders,
                Is.EqualTo(new[] { new ShiftTender("card", 2, 2_856, 1, 2_456, 0, 0), new ShiftTender("cash", 3, 2_835, 1, 335, 1, 335) })
            );
            Assert.That((three.ShiftId, back.ShiftId), Is.EqualTo(((Guid?)shift.ShiftId, (Guid?)shift.ShiftId)));
            Assert.That(x.Money!.Drawer, Is.EqualTo(money.Drawer), "The X report before it came to the same.");
        });
        Assert.That((await Shop.AskAsync(cashier, new GetSale(three.SaleId))).ShiftId, Is.EqualTo(shift.ShiftId));
        Assert.That((await Shop.AskAsync(cashier, new GetReturn(back.ReturnId))).ShiftId, Is.EqualTo(shift.ShiftId));
        var moved = await Shop.AskAsync(cashier, new ListCashMovements(shift.ShiftId));
        Assert.That(
            moved.Items.Select(m => (m.Kind, m.Amount, m.MovedBy)).Reverse(),
            Is.EqualTo(
                new[]
                {
                    (CashMovementKind.In, 5_000L, cashier.UserId),
                    (CashMovementKind.Out, 1_200L, cashier.UserId),
                    (CashMovementKind.Drop, 2_000L, cashier.UserId),
                    (CashMovementKind.Drop, 1_000L, cashier.UserId),
                    (CashMovementKind.NoSale, 0L, manager.UserId),
                }
            )
        );
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Laws.SelectMany(l => l.Violations), Is.Empty);
    }

    [Test]
    public async Task What_is_expected_stays_hidden_until_the_count_is_in()
    {
        var till = await TillAsync("BLIND");
        var cashier = await CashierAsync();
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, Float));
        await SellAsync(cashier, till, (60, 1), new SaleTender("cash", 400));

        var (blind, seen) = (
            await Shop.AskAsync(cashier, new GetXReport(shift.ShiftId)),
            await Shop.AskAsync(manager, new GetXReport(shift.ShiftId))
        );
        var early = await RefusalOf(Shop.AskAsync(cashier, new GetZReport(shift.ShiftId)));
        var uncounted = await RefusalOf(Shop.AskAsync(cashier, new CloseShift(shift.ShiftId)));
        await Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, Float + 333));
        var after = await Shop.AskAsync(cashier, new GetXReport(shift.ShiftId));

        Assert.Multiple(() =>
        {
            Assert.That((blind.Sales, blind.Money), Is.EqualTo((1L, (ShiftMoney?)null)));
            Assert.That(seen.Money!.Drawer.Expected, Is.EqualTo(Float + 333));
            Assert.That((early.Code, uncounted.Code), Is.EqualTo(("sales.shift_not_closed", "sales.count_missing")));
            Assert.That(after.Money!.Drawer.Expected, Is.EqualTo(Float + 333));
        });
    }

    [Test]
    public async Task A_drawer_that_is_short_waits_for_a_reason_and_an_approval_and_holds_nobody_up()
    {
        var till = await TillAsync("SHORT");
        var (cashier, next) = (await CashierAsync(), await CashierAsync());
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, Float));
        await SellAsync(cashier, till, (60, 1), new SaleTender("cash", 333));

        var counted = await Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, Float + 133));
        var again = await RefusalOf(Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, Float + 333)));
        var silent = await RefusalOf(Shop.AskAsync(cashier, new CloseShift(shift.ShiftId)));
        // The till goes on meanwhile.
        var later = await Shop.AskAsync(next, new OpenShift(till.TerminalId, 0));
        var sold = await SellAsync(next, till, (60, 1), new SaleTender("cash", 333));
        var asked = await RefusalOf(Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, Reason: "A note stuck")));
        var approval = await Shop.AskAsync(manager, new ApproveChallenge(asked.Challenge!.ChallengeId));
        var closed = await Shop.AskAsync(
            cashier with
            {
                ApprovalId = approval.ApprovalId,
            },
            new CloseShift(shift.ShiftId, Reason: "A note stuck")
        );
        await Shop.AskAsync(next, new CloseShift(later.ShiftId, 333));

        Assert.Multiple(() =>
        {
            Assert.That(
                (counted.Status, counted.Count!.OverShort, counted.ClosedAt),
                Is.EqualTo((ShiftStatus.Counted, -200L, (DateTimeOffset?)null))
            );
            Assert.That((again.Code, silent.Code), Is.EqualTo(("sales.shift_counted", "sales.over_short_needs_reason")));
            Assert.That(
                (asked.Code, asked.Challenge.Permission, asked.Challenge.Amount, asked.Challenge.SubjectId),
                Is.EqualTo(("request.approval_missing", Permissions.Sales.ShiftManage, (long?)200, (Guid?)shift.ShiftId))
            );
            Assert.That(
                (closed.Status, closed.Reason, closed.Count!.Counted),
                Is.EqualTo((ShiftStatus.Closed, "A note stuck", Float + 133))
            );
            Assert.That(sold.ShiftId, Is.EqualTo(later.ShiftId));
        });
        var z = await Shop.AskAsync(cashier, new GetZReport(shift.ShiftId));
        Assert.That((z.Sequence, z.Document.Reason), Is.EqualTo((1L, "A note stuck")), "It is numbered when it is closed.");
    }

    [Test]
    public async Task Who_looks_after_drawers_counts_again_and_closes_with_a_reason_alone()
    {
        var till = await TillAsync("AGAIN");
        var cashier = await CashierAsync();
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, Float));
        await Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, 1));
        var stranger = await RefusalOf(Shop.AskAsync(await CashierAsync(), new CloseShift(shift.ShiftId, Reason: "Mine")));

        var closed = await Shop.AskAsync(
            manager,
            new CloseShift(
                shift.ShiftId,
                Denominations: [new Denomination(5_000, 1), new Denomination(200, 10), new Denomination(1, 0)],
                Reason: "A note is gone"
            )
        );

        Assert.That(stranger.Code, Is.EqualTo("sales.shift_of_other"));
        Assert.That((closed.Status, closed.Count!.Counted, closed.Count.OverShort), Is.EqualTo((ShiftStatus.Closed, 7_000L, -3_000L)));
        Assert.That(
            (await Shop.AskAsync(cashier, new GetShift(shift.ShiftId))).Count!.Denominations,
            Is.EqualTo(closed.Count.Denominations).AsCollection
        );
    }

    [Test]
    public async Task Z_reports_are_a_chain_that_anybody_can_follow_whatever_was_archived()
    {
        var till = await TillAsync("CHAIN");
        var cashier = await CashierAsync();
        for (var day = 1; day < 4; day++)
        {
            var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, day));
            if (day == 3)
                await Shop.SendAsync(Shop.Admin, new ArchiveTerminal(till.TerminalId), ifMatch: till.Version);
            await Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, day));
        }

        var first = await Shop.AskAsync(cashier, new ListZReports(till.TerminalId, Limit: 2));
        var rest = await Shop.AskAsync(cashier, new ListZReports(till.TerminalId, Cursor: first.NextCursor));
        ZReportSummary[] chain = [.. first.Items, .. rest.Items];
        Assert.Multiple(() =>
        {
            Assert.That(chain.Select(z => z.Sequence), Is.EqualTo(new[] { 3, 2, 1 }));
            Assert.That(chain.Select(z => z.Number), Is.EqualTo(new[] { "CHAIN-T1-Z00003", "CHAIN-T1-Z00002", "CHAIN-T1-Z00001" }));
            Assert.That(
                chain.Select(z => z.Hash),
                Is.EqualTo(chain.Select(z => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(z.Content)))))
            );
            Assert.That(chain.Select(z => z.PreviousHash), Is.EqualTo(chain.Skip(1).Select(z => z.Hash).Append(null)));
        });
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListZReports(till.TerminalId))).Items, Is.Empty);
    }

    [Test]
    public async Task A_report_that_was_written_anew_breaks_the_chain()
    {
        var till = await TillAsync("FORGED");
        var cashier = await CashierAsync();
        List<Guid> shifts = [];
        for (var day = 1; day < 3; day++)
        {
            shifts.Add((await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, day))).ShiftId);
            await Shop.AskAsync(cashier, new CloseShift(shifts[^1], day));
        }

        const string rewrite = """
            with z as (select shift_id, convert_to(replace(convert_from(content, 'UTF8'), $2, $3), 'UTF8') as content
                         from sales.z_report
                        where shift_id = $1)
            update sales.z_report as o set content = z.content, hash = sha256(z.content) from z where o.shift_id = z.shift_id
            """;
        await Shop.ExecuteAsync(rewrite, shifts[0], "\"sales\":0", "\"sales\":9");
        var found = (await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Laws.Single(l => l.Law == "sales.z_reports_are_chained");
        await Shop.ExecuteAsync(rewrite, shifts[0], "\"sales\":9", "\"sales\":0");

        Assert.That(found.Violations.Select(v => v.Subject), Is.EqualTo(new[] { $"terminal {till.TerminalId}, Z report 2" }));
    }

    [Test]
    public async Task One_shift_is_open_at_a_terminal_and_of_a_cashier()
    {
        var (till, other) = (await TillAsync("ONE"), await TillAsync("OTHER"));
        var (cashier, colleague) = (await CashierAsync(), await CashierAsync());
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, 0));

        string[] codes =
        [
            await OutcomeAsync(cashier, new OpenShift(till.TerminalId, 0)),
            await OutcomeAsync(colleague, new OpenShift(till.TerminalId, 0)),
            await OutcomeAsync(cashier, new OpenShift(other.TerminalId, 0)),
            await OutcomeAsync(cashier, new OpenShift(DemoData.Terminal("rival"), 0)),
            await OutcomeAsync(colleague, new OpenShift(other.TerminalId, 0)),
        ];

        Assert.That(
            codes,
            Is.EqualTo(
                new[]
                {
                    "sales.shift_open_at_terminal",
                    "sales.shift_open_at_terminal",
                    "sales.shift_open_of_cashier",
                    "core.terminal_not_found",
                    "done",
                }
            )
        );
        var listed = await Shop.AskAsync(cashier, new ListShifts(till.StoreId, till.TerminalId, ShiftStatus.Open, shift.BusinessDate));
        Assert.That(listed.Items.Select(s => (s.ShiftId, s.CashierId)), Is.EqualTo(new[] { (shift.ShiftId, cashier.UserId) }));
        foreach (
            var query in new[]
            {
                new ListShifts(till.StoreId),
                new ListShifts(till.StoreId, Status: ShiftStatus.Open),
                new ListShifts(till.StoreId, BusinessDate: shift.BusinessDate),
            }
        )
            Assert.That((await Shop.AskAsync(cashier, query)).Items.Select(s => s.ShiftId), Is.EqualTo(new[] { shift.ShiftId }));
        Assert.That((await Shop.AskAsync(cashier, new ListShifts(till.StoreId, Status: ShiftStatus.Closed))).Items, Is.Empty);
        Assert.That((await Shop.AskAsync(cashier, new ListShifts(till.StoreId, DemoData.Terminal("demo")))).Items, Is.Empty);
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Rival, new GetShift(shift.ShiftId)))).Code, Is.EqualTo("sales.shift_not_found"));
    }

    [Test]
    public async Task A_drawer_is_its_cashiers_unless_it_is_shared()
    {
        var (own, shared) = (await TillAsync("OWN"), await TillAsync("SHARED"));
        var (cashier, colleague) = (await CashierAsync(), await CashierAsync());
        var first = await Shop.AskAsync(cashier, new OpenShift(own.TerminalId, 0));
        var foreign = await OutcomeAsync(colleague, await Basket(own));
        var taken = await OutcomeAsync(colleague, new MoveCash(first.ShiftId, CashMovementKind.Out, "Lunch", 1));
        await Shop.AskAsync(cashier, new CloseShift(first.ShiftId, 0));

        await LetAsync(new ShiftSettings(Shared: true, Blind: false));
        var shift = await Shop.AskAsync(cashier, new OpenShift(shared.TerminalId, 0));
        await LetAsync(new ShiftSettings());
        var sold = await Shop.AskAsync(colleague, await Basket(shared));
        await Shop.AskAsync(colleague, new MoveCash(shift.ShiftId, CashMovementKind.Out, "Lunch", 1));
        var report = await Shop.AskAsync(colleague, new GetXReport(shift.ShiftId));
        var closing = await OutcomeAsync(colleague, new CloseShift(shift.ShiftId, 332));

        Assert.That((foreign, taken, closing), Is.EqualTo(("sales.drawer_of_other", "sales.shift_of_other", "sales.shift_of_other")));
        Assert.That((sold.ShiftId, report.Money!.Drawer.Expected), Is.EqualTo(((Guid?)shift.ShiftId, 332L)), "As it was opened.");
    }

    [Test]
    public async Task Where_a_shift_is_wanted_nothing_is_sold_paid_back_or_voided_without_one()
    {
        var till = await TillAsync("WANTED");
        var cashier = await CashierAsync();
        var before = await Shop.AskAsync(cashier, await Basket(till));
        await LetAsync(new ShiftSettings(Required: true));
        try
        {
            string[] without =
            [
                await OutcomeAsync(cashier, await Basket(till)),
                await OutcomeAsync(manager, new VoidSale(before.SaleId, "Wrong")),
                await OutcomeAsync(
                    manager,
                    new ReturnGoods(before.SaleId, till.StoreId, till.TerminalId, [new(1, 1)], Shop.Cash(before.Total))
                ),
            ];
            var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, 1_000));
            await Shop.AskAsync(cashier, await Basket(till));
            await Shop.AskAsync(manager, new VoidSale(before.SaleId, "Wrong"));
            var closed = await Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, 1_000));

            Assert.That(before.ShiftId, Is.Null);
            Assert.That(without, Is.All.EqualTo("sales.no_open_shift"));
            Assert.That(closed.Count!.OverShort, Is.Zero, "What was paid back came out of this drawer.");
        }
        finally
        {
            await LetAsync(new ShiftSettings());
        }
    }

    [Test]
    public async Task A_drawer_is_opened_without_a_sale_by_right_or_approval()
    {
        var till = await TillAsync("NOSALE");
        var cashier = await CashierAsync();
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, 0));
        var asked = await RefusalOf(Shop.AskAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.NoSale, "Change")));
        var approval = await Shop.AskAsync(manager, new ApproveChallenge(asked.Challenge!.ChallengeId));
        await Shop.AskAsync(
            cashier with
            {
                ApprovalId = approval.ApprovalId,
            },
            new MoveCash(shift.ShiftId, CashMovementKind.NoSale, "Change")
        );
        var amounts = new[]
        {
            await OutcomeAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.NoSale, "Change", 5)),
            await OutcomeAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.In, "Change")),
        };
        await Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, 0));
        var late = await OutcomeAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.In, "Change", 5));

        Assert.That((asked.Code, asked.Challenge.Permission), Is.EqualTo(("request.approval_missing", Permissions.Sales.NoSale)));
        Assert.That(amounts, Is.All.EqualTo("request.invalid"));
        Assert.That(late, Is.EqualTo("sales.shift_not_open"));
        Assert.That((await Shop.AskAsync(cashier, new GetZReport(shift.ShiftId))).Document.Report.NoSales, Is.EqualTo(1));
    }

    [Test]
    public async Task Closing_twice_with_one_key_answers_the_same_and_with_another_is_refused()
    {
        var till = await TillAsync("TWICE");
        var cashier = await CashierAsync();
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, 5));
        var key = Shop.NewKey();

        var first = await Shop.SendAsync(cashier, new CloseShift(shift.ShiftId, 5), key);
        var replay = await Shop.SendAsync(cashier, new CloseShift(shift.ShiftId, 5), key);

        Assert.That(
            (replay.IsReplay, Encoding.UTF8.GetString(replay.Answer!.Body)),
            Is.EqualTo((true, Encoding.UTF8.GetString(first.Answer!.Body)))
        );
        Assert.That(await OutcomeAsync(cashier, new CloseShift(shift.ShiftId, 5)), Is.EqualTo("sales.shift_closed"));
        Assert.That(
            (await RefusalOf(Shop.SendAsync(cashier, new CloseShift(shift.ShiftId, 5), ifMatch: 1))).Code,
            Is.EqualTo("request.version_stale")
        );
    }

    [Test]
    public async Task A_void_is_paid_out_of_the_drawer_at_which_its_cashier_works()
    {
        var sold = await Shop.SellAsync((62, 1));
        var second = (await Shop.AskAsync(Shop.Admin, new CreateTerminal(DemoData.Store("demo"), "V2", "Where it is voided"))).TerminalId;
        var code = await Shop.AskAsync(Shop.Admin, new MakePairingCode(second));
        var paired = await Shop.UseCases.SendAsync("demo", new PairTerminal(code.Code));
        Assert.That(Credential.TryParse(paired.Credential, out var credential));
        var device = new Caller(DemoData.Tenant("demo"), "demo", Guid.Empty, Guid.Empty)
        {
            As = new TerminalPrincipal(credential!.Id, credential.Hash),
        }; // Parsed above.
        var there = await Shop.SignInByPinAsync(device, manager.UserId);
        var shift = await Shop.AskAsync(there, new OpenShift(second, sold.Total));

        await Shop.AskAsync(there, new VoidSale(sold.SaleId, "Wrong"));
        var closed = await Shop.AskAsync(there, new CloseShift(shift.ShiftId, 0));

        Assert.That((closed.Status, closed.Count!.Expected), Is.EqualTo((ShiftStatus.Closed, 0L)));
    }

    [Test]
    public async Task Of_eight_who_open_at_once_one_has_the_till()
    {
        var till = await TillAsync("RACE");
        // One after the other: only so many passwords are hashed at once.
        List<Caller> cashiers = [];
        for (var n = 0; n < 8; n++)
            cashiers.Add(await CashierAsync());

        var outcomes = await Task.WhenAll(cashiers.Select(c => OutcomeAsync(c, new OpenShift(till.TerminalId, 0))));

        Assert.That(
            outcomes.GroupBy(o => o).Select(g => (g.Key, g.Count())),
            Is.EquivalentTo(new[] { ("done", 1), ("sales.shift_open_at_terminal", 7) })
        );
    }

    [Test]
    public async Task Of_eight_who_close_at_once_one_makes_the_report()
    {
        var till = await TillAsync("CLOSERS");
        var cashier = await CashierAsync();
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, 5));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(cashier, new CloseShift(shift.ShiftId, 5))));

        Assert.That(
            outcomes.GroupBy(o => o).Select(g => (g.Key, g.Count())),
            Is.EquivalentTo(new[] { ("done", 1), ("sales.shift_closed", 7) })
        );
        Assert.That((await Shop.AskAsync(cashier, new ListZReports(till.TerminalId))).Items, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_sale_that_is_under_way_is_in_the_count_and_what_comes_later_is_not()
    {
        var till = await TillAsync("UNDERWAY");
        var cashier = await CashierAsync();
        var basket = await Basket(till);
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, 0));
        await LetAsync(new ShiftSettings(Required: true));
        try
        {
            await using var shelf = await Shop.HoldAsync("select from inventory.stock_level where store_id = $1 for update", till.StoreId);
            var early = OutcomeAsync(cashier, basket);
            await Shop.UntilWaitingAsync(1);
            var closing = Shop.AskAsync(cashier, new CloseShift(shift.ShiftId, 333));
            await Shop.UntilWaitingAsync(2);
            var late = OutcomeAsync(cashier, basket);
            await Shop.UntilWaitingAsync(3);
            await shelf.CloseAsync();

            Assert.That((await early, await late), Is.EqualTo(("done", "sales.no_open_shift")));
            Assert.That((await closing).Count!.Expected, Is.EqualTo(333));
        }
        finally
        {
            await LetAsync(new ShiftSettings());
        }
    }

    [TestCase(3)]
    [TestCase(40, Explicit = true, Category = "Stress")]
    public async Task Sales_voids_movements_and_closings_at_once_add_up_and_do_not_deadlock(int rounds)
    {
        var till = await TillAsync($"MANY{rounds}");
        var cashier = await CashierAsync();
        var basket = await Basket(till);
        for (var round = 0; round < rounds; round++)
        {
            var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, 0));
            var sold = await Shop.AskAsync(cashier, basket);
            var outcomes = await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .SelectMany(n =>
                        new[]
                        {
                            OutcomeAsync(cashier, basket),
                            OutcomeAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.In, "Race", 10)),
                        }
                    )
                    .Append(OutcomeAsync(manager, new VoidSale(sold.SaleId, "Race")))
                    .Append(OutcomeAsync(manager, new CloseShift(shift.ShiftId, 0, Reason: "Race")))
            );
            Assert.That(outcomes, Is.All.AnyOf("done", "sales.shift_not_open"));
            var z = (await Shop.AskAsync(cashier, new GetZReport(shift.ShiftId))).Document.Report;
            Assert.That(
                z.Money!.Drawer.Expected,
                Is.EqualTo((333 * (z.Sales - z.Voids)) + z.In.Amount),
                "Sales that came too late are in no shift."
            );
        }
    }

    [Test]
    public async Task What_cannot_be_is_refused()
    {
        var till = await TillAsync("BAD");
        var cashier = await CashierAsync();
        var shift = await Shop.AskAsync(cashier, new OpenShift(till.TerminalId, Rules.MaximumAmount));
        IEnumerable<Task<string>> bad =
        [
            OutcomeAsync(cashier, new OpenShift(till.TerminalId, -1)),
            OutcomeAsync(cashier, new OpenShift(till.TerminalId, Rules.MaximumAmount + 1)),
            OutcomeAsync(cashier, new CloseShift(shift.ShiftId, -1)),
            OutcomeAsync(cashier, new CloseShift(shift.ShiftId, 1, [new Denomination(1, 1)])),
            OutcomeAsync(cashier, new CloseShift(shift.ShiftId, Denominations: [new Denomination(5, 1), new Denomination(5, 2)])),
            OutcomeAsync(cashier, new CloseShift(shift.ShiftId, Denominations: [new Denomination(Rules.MaximumAmount, 1_000_000)])),
            OutcomeAsync(
                cashier,
                new CloseShift(shift.ShiftId, Denominations: [new Denomination(1_000_000_000, 1_000_000), new Denomination(1, 1)])
            ),
            OutcomeAsync(cashier, new CloseShift(shift.ShiftId, Denominations: [new Denomination(long.MaxValue, int.MaxValue)])),
            OutcomeAsync(cashier, new CloseShift(shift.ShiftId, 1, Reason: "\0")),
            OutcomeAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.In, "", 1)),
            OutcomeAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.In, "Much", Rules.MaximumAmount + 1)),
            OutcomeAsync(cashier, new MoveCash(shift.ShiftId, (CashMovementKind)9, "Odd", 1)),
        ];
        Assert.That(await Task.WhenAll(bad), Is.All.EqualTo("request.invalid"));
        var viewer = await Shop.EmployAsync("viewer");
        Assert.That(await OutcomeAsync(viewer, new OpenShift(till.TerminalId, 0)), Is.EqualTo("request.permission_missing"));
        Assert.That(await OutcomeAsync(cashier, new CloseShift(Guid.NewGuid(), 0)), Is.EqualTo("sales.shift_not_found"));
        // More than can be added up stops what would add it, and never the closing.
        await Shop.ExecuteAsync(
            "insert into sales.shift_total (tenant_id, shift_id, kind, key, store_id, count, amount, net, tax, rounding) select tenant_id, shift_id, 'in', '', store_id, 1, 100000000000000000, 0, 0, 0 from sales.shift where shift_id = $1",
            shift.ShiftId
        );
        var full = await OutcomeAsync(cashier, new MoveCash(shift.ShiftId, CashMovementKind.In, "Much", 1));
        await Shop.ExecuteAsync("delete from sales.shift_total where shift_id = $1", shift.ShiftId);
        Assert.That(full, Is.EqualTo("request.out_of_range"));
    }

    private Task<Caller> CashierAsync() => Shop.EmployAsync("cashier", store: null);

    private async Task<Sale> SellAsync(Caller caller, Terminal till, (int Item, decimal Quantity) item, params SaleTender[] tenders) =>
        await Shop.AskAsync(caller, new CompleteSale(till.StoreId, till.TerminalId, Shop.Lines("demo", item), tenders));

    private async Task<CompleteSale> Basket(Terminal till) => await Shop.BasketAsync(till);

    // A store of its own, with a hundred of two items.
    private async Task<Terminal> TillAsync(string code, CashRounding? rounding = null)
    {
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails(code, code, "EUR", "Europe/Berlin", TaxMode.Inclusive, CashRounding: rounding))
        );
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(
                store.StoreId,
                [new AdjustStockLine(DemoData.Variant("demo", 60), 1_000), new AdjustStockLine(DemoData.Variant("demo", 61), 100)],
                "Opening"
            )
        );
        return await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "One"));
    }

    private async Task LetAsync(ShiftSettings shifts)
    {
        var current = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeSettings(
                current.Settings with
                {
                    Shifts = shifts,
                    ApprovalLimits = new ApprovalLimits(0, ReturnUpTo: 100_000, OverShortUpTo: 50),
                }
            ),
            ifMatch: current.Version
        );
    }

    private async Task<string> OutcomeAsync<T>(Caller caller, ICommand<T> act)
    {
        try
        {
            await Shop.AskAsync(caller, act);
            return "done";
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }
}
