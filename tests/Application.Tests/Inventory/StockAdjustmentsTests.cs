using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

/// <summary>Clerks correct up to ten alone, cashiers do not correct; managers and admins have no limit and approve.</summary>
public sealed class StockAdjustmentsTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");

    private Caller clerk = null!; // Employed before the first test.

    [OneTimeSetUp]
    public async Task Employ_a_clerk_with_a_limit()
    {
        clerk = await Shop.EmployAsync("stock-clerk");
        await LimitAsync(new AdjustmentLimit("stock-clerk", 10));
    }

    [TestCase(9.999, AdjustmentStatus.Applied)]
    [TestCase(10, AdjustmentStatus.Applied)]
    [TestCase(10.001, AdjustmentStatus.Submitted)]
    [TestCase(100_000_000, AdjustmentStatus.Submitted)]
    public async Task Up_to_the_limit_it_is_applied_at_once_and_above_it_waits(decimal quantity, AdjustmentStatus status)
    {
        var before = await Shop.OnHandAsync("demo", 20);

        var made = await Shop.AskAsync(clerk, Found(quantity, 20));

        Assert.That(
            (made.Status, made.SubmittedBy),
            Is.EqualTo((status, status is AdjustmentStatus.Submitted ? clerk.UserId : (Guid?)null))
        );
        Assert.That(await Shop.OnHandAsync("demo", 20), Is.EqualTo(before + (status is AdjustmentStatus.Applied ? quantity : 0)));
        Assert.That(
            await Shop.AskAsync(clerk, new GetStockAdjustment(made.StockAdjustmentId)),
            Is.EqualTo(made).Using<StockAdjustment>(Same)
        );
    }

    [Test]
    public async Task A_loss_does_not_hide_behind_a_find()
    {
        var made = await Shop.AskAsync(clerk, Words([new(Item(21), 6), new(Item(22), -6)]));

        Assert.That(made.Status, Is.EqualTo(AdjustmentStatus.Submitted));
    }

    [Test]
    public async Task The_most_generous_role_counts_and_only_in_its_store()
    {
        var both = await Shop.EmployAsync("stock-clerk");
        await Shop.AskAsync(Shop.Admin, new GrantRole(both.UserId, await Shop.RoleAsync("manager"), DemoData.Store("demo", 2)));
        await Shop.AskAsync(Shop.Admin, new GrantRole(both.UserId, await Shop.RoleAsync("viewer"), Store));
        var there = Found(11, 23) with { StoreId = DemoData.Store("demo", 2) };

        Assert.That((await Shop.AskAsync(both, Found(11, 23))).Status, Is.EqualTo(AdjustmentStatus.Submitted));
        Assert.That((await Shop.AskAsync(both, there)).Status, Is.EqualTo(AdjustmentStatus.Applied));
    }

    [Test]
    public async Task A_limit_of_nothing_asks_always_and_a_machine_has_none()
    {
        var key = await Shop.AskAsync(
            Shop.Admin,
            new CreateApiKey("Counts", [Permissions.Inventory.Adjust, Permissions.Inventory.Approve])
        );
        await LimitAsync(new AdjustmentLimit("stock-clerk", 0), new AdjustmentLimit("manager", 0.5m));
        try
        {
            Assert.That((await Shop.AskAsync(clerk, Found(0.001m, 24))).Status, Is.EqualTo(AdjustmentStatus.Submitted));
            Assert.That((await Shop.AskAsync(Shop.Manager, Found(0.5m, 24))).Status, Is.EqualTo(AdjustmentStatus.Applied));
            Assert.That((await Shop.AskAsync(Shop.Manager, Found(0.501m, 24))).Status, Is.EqualTo(AdjustmentStatus.Submitted));
            Assert.That((await Shop.AskAsync(Shop.MachineOf(key.Secret), Found(50, 24))).Status, Is.EqualTo(AdjustmentStatus.Applied));
        }
        finally
        {
            await LimitAsync(new AdjustmentLimit("stock-clerk", 10));
        }
    }

    [Test]
    public async Task Settings_that_do_not_tell_limits_leave_them()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());

        var after = await Shop.SendAsync(
            Shop.Admin,
            new ChangeSettings(before.Settings with { AdjustmentLimits = null }),
            ifMatch: before.Version
        );

        Assert.That(after.Result.Settings.AdjustmentLimits, Is.EqualTo(new[] { new AdjustmentLimit("stock-clerk", 10) }));
    }

    [Test]
    public async Task What_another_approves_is_applied_and_tells_both()
    {
        var before = await Shop.OnHandAsync("demo", 25);
        var waiting = await Shop.AskAsync(clerk, Found(11, 25));

        var applied = (await Shop.SendAsync(Shop.Manager, new ApproveStockAdjustment(waiting.StockAdjustmentId), ifMatch: 1)).Result;

        Assert.That(
            (applied.Status, applied.AdjustedBy, applied.DecidedBy, applied.Version),
            Is.EqualTo((AdjustmentStatus.Applied, clerk.UserId, (Guid?)Shop.Manager.UserId, 2))
        );
        Assert.That(await Shop.OnHandAsync("demo", 25), Is.EqualTo(before + 11));
        var moved = (await Shop.AskAsync(Shop.Manager, new ListStockMovements(DocumentId: waiting.StockAdjustmentId))).Items.Single();
        Assert.That((moved.Quantity, moved.Reason, moved.MovedBy), Is.EqualTo((11m, "Found", (Guid?)Shop.Manager.UserId)));
        Assert.That(
            await Shop.ListAsync<string>(
                "select type from app.outbox_event where payload ->> 'stockAdjustmentId' = $1 order by type",
                waiting.StockAdjustmentId.ToString()
            ),
            Is.EqualTo(new[] { "inventory.stock_adjusted", "inventory.stock_adjustment_submitted" })
        );
    }

    [Test]
    public async Task Nobody_approves_what_they_have_written_or_submitted()
    {
        var own = await Shop.AskAsync(Shop.Manager, Found(1, 26) with { Status = WantedStatus.Submitted });
        var draft = await Shop.AskAsync(clerk, Found(11, 26) with { Status = WantedStatus.Draft });
        await Shop.AskAsync(Shop.Manager, new ChangeStockAdjustment(draft.StockAdjustmentId, Again(draft), ReasonCode: "found"));
        await Shop.AskAsync(clerk, new SubmitStockAdjustment(draft.StockAdjustmentId));
        await LimitAsync(new AdjustmentLimit("stock-clerk", 10), new AdjustmentLimit("manager", 0));
        var another = await Shop.AskAsync(clerk, Found(11, 26) with { Status = WantedStatus.Draft });
        await Shop.AskAsync(Shop.Manager, new SubmitStockAdjustment(another.StockAdjustmentId));
        await LimitAsync(new AdjustmentLimit("stock-clerk", 10));

        foreach (var asked in new[] { own, draft, another })
        {
            var error = await RefusalOf(Shop.AskAsync(Shop.Manager, new ApproveStockAdjustment(asked.StockAdjustmentId)));
            Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "inventory.adjustment_is_ones_own")));
            Assert.That(
                (await Shop.AskAsync(Shop.Admin, new ApproveStockAdjustment(asked.StockAdjustmentId))).Status,
                Is.EqualTo(AdjustmentStatus.Applied)
            );
        }
    }

    [Test]
    public async Task Of_two_who_approve_at_once_one_does_and_a_retry_gets_the_same_answer()
    {
        var before = await Shop.OnHandAsync("demo", 27);
        var waiting = await Shop.AskAsync(clerk, Found(11, 27));
        var keys = new[] { Shop.NewKey(), Shop.NewKey() };
        var callers = new[] { Shop.Manager, Shop.Admin };

        var outcomes = await Task.WhenAll(
            callers.Select(
                async (caller, n) =>
                {
                    try
                    {
                        return (await Shop.SendAsync(caller, new ApproveStockAdjustment(waiting.StockAdjustmentId), keys[n]))
                            .Result
                            .DecidedBy;
                    }
                    catch (Refused refused) when (refused.Error.Code == "inventory.adjustment_not_submitted")
                    {
                        return null;
                    }
                }
            )
        );
        var winner = outcomes.Index().Single(o => o.Item is not null).Index;
        var again = await Shop.SendAsync(callers[winner], new ApproveStockAdjustment(waiting.StockAdjustmentId), keys[winner]);

        Assert.That(again.IsReplay, Is.True);
        Assert.That(await Shop.OnHandAsync("demo", 27), Is.EqualTo(before + 11));
    }

    [Test]
    public async Task Stock_that_is_gone_when_it_is_approved_leaves_the_adjustment_waiting()
    {
        var onHand = await Shop.OnHandAsync("demo", 28);
        var waiting = await Shop.AskAsync(clerk, Lost(onHand, 28));
        await Shop.SellAsync((28, 1));

        var error = await RefusalOf(Shop.AskAsync(Shop.Manager, new ApproveStockAdjustment(waiting.StockAdjustmentId)));
        var still = await Shop.AskAsync(Shop.Manager, new GetStockAdjustment(waiting.StockAdjustmentId));
        await Shop.AskAsync(Shop.Manager, Found(1, 28));
        var applied = await Shop.AskAsync(Shop.Manager, new ApproveStockAdjustment(waiting.StockAdjustmentId));

        Assert.That((error.Code, error.Fields?.Keys.Single()), Is.EqualTo(("inventory.not_enough_stock", Item(28).ToString())));
        Assert.That((still.Status, still.Version), Is.EqualTo((AdjustmentStatus.Submitted, 1)));
        Assert.That((applied.Status, await Shop.OnHandAsync("demo", 28)), Is.EqualTo((AdjustmentStatus.Applied, 0m)));
    }

    [Test]
    public async Task What_was_decided_stays_so()
    {
        var applied = (await Shop.AskAsync(clerk, Found(1, 29))).StockAdjustmentId;
        var rejected = (await Shop.AskAsync(clerk, Found(11, 29))).StockAdjustmentId;
        var withdrawn = (await Shop.AskAsync(clerk, Found(11, 29))).StockAdjustmentId;
        var before = await Shop.OnHandAsync("demo", 29);
        var no = await Shop.AskAsync(Shop.Manager, new RejectStockAdjustment(rejected, "Count again"));
        var back = await Shop.AskAsync(clerk, new WithdrawStockAdjustment(withdrawn));

        Assert.That(
            (no.Status, no.Rejection, no.DecidedBy),
            Is.EqualTo((AdjustmentStatus.Rejected, "Count again", (Guid?)Shop.Manager.UserId))
        );
        Assert.That((back.Status, back.DecidedBy), Is.EqualTo((AdjustmentStatus.Withdrawn, (Guid?)clerk.UserId)));
        foreach (var id in new[] { applied, rejected, withdrawn })
        {
            List<string> codes = [];
            foreach (
                var act in new ICommand<StockAdjustment>[]
                {
                    new ApproveStockAdjustment(id),
                    new RejectStockAdjustment(id, "No"),
                    new WithdrawStockAdjustment(id),
                    new SubmitStockAdjustment(id),
                }
            )
                codes.Add((await RefusalOf(Shop.AskAsync(Shop.Admin, act))).Code);
            var version = (await Shop.AskAsync(Shop.Admin, new GetStockAdjustment(id))).Version;
            codes.Add(
                (
                    await RefusalOf(
                        Shop.SendAsync(Shop.Admin, new ChangeStockAdjustment(id, Found(1, 29).Lines, "Later"), ifMatch: version)
                    )
                ).Code
            );
            Assert.That(
                codes,
                Is.EqualTo(
                    new[]
                    {
                        "inventory.adjustment_not_submitted",
                        "inventory.adjustment_decided",
                        "inventory.adjustment_decided",
                        "inventory.adjustment_no_draft",
                        "inventory.adjustment_no_draft",
                    }
                )
            );
        }

        Assert.That(await Shop.OnHandAsync("demo", 29), Is.EqualTo(before));
    }

    [Test]
    public async Task A_draft_is_changed_by_whoever_adjusts_and_what_it_said_before_stays()
    {
        var draft = await Shop.AskAsync(clerk, Found(5, 30) with { Status = WantedStatus.Draft });
        var before = await Shop.OnHandAsync("demo", 30);

        var changed = await Shop.AskAsync(
            Shop.Manager,
            new ChangeStockAdjustment(
                draft.StockAdjustmentId,
                [new AdjustStockLine(Item(30), -2), new AdjustStockLine(Item(31), -1)],
                ReasonCode: "internal-use",
                Note: "For the window"
            )
        );
        var stale = await RefusalOf(
            Shop.SendAsync(clerk, new ChangeStockAdjustment(draft.StockAdjustmentId, Again(draft), "Old news"), ifMatch: 1)
        );
        var unsaid = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new ChangeStockAdjustment(Guid.NewGuid(), [new AdjustStockLine(Item(30), 1)], "Nobody's"))
        );
        var read = await Shop.AskAsync(clerk, new GetStockAdjustment(draft.StockAdjustmentId));
        var submitted = await Shop.AskAsync(clerk, new SubmitStockAdjustment(draft.StockAdjustmentId));

        Assert.That(stale.Kind, Is.EqualTo(ErrorKind.Stale));
        Assert.That(unsaid.Code, Is.EqualTo("inventory.adjustment_not_found"));
        Assert.That(read, Is.EqualTo(changed).Using<StockAdjustment>(Same));
        Assert.That(
            (read.ReasonCode, read.Note, read.AdjustedBy, read.Version),
            Is.EqualTo(("internal-use", "For the window", Shop.Manager.UserId, 2))
        );
        Assert.That((submitted.Status, submitted.SubmittedBy), Is.EqualTo((AdjustmentStatus.Applied, (Guid?)clerk.UserId)));
        Assert.That(await Shop.OnHandAsync("demo", 30), Is.EqualTo(before - 2));
        Assert.That(
            await Shop.ListAsync<decimal>(
                "select quantity from inventory.stock_adjustment_line where stock_adjustment_id = $1 order by revision, line_number",
                draft.StockAdjustmentId
            ),
            Is.EqualTo(new[] { 5m, -2m, -1m })
        );
        Assert.That(
            await Shop.ScalarAsync<string>(
                "select changes::text from app.audit_entry where act = 'ChangeStockAdjustment' and outcome = 'done' order by occurred_at desc limit 1"
            ),
            Does.Contain("Used by us").And.Contain("Found")
        );
    }

    [TestCase("damage", 1, null, "inventory.reason_goes_the_other_way")]
    [TestCase("theft", 0.001, "Gone", "inventory.reason_goes_the_other_way")]
    [TestCase("found", -1, null, "inventory.reason_goes_the_other_way")]
    [TestCase("internal-use", -1, null, "inventory.reason_needs_note")]
    [TestCase("nobodys", -1, null, "inventory.reason_not_found")]
    [TestCase("internal-use", -1, "For the window", null)]
    [TestCase("damage", -1, null, null)]
    public async Task A_listed_reason_has_a_direction_and_may_need_a_note(string code, decimal quantity, string? note, string? refusal)
    {
        var adjust = new AdjustStock(Store, [new AdjustStockLine(Item(32), quantity)], ReasonCode: code, Note: note);

        if (refusal is null)
        {
            var made = await Shop.AskAsync(clerk, adjust);
            Assert.That((made.Status, made.ReasonCode, made.Note), Is.EqualTo((AdjustmentStatus.Applied, code, note)));
        }
        else
        {
            Assert.That((await RefusalOf(Shop.AskAsync(clerk, adjust))).Code, Is.EqualTo(refusal));
            Assert.That(
                (await RefusalOf(Shop.AskAsync(clerk, adjust with { Status = WantedStatus.Draft }))).Code,
                Is.EqualTo(refusal),
                "A draft is held to it, too."
            );
        }
    }

    [TestCase(null, null, "reason")]
    [TestCase("In words", "found", "reason")]
    [TestCase(" ", null, "reason")]
    [TestCase(null, "Not A Code", "reasonCode")]
    [TestCase(null, "found", "note")]
    public async Task A_reason_is_given_once_and_texts_are_texts(string? reason, string? code, string member)
    {
        var adjust = new AdjustStock(
            Store,
            [new AdjustStockLine(Item(32), 1)],
            reason,
            ReasonCode: code,
            Note: member == "note" ? "A NUL\0" : null
        );

        var error = await RefusalOf(Shop.AskAsync(clerk, adjust));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, member)));
    }

    [Test]
    public async Task A_merchant_lists_reasons_of_its_own()
    {
        var made = await Shop.AskAsync(Shop.Manager, new CreateStockReason("expired", "Expired", ReasonDirection.Out));
        var taken = await RefusalOf(Shop.AskAsync(Shop.Manager, new CreateStockReason("expired", "Again")));
        var draft = await Shop.AskAsync(clerk, Reasoned("expired", -1) with { Status = WantedStatus.Draft });
        var applied = await Shop.AskAsync(clerk, Reasoned("expired", -1));
        var changed = await Shop.AskAsync(
            Shop.Manager,
            new ChangeStockReason(made.StockReasonId, "past-date", "Past its date", ReasonDirection.Out, NeedsNote: true)
        );
        var unsaid = await RefusalOf(Shop.AskAsync(clerk, new SubmitStockAdjustment(draft.StockAdjustmentId)));
        var archived = await Shop.SendAsync(Shop.Manager, new ArchiveStockReason(made.StockReasonId), ifMatch: 2);
        var gone = await RefusalOf(Shop.AskAsync(clerk, Reasoned("past-date", -1) with { Note = "Sold too slowly" }));
        var unchanged = await RefusalOf(
            Shop.SendAsync(Shop.Manager, new ChangeStockReason(made.StockReasonId, "x", "X", ReasonDirection.Both), ifMatch: 3)
        );
        var restored = await Shop.AskAsync(Shop.Manager, new RestoreStockReason(made.StockReasonId));
        var inUse = await RefusalOf(Shop.AskAsync(Shop.Manager, new RestoreStockReason(made.StockReasonId)));
        var codes = (await Shop.AskAsync(Shop.Cashier, new ListStockReasons())).Items.Select(r => r.Code).ToList();
        var paged = await Shop.AskAsync(Shop.Cashier, new ListStockReasons(Limit: 2));
        var rest = await Shop.AskAsync(Shop.Cashier, new ListStockReasons(Cursor: paged.NextCursor));

        Assert.That(
            new[] { taken, unsaid, gone, unchanged, inUse }.Select(e => e.Code),
            Is.EqualTo(
                new[]
                {
                    "inventory.reason_code_taken",
                    "inventory.reason_needs_note",
                    "inventory.reason_archived",
                    "inventory.reason_archived",
                    "inventory.reason_in_use",
                }
            )
        );
        Assert.That((changed.Version, archived.Result.IsArchived, restored.IsArchived, restored.Version), Is.EqualTo((2, true, false, 4)));
        Assert.That(codes, Is.EqualTo(new[] { "damage", "found", "internal-use", "past-date", "theft" }));
        Assert.That(paged.Items.Concat(rest.Items).Select(r => r.Code), Is.EqualTo(codes));
        // What was corrected keeps what its reason was called, and is found by what it is called now.
        var kept = await Shop.AskAsync(clerk, new GetStockAdjustment(applied.StockAdjustmentId));
        Assert.That((kept.Reason, kept.ReasonCode), Is.EqualTo(("Expired", "past-date")));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(clerk, new CreateStockReason("mine", "Mine")))).Code,
            Is.EqualTo("request.permission_missing")
        );
    }

    [Test]
    public async Task Adjustments_of_other_stores_and_merchants_are_not_there()
    {
        var there = await Shop.AskAsync(
            Shop.Admin,
            Found(1, 33) with
            {
                StoreId = DemoData.Store("demo", 2),
                Status = WantedStatus.Submitted,
            }
        );
        var theirs = await Shop.AskAsync(
            Shop.Rival,
            new AdjustStock(
                DemoData.Store("rival"),
                [new AdjustStockLine(DemoData.Variant("rival", 33), 1)],
                "Found",
                Status: WantedStatus.Submitted
            )
        );

        foreach (var id in new[] { there.StockAdjustmentId, theirs.StockAdjustmentId, Guid.NewGuid() })
        {
            foreach (
                var act in new ICommand<StockAdjustment>[]
                {
                    new ApproveStockAdjustment(id),
                    new RejectStockAdjustment(id, "No"),
                    new WithdrawStockAdjustment(id),
                    new SubmitStockAdjustment(id),
                    new ChangeStockAdjustment(id, Again(there), "Mine now"),
                }
            )
                Assert.That((await RefusalOf(Shop.AskAsync(Shop.Manager, act))).Code, Is.EqualTo("inventory.adjustment_not_found"));
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.Manager, new GetStockAdjustment(id)))).Code,
                Is.EqualTo("inventory.adjustment_not_found")
            );
        }

        var seen = await Shop.AskAsync(Shop.Manager, new ListStockAdjustments(Limit: 200));
        var all = await Shop.AskAsync(Shop.Admin, new ListStockAdjustments(Limit: 200));
        Assert.That(seen.Items.Select(a => a.StoreId).Distinct(), Is.EqualTo(new[] { Store }));
        Assert.That(
            all.Items.Select(a => a.StockAdjustmentId),
            Does.Contain(there.StockAdjustmentId).And.Not.Contain(theirs.StockAdjustmentId)
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Manager, new ListStockAdjustments(DemoData.Store("demo", 2))))).Code,
            Is.EqualTo("core.store_not_found")
        );
    }

    [Test]
    public async Task The_list_is_newest_first_by_status_and_in_pages()
    {
        List<Guid> made = [];
        foreach (var _ in Enumerable.Range(0, 5))
            made.Add((await Shop.AskAsync(clerk, Found(1, 34) with { Status = WantedStatus.Draft })).StockAdjustmentId);
        await Shop.AskAsync(clerk, new WithdrawStockAdjustment(made[2]));
        made.RemoveAt(2);

        var first = await Shop.AskAsync(clerk, new ListStockAdjustments(Store, AdjustmentStatus.Draft, Limit: 2));
        var second = await Shop.AskAsync(clerk, new ListStockAdjustments(Store, AdjustmentStatus.Draft, Limit: 2, first.NextCursor));

        Assert.That(first.Items.Concat(second.Items).Select(a => a.StockAdjustmentId), Is.EqualTo(made.AsEnumerable().Reverse()));
        Assert.That(
            (await Shop.AskAsync(clerk, new ListStockAdjustments(Limit: 1))).Items.Single().StockAdjustmentId,
            Is.EqualTo(made[^1])
        );
    }

    [Test]
    public async Task A_back_room_is_corrected_after_an_approval_like_the_shop_floor()
    {
        var room = DemoData.BackRoom("demo");
        var waiting = await Shop.AskAsync(clerk, Found(12, 35) with { StockLocationId = room });
        var front = await Shop.OnHandAsync("demo", 35);

        var applied = await Shop.AskAsync(Shop.Manager, new ApproveStockAdjustment(waiting.StockAdjustmentId));

        Assert.That(applied.StockLocationId, Is.EqualTo(room));
        Assert.That(await Shop.OnHandAsync("demo", 35), Is.EqualTo(front));
        Assert.That(
            await Shop.ScalarAsync<decimal>(
                "select on_hand from inventory.location_level where stock_location_id = $1 and variant_id = $2",
                room,
                Item(35)
            ),
            Is.EqualTo(12)
        );
    }

    [Test]
    public async Task Where_nothing_is_counted_any_more_nothing_is_approved_and_it_can_be_rejected()
    {
        var (store, _) = await Shop.OpenStoreAsync("CLOSED");
        var waiting = await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(store.StoreId, [new AdjustStockLine(Item(60), 1)], "Found", Status: WantedStatus.Submitted)
        );
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));
        var everywhere = await Shop.EmployAsync("manager", store: null);

        var error = await RefusalOf(Shop.AskAsync(everywhere, new ApproveStockAdjustment(waiting.StockAdjustmentId)));
        var rejected = await Shop.AskAsync(everywhere, new RejectStockAdjustment(waiting.StockAdjustmentId, "It is closed"));

        Assert.That((error.Code, rejected.Status), Is.EqualTo(("core.store_archived", AdjustmentStatus.Rejected)));
    }

    [Test]
    public async Task The_database_itself_refuses_an_approval_of_ones_own()
    {
        var waiting = await Shop.AskAsync(clerk, Found(11, 36));

        Assert.That(
            async () =>
                await Shop.ExecuteAsync(
                    "update inventory.stock_adjustment set status = 'applied', decided_by = $2, decided_at = now() where stock_adjustment_id = $1",
                    waiting.StockAdjustmentId,
                    clerk.UserId
                ),
            Throws.InstanceOf<Npgsql.PostgresException>().With.Message.Contains("stock_adjustment_is_approved_by_another")
        );
    }

    private static Guid Item(int number) => DemoData.Variant("demo", number);

    private static AdjustStock Words(IReadOnlyList<AdjustStockLine> lines) => new(Store, lines, "Counted");

    private static AdjustStock Reasoned(string code, decimal quantity) =>
        new(Store, [new AdjustStockLine(Item(37), quantity)], ReasonCode: code);

    private static AdjustStock Found(decimal quantity, int item) =>
        new(Store, [new AdjustStockLine(Item(item), quantity)], ReasonCode: "found");

    private static AdjustStock Lost(decimal quantity, int item) =>
        new(Store, [new AdjustStockLine(Item(item), -quantity)], ReasonCode: "theft");

    private static bool Same(StockAdjustment a, StockAdjustment b) =>
        a.Lines.SequenceEqual(b.Lines)
        && (a.AdjustedAt - b.AdjustedAt).Duration() < TimeSpan.FromMilliseconds(1)
        && ((a.SubmittedAt ?? default) - (b.SubmittedAt ?? default)).Duration() < TimeSpan.FromMilliseconds(1)
        && a with { Lines = b.Lines, AdjustedAt = b.AdjustedAt, SubmittedAt = b.SubmittedAt } == b;

    private async Task LimitAsync(params AdjustmentLimit[] limits)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(before.Settings with { AdjustmentLimits = limits }), ifMatch: before.Version);
    }

    private static IReadOnlyList<AdjustStockLine> Again(StockAdjustment adjustment) =>
        [.. adjustment.Lines.Select(l => new AdjustStockLine(l.VariantId, l.Quantity))];
}
