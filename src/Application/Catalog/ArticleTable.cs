using System.Globalization;
using System.Text.Json;
using CsvHelper;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Articles as a table that an import takes: each cell is written so that reading it gives what is kept. What no cell can say is left
/// empty, which an import leaves as it is.
/// </summary>
/// <param name="Patterns">How the merchant's in-store numbers are read.</param>
/// <param name="TaxClasses">The codes of those that an article can get.</param>
internal sealed record ArticleTable(
    IReadOnlyList<CodePattern> Patterns,
    IReadOnlyDictionary<Guid, string> TaxClasses,
    CategoryPaths Categories
)
{
    private static readonly CsvWriterOptions Rules = new() { Quoting = CsvQuoting.Always };

    private const string Between = " | ";

    /// <summary>Some articles as text (RFC 4180): what is archived is left out.</summary>
    /// <param name="rows">How many there are, without the header.</param>
    public string Written(IReadOnlyList<Product> products, bool withHeader, out int rows)
    {
        rows = 0;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, Rules, leaveOpen: true))
        {
            if (withHeader)
                csv.WriteHeader([.. ImportColumns.All]);
            foreach (var product in products)
            {
                var ofProduct = OfProduct(product);
                foreach (var variant in product.Variants.Where(v => !v.IsArchived))
                {
                    var cells = OfVariant(product, variant);
                    csv.WriteRecord([
                        .. ImportColumns.All.Select(column =>
                            Formulas.Harmless(ofProduct.GetValueOrDefault(column) ?? cells.GetValueOrDefault(column) ?? "")
                        ),
                    ]);
                    rows++;
                }
            }
        }

        return text.ToString();
    }

    // In each row of the product, so that a spreadsheet may sort them.
    private Dictionary<string, string?> OfProduct(Product product) =>
        new(StringComparer.Ordinal)
        {
            [ImportColumns.Product] = product.ExternalId,
            [ImportColumns.ProductName] = product.Name,
            [ImportColumns.Kind] = NameOf(product.Kind),
            [ImportColumns.Status] = NameOf(product.Status),
            [ImportColumns.Brand] = product.Brand,
            [ImportColumns.Description] = product.Description,
            [ImportColumns.Tags] = string.Join(Between, product.Tags.Select(ImportCells.Listed)),
            [ImportColumns.Categories] = string.Join(Between, product.CategoryIds.Select(id => Categories.Named[id])),
            [ImportColumns.Unit] = product.Unit,
            [ImportColumns.MinimumAge] = product.MinimumAge?.ToString(CultureInfo.InvariantCulture),
            [ImportColumns.NoDiscount] = product.NoDiscount ? "true" : "false",
            [ImportColumns.NoReturn] = product.NoReturn ? "true" : "false",
            [ImportColumns.OptionName(0)] = product.Options.ElementAtOrDefault(0),
            [ImportColumns.OptionName(1)] = product.Options.ElementAtOrDefault(1),
            [ImportColumns.OptionName(2)] = product.Options.ElementAtOrDefault(2),
        };

    private Dictionary<string, string?> OfVariant(Product product, ProductVariant variant)
    {
        // One currency has room in a row: the first, which an import without one means.
        var price = variant.Prices is [var first, ..] ? first : null;
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [ImportColumns.Sku] = variant.Sku,
            [ImportColumns.Barcodes] = string.Join(Between, variant.Barcodes.Select(Written).OfType<string>()),
            [ImportColumns.Price] = price is null ? null : Amount(price),
            [ImportColumns.Currency] = price?.Currency,
            [ImportColumns.TaxClass] = TaxClasses.GetValueOrDefault(variant.TaxClassId),
        };
        foreach (var (place, _) in product.Options.Index())
            cells[ImportColumns.OptionValue(place)] = variant.OptionValues.ElementAtOrDefault(place);
        return cells;
    }

    // As it is where that is what it would be read as, else with its kind. What the merchant's patterns have come to read otherwise since
    // is left out: an import takes no code away.
    private string? Written(Barcode code)
    {
        var pack = code.PackQuantity == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" x{code.PackQuantity:0.###}");
        var plain = ImportCells.Listed(code.Code);
        var named = $"{plain} {NameOf(code.Kind)}";
        return IsRead(plain + pack, code) ? plain + pack
            : IsRead(named + pack, code) ? named + pack
            : null;
    }

    private bool IsRead(string cell, Barcode code) =>
        ImportCells.TryCodes(cell, ImportSeparator.Comma, out var read) is null
        && read is [var told]
        && told.PackQuantity == code.PackQuantity
        && Domain.Catalog.Barcode.Enter(told.Code, told.Kind, Patterns) is AcceptedBarcode accepted
        && (accepted.Kind, accepted.Value) == (code.Kind, code.Key);

    private static string Amount(VariantPrice price)
    {
        var digits = Currencies.DigitsOf(price.Currency);
        var amount = new decimal(price.Price);
        for (var i = 0; i < digits; i++)
            amount /= 10;
        return amount.ToString($"F{digits}", CultureInfo.InvariantCulture);
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>How categories are named in a file: by their path, or by their id where that can mean another one.</summary>
internal sealed record CategoryPaths(IReadOnlyDictionary<Guid, string> Named)
{
    /// <param name="categories">Each behind the one above it.</param>
    public static CategoryPaths Of(IReadOnlyList<KnownCategory> categories)
    {
        Dictionary<Guid, string> written = [];
        var meant = KnownCategory.ByPath(categories);
        foreach (var category in categories)
        {
            var name = ImportCells.Named(category.Name);
            written.Add(category.CategoryId, category.ParentId is { } parent ? $"{written[parent]} > {name}" : name);
        }

        return new CategoryPaths(
            written.ToDictionary(
                path => path.Key,
                path =>
                    meant[KnownCategory.KeyOf(path.Value)]?.CategoryId == path.Key && !Guid.TryParseExact(path.Value, "D", out _)
                        ? path.Value
                        : path.Key.ToString()
            )
        );
    }
}
