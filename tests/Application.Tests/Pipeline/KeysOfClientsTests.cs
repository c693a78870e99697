using System.Collections.Frozen;
using MediatR;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Pipeline;

/// <summary>A key belongs to the client that made the act: the table of docs/decisions/0025, row by row.</summary>
public sealed class KeysOfClientsTests : ShopTests
{
    protected override bool Crowded => true;

    private const int Item = 30;

    private const string Pin = "4711";

    private FrozenDictionary<string, Caller> callers = FrozenDictionary<string, Caller>.Empty;
    private Caller device = null!; // Paired before the first test, like the other.
    private Caller otherDevice = null!;

    [OneTimeSetUp]
    public async Task Everybody_is_known()
    {
        device = await Shop.PairAsync();
        otherDevice = await Shop.PairAsync(terminal: 2);
        foreach (var person in new[] { Shop.Cashier, Shop.Manager, Shop.Admin })
            await Shop.SetPinAsync(Shop.Admin, person.UserId, Pin);
        var (key, rotated) = await MachineAsync("Web shop");
        callers = new Dictionary<string, Caller>(StringComparer.Ordinal)
        {
            ["cashier"] = await Shop.SignInAsync("demo", "cashier"),
            ["cashier again"] = await Shop.SignInAsync("demo", "cashier"),
            ["manager"] = await Shop.SignInAsync("demo", "manager"),
            ["admin"] = Shop.Admin,
            ["manager elsewhere"] = await Shop.EmployAsync("manager", store: 2),
            ["machine"] = key,
            ["machine with its next secret"] = rotated,
            ["another machine"] = (await MachineAsync("Another")).Before,
        }.ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var store in new[] { 1, 2 })
            await Shop.AskAsync(
                Shop.Admin,
                new AdjustStock(DemoData.Store("demo", store), [new AdjustStockLine(DemoData.Variant("demo", Item), 1_000)], "Enough")
            );
    }

    // Whoever comes to a till ends the session of who was there before.
    private async Task<Caller> WhoAsync(string name)
    {
        var (who, at) = name.Split(" at ") is [var person, var place] ? (person, place) : (name, null);
        if (at is null)
            return callers[name];
        var till = at.StartsWith("another", StringComparison.Ordinal) ? otherDevice : device;
        var user = DemoData.User("demo", who);
        return Shop.CallerOf(till, user, await Shop.AskAsync(till, new SignInByPin(user, Pin)));
    }

    // A sale names its till, so all people at it are one client.
    [TestCase("sale", "cashier", "cashier again", "replayed")]
    [TestCase("sale", "cashier", "manager", "replayed")]
    [TestCase("sale", "cashier", "manager at the till", "replayed")]
    [TestCase("sale", "cashier at the till", "cashier at the till again", "replayed")]
    [TestCase("sale", "cashier at the till", "manager at the till", "replayed")]
    [TestCase("sale", "cashier at the till", "cashier", "replayed")]
    [TestCase("sale", "cashier at the till", "admin", "replayed")]
    [TestCase("sale", "cashier at the till", "admin at another till", "core.terminal_not_found")]
    [TestCase("sale", "cashier at the till", "manager elsewhere", "core.store_not_found")]
    [TestCase("sale", "cashier at the till", "machine", "done")]
    [TestCase("sale", "machine", "machine with its next secret", "replayed")]
    [TestCase("sale", "machine", "another machine", "done")]
    [TestCase("sale", "machine", "cashier", "done")]
    // An adjustment names none: the till's, or that of the merchant's people, and the two know each other's.
    [TestCase("adjustment", "manager", "admin", "replayed")]
    [TestCase("adjustment", "manager at the till", "admin at the till", "replayed")]
    [TestCase("adjustment", "manager at the till", "admin", "replayed")]
    [TestCase("adjustment", "manager", "admin at the till", "replayed")]
    [TestCase("adjustment", "manager", "admin at another till", "replayed")]
    [TestCase("adjustment", "manager at the till", "admin at another till", "done")]
    [TestCase("adjustment", "manager", "manager elsewhere", "core.store_not_found")]
    [TestCase("adjustment", "manager", "cashier", "request.permission_missing")]
    [TestCase("adjustment", "manager", "machine", "done")]
    [TestCase("adjustment", "machine", "machine with its next secret", "replayed")]
    [TestCase("adjustment", "machine", "another machine", "done")]
    [TestCase("adjustment", "machine", "manager", "done")]
    // A void names not even its store.
    [TestCase("void", "manager", "admin", "replayed")]
    [TestCase("void", "manager", "admin at the till", "replayed")]
    [TestCase("void", "manager at the till", "admin", "replayed")]
    [TestCase("void", "manager at the till", "admin at the till", "replayed")]
    [TestCase("void", "manager at the till", "admin at another till", "sales.sale_already_voided")]
    [TestCase("void", "manager", "manager elsewhere", "sales.sale_not_found")]
    [TestCase("void", "manager at the till", "manager elsewhere", "sales.sale_not_found")]
    [TestCase("void", "manager", "machine", "sales.sale_already_voided")]
    public async Task The_same_request_under_the_same_key(string act, string first, string then, string becomes)
    {
        var key = Shop.NewKey();
        var send = await ActAsync(act);
        var begun = await MovementsAsync();

        var done = await send(await WhoAsync(first), key);
        var once = await MovementsAsync();
        var (outcome, again) = await OutcomeAsync(async () => await send(await WhoAsync(then), key));
        var twice = await MovementsAsync();

        Assert.That((done.IsReplay, once - begun, outcome), Is.EqualTo((false, 1L, becomes)));
        Assert.That(twice - once, Is.EqualTo(becomes == "done" ? 1L : 0L));
        if (becomes == "replayed")
            Assert.That(Whole(again), Is.EqualTo(Whole(done)));
    }

    [Test]
    public async Task Another_merchant_has_keys_of_their_own()
    {
        var key = Shop.NewKey();
        var command = await SaleAsync();
        await Shop.SendAsync(Shop.Cashier, command, key);

        var theirs = await Shop.SendAsync(Shop.Rival, await Shop.BasketAsync(Shop.Rival, "rival", [(Item, 1)]), key);

        Assert.That(theirs.IsReplay, Is.False);
    }

    [Test]
    public async Task What_was_done_under_a_key_elsewhere_cannot_be_found_out_with_other_requests()
    {
        var (used, unused) = (Shop.NewKey(), Shop.NewKey());
        var mine = await Shop.AskAsync(
            callers["manager elsewhere"],
            await Shop.BasketAsync(callers["manager elsewhere"], "demo", [(Item, 1)], store: 2)
        );
        await Shop.SendAsync(Shop.Cashier, await SaleAsync(), used);
        await Shop.SendAsync(Shop.Manager, new VoidSale((await Shop.SellAsync((Item, 1))).SaleId, "Theirs"), used);
        await Shop.SendAsync(await WhoAsync("admin at another till"), Adjustment(), used);

        // A till of the other store, named in one's own: whatever the key, there is no such till.
        var basket = await Shop.BasketAsync(callers["manager elsewhere"], "demo", [(Item, 1)], store: 2) with
        {
            TerminalId = DemoData.Terminal("demo"),
        };
        foreach (var key in new[] { used, unused })
            Assert.That(
                (await RefusalOf(Shop.SendAsync(callers["manager elsewhere"], basket, key))).Code,
                Is.EqualTo("core.terminal_not_found")
            );

        // An act of one's own under a key that others used is an act like any other, and its retry is one.
        var voided = await Shop.SendAsync(callers["manager elsewhere"], new VoidSale(mine.SaleId, "Mine"), used);
        var retried = await Shop.SendAsync(callers["manager elsewhere"], new VoidSale(mine.SaleId, "Mine"), used);
        Assert.That((voided.IsReplay, retried.IsReplay, Whole(retried)), Is.EqualTo((false, true, Whole(voided))));
    }

    [Test]
    public async Task Another_request_under_the_key_of_the_same_client_is_refused_whoever_sends_it()
    {
        var (atTill, amongPeople) = (Shop.NewKey(), Shop.NewKey());
        var command = await SaleAsync();
        await Shop.SendAsync(await WhoAsync("cashier at the till"), command, atTill);
        await Shop.SendAsync(Shop.Manager, Adjustment(), amongPeople);

        var others = new[]
        {
            await RefusalOf(
                Shop.SendAsync(await WhoAsync("manager at the till"), command with { Lines = Shop.Lines("demo", (Item, 2)) }, atTill)
            ),
            await RefusalOf(Shop.SendAsync(Shop.Admin, command with { Tenders = Shop.Cash(100_000) }, atTill)),
            await RefusalOf(Shop.SendAsync(await WhoAsync("manager at the till"), Adjustment(), atTill)),
            await RefusalOf(Shop.SendAsync(Shop.Admin, Adjustment() with { Reason = "Another" }, amongPeople)),
        };

        Assert.That(others.Select(e => e.Code), Is.All.EqualTo("request.idempotency_key_reused"));
    }

    [Test]
    public async Task All_people_of_a_till_at_once_on_two_nodes_sell_once()
    {
        await using var node = new UseCases(Shop.Database.App, Clock);
        var command = await SaleAsync();
        var key = Shop.NewKey();
        Caller[] people =
        [
            callers["cashier"],
            callers["cashier again"],
            callers["manager"],
            callers["admin"],
            await WhoAsync("cashier at the till"),
        ];

        var begun = await MovementsAsync();
        var replies = await Task.WhenAll(
            people.SelectMany(who =>
                new[] { Shop.SendAsync(who, command, key), node.SendOnRouteAsync(who, Shop.AccessOf(command.GetType()), command, key) }
            )
        );

        Assert.That((replies.Count(r => !r.IsReplay), replies.Select(r => Whole(r)).Distinct().Count()), Is.EqualTo((1, 1)));
        Assert.That(await MovementsAsync() - begun, Is.EqualTo(1));
    }

    [Test]
    public async Task A_till_and_its_people_at_once_adjust_once_though_neither_names_the_till()
    {
        var begun = await MovementsAsync();
        var atTill = await WhoAsync("manager at the till");
        for (var round = 0; round < 10; round++)
        {
            var (command, key) = (Adjustment(), Shop.NewKey());
            await using var shelf = await Shop.HoldShelfAsync(Item);
            var sending = new[] { callers["manager"], callers["admin"], atTill, atTill }
                .Select(who => Shop.SendAsync(who, command, key))
                .ToArray();
            await Shop.UntilWaitingAsync(4);
            await shelf.CloseAsync();

            Assert.That((await Task.WhenAll(sending)).Count(r => !r.IsReplay), Is.EqualTo(1));
        }

        Assert.That(await MovementsAsync() - begun, Is.EqualTo(10));
    }

    [Test]
    public async Task A_till_keeps_its_keys_when_its_device_is_replaced()
    {
        var till = await Shop.AskAsync(Shop.Admin, new CreateTerminal(DemoData.Store("demo"), "R1", "Replaced"));
        var (command, key) = (Adjustment(), Shop.NewKey());
        var begun = await MovementsAsync();

        var first = await PairAsync();
        var done = await Shop.UseCases.SendOnRouteAsync(first, RouteAccess.AtTerminal, command, key);
        var atIt = await Shop.SendAsync(await Shop.SignInByPinAsync(first, Shop.Manager.UserId), command, key);
        var after = await Shop.UseCases.SendOnRouteAsync(await PairAsync(), RouteAccess.AtTerminal, command, key);
        var elsewhere = await Shop.UseCases.SendOnRouteAsync(device, RouteAccess.AtTerminal, command, key);

        Assert.That((done.IsReplay, atIt.IsReplay, after.IsReplay, elsewhere.IsReplay), Is.EqualTo((false, true, true, false)));
        Assert.That((Whole(atIt), Whole(after)), Is.EqualTo((Whole(done), Whole(done))));
        Assert.That(await MovementsAsync() - begun, Is.EqualTo(2));

        async Task<Caller> PairAsync()
        {
            var code = await Shop.AskAsync(Shop.Admin, new MakePairingCode(till.TerminalId));
            var paired = await Shop.UseCases.SendAsync("demo", new PairTerminal(code.Code));
            Assert.That(Credential.TryParse(paired.Credential, out var credential));
            return device with { As = new TerminalPrincipal(credential!.Id, credential.Hash) }; // Parsed above.
        }
    }

    [Test]
    public async Task What_people_do_to_their_own_account_is_another_act_for_everybody()
    {
        var key = Shop.NewKey();
        var (one, other) = (await Shop.SignInAsync("demo", "cashier"), await Shop.SignInAsync("demo", "manager"));

        foreach (var caller in new[] { one, other })
            Assert.That((await Shop.SendAsync(caller, new SignOut(), key)).IsReplay, Is.False);

        foreach (var caller in new[] { one, other })
            Assert.That((await RefusalOf(Shop.AskAsync(caller, new GetMe()))).Kind, Is.EqualTo(ErrorKind.Unauthenticated));
    }

    // What the release before this one leaves behind: rows that name a principal and no client.
    [TestCase("sale", "cashier", "cashier again", "replayed")]
    [TestCase("sale", "cashier", "manager", "replayed")]
    [TestCase("sale", "cashier at the till", "manager at the till", "replayed")]
    [TestCase("sale", "cashier", "manager elsewhere", "core.store_not_found")]
    [TestCase("sale", "cashier", "machine", "done")]
    [TestCase("sale", "machine", "machine with its next secret", "replayed")]
    [TestCase("sale", "machine", "cashier", "done")]
    [TestCase("adjustment", "manager", "admin at the till", "replayed")]
    [TestCase("void", "manager", "admin", "replayed")]
    [TestCase("void", "manager", "manager elsewhere", "sales.sale_not_found")]
    public async Task A_key_of_the_release_before(string act, string first, string then, string becomes)
    {
        var key = Shop.NewKey();
        var send = await ActAsync(act);
        var done = await send(await WhoAsync(first), key);
        await Shop.ExecuteAsync(
            "update app.idempotency_key set client_kind = null, client_id = null, store_id = null where idempotency_key = $1",
            key
        );
        var once = await MovementsAsync();

        var (outcome, again) = await OutcomeAsync(async () => await send(await WhoAsync(then), key));

        Assert.That((outcome, await MovementsAsync() - once), Is.EqualTo((becomes, becomes == "done" ? 1L : 0L)));
        if (becomes == "replayed")
            Assert.That(Whole(again), Is.EqualTo(Whole(done)));
    }

    [Test]
    public async Task The_release_before_finds_what_this_one_did()
    {
        var key = Shop.NewKey();
        var done = await Shop.SendAsync(Shop.Cashier, await SaleAsync(), key);

        // As it asks, in the words of its statement.
        await using var connection = new NpgsqlConnection(Shop.Database.App);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var enter = Migrations.Database.Command(connection, "select app.enter_anonymously($1)", [DemoData.Tenant("demo")]);
        await enter.ExecuteScalarAsync();
        await using var claim = Migrations.Database.Command(
            connection,
            """
            insert into app.idempotency_key as k (principal_id, idempotency_key, request_hash, claimed_at)
            values ($1, $2, $3, now())
                on conflict (tenant_id, principal_id, idempotency_key) do update
               set claimed_at = k.claimed_at
            returning body
            """,
            [Shop.Cashier.UserId, key, new byte[32]]
        );

        Assert.That(await claim.ExecuteScalarAsync(), Is.EqualTo(done.Answer?.Body));
    }

    [Test]
    public async Task One_person_uses_a_key_at_two_tills_for_two_sales()
    {
        var key = Shop.NewKey();
        var here = await SaleAsync();
        var there = here with { TerminalId = DemoData.Terminal("demo", 1, 2) };

        var (first, second) = (await Shop.SendAsync(Shop.Cashier, here, key), await Shop.SendAsync(Shop.Cashier, there, key));
        var (firstAgain, secondAgain) = (await Shop.SendAsync(Shop.Manager, here, key), await Shop.SendAsync(Shop.Manager, there, key));

        Assert.That((first.IsReplay, second.IsReplay, firstAgain.IsReplay, secondAgain.IsReplay), Is.EqualTo((false, false, true, true)));
        Assert.That((Whole(firstAgain), Whole(secondAgain)), Is.EqualTo((Whole(first), Whole(second))));
    }

    /// <summary>Makes what is needed for an act, and answers how somebody sends it.</summary>
    private async Task<Func<Caller, string, Task<Sent>>> ActAsync(string act)
    {
        switch (act)
        {
            case "sale":
                var sale = await SaleAsync();
                return (caller, key) => SendAsync(caller, sale, key);
            case "adjustment":
                var adjustment = Adjustment();
                return (caller, key) => SendAsync(caller, adjustment, key);
            default:
                var sold = await Shop.SellAsync((Item, 1));
                return (caller, key) => SendAsync(caller, new VoidSale(sold.SaleId, "Wrong"), key);
        }
    }

    private async Task<Sent> SendAsync<T>(Caller caller, IRequest<T> request, string key)
    {
        var reply = await Shop.SendAsync(caller, request, key);
        return new Sent(reply.Answer, reply.IsReplay);
    }

    private Task<CompleteSale> SaleAsync() => Shop.BasketAsync(Shop.Cashier, "demo", [(Item, 1)]);

    private static AdjustStock Adjustment() =>
        new(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", Item), 1)], "Count");

    private async Task<(Caller Before, Caller After)> MachineAsync(string name)
    {
        string[] permissions = [Permissions.Catalog.Read, Permissions.Sales.Create, Permissions.Sales.Void, Permissions.Inventory.Adjust];
        var issued = await Shop.AskAsync(Shop.Admin, new CreateApiKey(name, permissions));
        var rotated = await Shop.AskAsync(Shop.Admin, new RotateApiKey(issued.KeyId, OverlapMinutes: 60));
        return (Shop.MachineOf(issued.Secret), Shop.MachineOf(rotated.Secret));
    }

    private Task<long> MovementsAsync() =>
        Shop.ScalarAsync<long>("select count(*) from inventory.stock_movement where variant_id = $1", DemoData.Variant("demo", Item));

    private static async Task<(string Outcome, Sent? Sent)> OutcomeAsync(Func<Task<Sent>> send)
    {
        try
        {
            var sent = await send();
            return (sent.IsReplay ? "replayed" : "done", sent);
        }
        catch (Refused refused)
        {
            return (refused.Error.Code, null);
        }
    }

    private static string Whole(Sent? sent) => Whole(sent?.Answer);

    private static string Whole<T>(Reply<T> reply) => Whole(reply.Answer);

    private static string Whole(Answer? answer) =>
        $"{answer?.Status} {answer?.Location} {answer?.ETag} {Convert.ToHexString(answer?.Body ?? [])}";

    private sealed record Sent(Answer? Answer, bool IsReplay);
}
