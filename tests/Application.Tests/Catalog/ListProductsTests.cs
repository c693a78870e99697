using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Catalog;

public sealed class ListProductsTests : ShopTests
{
    private readonly Dictionary<string, Guid> ids = [];

    [OneTimeSetUp]
    public async Task Set_products_up()
    {
        await MakeAsync("Zebra mug", "Nordwind", ["gift", "Küche"]);
        await MakeAsync("Äpfel mug", "Nordwind", ["gift"]);
        await MakeAsync("apple mug", "Südwind", ["kuche"], ProductStatus.Draft);
        await MakeAsync("Mug repair", "Nordwind", [], kind: ProductKind.Service);
        await MakeAsync("Old mug", "Nordwind", ["gift"]);
        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(ids["Old mug"]));
    }

    [Test]
    public async Task Products_are_in_the_order_of_people_or_the_newest_first()
    {
        Assert.That(await NamesAsync(new ListProducts("mug")), Is.EqualTo(new[] { "Äpfel mug", "apple mug", "Mug repair", "Zebra mug" }));
        Assert.That(
            await NamesAsync(new ListProducts("mug", Sort: ProductSort.Newest)),
            Is.EqualTo(new[] { "Mug repair", "apple mug", "Äpfel mug", "Zebra mug" })
        );
    }

    [Test]
    public async Task A_product_in_a_list_says_what_it_is()
    {
        var mug = (await Shop.AskAsync(Shop.Cashier, new ListProducts("zebra"))).Items.Single();

        Assert.That(
            (mug.ProductId, mug.Kind, mug.Status, mug.Brand, mug.Variants, mug.Version),
            Is.EqualTo((ids["Zebra mug"], ProductKind.Simple, ProductStatus.Active, "Nordwind", 1, 1))
        );
        Assert.That(mug.Tags, Is.EqualTo(new[] { "gift", "Küche" }));
    }

    [Test]
    public async Task Filters_leave_what_fits_all_of_them()
    {
        Assert.That(await NamesAsync(new ListProducts("mug", ProductStatus.Draft)), Is.EqualTo(new[] { "apple mug" }));
        Assert.That(await NamesAsync(new ListProducts("mug", ProductStatus.Archived)), Is.EqualTo(new[] { "Old mug" }));
        Assert.That(await NamesAsync(new ListProducts(Brand: "NORDWIND")), Is.EqualTo(new[] { "Äpfel mug", "Mug repair", "Zebra mug" }));
        Assert.That(await NamesAsync(new ListProducts(Brand: "sudwind")), Is.EqualTo(new[] { "apple mug" }));
        Assert.That(await NamesAsync(new ListProducts(Tag: "KÜCHE")), Is.EqualTo(new[] { "apple mug", "Zebra mug" }));
        Assert.That(await NamesAsync(new ListProducts(Tag: "gift", Brand: "Nordwind")), Is.EqualTo(new[] { "Äpfel mug", "Zebra mug" }));
        Assert.That(await NamesAsync(new ListProducts(Tag: "gift", Brand: "Südwind")), Is.Empty);
        Assert.That(await NamesAsync(new ListProducts(Kind: ProductKind.Service)), Is.EqualTo(new[] { "Mug repair" }));
        Assert.That(await NamesAsync(new ListProducts("nordwind")), Is.EqualTo(new[] { "Äpfel mug", "Mug repair", "Zebra mug" }));
    }

    [TestCase(ProductSort.Name, null, null)]
    [TestCase(ProductSort.Newest, null, null)]
    [TestCase(ProductSort.Name, null, "gift")]
    [TestCase(ProductSort.Newest, null, "gift")]
    [TestCase(ProductSort.Name, "Nordwind", null)]
    [TestCase(ProductSort.Newest, "Nordwind", null)]
    public async Task Every_product_is_on_exactly_one_page(ProductSort sort, string? brand, string? tag)
    {
        var query = new ListProducts(Brand: brand, Tag: tag, Sort: sort, Limit: 200);
        var whole = await PagesAsync(query);
        var small = await PagesAsync(query with { Limit = brand is null && tag is null ? 97 : 1 });

        Assert.That(small, Is.EqualTo(whole).And.Unique);
        Assert.That(
            whole,
            Has.Count.EqualTo(
                tag is not null ? 2
                : brand is not null ? 3
                : 1_005
            )
        );
    }

    [Test]
    public async Task A_tag_that_was_taken_away_finds_nothing_any_more()
    {
        var product = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(
                "Tagged",
                ProductKind.Simple,
                [new NewVariant("TAGGED", 1, "EUR", DemoData.TaxClass("demo"))],
                Tags: ["fleeting"]
            )
        );
        var before = await NamesAsync(new ListProducts(Tag: "fleeting"));

        await Shop.SendAsync(
            Shop.Admin,
            new ChangeProduct(product.ProductId, "Tagged", ProductStatus.Draft, Tags: ["lasting"]),
            ifMatch: 1
        );

        Assert.That(before, Is.EqualTo(new[] { "Tagged" }));
        Assert.That(await NamesAsync(new ListProducts(Tag: "fleeting")), Is.Empty);
        Assert.That(await NamesAsync(new ListProducts(Tag: "lasting")), Is.EqualTo(new[] { "Tagged" }));
        await Shop.AskAsync(Shop.Admin, new ArchiveProduct(product.ProductId));
    }

    [Test]
    public async Task A_cursor_of_another_order_is_refused()
    {
        var first = await Shop.AskAsync(Shop.Cashier, new ListProducts(Limit: 1));

        var error = await RefusalOf(
            Shop.AskAsync(Shop.Cashier, new ListProducts(Sort: ProductSort.Newest, Limit: 1, Cursor: first.NextCursor))
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, "cursor")));
    }

    [Test]
    public async Task Another_merchants_products_are_not_listed()
    {
        var theirs = await Shop.AskAsync(Shop.Rival, new ListProducts(Limit: 200));

        Assert.That(theirs.Items, Is.Not.Empty);
        Assert.That(theirs.Items.Select(p => p.ProductId).Intersect(ids.Values), Is.Empty);
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListProducts(Brand: "Nordwind"))).Items, Is.Empty);
    }

    private async Task MakeAsync(
        string name,
        string brand,
        string[] tags,
        ProductStatus status = ProductStatus.Active,
        ProductKind kind = ProductKind.Simple
    )
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var product = await Shop.AskAsync(
            Shop.Admin,
            new CreateProduct(name, kind, [new NewVariant(name, 100, "EUR", DemoData.TaxClass("demo"))], status, brand, Tags: tags)
        );
        ids.Add(name, product.ProductId);
    }

    private async Task<List<string>> NamesAsync(ListProducts query) =>
        [.. (await Shop.AskAsync(Shop.Cashier, query)).Items.Select(p => p.Name)];

    private async Task<List<Guid>> PagesAsync(ListProducts query)
    {
        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Cashier, query with { Cursor = cursor });
            seen.AddRange(page.Items.Select(p => p.ProductId));
            cursor = page.NextCursor;
        } while (cursor is not null);

        return seen;
    }
}
