using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

/// <summary>The tree of categories, as a merchant makes it and sorts it by hand.</summary>
public sealed class CategoriesTests : ShopTests
{
    [TearDown]
    public async Task The_tree_is_one()
    {
        // By an account of its own: every place is its parent's and four signs more, no two are the same, and ancestors come in order.
        Assert.That(
            await Shop.ListAsync<string>(
                """
                select c.name
                  from catalog.category as c
                  left join catalog.category as p on p.tenant_id = c.tenant_id and p.category_id = c.parent_id
                 where c.place not like coalesce(p.place, '') || '____'
                    or c.path <> coalesce(p.path, '{}') || c.category_id
                    or (p.archived_at is not null and c.archived_at is null)
                    or exists (select from catalog.category as o
                                where o.tenant_id = c.tenant_id and o.place = c.place and o.category_id <> c.category_id)
                """
            ),
            Is.Empty
        );
    }

    [Test]
    public async Task A_category_is_made_below_another_and_tells_the_way_to_it()
    {
        var tea = DemoData.Category("demo", "Tea");

        var made = await Shop.SendAsync(Shop.Admin, new CreateCategory("Oolong", tea, ExternalId: "erp-9"), Shop.NewKey());
        var read = await Shop.AskAsync(Shop.Cashier, new GetCategory(made.Result.CategoryId));

        Assert.That(
            (made.Answer!.Status, made.Answer.Location, made.Answer.ETag),
            Is.EqualTo((201, $"/v1/categories/{read.CategoryId}", "\"1\""))
        );
        Assert.That(read.Path.Select(s => s.Name), Is.EqualTo(new[] { "Groceries", "Drinks", "Tea", "Oolong" }));
        Assert.That(made.Result.Path, Is.EqualTo(read.Path));
        Assert.That((read.ParentId, read.Depth, read.ExternalId, read.IsArchived), Is.EqualTo(((Guid?)tea, 4, "erp-9", false)));
    }

    [Test]
    public async Task Siblings_stand_in_the_order_that_was_made_by_hand()
    {
        var top = await MakeAsync("Sorted");
        var (b, d) = (await MakeAsync("B", top), await MakeAsync("D", top));
        var a = await MakeAsync("A", top, before: b);
        await MakeAsync("C", top, before: d);
        await MakeAsync("B below", b);

        Assert.That(await BelowAsync(top), Is.EqualTo(new[] { "A", "B", "C", "D" }));
        await Shop.AskAsync(Shop.Admin, new MoveCategory(d, top, a));
        Assert.That(await BelowAsync(top), Is.EqualTo(new[] { "D", "A", "B", "C" }));
        await Shop.AskAsync(Shop.Admin, new MoveCategory(d, top));
        Assert.That(await BelowAsync(top), Is.EqualTo(new[] { "A", "B", "C", "D" }));
        await Shop.AskAsync(Shop.Admin, new MoveCategory(b, top, d));
        Assert.That(await WholeAsync("Sorted"), Is.EqualTo(new[] { "Sorted", "A", "C", "B", "B below", "D" }));
    }

    [Test]
    public async Task A_category_moves_with_all_that_is_below_it()
    {
        var (from, to) = (await MakeAsync("From"), await MakeAsync("To"));
        var moved = await MakeAsync("Moved", from);
        var child = await MakeAsync("Child", moved);
        var grandchild = await MakeAsync("Grandchild", child);
        await MakeAsync("Stays", from);

        var answer = await Shop.SendAsync(Shop.Admin, new MoveCategory(moved, to), ifMatch: 1);

        var read = await Shop.AskAsync(Shop.Admin, new GetCategory(grandchild));
        Assert.That(read.Path.Select(s => s.Name), Is.EqualTo(new[] { "To", "Moved", "Child", "Grandchild" }));
        Assert.That((read.Depth, read.Version, answer.Result.Version), Is.EqualTo((4, 2, 2)));
        Assert.That(answer.Result.Path, Is.EqualTo((await Shop.AskAsync(Shop.Admin, new GetCategory(moved))).Path));
        Assert.That(await BelowAsync(from), Is.EqualTo(new[] { "Stays" }));

        // Out of a tree and before it: what makes room is above what moves.
        await Shop.AskAsync(Shop.Admin, new MoveCategory(child, BeforeId: to));
        Assert.That(await WholeAsync("Child"), Is.EqualTo(new[] { "Child", "Grandchild" }));
        Assert.That(await WholeAsync("To"), Is.EqualTo(new[] { "To", "Moved" }));
    }

