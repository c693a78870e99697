using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

public sealed class ApprovalTests : ShopTests
{
    [Test]
    public async Task A_refused_act_leaves_a_challenge_that_survives()
    {
        var sold = await Shop.SellAsync((10, 1));

        var challenge = await ChallengeAsync(sold);

        Assert.Multiple(() =>
        {
            Assert.That(challenge.Permission, Is.EqualTo(Permissions.Sales.Void));
            Assert.That(
                (challenge.StoreId, challenge.SubjectId, challenge.Amount),
                Is.EqualTo((sold.StoreId, (Guid?)sold.SaleId, (long?)sold.Total))
            );
        });
        Assert.That(
            (await Shop.AskAsync(Shop.Manager, new GetApproval(challenge.ChallengeId))).RequestedBy,
            Is.EqualTo(Shop.Cashier.UserId)
        );
        Assert.That((await Shop.AskAsync(Shop.Cashier, new GetSale(sold.SaleId))).Status, Is.EqualTo(SaleStatus.Completed));
    }

    [Test]
    public async Task A_manager_approves_by_pin_at_the_till_and_the_act_tells_who()
    {
        var device = await Shop.PairAsync();
        var cashier = await Shop.SignInByPinAsync(device, Shop.Cashier.UserId, "4711");
        await Shop.AskAsync(Shop.Admin, new SetUserPin(Shop.Manager.UserId, "8264"));
        var sold = await Shop.SellAsync((11, 1));
        var challenge = await ChallengeAsync(sold, cashier);

        var approval = await Shop.AskAsync(
            cashier,
            new ApproveChallenge(challenge.ChallengeId, new PinApprover(Shop.Manager.UserId, "8264"))
        );
        await Shop.AskAsync(cashier with { ApprovalId = approval.ApprovalId }, new VoidSale(sold.SaleId, "Approved"));

        Assert.That(approval.ApprovedById, Is.EqualTo(Shop.Manager.UserId));
        Assert.That(
            await Shop.ListAsync<string>(
                "select concat_ws(' ', user_id, approved_by, approval_id) from app.audit_entry where act = 'VoidSale' and outcome = 'done' and subject_id = $1",
                sold.SaleId
            ),
            Is.EqualTo(new[] { $"{Shop.Cashier.UserId} {Shop.Manager.UserId} {approval.ApprovalId}" })
        );
    }

