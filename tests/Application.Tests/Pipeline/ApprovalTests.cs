using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
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
            Assert.That((challenge.StoreId, challenge.SubjectId, challenge.Amount), Is.EqualTo((sold.StoreId, (Guid?)sold.SaleId, (long?)sold.Total)));
        });
        Assert.That((await Shop.AskAsync(Shop.Manager, new GetApproval(challenge.ChallengeId))).RequestedBy, Is.EqualTo(Shop.Cashier.UserId));
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

        var approval = await Shop.AskAsync(cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(Shop.Manager.UserId, "8264")));
        await Shop.AskAsync(cashier with { ApprovalId = approval.ApprovalId }, new VoidSale(sold.SaleId, "Approved"));

        Assert.That(approval.ApprovedById, Is.EqualTo(Shop.Manager.UserId));
        Assert.That(
            await Shop.ListAsync<string>("select concat_ws(' ', user_id, approved_by, approval_id) from app.audit_entry where act = 'VoidSale' and outcome = 'done' and subject_id = $1", sold.SaleId),
            Is.EqualTo(new[] { $"{Shop.Cashier.UserId} {Shop.Manager.UserId} {approval.ApprovalId}" }));
    }

    [Test]
    public async Task At_a_till_nobody_approves_what_happens_in_another_store()
    {
        var (here, elsewhere) = (await Shop.PairAsync(store: 1), await Shop.PairAsync(store: 2));
        await Shop.SetPinAsync(Shop.Admin, Shop.Admin.UserId, "8264");
        var cashier = await Shop.SignInByPinAsync(elsewhere, (await Shop.EmployAsync("cashier", store: 2)).UserId);
        var admin = Shop.CallerOf(elsewhere, Shop.Admin.UserId, await Shop.AskAsync(elsewhere, new SignInByPin(Shop.Admin.UserId, "8264")));
        var challenge = await ChallengeAsync(await Shop.SellAsync((13, 1)));

        Assert.That((await RefusalOf(Shop.AskAsync(admin, new ApproveChallenge(challenge.ChallengeId)))).Code, Is.EqualTo("identity.challenge_not_found"), "By session.");
        Assert.That((await RefusalOf(Shop.AskAsync(cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(Shop.Admin.UserId, "8264"))))).Code, Is.EqualTo("identity.challenge_not_found"), "By PIN.");
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
        Assert.That(forAnother.Challenge!.ChallengeId, Is.Not.EqualTo(approved.ApprovalId), "A fresh one each time."); // Refused with one, as above.
        Assert.That(again.Code, Is.EqualTo("sales.sale_already_voided"));
    }

    [Test]
    public async Task Of_many_who_bring_one_approval_one_succeeds()
    {
        var sold = await Shop.SellAsync((13, 1));
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(n => OutcomeOf(Shop.AskAsync(approved, new VoidSale(sold.SaleId, $"Race {n}")))));

        Assert.That(outcomes.Count(code => code is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(code => code is not null), Is.All.AnyOf("sales.sale_already_voided", "request.approval_missing"));
    }

    [Test]
    public async Task Of_many_who_approve_one_challenge_one_succeeds()
    {
        var challenge = await ChallengeAsync(await Shop.SellAsync((13, 1)));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => OutcomeOf(Shop.AskAsync(Shop.Manager, new ApproveChallenge(challenge.ChallengeId)))));

        Assert.That(outcomes.Count(code => code is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(code => code is not null), Is.All.AnyOf("identity.challenge_taken", "identity.challenge_not_found"));
    }

    [Test]
    public async Task Two_minutes_later_there_is_nothing_to_approve_and_nothing_to_use()
    {
        var sold = await Shop.SellAsync((14, 1));
        var waiting = await ChallengeAsync(sold);
        var approved = Shop.Cashier with { ApprovalId = await ApproveAsync(sold) };
        Clock.Advance(TimeSpan.FromMinutes(2));
        try
        {
            Assert.That((await RefusalOf(Shop.AskAsync(Shop.Manager, new ApproveChallenge(waiting.ChallengeId)))).Code, Is.EqualTo("identity.challenge_not_found"));
            Assert.That((await RefusalOf(Shop.AskAsync(approved, new VoidSale(sold.SaleId, "Late")))).Code, Is.EqualTo("request.approval_missing"));
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

        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Cashier, new ApproveChallenge(challenge.ChallengeId)))).Code, Is.EqualTo("request.approver_may_not"));
        Assert.That((await RefusalOf(Shop.AskAsync(elsewhere, new ApproveChallenge(challenge.ChallengeId)))).Code, Is.EqualTo("request.approver_may_not"));
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Rival, new ApproveChallenge(challenge.ChallengeId)))).Code, Is.EqualTo("identity.challenge_not_found"));
    }

    [Test]
    public async Task A_pin_approves_at_an_enrolled_till_only_and_a_wrong_one_counts()
    {
        var challenge = await ChallengeAsync(await Shop.SellAsync((16, 1)));
        var device = await Shop.PairAsync(terminal: 2);
        var cashier = await Shop.SignInByPinAsync(device, Shop.Cashier.UserId, "4711");
        var manager = await Shop.EmployAsync("manager");
        await Shop.AskAsync(Shop.Admin, new SetUserPin(manager.UserId, "8264"));

        var atDesk = await RefusalOf(Shop.AskAsync(Shop.Cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(manager.UserId, "8264"))));
        List<string> wrong = [];
        for (var n = 0; n < 7; n++)
            wrong.Add((await RefusalOf(Shop.AskAsync(cashier, new ApproveChallenge(challenge.ChallengeId, new PinApprover(manager.UserId, "1379"))))).Code);

        Assert.That(atDesk.Code, Is.EqualTo("identity.pin_needs_terminal"));
        Assert.That(wrong.Take(5), Is.All.EqualTo("identity.pin_wrong"));
        Assert.That(wrong[^1], Is.EqualTo("identity.too_many_attempts"));
    }

    [Test]
    public async Task Small_sales_are_voided_without_asking_when_the_merchant_says_so()
    {
        var sold = await Shop.SellAsync((17, 1));
        var current = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(current.Settings with { ApprovalLimits = new ApprovalLimits(sold.Total) }), ifMatch: current.Version);
        try
        {
            var voided = await Shop.AskAsync(Shop.Cashier, new VoidSale(sold.SaleId, "Small"));
            var larger = await Shop.SellAsync((17, 2));

            Assert.That(voided.Status, Is.EqualTo(SaleStatus.Voided));
            Assert.That((await RefusalOf(Shop.AskAsync(Shop.Cashier, new VoidSale(larger.SaleId, "Large")))).Code, Is.EqualTo("request.approval_missing"));
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

    private async Task<Challenge> ChallengeAsync(Sale sold, Caller? cashier = null) =>
        (await RefusalOf(Shop.AskAsync(cashier ?? Shop.Cashier, new VoidSale(sold.SaleId, "Please")))).Challenge ?? throw new AssertionException("Refused without a challenge.");

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
