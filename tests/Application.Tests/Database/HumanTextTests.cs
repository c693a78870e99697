using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Database;

/// <summary>Names are searched and ordered as people do it, and the database keeps the rule that the code has.</summary>
public sealed class HumanTextTests : ShopTests
{
    // Every sign of the planes that have letters, alone and between others; surrogates are none.
    [TestCase(1, 0xD7FF)]
    [TestCase(0xE000, 0x1FFFF)]
    public async Task The_database_folds_every_sign_as_the_code_does(int first, int last)
    {
        // Many in one text: a call costs as much as they do.
        string[] texts =
        [
            .. Enumerable
                .Range(first, last - first + 1)
                .Select(sign => $"x{char.ConvertFromUtf32(sign)}Y")
                .Chunk(64)
                .Select(some => string.Concat(some)),
        ];
        List<string> folded = [];
        // In parts: all of them at once take longer than a statement may on a machine that is busy.
        foreach (var part in texts.Chunk(64))
            folded.AddRange(
                await Shop.ListAsync<string>(
                    "select app.fold(told) from unnest($1) with ordinality as given (told, place) order by place",
                    (object)part
                )
            );

        Assert.That(folded, Is.EqualTo(texts.Select(HumanText.Fold)));
    }

    [Test]
    public async Task The_database_orders_as_the_code_does()
    {
        var random = new Random(9);
        string[] parts =
        [
            "a",
            "A",
            "ä",
            "A\u0308",
            "ß",
            "ﬁ",
            "Ø",
            "й",
            " ",
            "  ",
            "\u00a0",
            "語",
            "😀",
            "-",
            "1",
            "Z",
            "ｚ",
            "\u00ad",
            "İ",
            "\U00010400",
        ];
        var texts = Enumerable
            .Range(0, 2_000)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 80)).Select(_ => parts[random.Next(parts.Length)])))
            .ToArray();
        var keys = await Shop.ListAsync<string>(
            "select app.order_key(told) from unnest($1) with ordinality as given (told, place) order by place",
            (object)texts
        );

        Assert.That(keys, Is.EqualTo(texts.Select(HumanText.OrderKey)));
    }

    [TestCase("CREME BRULEE")]
    [TestCase("  crème ")]
    [TestCase("bru\u0302lée")]
    [TestCase("SKU-0091")]
    [TestCase("sku-0091")]
    public async Task Articles_are_found_without_regard_to_capitals_accents_and_blanks_around(string search)
    {
        await RenameAsync(90, "Crème brûlée");

        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new ListVariants(search))).Items.Select(v => v.VariantId),
            Does.Contain(DemoData.Variant("demo", 90))
        );
    }

    [TestCase("100%ig")]
    [TestCase("a_b")]
    [TestCase("c\\d")]
    public async Task What_a_pattern_takes_for_its_own_is_text(string search)
    {
        await RenameAsync(91, $"Juice {search} pure");
        var found = await Shop.AskAsync(Shop.Cashier, new ListVariants(search));

        Assert.That(found.Items.Select(v => v.VariantId), Is.EqualTo(new[] { DemoData.Variant("demo", 91) }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(200)]
    public async Task Articles_are_in_human_order_page_by_page(int limit)
    {
        string[] names = ["Äpfel", "apple", "Éclair", "eclair", "Zucker", "Zucker", "ábc", "Abd"];
        foreach (var (index, name) in names.Index())
            await RenameAsync(80 + index, "qq" + name);
        var listed = new List<Variant>();
        for (string? cursor = null; ; )
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListVariants("qq", Limit: limit, Cursor: cursor));
            listed.AddRange(page.Items);
            if ((cursor = page.NextCursor) is null)
                break;
        }

        Assert.That(
            listed.Select(v => v.Name[2..]),
            Is.EqualTo(new[] { "ábc", "Abd", "Äpfel", "apple", "eclair", "Éclair", "Zucker", "Zucker" })
        );
        Assert.That(listed.Select(v => v.VariantId), Is.Unique);
    }

    [TestCase("jose nunez")]
    [TestCase("JOSÉ")]
    [TestCase(" Núñez ")]
    [TestCase("JOSE@")]
    public async Task People_are_found_by_name_and_address(string search)
    {
        var email = $"Jose@{Guid.NewGuid():N}.example";
        var invited = await Shop.AskAsync(Shop.Admin, new InviteUser(email, "José Núñez"));

        Assert.That((await Shop.AskAsync(Shop.Admin, new ListUsers(search))).Items.Select(u => u.UserId), Does.Contain(invited.UserId));
    }

    [Test]
    public async Task Staff_and_tills_are_listed_by_name_page_by_page()
    {
        var device = await Shop.PairAsync(store: 2);
        string[] names = ["Zoë", "Özlem", "Oskar", "anna", "Änne", "Anton", "Ålfrida"];
        foreach (var name in names)
        {
            var person = await Shop.EmployAsync("cashier", store: 2);
            await Shop.SetPinAsync(Shop.Admin, person.UserId, "4711");
            await Shop.ExecuteAsync("update identity.user_account set name = $2 where user_id = $1", person.UserId, name);
            await Shop.AskAsync(
                Shop.Admin,
                new CreateTerminal(DemoData.Store("demo", 2), "T" + Guid.NewGuid().ToString("N")[..5].ToUpperInvariant(), name)
            );
        }

        var staff = new List<string>();
        for (string? cursor = null; ; )
        {
            var page = await Shop.AskAsync(device, new ListTerminalStaff(Limit: 2, Cursor: cursor));
            staff.AddRange(page.Items.Select(s => s.Name));
            if ((cursor = page.NextCursor) is null)
                break;
        }

        var tills = (await Shop.AskAsync(Shop.Admin, new ListTerminals(DemoData.Store("demo", 2), Limit: 200))).Items.Select(t => t.Name);
        string[] ordered = ["Ålfrida", "anna", "Änne", "Anton", "Oskar", "Özlem", "Zoë"];
        Assert.That(staff.Where(names.Contains), Is.EqualTo(ordered));
        Assert.That(tills.Where(names.Contains), Is.EqualTo(ordered));
    }

    [Test]
    public async Task No_order_of_people_hangs_on_the_servers_library()
    {
        var keys = await Shop.ListAsync<string>(
            """
            select format('%s.%s', a.attrelid::regclass, a.attname)
              from pg_attribute as a
             where a.attname in ('name_order', 'email_order', 'search_key')
               and a.attnum > 0
               and a.attcollation <> '"C"'::regcollation
               and a.attrelid in (select oid from pg_class where relkind = 'r')
            """
        );
        var texts = await Shop.ListAsync<string>(
            "select app.order_key(told) from unnest(array['Zucker', 'apple', 'Äpfel']) as given (told) order by app.order_key(told) collate \"C\""
        );

        Assert.That(keys, Is.Empty);
        Assert.That(texts.Select(t => t.Split("  ")[0]), Is.EqualTo(new[] { "apfel", "apple", "zucker" }));
    }

    private Task<int> RenameAsync(int item, string name) =>
        Shop.ExecuteAsync("update catalog.variant set name = $2 where variant_id = $1", DemoData.Variant("demo", item), name);
}