    [Test]
    public async Task No_category_comes_to_stand_below_itself()
    {
        var top = await MakeAsync("Ring");
        var middle = await MakeAsync("Middle", top);
        var low = await MakeAsync("Low", middle);

        foreach (var parent in new[] { top, middle, low })
            Assert.That(
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(top, parent)))).Code,
                Is.EqualTo("catalog.category_below_itself")
            );
    }

    [Test]
    public async Task Of_two_who_move_categories_below_each_other_at_once_one_is_refused()
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await MakeAsync($"One {round}"), await MakeAsync($"Other {round}"));

            var moves = await Task.WhenAll(
                new[] { new MoveCategory(one, other), new MoveCategory(other, one) }.Select(async move =>
                {
                    try
                    {
                        await Shop.AskAsync(Shop.Admin, move);
                        return "moved";
                    }
                    catch (Refused refused)
                    {
                        return refused.Error.Code;
                    }
                })
            );

            Assert.That(moves, Is.EquivalentTo(new[] { "moved", "catalog.category_below_itself" }));
        }
    }

    [Test]
    public async Task Many_who_rearrange_the_tree_at_once_leave_a_tree()
    {
        var top = await MakeAsync("Crowd");
        var all = new List<Guid>();
        for (var n = 0; n < 6; n++)
            all.Add(await MakeAsync($"Member {n}", top));
        var chance = new Random(11);
        var moves = Enumerable.Range(0, 40).Select(_ => (chance.Next(6), chance.Next(7))).ToList();

        await Parallel.ForEachAsync(
            moves,
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (move, _) =>
            {
                try
                {
                    await Shop.AskAsync(Shop.Admin, new MoveCategory(all[move.Item1], move.Item2 == 6 ? top : all[move.Item2]));
                }
                catch (Refused refused) when (refused.Error.Code is "catalog.category_below_itself")
                {
                    // That is what the tree is kept from.
                }
            }
        );

        Assert.That(await WholeAsync("Crowd"), Has.Count.EqualTo(7).And.Unique);
    }

    [Test]
    public async Task A_tree_has_ten_levels()
    {
        var low = await MakeAsync("Level 1");
        for (var level = 2; level <= 10; level++)
            low = await MakeAsync($"Level {level}", low);
        var pair = await MakeAsync("Pair");
        await MakeAsync("Of the pair", pair);
        var ninth = (await Shop.AskAsync(Shop.Admin, new GetCategory(low))).Path[8].CategoryId;

        var made = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateCategory("Level 11", low)));
        var moved = await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(pair, ninth)));

        Assert.That(new[] { made.Code, moved.Code }, Is.All.EqualTo("catalog.category_too_deep"));
    }

    [Test]
    public async Task A_tree_has_five_thousand_categories()
    {
        await Shop.ExecuteAsync(
            """
            insert into catalog.category (tenant_id, category_id, name, place, path)
            select $1, id, 'Filler ' || n, lpad(n::text, 4, '0'), array[id]
              from (select n, gen_random_uuid() as id
                      from generate_series(4, 5003 - (select count(*)::integer from catalog.category where tenant_id = $1)) as n) as fillers
            """,
            DemoData.Tenant("rival")
        );

        var error = await RefusalOf(Shop.AskAsync(Shop.Rival, new CreateCategory("One too many")));

        Assert.That(error.Code, Is.EqualTo("catalog.too_many_categories"));
        await Shop.ExecuteAsync("delete from catalog.category where name like 'Filler %'");
    }

    [TestCase("Pencils", "PENCILS")]
    [TestCase("Café", "cafe")]
    [TestCase("Straße", "STRASSE")]
    [TestCase("Two words", "two  WORDS")]
    public async Task Siblings_in_use_have_different_names(string one, string alike)
    {
        var first = await MakeAsync(one);
        var other = await MakeAsync("Other");

        var made = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateCategory(alike)));
        var renamed = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeCategory(other, alike), ifMatch: 1));
        var below = await MakeAsync(alike, other);
        var moved = await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(below)));

        Assert.That(new[] { made.Code, renamed.Code, moved.Code }, Is.All.EqualTo("catalog.category_name_taken"));
        await Shop.AskAsync(Shop.Admin, new ArchiveCategory(first));
        await Shop.AskAsync(Shop.Admin, new MoveCategory(below));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new RestoreCategory(first)))).Code,
            Is.EqualTo("catalog.category_name_taken")
        );
        await Shop.AskAsync(Shop.Admin, new ArchiveCategory(below));
        await Shop.AskAsync(Shop.Admin, new ArchiveCategory(other));
    }

    [Test]
    public async Task What_is_archived_comes_back_with_what_went_with_it()
    {
        var top = await MakeAsync("Season");
        var (gone, kept) = (await MakeAsync("Gone before", top), await MakeAsync("Kept", top));
        var low = await MakeAsync("Low", kept);
        await Shop.AskAsync(Shop.Admin, new ArchiveCategory(gone));

        var archived = await Shop.AskAsync(Shop.Admin, new ArchiveCategory(top));
        Assert.That(archived.IsArchived);
        Assert.That(await WholeAsync("Season"), Is.Empty);
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetCategory(low))).IsArchived);
        Assert.That(
            new[]
            {
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new RestoreCategory(low)))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateCategory("New", top)))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(await MakeAsync("Stray"), low)))).Code,
            },
            Is.All.EqualTo("catalog.category_above_archived")
        );
        Assert.That(
            new[]
            {
                (await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeCategory(top, "Season 2"), ifMatch: 2))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(low)))).Code,
                (await RefusalOf(Shop.AskAsync(Shop.Admin, new ArchiveCategory(low)))).Code,
            },
            Is.All.EqualTo("catalog.category_archived")
        );

        await Shop.AskAsync(Shop.Admin, new RestoreCategory(top));

        Assert.That(await WholeAsync("Season"), Is.EqualTo(new[] { "Season", "Kept", "Low" }));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetCategory(gone))).IsArchived);
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Admin, new RestoreCategory(top)))).Code, Is.EqualTo("catalog.category_in_use"));
        await Shop.AskAsync(Shop.Admin, new RestoreCategory(gone));
        Assert.That(await BelowAsync(top), Is.EqualTo(new[] { "Gone before", "Kept" }));
    }

    [Test]
    public async Task A_new_name_shows_on_the_way_to_all_below_and_a_stale_edit_is_refused()
    {
        var top = await MakeAsync("Old name");
        var low = await MakeAsync("Low", top);

        var renamed = await Shop.SendAsync(Shop.Admin, new ChangeCategory(top, "New name", "erp-10"), ifMatch: 1);
        var stale = await RefusalOf(Shop.SendAsync(Shop.Admin, new ChangeCategory(top, "Late"), ifMatch: 1));
        var read = await Shop.AskAsync(Shop.Admin, new GetCategory(low));

        Assert.That((renamed.Result.Name, renamed.Result.ExternalId, renamed.Result.Version), Is.EqualTo(("New name", "erp-10", 2)));
        Assert.That(stale.Kind, Is.EqualTo(ErrorKind.Stale));
        Assert.That((read.Path[0].Name, read.Version), Is.EqualTo(("New name", 2)));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateCategory("Twin", ExternalId: "erp-10")))).Code,
            Is.EqualTo("catalog.external_id_taken")
        );
        // Another number changes nothing of what is below.
        await Shop.SendAsync(Shop.Admin, new ChangeCategory(top, "New name", "erp-11"), ifMatch: 2);
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetCategory(low))).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Changes_are_kept_with_what_was_before()
    {
        var top = await MakeAsync("Audited");
        var (a, b) = (await MakeAsync("A", top), await MakeAsync("B", top));

        await Shop.AskAsync(Shop.Admin, new MoveCategory(b, top, a));
        await Shop.SendAsync(Shop.Admin, new ChangeCategory(b, "Bee"), ifMatch: 2);

        Assert.That(
            await Shop.ListAsync<string>(
                "select coalesce(changes::text, '') from app.audit_entry where subject_id = $1 order by occurred_at",
                b
            ),
            Is.EqualTo(
                new[]
                {
                    "",
                    "{\"beforeId\": {\"after\": \"" + a + "\", \"before\": null}}",
                    """{"name": {"after": "Bee", "before": "B"}}""",
                }
            )
        );
    }

    [Test]
    public async Task What_is_not_there_is_told_by_its_name()
    {
        var foreign = DemoData.Category("rival", "Tea");
        var own = await MakeAsync("Own");

        var refusals = new[]
        {
            await RefusalOf(Shop.AskAsync(Shop.Admin, new GetCategory(foreign))),
            await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateCategory("New", foreign))),
            await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(own, foreign))),
            await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(foreign))),
            await RefusalOf(Shop.AskAsync(Shop.Admin, Pen([own, foreign]))),
        };
        var beside = await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(own, BeforeId: DemoData.Category("demo", "Tea"))));
        var itself = await RefusalOf(Shop.AskAsync(Shop.Admin, new MoveCategory(own, BeforeId: own)));
        var twice = await RefusalOf(Shop.AskAsync(Shop.Admin, new CreateCategory("Twice", CategoryId: own)));

        Assert.That(refusals.Select(e => e.Code), Is.All.EqualTo("catalog.category_not_found"));
        Assert.That(refusals[^1].Fields!.Keys, Is.EqualTo(new[] { "categoryIds[1]" }));
        Assert.That(new[] { beside.Code, itself.Code }, Is.All.EqualTo("catalog.category_not_beside"));
        Assert.That(twice.Code, Is.EqualTo("catalog.category_exists"));
    }

    [Test]
    public async Task A_product_is_in_several_categories_and_stays_in_those_that_are_archived()
    {
        var (one, other) = (await MakeAsync("Shelf one"), await MakeAsync("Shelf other"));
        var pen = await Shop.AskAsync(Shop.Admin, Pen([other, one, other]));
        await Shop.AskAsync(Shop.Admin, new ArchiveCategory(other));

        var kept = await Shop.SendAsync(
            Shop.Admin,
            new ChangeProduct(pen.ProductId, "Pen", ProductStatus.Active, CategoryIds: [one, other]),
            ifMatch: 1
        );
        var late = await RefusalOf(Shop.AskAsync(Shop.Admin, Pen([one, other])));
        var less = await Shop.SendAsync(
            Shop.Admin,
            new ChangeProduct(pen.ProductId, "Pen", ProductStatus.Active, CategoryIds: [one]),
            ifMatch: 2
        );
        var back = await RefusalOf(
            Shop.SendAsync(Shop.Admin, new ChangeProduct(pen.ProductId, "Pen", ProductStatus.Active, CategoryIds: [other]), ifMatch: 3)
        );
        var read = await Shop.AskAsync(Shop.Cashier, new GetProduct(pen.ProductId));

        Assert.That(pen.CategoryIds, Is.EqualTo(new[] { one, other }.Order()));
        Assert.That(kept.Result.CategoryIds, Is.EqualTo(pen.CategoryIds));
        Assert.That((late.Code, late.Fields!.Keys.Single()), Is.EqualTo(("catalog.category_archived", "categoryIds[1]")));
        Assert.That(back.Code, Is.EqualTo("catalog.category_archived"));
        Assert.That(read.CategoryIds, Is.EqualTo(less.Result.CategoryIds).And.EqualTo(new[] { one }));
    }

    [Test]
    public async Task Every_category_is_on_exactly_one_page()
    {
        var whole = await PagesAsync(200);

        Assert.That((await PagesAsync(3)).Select(c => c.CategoryId), Is.EqualTo(whole.Select(c => c.CategoryId)).And.Unique);
        Assert.That(
            whole.Take(8).Select(c => string.Join('/', c.Path.Select(s => s.Name))),
            Is.EqualTo(
                new[]
                {
                    "Groceries",
                    "Groceries/Drinks",
                    "Groceries/Drinks/Coffee",
                    "Groceries/Drinks/Tea",
                    "Groceries/Drinks/Tea/Oolong",
                    "Groceries/Sweets",
                    "Groceries/Sweets/Biscuits",
                    "Groceries/Pantry",
                }.Except(whole.Any(c => c.Name == "Oolong") ? [] : ["Groceries/Drinks/Tea/Oolong"])
            )
        );
    }

    private static CreateProduct Pen(Guid[] categories) =>
        new(
            "Pen",
            ProductKind.Simple,
            [new NewVariant($"PEN-{Guid.NewGuid():N}", 100, "EUR", DemoData.TaxClass("demo"))],
            CategoryIds: categories
        );

    private async Task<Guid> MakeAsync(string name, Guid? parent = null, Guid? before = null) =>
        (await Shop.AskAsync(Shop.Admin, new CreateCategory(name, parent, before))).CategoryId;

    private async Task<List<string>> BelowAsync(Guid parent) =>
        [.. (await Shop.AskAsync(Shop.Cashier, new ListCategories(parent))).Items.Select(c => c.Name)];

    // One at the top with all that is below it, in the order of the list.
    private async Task<List<string>> WholeAsync(string top) =>
        [.. (await PagesAsync(200)).Where(c => c.Path[0].Name == top).Select(c => c.Name)];

    private async Task<List<Category>> PagesAsync(int limit)
    {
        var found = new List<Category>();
        for (string? cursor = null; ; )
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListCategories(Limit: limit, Cursor: cursor));
            found.AddRange(page.Items);
            if ((cursor = page.NextCursor) is null)
                return found;
        }
    }
}