    [Test]
    public async Task At_a_till_nobody_approves_what_happens_in_another_store()
    {
        var (here, elsewhere) = (await Shop.PairAsync(store: 1), await Shop.PairAsync(store: 2));
        await Shop.SetPinAsync(Shop.Admin, Shop.Admin.UserId, "8264");
        var cashier = await Shop.SignInByPinAsync(elsewhere, (await Shop.EmployAsync("cashier", store: 2)).UserId);
        var admin = Shop.CallerOf(elsewhere, Shop.Admin.UserId, await Shop.AskAsync(elsewhere, new SignInByPin(Shop.Admin.UserId, "8264")));
        var challenge = await ChallengeAsync(await Shop.SellAsync((13, 1)));

        Assert.That(
            (await RefusalOf(Shop.AskAsync(admin, new ApproveChallenge(challenge.ChallengeId)))).Code,
            Is.EqualTo("identity.challenge_not_found"),
            "By session."
        );
        Assert.That(
            (
                await RefusalOf(
                    Shop.AskAsync(cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(Shop.Admin.UserId, "8264")))
                )
            ).Code,
            Is.EqualTo("identity.challenge_not_found"),
            "By PIN."
        );
        var there = Shop.CallerOf(here, Shop.Admin.UserId, await Shop.AskAsync(here, new SignInByPin(Shop.Admin.UserId, "8264")));
        Assert.That((await Shop.AskAsync(there, new ApproveChallenge(challenge.ChallengeId))).ApprovedById, Is.EqualTo(Shop.Admin.UserId));
    }

    [Test]
    public async Task An_approval_is_used_once_and_for_nothing_else()
    {
        var sold = await Shop.SellAsync((12, 1));
        var another = await Shop.SellAsync((12, 1));
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };
        var stranger = (await Shop.EmployAsync("cashier")) with { ApprovalId = approved.ApprovalId };

        var forAnother = await RefusalOf(Shop.AskAsync(approved, new VoidSale(another.SaleId, "Other")));
        var byAnother = await RefusalOf(Shop.AskAsync(stranger, new VoidSale(sold.SaleId, "Other")));
        await Shop.AskAsync(approved, new VoidSale(sold.SaleId, "Once"));
        var again = await RefusalOf(Shop.AskAsync(approved, new VoidSale(sold.SaleId, "Twice")));

        Assert.That(new[] { forAnother, byAnother }.Select(e => e.Code), Is.All.EqualTo("request.approval_missing"));
        // Refused with one, as above.
        Assert.That(forAnother.Challenge!.ChallengeId, Is.Not.EqualTo(approved.ApprovalId), "A fresh one each time.");
        Assert.That(again.Code, Is.EqualTo("sales.sale_already_voided"));
    }

    [TestCase(null)]
    [TestCase("operation")]
    [TestCase("permission")]
    [TestCase("store")]
    [TestCase("subject")]
    [TestCase("no subject")]
    [TestCase("amount")]
    [TestCase("no amount")]
    [TestCase("requester")]
    [TestCase("id")]
    public async Task What_was_approved_is_this_act_and_no_other(string? other)
    {
        var sold = await Shop.SellAsync((18, 1));
        var asked = new ApprovalDemand(Permissions.Sales.Void, sold.StoreId, sold.SaleId, sold.Total);
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };

        var use = other switch
        {
            null => DemandAsync(approved, asked),
            "operation" => DemandAsync(approved, asked, "TEST RefundSale"),
            "permission" => DemandAsync(approved, asked with { Permission = Permissions.Inventory.Adjust }),
            "store" => DemandAsync(approved, asked with { StoreId = DemoData.Store("demo", 2) }),
            "subject" => DemandAsync(approved, asked with { SubjectId = Guid.NewGuid() }),
            "no subject" => DemandAsync(approved, asked with { SubjectId = null }),
            "amount" => DemandAsync(approved, asked with { Amount = sold.Total + 1 }),
            "no amount" => DemandAsync(approved, asked with { Amount = null }),
            "requester" => DemandAsync((await Shop.EmployAsync("cashier")) with { ApprovalId = approved.ApprovalId }, asked),
            "id" => DemandAsync(approved with { ApprovalId = Guid.NewGuid() }, asked),
            _ => throw new ArgumentOutOfRangeException(nameof(other), other, "Nothing to change."),
        };

        if (other is null)
            await use;
        else
            Assert.That((await RefusalOf(use)).Code, Is.EqualTo("request.approval_missing"));
        var isUsed = await Shop.ScalarAsync<bool>(
            "select used_at is not null from app.approval where approval_id = $1",
            approved.ApprovalId
        );
        Assert.That(isUsed, Is.EqualTo(other is null));
    }

    [Test]
    public async Task An_approval_is_good_once_though_the_act_could_be_done_twice()
    {
        var sold = await Shop.SellAsync((18, 1));
        var asked = new ApprovalDemand(Permissions.Sales.Void, sold.StoreId, sold.SaleId, sold.Total);
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };

        await DemandAsync(approved, asked);

        Assert.That((await RefusalOf(DemandAsync(approved, asked))).Code, Is.EqualTo("request.approval_missing"));
    }

    [Test]
    public async Task A_challenge_is_no_approval()
    {
        var sold = await Shop.SellAsync((18, 1));
        var waiting = Shop.Cashier with { ApprovalId = (await ChallengeAsync(sold)).ChallengeId };

        var refused = await RefusalOf(
            DemandAsync(waiting, new ApprovalDemand(Permissions.Sales.Void, sold.StoreId, sold.SaleId, sold.Total))
        );

        Assert.That(refused.Code, Is.EqualTo("request.approval_missing"));
    }

    [Test]
    public async Task An_approval_is_good_until_its_time_is_over()
    {
        var sold = await Shop.SellAsync((18, 1));
        var asked = new ApprovalDemand(Permissions.Sales.Void, sold.StoreId, sold.SaleId, sold.Total);
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };
        Clock.Advance(TimeSpan.FromMinutes(2));
        try
        {
            Assert.That((await RefusalOf(DemandAsync(approved, asked))).Code, Is.EqualTo("request.approval_missing"));
            Clock.Advance(TimeSpan.FromSeconds(-30));
            await DemandAsync(approved, asked);
        }
        finally
        {
            Clock.Advance(TimeSpan.FromSeconds(-90));
        }
    }

    [TestCase("disabled")]
    [TestCase("demoted")]
    [TestCase("moved")]
    public async Task Who_may_not_do_it_any_more_has_approved_nothing(string fate)
    {
        var boss = await Shop.EmployAsync("manager");
        var sold = await Shop.SellAsync((18, 1));
        var given = await Shop.AskAsync(boss, new ApproveChallenge((await ChallengeAsync(sold)).ChallengeId));
        var grant = (await Shop.AskAsync(Shop.Admin, new ListGrants(boss.UserId))).Items.Single();

        if (fate is "disabled")
            await Shop.AskAsync(Shop.Admin, new DisableUser(boss.UserId));
        else
            await Shop.AskAsync(Shop.Admin, new RevokeGrant(boss.UserId, grant.GrantId));
        if (fate is "moved")
            await Shop.AskAsync(Shop.Admin, new GrantRole(boss.UserId, grant.RoleId, DemoData.Store("demo", 2)));

        var refused = await RefusalOf(
            Shop.AskAsync(Shop.Cashier with { ApprovalId = given.ApprovalId }, new VoidSale(sold.SaleId, "Approved once"))
        );
        Assert.That(refused.Code, Is.EqualTo("request.approval_missing"));
    }

    [Test]
    public async Task A_rule_may_ask_for_another_right_than_its_route_does()
    {
        var sells = RouteAccess.Requires(Permissions.Sales.Create);
        var asked = new ApprovalDemand(Permissions.Sales.Void, DemoData.Store("demo"));
        var elsewhere = await Shop.EmployAsync("manager", store: 2);
        await Shop.AskAsync(Shop.Admin, new GrantRole(elsewhere.UserId, await Shop.RoleAsync("cashier"), DemoData.Store("demo")));

        await DemandAsync(Shop.Manager, asked, access: sells);

        foreach (var caller in new[] { Shop.Cashier, elsewhere })
        {
            var challenge = (await RefusalOf(DemandAsync(caller, asked, access: sells))).Challenge;
            Assert.That((challenge?.Permission, challenge?.StoreId), Is.EqualTo((asked.Permission, asked.StoreId)));
        }
    }

    [Test]
    public async Task Of_many_who_bring_one_approval_one_succeeds()
    {
        var sold = await Shop.SellAsync((13, 1));
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(n => OutcomeOf(Shop.AskAsync(approved, new VoidSale(sold.SaleId, $"Race {n}"))))
        );

        Assert.That(outcomes.Count(code => code is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(code => code is not null), Is.All.AnyOf("sales.sale_already_voided", "request.approval_missing"));
    }

    [Test]
    public async Task Of_many_who_approve_one_challenge_one_succeeds()
    {
        var challenge = await ChallengeAsync(await Shop.SellAsync((13, 1)));

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => OutcomeOf(Shop.AskAsync(Shop.Manager, new ApproveChallenge(challenge.ChallengeId))))
        );

        Assert.That(outcomes.Count(code => code is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(code => code is not null), Is.All.AnyOf("identity.challenge_taken", "identity.challenge_not_found"));
    }

    [Test]
    public async Task Two_minutes_later_there_is_nothing_to_approve_and_nothing_to_use()
    {
        var sold = await Shop.SellAsync((14, 1));
        var waiting = await ChallengeAsync(sold);
        // Not a void, which a minute before the store's midnight is too late two minutes on.
        var back = new ReturnGoods(sold.SaleId, sold.StoreId, sold.TerminalId, [new(1, 1)], Shop.Cash(sold.Total));
        var challenge = (await RefusalOf(Shop.AskAsync(Shop.Cashier, back))).Challenge!;
        await Shop.AskAsync(Shop.Manager, new ApproveChallenge(challenge.ChallengeId));
        Clock.Advance(TimeSpan.FromMinutes(2));
        try
        {
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.Manager, new ApproveChallenge(waiting.ChallengeId)))).Code,
                Is.EqualTo("identity.challenge_not_found")
            );
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.Cashier with { ApprovalId = challenge.ChallengeId }, back))).Code,
                Is.EqualTo("request.approval_missing")
            );
        }
        finally
        {
            Clock.Advance(TimeSpan.FromMinutes(-2));
        }
    }

    [Test]
    public async Task Nobody_approves_what_they_may_not_do_there_themselves()
    {
        var challenge = await ChallengeAsync(await Shop.SellAsync((15, 1)));
        var elsewhere = await Shop.EmployAsync("manager", store: 2);

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Cashier, new ApproveChallenge(challenge.ChallengeId)))).Code,
            Is.EqualTo("request.approver_may_not")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(elsewhere, new ApproveChallenge(challenge.ChallengeId)))).Code,
            Is.EqualTo("identity.challenge_not_found")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Rival, new ApproveChallenge(challenge.ChallengeId)))).Code,
            Is.EqualTo("identity.challenge_not_found")
        );
    }

    [Test]
    public async Task A_challenge_is_seen_by_who_asked_and_by_who_works_in_its_store()
    {
        var cashier = await Shop.EmployAsync("cashier");
        var challenge = await ChallengeAsync(await Shop.SellAsync((15, 1)), cashier);
        var show = new GetApproval(challenge.ChallengeId);
        var elsewhere = await Shop.EmployAsync("manager", store: 2);

        foreach (var colleague in new[] { cashier, Shop.Cashier, Shop.Manager, Shop.Admin })
            Assert.That((await Shop.AskAsync(colleague, show)).ApprovalId, Is.EqualTo(challenge.ChallengeId));
        foreach (var stranger in new[] { elsewhere, await Shop.EmployAsync(role: null), Shop.Rival })
            Assert.That((await RefusalOf(Shop.AskAsync(stranger, show))).Code, Is.EqualTo("identity.challenge_not_found"));

        await Shop.AskAsync(
            Shop.Admin,
            new RevokeGrant(cashier.UserId, (await Shop.AskAsync(Shop.Admin, new ListGrants(cashier.UserId))).Items.Single().GrantId)
        );
        Assert.That((await Shop.AskAsync(cashier, show)).RequestedBy, Is.EqualTo(cashier.UserId), "Their own, wherever they work now.");
    }

    [Test]
    public async Task The_record_joins_what_was_refused_to_what_was_approved()
    {
        var sold = await Shop.SellAsync((15, 1));
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };
        await Shop.AskAsync(approved, new VoidSale(sold.SaleId, "Approved"));

        var acts = await Shop.ListAsync<string>(
            """
            select concat_ws(' ', act, outcome, subject_id)
              from app.audit_entry
             where subject ->> 'challengeId' = $1 or approval_id::text = $1
             order by occurred_at
            """,
            $"{approved.ApprovalId}"
        );

        Assert.That(
            acts,
            Is.EqualTo(
                new[] { $"VoidSale refused {sold.SaleId}", $"ApproveChallenge done {approved.ApprovalId}", $"VoidSale done {sold.SaleId}" }
            )
        );
    }

    [Test]
    public async Task A_pin_approves_at_an_enrolled_till_only_and_a_wrong_one_counts()
    {
        var challenge = await ChallengeAsync(await Shop.SellAsync((16, 1)));
        var device = await Shop.PairAsync(terminal: 2);
        var cashier = await Shop.SignInByPinAsync(device, Shop.Cashier.UserId, "4711");
        var manager = await Shop.EmployAsync("manager");
        await Shop.AskAsync(Shop.Admin, new SetUserPin(manager.UserId, "8264"));

        var atDesk = await RefusalOf(
            Shop.AskAsync(Shop.Cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(manager.UserId, "8264")))
        );
        List<string> wrong = [];
        for (var n = 0; n < 7; n++)
            wrong.Add(
                (
                    await RefusalOf(
                        Shop.AskAsync(cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(manager.UserId, "1379")))
                    )
                ).Code
            );

        Assert.That(atDesk.Code, Is.EqualTo("identity.pin_needs_terminal"));
        Assert.That(wrong.Take(5), Is.All.EqualTo("identity.pin_wrong"));
        Assert.That(wrong[^1], Is.EqualTo("identity.too_many_attempts"));
    }

    [Test]
    public async Task Small_sales_are_voided_without_asking_when_the_merchant_says_so()
    {
        var sold = await Shop.SellAsync((17, 1));
        var current = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(
            Shop.Admin,
            new ChangeSettings(current.Settings with { ApprovalLimits = new ApprovalLimits(sold.Total) }),
            ifMatch: current.Version
        );
        try
        {
            var voided = await Shop.AskAsync(Shop.Cashier, new VoidSale(sold.SaleId, "Small"));
            var larger = await Shop.SellAsync((17, 2));

            Assert.That(voided.Status, Is.EqualTo(SaleStatus.Voided));
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.Cashier, new VoidSale(larger.SaleId, "Large")))).Code,
                Is.EqualTo("request.approval_missing")
            );
        }
        finally
        {
            await Shop.SendAsync(Shop.Admin, new ChangeSettings(current.Settings), ifMatch: current.Version + 1);
        }
    }

    [Test]
    public async Task A_handler_that_forgets_to_ask_lets_nobody_through()
    {
        var forgetful = RouteAccess.Requires(Permissions.Sales.Void) with { AskingPermission = Permissions.Sales.Create };

        var error = await RefusalOf(Shop.UseCases.SendOnRouteAsync(Shop.Cashier, forgetful, new EndMyOtherSessions()));

        Assert.That(error.Code, Is.EqualTo("request.route_undeclared"));
    }

    [Test]
    public async Task An_act_that_commits_on_its_own_is_not_done_on_a_route_that_may_ask()
    {
        var member = await Shop.EmployAsync("cashier");
        var forgetful = RouteAccess.Requires(Permissions.Sales.Void) with { AskingPermission = Permissions.Sales.Create };

        var error = await RefusalOf(Shop.UseCases.SendOnRouteAsync(member, forgetful, new SetMyPin("nine green bottles hanging", "8264")));

        Assert.That(error.Code, Is.EqualTo("request.route_undeclared"));
        Assert.That((await Shop.AskAsync(Shop.Admin, new ListAuditLog(ActorId: member.UserId, Act: nameof(SetMyPin)))).Items, Is.Empty);
    }

    // A rule of its own, in the place of the void's: that no sale is voided twice must not hide what an approval is good for.
    private Task<bool> DemandAsync(
        Caller caller,
        ApprovalDemand demand,
        string operation = $"TEST {nameof(VoidSale)}",
        RouteAccess? access = null
    ) =>
        Shop.UseCases.InTransactionAsync<IApprovals, bool>(
            caller,
            access ?? Shop.AccessOf(typeof(VoidSale)),
            async approvals =>
            {
                await approvals.DemandAsync(demand, CancellationToken.None);
                return true;
            },
            operation
        );

    private async Task<Challenge> ChallengeAsync(Sale sold, Caller? cashier = null) =>
        (await RefusalOf(Shop.AskAsync(cashier ?? Shop.Cashier, new VoidSale(sold.SaleId, "Please")))).Challenge
        ?? throw new AssertionException("Refused without a challenge.");

    private async Task<Guid> ApproveAsync(Sale sold) =>
        (await Shop.AskAsync(Shop.Manager, new ApproveChallenge((await ChallengeAsync(sold)).ChallengeId))).ApprovalId;

    private static async Task<string?> OutcomeOf(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }
}
