using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Operations;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Core;

public sealed class TerminalsTests : ShopTests
{
    [Test]
    public async Task A_manager_adds_a_till_and_a_device_becomes_it()
    {
        var terminal = await Shop.AskAsync(Shop.Manager, new CreateTerminal(DemoData.Store("demo"), "T9", "Garden"));
        var code = await Shop.AskAsync(Shop.Manager, new MakePairingCode(terminal.TerminalId));

        var paired = await Shop.UseCases.SendAsync("demo", new PairTerminal($" {code.Code[..4].ToLowerInvariant()}-{code.Code[4..]} "));
        var again = await RefusalOf(Shop.UseCases.SendAsync("demo", new PairTerminal(code.Code)));
        var enrolled = await Shop.AskAsync(Shop.Manager, new GetTerminal(terminal.TerminalId));

        Assert.Multiple(() =>
        {
            Assert.That((terminal.IsEnrolled, enrolled.IsEnrolled), Is.EqualTo((false, true)));
            Assert.That((paired.TerminalId, paired.StoreId), Is.EqualTo((terminal.TerminalId, DemoData.Store("demo"))));
            Assert.That(paired.Credential, Does.StartWith("pct_demo."));
            Assert.That(again, Is.EqualTo(CoreErrors.PairingCodeRefused));
        });
        var everything = string.Join(
            '\n',
            await Shop.ListAsync<string>(
                "select t::text from core.terminal_credential as t union all select t::text from core.pairing_code as t union all select t::text from app.audit_entry as t"
            )
        );
        Assert.That(everything, Does.Not.Contain(paired.Credential.Split('.')[1]).And.Not.Contain(code.Code));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Manager, new CreateTerminal(DemoData.Store("demo"), "T9", "Twice")))).Code,
            Is.EqualTo("core.terminal_code_taken")
        );
    }

    [Test]
    public async Task Of_two_devices_with_one_code_one_becomes_the_till()
    {
        var code = await Shop.AskAsync(Shop.Admin, new MakePairingCode(DemoData.Terminal("demo")));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    try
                    {
                        return (await Shop.UseCases.SendAsync("demo", new PairTerminal(code.Code))).Credential;
                    }
                    catch (Refused)
                    {
                        return null;
                    }
                })
        );

        Assert.That(outcomes.Count(c => c is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task Pairing_anew_ends_the_device_before_and_a_new_code_the_one_before()
    {
        var first = await Shop.PairAsync(terminal: 2);
        var old = await Shop.AskAsync(Shop.Admin, new MakePairingCode(DemoData.Terminal("demo", 1, 2)));
        var second = await Shop.PairAsync(terminal: 2);

        Assert.That((await RefusalOf(Shop.AskAsync(first, new ListTerminalStaff()))).Kind, Is.EqualTo(ErrorKind.Unauthenticated));
        Assert.That((await Shop.AskAsync(second, new ListTerminalStaff())).Items, Is.Not.Null);
        Assert.That(
            await RefusalOf(Shop.UseCases.SendAsync("demo", new PairTerminal(old.Code))),
            Is.EqualTo(CoreErrors.PairingCodeRefused)
        );
    }

    [Test]
    public async Task A_code_is_good_for_ten_minutes_and_for_its_merchant()
    {
        var code = await Shop.AskAsync(Shop.Admin, new MakePairingCode(DemoData.Terminal("demo")));

        Assert.That(
            await RefusalOf(Shop.UseCases.SendAsync("rival", new PairTerminal(code.Code))),
            Is.EqualTo(CoreErrors.PairingCodeRefused)
        );
        Clock.Advance(TimeSpan.FromMinutes(10));
        try
        {
            Assert.That(
                await RefusalOf(Shop.UseCases.SendAsync("demo", new PairTerminal(code.Code))),
                Is.EqualTo(CoreErrors.PairingCodeRefused)
            );
        }
        finally
        {
            Clock.Advance(TimeSpan.FromMinutes(-10));
        }
    }

    [Test]
    public async Task A_withdrawn_code_is_no_good_where_the_clock_is_behind()
    {
        var terminal = await Shop.AskAsync(Shop.Admin, new CreateTerminal(DemoData.Store("demo"), "SLOW", "Slow"));
        var replaced = await Shop.AskAsync(Shop.Admin, new MakePairingCode(terminal.TerminalId));
        var withdrawn = await Shop.AskAsync(Shop.Admin, new MakePairingCode(terminal.TerminalId));
        await Shop.AskAsync(Shop.Admin, new ArchiveTerminal(terminal.TerminalId));

        Clock.Advance(TimeSpan.FromMinutes(-1));
        try
        {
            Assert.That(
                await RefusalOf(Shop.UseCases.SendAsync("demo", new PairTerminal(replaced.Code))),
                Is.EqualTo(CoreErrors.PairingCodeRefused)
            );
            Assert.That(
                await RefusalOf(Shop.UseCases.SendAsync("demo", new PairTerminal(withdrawn.Code))),
                Is.EqualTo(CoreErrors.PairingCodeRefused)
            );
        }
        finally
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Test]
    public async Task Guessing_at_codes_is_slowed_down()
    {
        List<string> codes = [];
        for (var n = 0; n < 14; n++)
            codes.Add((await RefusalOf(Shop.UseCases.SendAsync("rival", new PairTerminal($"GUESS{n}"), "203.0.113.50"))).Code);

        Assert.That(codes.Take(10), Is.All.EqualTo("core.pairing_code_refused"));
        Assert.That(codes[^1], Is.EqualTo("identity.too_many_attempts"));
    }

    [Test]
    public async Task An_archived_till_is_no_till_any_more()
    {
        var terminal = await Shop.AskAsync(Shop.Admin, new CreateTerminal(DemoData.Store("demo"), "OLD", "Old"));
        var code = await Shop.AskAsync(Shop.Admin, new MakePairingCode(terminal.TerminalId));

        var archived = await Shop.AskAsync(Shop.Admin, new ArchiveTerminal(terminal.TerminalId));

        Assert.That(archived.IsArchived, Is.True);
        Assert.That(
            await RefusalOf(Shop.UseCases.SendAsync("demo", new PairTerminal(code.Code))),
            Is.EqualTo(CoreErrors.PairingCodeRefused)
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new MakePairingCode(terminal.TerminalId)))).Code,
            Is.EqualTo("core.terminal_archived")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new ArchiveTerminal(terminal.TerminalId)))).Code,
            Is.EqualTo("core.terminal_archived")
        );
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new UnpairTerminal(terminal.TerminalId)))).Code,
            Is.EqualTo("core.terminal_not_enrolled")
        );
    }

    [Test]
    public async Task A_store_that_is_archived_gets_no_tills_and_no_devices()
    {
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails("GONE", "Gone", "EUR", "Europe/Berlin", TaxMode.Inclusive))
        );
        var terminal = await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "Till"));
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var refusals = new[]
        {
            await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T2", "Till"))),
            await RefusalOf(Shop.AskAsync(Shop.Admin, new MakePairingCode(terminal.TerminalId))),
        };

        Assert.That(refusals.Select(e => e.Code), Is.All.EqualTo("core.store_archived"));
    }

    [Test]
    public async Task Managing_a_till_does_not_wait_for_what_only_refers_to_it()
    {
        var terminal = await Shop.AskAsync(Shop.Admin, new CreateTerminal(DemoData.Store("demo"), "BUSY", "Busy"));

        // As the foreign key of a sale at the till does, or that of a credential: waiting for a device that pairs, which waits for the
        // code, would be a deadlock.
        await using var referring = await Shop.HoldAsync(
            "select from core.terminal where terminal_id = $1 for key share",
            terminal.TerminalId
        );
        var managing = Shop.AskAsync(Shop.Admin, new MakePairingCode(terminal.TerminalId));

        Assert.That(await Task.WhenAny(managing, Task.Delay(TimeSpan.FromSeconds(3))), Is.SameAs(managing));
        Assert.That((await managing).TerminalId, Is.EqualTo(terminal.TerminalId));
        await referring.CloseAsync();
    }

    [Test]
    public async Task However_a_store_is_archived_while_codes_are_made_no_device_is_left()
    {
        for (var round = 0; round < 8; round++)
        {
            var store = await Shop.AskAsync(
                Shop.Admin,
                new CreateStore(new StoreDetails($"RACE{round}", "Race", "EUR", "Europe/Berlin", TaxMode.Inclusive))
            );
            var terminal = await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "Till"));
            await Task.WhenAll([
                (Task)Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId)),
                .. Enumerable.Range(1, 6).Select(n => PairOrNotAsync(terminal.TerminalId, $"198.51.100.{round * 6 + n}")),
            ]);

            Assert.That(
                await Shop.ScalarAsync<long>(
                    """
                    select (select count(*) from core.terminal_credential where terminal_id = $1 and revoked_at is null)
                         + (select count(*) from core.pairing_code where terminal_id = $1 and used_at is null and expires_at > now())
                    """,
                    terminal.TerminalId
                ),
                Is.Zero
            );
        }
    }

    [Test]
    public async Task A_till_is_renamed_by_its_version_and_managed_where_one_manages()
    {
        var there = DemoData.Terminal("demo", 2, 2);

        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Manager, new ChangeTerminal(there, "T2", "Mine"), ifMatch: 1))).Code,
            Is.EqualTo("core.terminal_not_found")
        );
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Manager, new MakePairingCode(there)))).Code, Is.EqualTo("core.terminal_not_found"));
        Assert.That((await Shop.SendAsync(Shop.Admin, new ChangeTerminal(there, "T2", "Back"), ifMatch: 1)).Result.Version, Is.EqualTo(2));
        Assert.That(
            (await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeTerminal(there, "T2", "Again"), ifMatch: 1))).Kind,
            Is.EqualTo(ErrorKind.Stale)
        );
    }

    [Test]
    public async Task Two_tills_never_print_the_same_number()
    {
        var (store, till) = await Shop.OpenStoreAsync("TWICE");
        await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));

        var renamed = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeTerminal(till.TerminalId, "T9", "One"), ifMatch: 1));

        Assert.That((renamed.Kind, renamed.Code), Is.EqualTo((ErrorKind.Rule, "core.terminal_code_fixed")));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "T1", "Two")))).Code,
            Is.EqualTo("core.terminal_code_taken")
        );
        Assert.That(
            (await Shop.SendAsync(Shop.Admin, new ChangeTerminal(till.TerminalId, "T1", "Named anew"), ifMatch: 1)).Result.Name,
            Is.EqualTo("Named anew")
        );
    }

    [Test]
    public async Task A_till_that_has_numbered_nothing_gets_another_code()
    {
        var (store, till) = await Shop.OpenStoreAsync("FRESH");

        var renamed = await Shop.SendAsync(Shop.Admin, new ChangeTerminal(till.TerminalId, "T9", "One"), ifMatch: 1);

        Assert.That(renamed.Result.Code, Is.EqualTo("T9"));
        Assert.That((await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till))).Number, Is.EqualTo("FRESH-T9-000001"));
    }

    [Test]
    public async Task An_archived_till_cannot_be_edited()
    {
        var (_, till) = await Shop.OpenStoreAsync("STILL");
        var archived = await Shop.AskAsync(Shop.Admin, new ArchiveTerminal(till.TerminalId));

        var error = await RefusalOf(
            Shop.SendAsync(Shop.Admin, new ChangeTerminal(till.TerminalId, "T1", "Back"), ifMatch: archived.Version)
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "core.terminal_archived")));
    }

    [Test]
    public async Task A_code_waits_for_the_sale_that_is_being_numbered_by_it()
    {
        var (_, till) = await Shop.OpenStoreAsync("QUEUE");
        Task<Error>? change = null;

        var sale = await Shop.DuringSaleAsync(
            await Shop.BasketAsync(till),
            () => change = RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeTerminal(till.TerminalId, "T9", "One"), ifMatch: 1))
        );

        Assert.That((await change!).Code, Is.EqualTo("core.terminal_code_fixed"));
        Assert.That(sale.Number, Is.EqualTo("QUEUE-T1-000001"));
    }

    [Test]
    public async Task Archiving_a_till_waits_for_the_sale_at_it()
    {
        var (_, till) = await Shop.OpenStoreAsync("LAST");
        Task<Terminal>? archiving = null;

        var sale = await Shop.DuringSaleAsync(
            await Shop.BasketAsync(till),
            () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveTerminal(till.TerminalId))
        );

        Assert.That((sale.Number, (await archiving!).IsArchived), Is.EqualTo(("LAST-T1-000001", true)));
    }

    [Test]
    public async Task A_sale_that_comes_while_its_till_is_archived_is_refused_and_takes_no_number()
    {
        var (_, till) = await Shop.OpenStoreAsync("LATE");
        await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));
        Task<Terminal>? archiving = null;

        var late = await Shop.SellDuringAsync(
            await Shop.BasketAsync(till),
            () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveTerminal(till.TerminalId))
        );

        Assert.That((await RefusalOf(late)).Code, Is.EqualTo("core.terminal_not_found"));
        Assert.That((await archiving!).IsArchived, Is.True);
        Assert.That(
            await Shop.ScalarAsync<long>("select last_number from core.document_number where terminal_id = $1", till.TerminalId),
            Is.EqualTo(1)
        );
    }

    [TestCase("Till\u001b@")]
    [TestCase("Till\n1")]
    [TestCase("Till\u2028")]
    public async Task The_name_of_a_till_is_text_on_one_line(string name)
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateTerminal(DemoData.Store("demo"), "NAME", name)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "name")));
    }

    [Test]
    public async Task Whatever_becomes_of_a_tills_device_is_another_version_of_the_till()
    {
        var (store, till) = await Shop.OpenStoreAsync("ETAG");
        List<(bool IsEnrolled, int Version)> seen = [(till.IsEnrolled, till.Version)];
        foreach (
            var act in new Func<Task>[]
            {
                () => PairAsync(till),
                () => PairAsync(till),
                () => AnswersAsItStandsAsync(Shop.AskAsync(Shop.Admin, new UnpairTerminal(till.TerminalId))),
                () => PairAsync(till),
                () => Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId)),
                () => AnswersAsItStandsAsync(Shop.AskAsync(Shop.Admin, new ArchiveTerminal(till.TerminalId))),
            }
        )
        {
            await act();
            var now = await Shop.AskAsync(Shop.Admin, new GetTerminal(till.TerminalId));
            seen.Add((now.IsEnrolled, now.Version));
        }

        Assert.That(seen.Select(s => s.IsEnrolled), Is.EqualTo(new[] { false, true, true, false, true, false, false }));
        Assert.That(seen.Select(s => s.Version), Is.Ordered.And.Unique);
    }

    [Test]
    public async Task When_a_till_was_last_seen_is_listed_and_does_not_hide_behind_its_version()
    {
        var device = await Shop.PairAsync(store: 2, terminal: 1);
        var before = await Shop.SendAsync(Shop.Admin, new GetTerminal(DemoData.Terminal("demo", 2)));
        var somebody = await Shop.EmployAsync("cashier", store: 2);

        await Shop.SignInByPinAsync(device, somebody.UserId, "8264");

        var after = await Shop.SendAsync(Shop.Admin, new GetTerminal(DemoData.Terminal("demo", 2)));
        var listed = (await Shop.AskAsync(Shop.Admin, new ListTerminals(DemoData.Store("demo", 2)))).Items.Single(t =>
            t.TerminalId == after.Result.TerminalId
        );
        Assert.That(after.Result, Is.EqualTo(before.Result));
        Assert.That(listed.Version, Is.EqualTo(after.Result.Version));
        Assert.That(listed.LastSeenAt, Is.EqualTo(Clock.GetUtcNow()).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task The_audit_log_knows_the_pairing_by_its_till_and_who_made_the_code()
    {
        var (_, till) = await Shop.OpenStoreAsync("STORY");
        await PairAsync(till);

        var story = await Shop.AskAsync(Shop.Admin, new ListAuditLog(SubjectId: till.TerminalId));

        var pairing = story.Items.Single(e => e.Act == nameof(PairTerminal));
        Assert.That(
            pairing.Subject,
            Does.ContainKey("storeId").WithValue(till.StoreId).And.ContainKey("codeMakerId").WithValue(Shop.Admin.UserId)
        );
        Assert.That(
            await Shop.ScalarAsync<string>(
                "select changes ->> 'isEnrolled' from app.audit_entry where act = 'PairTerminal' and subject_id = $1",
                till.TerminalId
            ),
            Is.EqualTo("""{"after": true, "before": false}""")
        );
    }

    private async Task PairAsync(Terminal till) =>
        await Shop.UseCases.SendAsync(
            "demo",
            new PairTerminal((await Shop.AskAsync(Shop.Admin, new MakePairingCode(till.TerminalId))).Code),
            "198.51.100.200"
        );

    private async Task AnswersAsItStandsAsync(Task<Terminal> act)
    {
        var answered = await act;
        Assert.That(await Shop.AskAsync(Shop.Admin, new GetTerminal(answered.TerminalId)), Is.EqualTo(answered));
    }

    // From an address of its own: refused pairings are counted by it, and other tests pair too.
    private async Task PairOrNotAsync(Guid terminalId, string address)
    {
        try
        {
            var code = await Shop.AskAsync(Shop.Admin, new MakePairingCode(terminalId));
            await Shop.UseCases.SendAsync("demo", new PairTerminal(code.Code), address);
        }
        catch (Refused)
        {
            // Whoever comes too late is refused; what counts is what is left.
        }
    }
}
