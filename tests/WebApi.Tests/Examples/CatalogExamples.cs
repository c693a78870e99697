using System.Text.Json.Nodes;
using PosCommerce.Testing;
using PosCommerce.WebApi.Tests.Generated;
using static PosCommerce.WebApi.Tests.Generated.Example;

namespace PosCommerce.WebApi.Tests.Examples;

/// <summary>What is asked for about what is sold.</summary>
internal sealed class CatalogExamples : IExamples
{
    private const string Table = "sku,brand,tags\nTEE-S,Nordwind,clothing | summer\n";

    public IEnumerable<Example> Of(Merchant merchant)
    {
        var (tenant, its, _, tag) = merchant;
        return
        [
            Get("ListVariants", "/v1/variants?search=honey"),
            Get("ListProducts", "/v1/products?search=honey&sort=name"),
            Get("GetProduct", $"/v1/products/{its.ProductId}"),
            Post("CreateImport", "/v1/imports", Members(("file", Table), ("kind", "products"), ("dryRun", true))) with
            {
                File = "file",
            },
            Post("CreateExport", "/v1/exports", Members(("kind", "products"), ("productStatus", "active"), ("categoryId", its.CategoryId))),
            Get("GetExportContent", $"/v1/exports/{its.ReadyExportId}/content"),
            Post("CreateProduct", "/v1/products", WholeOf(tenant, $"TEE-{tag}")),
            Put("ChangeProduct", $"/v1/products/{its.ProductId}", 1, Described("T-shirt, organic")),
            // Renamed with its product, so that it is the second of its kind.
            Put("ChangeVariant", $"/v1/variants/{its.OwnVariantId}", 2, ChangedOf(tenant, $"OTHER-{tag}")),
            Post("AddVariant", $"/v1/products/{its.ProductId}/variants", VariantOf(tenant, $"ADDED-{tag}", "M")),
            Post("ArchiveVariant", $"/v1/variants/{its.OwnVariantId}/archive", null),
            Post("RestoreVariant", $"/v1/variants/{its.OwnVariantId}/restore", null),
            Post("CreateCategory", "/v1/categories", Members(("name", $"Teapots {tag}"), ("parentId", its.CategoryId))),
            Put("ChangeCategory", $"/v1/categories/{its.CategoryId}", 1, Members(("name", $"Kitchen {tag}"))),
            Post(
                "MoveCategory",
                $"/v1/categories/{its.CategoryId}/move",
                Members(("parentId", DemoData.Category(tenant, "Household")), ("beforeId", DemoData.Category(tenant, "Soap")))
            ),
            Post("ArchiveCategory", $"/v1/categories/{its.CategoryId}/archive", null),
            Post("RestoreCategory", $"/v1/categories/{its.CategoryId}/restore", null),
            Get("ListCategories", "/v1/categories?limit=5"),
            Get("ScanCode", $"/v1/scan?code={DemoData.Barcode(12)}&storeId={DemoData.Store(tenant)}"),
            Get("GetTillCatalog", $"/v1/till-catalog?storeId={DemoData.Store(tenant)}&limit=2"),
            Put("ChangeCodePatterns", "/v1/code-patterns", its.CodePatternsVersion, Members(("patterns", new JsonArray(Weights())))),
            Post("ArchiveProduct", $"/v1/products/{its.ProductId}/archive", null),
            Post("RestoreProduct", $"/v1/products/{its.ProductId}/restore", null),
        ];
    }

    private static JsonObject Weights() =>
        Members(("prefix", "27"), ("itemDigits", 5), ("valueDigits", 5), ("hasVerifier", false), ("kind", "weight"), ("decimals", 3));

    private static JsonObject WholeOf(string tenant, string sku)
    {
        var product = Described("T-shirt");
        product["kind"] = "variant";
        product["categoryIds"] = new JsonArray(DemoData.Category(tenant, "Household"));
        product["variants"] = new JsonArray(VariantOf(tenant, $"{sku}-S", "S"), VariantOf(tenant, $"{sku}-M", "M"));
        return product;
    }

    private static JsonObject Described(string name) =>
        Members(
            ("name", name),
            ("status", "active"),
            ("brand", "Nordwind"),
            ("description", "<p>Made of <b>cotton</b>.</p>"),
            ("tags", new JsonArray("clothing", "summer")),
            ("options", new JsonArray("Size")),
            ("minimumAge", null),
            ("noDiscount", false),
            ("noReturn", false),
            ("categoryIds", new JsonArray())
        );

    private static JsonObject ChangedOf(string tenant, string sku)
    {
        var variant = VariantOf(tenant, sku, "S");
        variant.Remove("price");
        variant.Remove("currency");
        return variant;
    }
}
