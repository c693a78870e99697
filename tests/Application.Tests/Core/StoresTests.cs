using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Core;

public sealed class StoresTests : ShopTests
{
    private static readonly StoreDetails Details = new(
        "NORD",
        "Nord",
        "EUR",
        "Europe/Berlin",
        TaxMode.Inclusive,
        Address: new StoreAddress("Hauptstr. 1", "20095", "Hamburg", null, "DE"),
        ReceiptHeader: "Moin",
        ReceiptFooter: "Bis bald",
        OpeningHours: [new OpeningHours(Weekday.Monday, "09:00", "12:30"), new OpeningHours(Weekday.Monday, "14:00", "24:00")]
    );

    [Test]
    public async Task A_store_is_opened_and_is_what_was_said()
    {
        var created = await Shop.SendAsync(Shop.Admin, new CreateStore(Details), Shop.NewKey());
        var read = await Shop.AskAsync(Shop.Admin, new GetStore(created.Result.StoreId));

        Assert.That(
            created.Answer,
            Has.Property("Status")
                .EqualTo(201)
                .And.Property("Location")
                .EqualTo($"/v1/stores/{read.StoreId}")
                .And.Property("ETag")
                .EqualTo("\"1\"")
        );
        Assert.Multiple(() =>
        {
            Assert.That(read with { OpeningHours = [] }, Is.EqualTo(created.Result with { OpeningHours = [] }));
            Assert.That(read.OpeningHours, Is.EqualTo(Details.OpeningHours));
            Assert.That(
                (read.Address, read.ReceiptHeader, read.CashRounding, read.DayEndsAt),
                Is.EqualTo((Details.Address, "Moin", (CashRounding?)null, "00:00"))
            );
        });
        Assert.That(
            (await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(1, 1)]))).Number,
            Does.StartWith("MITTE-")
        );
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStore(Details)))).Code, Is.EqualTo("core.store_code_taken"));
    }

    [Test]
    public async Task A_client_may_bring_its_own_id_for_a_store_and_never_takes_anothers()
    {
        var own = Ids.New();
        var mine = await Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = "OWN", StoreId = own }));
        var twice = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = "OWN2", StoreId = own })));
        var theirs = await Shop.AskAsync(Shop.Rival, new CreateStore(Details with { Code = "OWN", Name = "Theirs", StoreId = own }));
        var renamed = await RefusalOf(
            Shop.SendAsync(Shop.Admin, new ChangeStore(own, Details with { Code = "OWN", StoreId = Ids.New() }), ifMatch: 1)
        );
        var empty = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = "OWN3", StoreId = Guid.Empty })));

        Assert.That((mine.StoreId, twice.Code), Is.EqualTo((own, "core.store_exists")));
        Assert.That(
            new[] { renamed, empty }.Select(e => (e.Kind, e.Fields?.Keys.Single())),
            Is.All.EqualTo((ErrorKind.Invalid, "storeId"))
        );
        Assert.That(
            (theirs.Name, (await Shop.AskAsync(Shop.Admin, new GetStore(own))).Name),
            Is.EqualTo(("Theirs", "Nord")),
            "Merchants know nothing of each other's ids."
        );
        Assert.That(
            (await Shop.SendAsync(Shop.Admin, new ChangeStore(own, Details with { Code = "OWN", StoreId = own }), ifMatch: 1))
                .Result
                .Version,
            Is.EqualTo(2)
        );
    }

    [Test]
    public async Task A_store_changes_by_its_version_and_tells_what_changed()
    {
        var store = await Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = "EDIT" }));

        var changed = await Shop.SendAsync(
            Shop.Admin,
            new ChangeStore(store.StoreId, Details with { Code = "EDIT", Name = "Norden", Currency = "DKK", Address = null }),
            ifMatch: 1
        );
        var stale = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, Details), ifMatch: 1));

        Assert.That(
            (changed.Result.Name, changed.Result.Currency, changed.Result.Address, changed.Result.Version),
            Is.EqualTo(("Norden", "DKK", new StoreAddress(), 2))
        );
        Assert.That(stale.Kind, Is.EqualTo(ErrorKind.Stale));
        Assert.That(
            await Shop.ListAsync<string>(
                "select jsonb_object_keys(changes) from app.audit_entry where act = 'ChangeStore' and outcome = 'done' and subject_id = $1",
                store.StoreId
            ),
            Is.EquivalentTo(new[] { "name", "currency", "address" })
        );
    }

    [Test]
    public async Task The_currency_stays_once_there_are_documents()
    {
        await Shop.SellAsync((2, 1));
        var mitte = await Shop.AskAsync(Shop.Admin, new GetStore(DemoData.Store("demo")));

        var error = await RefusalOf(
            Shop.SendAsync(
                Shop.Admin,
                new ChangeStore(mitte.StoreId, new StoreDetails(mitte.Code, mitte.Name, "USD", mitte.TimeZone, mitte.TaxMode)),
                ifMatch: mitte.Version
            )
        );

        Assert.That(error.Code, Is.EqualTo("core.currency_fixed"));
    }

    [Test]
    public async Task The_code_stays_once_documents_are_numbered_by_it()
    {
        var (store, till) = await Shop.OpenStoreAsync("KEPT");
        var free = await Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, Told(store) with { Code = "FREE" }), ifMatch: 1);
        var sale = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));

        var error = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, Told(store)), ifMatch: 2));
        var renamed = await Shop.SendAsync(
            Shop.Admin,
            new ChangeStore(store.StoreId, Told(store) with { Code = "FREE", Name = "Renamed" }),
            ifMatch: 2
        );

        Assert.That((free.Result.Code, sale.Number), Is.EqualTo(("FREE", "FREE-T1-000001")));
        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "core.store_code_fixed")));
        Assert.That(renamed.Result.Name, Is.EqualTo("Renamed"));
    }

    [TestCase("currency", "core.currency_fixed")]
    [TestCase("code", "core.store_code_fixed")]
    public async Task What_a_receipt_carries_waits_for_the_sale_under_way(string member, string code)
    {
        var (store, till) = await Shop.OpenStoreAsync($"WAIT{member[..3].ToUpperInvariant()}");
        var told = member == "code" ? Told(store) with { Code = "OTHER" } : Told(store) with { Currency = "USD" };
        Task<Error>? change = null;

        var sale = await Shop.DuringSaleAsync(
            await Shop.BasketAsync(till),
            () => change = RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, told), ifMatch: 1))
        );

        Assert.That((await change!).Code, Is.EqualTo(code));
        Assert.That((sale.Number, sale.Currency), Is.EqualTo(($"{store.Code}-T1-000001", "EUR")));
    }

    [Test]
    public async Task Archiving_a_store_waits_for_the_sales_in_it()
    {
        var (store, till) = await Shop.OpenStoreAsync("CLOSING");
        Task<Store>? archiving = null;

        var sale = await Shop.DuringSaleAsync(
            await Shop.BasketAsync(till),
            () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId))
        );

        Assert.That((sale.Number, (await archiving!).IsArchived), Is.EqualTo(("CLOSING-T1-000001", true)));
    }

    [Test]
    public async Task A_sale_that_comes_while_its_store_is_archived_is_refused_and_takes_no_number()
    {
        var (store, till) = await Shop.OpenStoreAsync("CLOSED");
        Task<Store>? archiving = null;

        var late = await Shop.SellDuringAsync(
            await Shop.BasketAsync(till),
            () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId))
        );

        Assert.That((await RefusalOf(late)).Code, Is.EqualTo("core.store_archived"));
        Assert.That((await archiving!).IsArchived, Is.True);
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from core.document_number where store_id = $1", store.StoreId), Is.Zero);
    }

    [TestCase("void")]
    [TestCase("adjustment")]
    public async Task Archiving_a_store_waits_for_what_moves_its_stock(string act)
    {
        var (store, till) = await Shop.OpenStoreAsync($"WAITS{act[..3].ToUpperInvariant()}");
        var sold = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));
        Task<Store>? archiving = null;

        if (act == "void")
            await Shop.DuringAsync(
                store.StoreId,
                new VoidSale(sold.SaleId, "Early"),
                () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId))
            );
        else
            await Shop.DuringAsync(
                store.StoreId,
                Found(store),
                () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId))
            );

        Assert.That((await archiving!).IsArchived, Is.True);
        Assert.That(await OnHandAsync(store), Is.EqualTo(100), "One was sold, and one came back or was found.");
    }

    [TestCase("void")]
    [TestCase("adjustment")]
    public async Task What_moves_the_stock_of_a_store_while_it_is_archived_is_refused(string act)
    {
        var (store, till) = await Shop.OpenStoreAsync($"MOVED{act[..3].ToUpperInvariant()}");
        var sold = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));
        Task<Store>? archiving = null;

        Task late =
            act == "void"
                ? await Shop.ComeDuringAsync(
                    till.TerminalId,
                    () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId)),
                    new VoidSale(sold.SaleId, "Late")
                )
                : await Shop.ComeDuringAsync(
                    till.TerminalId,
                    () => archiving = Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId)),
                    Found(store)
                );

        Assert.That((await RefusalOf(late)).Code, Is.EqualTo("core.store_archived"));
        Assert.That((await archiving!).IsArchived, Is.True);
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetSale(sold.SaleId))).Status, Is.EqualTo(SaleStatus.Completed));
        Assert.That(await OnHandAsync(store), Is.EqualTo(99));
    }

    [TestCase("share", Description = "As another void does.")]
    [TestCase("key share", Description = "As the foreign key of a sale does.")]
    public async Task A_void_waits_only_for_who_changes_its_store(string strength)
    {
        var (store, till) = await Shop.OpenStoreAsync($"BESIDE{strength[..1].ToUpperInvariant()}");
        var sold = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(till));

        await using var others = await Shop.HoldAsync($"select from core.store where store_id = $1 for {strength}", store.StoreId);
        var voiding = Shop.AskAsync(Shop.Admin, new VoidSale(sold.SaleId, "Beside"));

        Assert.That(await Task.WhenAny(voiding, Task.Delay(TimeSpan.FromSeconds(3))), Is.SameAs(voiding));
        Assert.That((await voiding).Status, Is.EqualTo(SaleStatus.Voided));
        await others.CloseAsync();
    }

    [Test]
    public async Task Only_who_works_in_a_store_is_told_that_it_is_archived()
    {
        var (store, till) = await Shop.OpenStoreAsync("TOLD");
        var basket = await Shop.BasketAsync(till);
        var sold = await Shop.AskAsync(Shop.Admin, basket);
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var own = await RefusalsAsync(Shop.Admin, store.StoreId, sold.SaleId);
        var elsewhere = await RefusalsAsync(Shop.Manager, store.StoreId, sold.SaleId);
        var theirs = await RefusalsAsync(Shop.Rival, store.StoreId, sold.SaleId);

        Assert.That(own.Select(e => (e.Kind, e.Code)), Is.All.EqualTo((ErrorKind.Rule, "core.store_archived")));
        Assert.That(elsewhere, Is.EqualTo(await RefusalsAsync(Shop.Manager, Guid.NewGuid(), Guid.NewGuid())));
        Assert.That(theirs, Is.EqualTo(await RefusalsAsync(Shop.Rival, Guid.NewGuid(), Guid.NewGuid())));
        Assert.That(elsewhere.Concat(theirs).Select(e => e.Kind), Is.All.EqualTo(ErrorKind.NotFound));

        async Task<Error[]> RefusalsAsync(Caller caller, Guid storeId, Guid saleId) =>
            [
                await RefusalOf(Shop.AskAsync(caller, basket with { StoreId = storeId })),
                await RefusalOf(Shop.AskAsync(caller, new QuoteBasket(storeId, basket.Lines))),
                await RefusalOf(Shop.AskAsync(caller, new VoidSale(saleId, "Gone"))),
                await RefusalOf(Shop.AskAsync(caller, Found(store) with { StoreId = storeId })),
            ];
    }

    [Test]
    public async Task In_an_archived_store_what_is_not_there_is_told_first()
    {
        var (store, till) = await Shop.OpenStoreAsync("ORDER");
        var basket = await Shop.BasketAsync(till);
        await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var item = await RefusalOf(Shop.AskAsync(Shop.Admin, basket with { Lines = Shop.Lines("rival", (60, 1)) }));
        var terminal = await RefusalOf(Shop.AskAsync(Shop.Admin, basket with { TerminalId = DemoData.Terminal("demo") }));
        var unpaid = await RefusalOf(Shop.AskAsync(Shop.Admin, basket with { Tenders = [] }));

        Assert.That(
            new[] { item, terminal, unpaid }.Select(e => e.Code),
            Is.EqualTo(new[] { "sales.item_not_found", "core.terminal_not_found", "core.store_archived" })
        );
    }

    [Test]
    public async Task An_archived_store_cannot_be_edited()
    {
        var (store, _) = await Shop.OpenStoreAsync("STILL");
        var archived = await Shop.AskAsync(Shop.Admin, new ArchiveStore(store.StoreId));

        var error = await RefusalOf(
            Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, Told(store) with { Name = "Moved" }), ifMatch: archived.Version)
        );

        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Rule, "core.store_archived")));
    }

    [Test]
    public async Task An_archived_store_sells_no_more_and_comes_back()
    {
        var device = await Shop.PairAsync(store: 2);
        var basket = await Shop.BasketAsync(Shop.Admin, "demo", [(3, 1)], store: 2);

        var archived = await Shop.AskAsync(Shop.Admin, new ArchiveStore(DemoData.Store("demo", 2)));
        var again = await RefusalOf(Shop.AskAsync(Shop.Admin, new ArchiveStore(DemoData.Store("demo", 2))));
        var sale = await RefusalOf(Shop.AskAsync(Shop.Admin, basket));
        var till = await RefusalOf(Shop.AskAsync(device, new Application.Identity.ListTerminalStaff()));
        var restored = await Shop.AskAsync(Shop.Admin, new RestoreStore(DemoData.Store("demo", 2)));

        Assert.That((archived.IsArchived, restored.IsArchived), Is.EqualTo((true, false)));
        Assert.That(again.Code, Is.EqualTo("core.store_archived"));
        Assert.That(sale.Code, Is.EqualTo("core.store_archived"));
        Assert.That(till.Kind, Is.EqualTo(ErrorKind.Unauthenticated), "Its tills are no longer enrolled.");
        Assert.That((await Shop.AskAsync(Shop.Admin, basket)).StoreId, Is.EqualTo(DemoData.Store("demo", 2)));
    }

    [TestCase("currency", "EURO")]
    [TestCase("currency", "XXX")]
    [TestCase("currency", "XAD")]
    [TestCase("currency", "CLF")]
    [TestCase("currency", "XAU")]
    [TestCase("timeZone", "Berlin")]
    [TestCase("timeZone", "W. Europe Standard Time")]
    [TestCase("timeZone", "localtime")]
    [TestCase("timeZone", "posixrules")]
    [TestCase("timeZone", "Factory")]
    [TestCase("timeZone", "posix/Europe/Berlin")]
    [TestCase("timeZone", "right/Europe/Berlin")]
    [TestCase("timeZone", "EST5EDT")]
    [TestCase("timeZone", "utc")]
    [TestCase("timeZone", "Europe/Berlin\n")]
    [TestCase("code", "nord")]
    [TestCase("name", " ")]
    [TestCase("name", "Nord\u001b@")]
    [TestCase("name", "Nord\nWest")]
    [TestCase("name", "Nord\u2028")]
    [TestCase("name", "Nord\u0085")]
    [TestCase("receiptHeader", "Moin\u001bp0")]
    [TestCase("receiptHeader", "Moin\r\n")]
    [TestCase("receiptHeader", "Moin\tMoin")]
    [TestCase("receiptFooter", "Bis\u2029bald")]
    [TestCase("receiptFooter", "\n")]
    [TestCase("address.street", "Hauptstr. 1\n")]
    [TestCase("address.country", "ZZ")]
    [TestCase("address.country", "de")]
    public async Task What_a_store_cannot_be_is_refused_by_name(string member, string value)
    {
        var details = member switch
        {
            "currency" => Details with { Currency = value },
            "timeZone" => Details with { TimeZone = value },
            "code" => Details with { Code = value },
            "receiptHeader" => Details with { ReceiptHeader = value },
            "receiptFooter" => Details with { ReceiptFooter = value },
            "address.street" => Details with { Address = new StoreAddress(Street: value) },
            "address.country" => Details with { Address = new StoreAddress(Country: value) },
            _ => Details with { Name = value },
        };

        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStore(details)));

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, member)));
    }

    [Test]
    public async Task Receipt_texts_have_lines()
    {
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(Details with { Code = "LINES", ReceiptHeader = "Nord\nSeit 1881", ReceiptFooter = "Bis bald\n☕" })
        );

        Assert.That((store.ReceiptHeader, store.ReceiptFooter), Is.EqualTo(("Nord\nSeit 1881", "Bis bald\n☕")));
    }

    [TestCase("Europe/Kiev", "Europe/Kyiv")]
    [TestCase("US/Pacific", "America/Los_Angeles")]
    [TestCase("Asia/Calcutta", "Asia/Kolkata")]
    [TestCase("UTC", "Etc/UTC")]
    [TestCase("Pacific/Truk", "Pacific/Chuuk")]
    public async Task A_zone_is_kept_by_its_present_name(string told, string kept)
    {
        var code = "A" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        var store = await Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = code, TimeZone = told }));
        var changed = (
            await Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, Told(store) with { TimeZone = told }), ifMatch: store.Version)
        ).Result;
        await Shop.ExecuteAsync("update core.store set time_zone = $2 where store_id = $1", store.StoreId, told);

        Assert.Multiple(async () =>
        {
            Assert.That((store.TimeZone, changed.TimeZone), Is.EqualTo((kept, kept)));
            Assert.That(
                (await Shop.AskAsync(Shop.Admin, new GetStore(store.StoreId))).TimeZone,
                Is.EqualTo(kept),
                "Kept by a release that knew no better."
            );
        });
    }

    [TestCase("ANG", "XCG")]
    [TestCase("BGN", "EUR")]
    [TestCase("HRK", "EUR")]
    [TestCase("CUC", "CUP")]
    public async Task A_withdrawn_currency_stays_with_the_stores_that_have_it_and_is_not_for_others(string withdrawn, string successor)
    {
        var code = "W" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        var opening = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = code, Currency = withdrawn })));
        var store = await Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = code, Currency = successor }));
        var changing = await RefusalOf(
            Shop.SendAsync(Shop.Admin, new ChangeStore(store.StoreId, Told(store) with { Currency = withdrawn }), ifMatch: store.Version)
        );
        await Shop.ExecuteAsync("update core.store set currency = $2 where store_id = $1", store.StoreId, withdrawn);
        var kept = (
            await Shop.SendAsync(
                Shop.Admin,
                new ChangeStore(store.StoreId, Told(store) with { Currency = withdrawn, Name = "Still here" }),
                ifMatch: store.Version
            )
        ).Result;

        Assert.Multiple(() =>
        {
            Assert.That((opening.Code, changing.Code), Is.EqualTo(("core.currency_not_in_force", "core.currency_not_in_force")));
            Assert.That(opening.Message, Does.Contain(successor));
            Assert.That((kept.Currency, kept.CurrencyDigits, kept.Name), Is.EqualTo((withdrawn, 2, "Still here")));
        });
    }

    [TestCase("XCG", 2)]
    [TestCase("KWD", 3)]
    [TestCase("JPY", 0)]
    [TestCase("ZWG", 2)]
    public async Task A_store_tells_how_many_decimals_its_amounts_have(string currency, int digits)
    {
        var code = "D" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();

        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = code, Currency = currency }))).CurrencyDigits,
            Is.EqualTo(digits)
        );
    }

    [TestCase("XK")]
    [TestCase("IC")]
    [TestCase("AX")]
    [TestCase("XI")]
    public async Task A_store_is_in_a_country_that_the_world_knows_assigned_or_not(string country)
    {
        var code = "C" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(Details with { Code = code, Address = new StoreAddress(Country: country) })
        );

        Assert.That((await Shop.AskAsync(Shop.Admin, new GetStore(store.StoreId))).Address.Country, Is.EqualTo(country));
    }

    [TestCase("Etc/GMT+12")]
    [TestCase("Europe/Oslo")]
    [TestCase("America/Coyhaique")]
    [TestCase("America/Argentina/Buenos_Aires")]
    [TestCase("America/Port-au-Prince")]
    public async Task A_store_is_in_a_time_zone_that_everybody_knows(string zone)
    {
        var code = "Z" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();

        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = code, TimeZone = zone }))).TimeZone,
            Is.EqualTo(zone)
        );
    }

    [TestCase("12:00", "09:00")]
    [TestCase("09:00", "09:00")]
    [TestCase("9:00", "12:00")]
    [TestCase("10:00", "13:00", "12:00", "14:00")]
    public async Task Opening_hours_are_in_order_and_do_not_overlap(params string[] times)
    {
        OpeningHours[] hours = [.. times.Chunk(2).Select(pair => new OpeningHours(Weekday.Friday, pair[0], pair[1]))];

        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateStore(Details with { Code = "HOURS", OpeningHours = hours })))).Kind,
            Is.EqualTo(ErrorKind.Invalid)
        );
    }

    private static AdjustStock Found(Store store) => new(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 60), 1)], "Found");

    private Task<decimal> OnHandAsync(Store store) =>
        Shop.ScalarAsync<decimal>(
            "select on_hand from inventory.stock_level where store_id = $1 and variant_id = $2",
            store.StoreId,
            DemoData.Variant("demo", 60)
        );

    private static StoreDetails Told(Store store) => new(store.Code, store.Name, store.Currency, store.TimeZone, store.TaxMode);
}
