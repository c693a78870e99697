using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Judges the rows of one product by the rules by which articles are kept one by one: what they become, or what is wrong with which
/// of them. A row that is refused takes no other with it, except the first by what it says of the product.
/// </summary>
internal sealed partial record ArticleJudgement(
    KnownArticles Known,
    IReadOnlyList<ToldRow> Rows,
    IValidator<CreateProduct> Rules,
    DateTimeOffset Now
)
{
    private const int MostCodes = 50;

    private readonly List<RowProblem> ofProduct = [];
    private readonly Dictionary<int, List<RowProblem>> ofRows = Rows.ToDictionary(row => row.Row.Row, _ => new List<RowProblem>());

    private ToldRow First => Rows[0];

    public JudgedProduct Judge()
    {
        foreach (var row in Rows)
        {
            foreach (var problem in row.Row.Problems)
                Add(row, problem.Column is ImportColumns.Sku or ImportColumns.Barcodes ? row : null, problem.Column, problem.Message);
        }

        if (ofProduct.Count > 0)
            return Refused();
        var before = Before();
        RequireOneProduct(before);
        var told = Told(before);
        // What stays was judged when it came, and may be longer than what comes: one sign is kept as several.
        Validate(KeepsDescription(told, before) ? told with { Description = null } : told);
        var after = ofProduct.Count == 0 ? Made(told, before) : null;
        if (after is not null)
            Learn(after);
        var ofBoth = before is null || after is null ? [] : ChangesOf(before, after);
        return new JudgedProduct(
            before,
            after,
            [.. Rows.Select((row, i) => Judged(row, told.Variants[i].VariantId, ofBoth, before, after))]
        );
    }

    private void Learn(Product after)
    {
        Known.Products[after.ProductId] = after;
        foreach (var variant in after.Variants)
        {
            foreach (var code in variant.Barcodes)
                Known.Codes[code.Key] = variant.VariantId;
        }
    }

    private JudgedProduct Refused() => new(null, null, [.. Rows.Select(row => Judged(row, null, [], null, null))]);

    // Behind the first row a problem is always that of its row.
    private void Add(ToldRow row, ToldRow? own, string? column, string message) =>
        (own is null && row == First ? ofProduct : ofRows[row.Row.Row]).Add(new RowProblem(column, message));

    private bool IsGood(ToldRow row) => ofRows[row.Row.Row].Count == 0;

    private Product? Before() =>
        First[ImportColumns.Product] is { } key && Known.ExternalIds.TryGetValue(key, out var named)
            ? Known.Products[named]
            : Rows.Select(row => row.SkuKey)
                .OfType<string>()
                .Where(Known.Variants.ContainsKey)
                .Select(sku => Known.Products[Known.Variants[sku].ProductId])
                .FirstOrDefault();

    private void RequireOneProduct(Product? before)
    {
        if (before?.Status is ProductStatus.Archived)
            ofProduct.Add(new RowProblem(null, CatalogErrors.ProductIsArchived.Message));
        if (First[ImportColumns.Product] is { } key && before?.ExternalId is { } known && known != key)
            ofProduct.Add(new RowProblem(ImportColumns.Product, $"Its product is known as {known}."));
        foreach (var row in Rows)
        {
            if (VariantOf(row) is { } variant && variant.ProductId != before?.ProductId)
                Add(row, row, ImportColumns.Sku, "Is that of a variant of another product.");
            foreach (var column in ImportColumns.OfProducts)
            {
                if (row != First && row[column] is { } again && again != First[column])
                    Add(row, row, column, Invariant($"Is another than in row {First.Row.Row}, where its product begins."));
            }
        }
    }

    private (Guid ProductId, Guid VariantId)? VariantOf(ToldRow row) =>
        row.SkuKey is { } sku && Known.Variants.TryGetValue(sku, out var variant) ? variant : null;

    private ProductVariant? StandingOf(ToldRow row, Product? before) =>
        VariantOf(row) is { } known ? before?.Variants.FirstOrDefault(v => v.VariantId == known.VariantId) : null;

    // What is told, as a request would tell it: of what has no column it is as it stands.
    private CreateProduct Told(Product? before)
    {
        string[] options = [.. Enumerable.Range(0, 3).Select(place => First[ImportColumns.OptionName(place)]).OfType<string>()];
        if (options.Length == 0)
            options = [.. before?.Options ?? []];
        return new CreateProduct(
            First[ImportColumns.ProductName] ?? before?.Name ?? "",
            KindOf(before, options.Length > 0),
            [.. Rows.Select(row => Told(row, StandingOf(row, before), options.Length))],
            EnumOf(ImportColumns.Status, before?.Status ?? ProductStatus.Active),
            Of(ImportColumns.Brand, before?.Brand),
            DescriptionOf(before),
            First.Has(ImportColumns.Tags) ? ImportCells.ListOf(First[ImportColumns.Tags] ?? "") : before?.Tags,
            options,
            First[ImportColumns.Unit] ?? before?.Unit,
            AgeOf(before?.MinimumAge),
            FlagOf(ImportColumns.NoDiscount, before?.NoDiscount ?? false),
            FlagOf(ImportColumns.NoReturn, before?.NoReturn ?? false),
            First[ImportColumns.Product] ?? before?.ExternalId,
            before?.Components,
            First.Has(ImportColumns.Categories) ? CategoriesOf(before) : before?.CategoryIds,
            before?.ProductId
        );
    }

    // As it was taken out: line ends are read in one way, whatever a mark in the text has made of them.
    private string? DescriptionOf(Product? before) =>
        before?.Description is { } kept && First[ImportColumns.Description] == Texts.Read(kept, TextKind.Lines)
            ? kept
            : Of(ImportColumns.Description, before?.Description);

    private string? Of(string column, string? before) => First.Has(column) ? First[column] : before;

    private ProductKind KindOf(Product? before, bool hasOptions)
    {
        var kind = EnumOf(ImportColumns.Kind, before?.Kind ?? (hasOptions ? ProductKind.Variant : ProductKind.Simple));
        if (before is not null && kind != before.Kind)
            ofProduct.Add(new RowProblem(ImportColumns.Kind, "The kind of a product stays what it is."));
        if (before is null && kind is ProductKind.Bundle)
            ofProduct.Add(
                new RowProblem(ImportColumns.Kind, "A bundle is set up with POST /v1/products: a file does not say what it is made of.")
            );
        return kind;
    }

    private T EnumOf<T>(string column, T otherwise)
        where T : struct, Enum
    {
        if (First[column] is not { } cell)
            return otherwise;
        if (Enum.TryParse<T>(cell, ignoreCase: true, out var value) && Enum.GetNames<T>().Contains(cell, StringComparer.OrdinalIgnoreCase))
            return value;
        ofProduct.Add(new RowProblem(column, $"Must be one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}."));
        return otherwise;
    }

    private int? AgeOf(int? before)
    {
        if (!First.Has(ImportColumns.MinimumAge))
            return before;
        if (First[ImportColumns.MinimumAge] is not { } cell)
            return null;
        if (int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var age))
            return age;
        ofProduct.Add(new RowProblem(ImportColumns.MinimumAge, "Must be a whole number of years."));
        return before;
    }

    private bool FlagOf(string column, bool before)
    {
        if (First[column] is not { } cell)
            return First.Has(column) ? false : before;
        if (ImportCells.TryFlag(cell, out var flag) is { } problem)
            ofProduct.Add(new RowProblem(column, problem));
        return flag;
    }

    private List<Guid> CategoriesOf(Product? before)
    {
        List<Guid> ids = [];
        foreach (var path in ImportCells.PathsOf(First[ImportColumns.Categories] ?? ""))
        {
            // Of what it is in already the id tells, too, what no path does.
            if (Guid.TryParseExact(path, "D", out var id) && before?.CategoryIds.Contains(id) is true)
                ids.Add(id);
            else if (!Known.Categories.TryGetValue(KnownCategory.KeyOf(path), out var known))
                ofProduct.Add(new RowProblem(ImportColumns.Categories, $"There is no category '{path}': make it first."));
            else if (known is null)
                ofProduct.Add(new RowProblem(ImportColumns.Categories, $"More than one category can be meant by '{path}'."));
            else if (known.IsArchived && before?.CategoryIds.Contains(known.CategoryId) is not true)
                ofProduct.Add(new RowProblem(ImportColumns.Categories, $"The category '{path}' is archived."));
            else
                ids.Add(known.CategoryId);
        }

        return ids;
    }

    private NewVariant Told(ToldRow row, ProductVariant? standing, int options)
    {
        if (standing?.IsArchived is true)
            Add(row, row, null, CatalogErrors.VariantIsArchived.Message);
        if (row.Barcodes.Problem is { } problem)
            Add(row, row, ImportColumns.Barcodes, problem);
        var (currency, price) = PriceOf(row, standing);
        return new NewVariant(
            standing?.Sku ?? row[ImportColumns.Sku] ?? "",
            price,
            currency,
            TaxClassOf(row, standing),
            ValuesOf(row, standing, options),
            row.Barcodes.Codes,
            standing?.ExternalId,
            standing?.VariantId ?? Ids.New()
        );
    }

    private static IReadOnlyList<string> ValuesOf(ToldRow row, ProductVariant? standing, int options)
    {
        string?[] told = [.. Enumerable.Range(0, 3).Select(place => row[ImportColumns.OptionValue(place)])];
        return standing is not null && told.All(value => value is null)
            ? standing.OptionValues
            : [.. told.Index().Select(value => value.Item ?? (value.Index < options ? "" : null)).OfType<string>()];
    }

    private Guid TaxClassOf(ToldRow row, ProductVariant? standing)
    {
        if (row[ImportColumns.TaxClass] is { } code)
        {
            if (Known.TaxClasses.TryGetValue(code, out var id))
                return id;
            Add(row, row, ImportColumns.TaxClass, $"There is no tax class with the code '{code}'.");
        }
        else if (standing is null)
            Add(row, row, ImportColumns.TaxClass, "Is needed for a new article: the code of a tax class.");

        return standing?.TaxClassId ?? Guid.Empty;
    }

    private (string Currency, long Price) PriceOf(ToldRow row, ProductVariant? standing)
    {
        var known = standing?.Prices is [var only, ..] ? only : new VariantPrice("EUR", 0);
        if (row[ImportColumns.Price] is not { } cell)
        {
            if (standing is null)
                Add(row, row, ImportColumns.Price, "Is needed for a new article.");
            return (known.Currency, known.Price);
        }

        var currency = row[ImportColumns.Currency] ?? (standing?.Prices.Count == 1 ? known.Currency : null);
        if (currency is null || Currencies.Find(currency) is null)
        {
            Add(row, row, ImportColumns.Currency, "Must be a currency code of ISO 4217, such as EUR, where there is a price.");
            return (known.Currency, known.Price);
        }

        if (ImportCells.TryNumber(cell, row.Import.Separator, out var price) is { } problem)
            Add(row, row, ImportColumns.Price, problem);
        var digits = Currencies.DigitsOf(currency);
        if (decimal.Round(price, digits) != price)
            Add(row, row, ImportColumns.Price, Invariant($"At most {digits} decimals in {currency}."));
        if (price is < 0 or > Common.Rules.MaximumAmount)
        {
            Add(row, row, ImportColumns.Price, "Must be nothing or more, and no more than can be kept.");
            return (currency, 0);
        }

        for (var i = 0; i < digits; i++)
            price *= 10;
        return (currency, decimal.ToInt64(decimal.Truncate(price)));
    }

    private void Validate(CreateProduct told)
    {
        foreach (var failure in Rules.Validate(told).Errors)
        {
            if (OfVariant().Match(failure.PropertyName) is { Success: true } match)
                AddOnce(
                    Rows[int.Parse(match.Groups["place"].Value, CultureInfo.InvariantCulture)],
                    match.Groups["member"].Value,
                    failure.ErrorMessage
                );
            else if (failure.PropertyName == nameof(CreateProduct.Variants))
                ofProduct.Add(new RowProblem(ImportColumns.Product, Invariant($"A product has at most {VariantRules.Most} variants.")));
            else
                ofProduct.Add(new RowProblem(ColumnOf(failure.PropertyName), failure.ErrorMessage));
        }
    }

    // What was found out before, and in better words, is not said again.
    private void AddOnce(ToldRow row, string member, string message)
    {
        var column = ColumnOf(member);
        if (ofRows[row.Row.Row].TrueForAll(problem => problem.Column != column))
            Add(row, row, column, message);
    }

    private static string? ColumnOf(string member)
    {
        var match = Member().Match(member);
        var name = JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value);
        return name == "optionValues" && int.TryParse(match.Groups["place"].Value, CultureInfo.InvariantCulture, out var place) && place < 3
            ? ImportColumns.OptionValue(place)
            : ImportColumns.Of(name);
    }

    private static bool KeepsDescription(CreateProduct told, Product? before) =>
        before is not null && told.Description == before.Description;

    private Product? Made(CreateProduct told, Product? before)
    {
        while (true)
        {
            var product = (before ?? Product.Empty(Ids.New(), told.Kind, Now)).With(told);
            if (KeepsDescription(told, before))
                product = product with { Description = told.Description };
            if (before is not null && before.Options.Count != product.Options.Count)
            {
                ofProduct.Add(new RowProblem(ImportColumns.OptionName(0), "As many as before: each of its variants has a value for each."));
                return null;
            }

            List<ToldRow?> places = [.. product.Variants.Select(v => Rows.FirstOrDefault(row => VariantOf(row)?.VariantId == v.VariantId))];
            foreach (var (place, row) in Rows.Index().Where(r => IsGood(r.Item)))
            {
                if (VariantMade(row, told.Variants[place], product, StandingOf(row, before)) is not { } variant)
                    continue;
                if (StandingOf(row, before) is { } standing)
                    product = product.With(standing, variant);
                else
                {
                    product = product with { Variants = [.. product.Variants, variant] };
                    places.Add(row);
                }
            }

            if (!Rows.Any(IsGood))
                return null;
            if (Fits(product, places, out var again))
                return product;
            if (!again)
                return null;
        }
    }

    private ProductVariant? VariantMade(ToldRow row, NewVariant told, Product product, ProductVariant? standing)
    {
        IReadOnlyList<Barcode> codes;
        try
        {
            codes = Codes.Of(told.Barcodes ?? [], "", Known.Patterns);
        }
        catch (Refused refused)
        {
            Add(
                row,
                row,
                ImportColumns.Barcodes,
                string.Join(' ', (refused.Error.Fields ?? FieldsOf(refused.Error)).SelectMany(f => f.Value))
            );
            return null;
        }

        var variantId = told.VariantId!.Value; // Told with one.
        if (codes.FirstOrDefault(code => Known.Codes.TryGetValue(code.Key, out var carrier) && carrier != variantId) is { } taken)
            Add(row, row, ImportColumns.Barcodes, $"{taken.Code} is carried by another article.");
        var merged = Merged(standing?.Barcodes ?? [], codes);
        if (merged.Count > MostCodes)
            Add(row, row, ImportColumns.Barcodes, Invariant($"At most {MostCodes} of them."));
        if (!IsGood(row))
            return null;
        var values = told.OptionValues ?? [];
        return new ProductVariant(
            variantId,
            product.ProductId,
            told.Sku,
            product.NameOf(values),
            values,
            merged,
            PricesOf(row, told, standing),
            told.TaxClassId,
            told.ExternalId,
            IsArchived: false,
            standing?.Version ?? 1
        );
    }

    private static Dictionary<string, string[]> FieldsOf(Error error) => new(StringComparer.Ordinal) { [""] = [error.Message] };

    // Codes are added and never taken: what is on the shelf goes on being scanned.
    private static List<Barcode> Merged(IReadOnlyList<Barcode> standing, IReadOnlyList<Barcode> told)
    {
        List<Barcode> merged = [.. standing];
        foreach (var code in told)
        {
            var at = merged.FindIndex(known => known.Key == code.Key);
            if (at < 0)
                merged.Add(code);
            else if (merged[at].PackQuantity != code.PackQuantity)
                merged[at] = code;
        }

        return merged;
    }

    private static IReadOnlyList<VariantPrice> PricesOf(ToldRow row, NewVariant told, ProductVariant? standing) =>
        standing is not null && row[ImportColumns.Price] is null
            ? standing.Prices
            :
            [
                .. (standing?.Prices ?? [])
                    .Where(price => price.Currency != told.Currency)
                    .Append(new VariantPrice(told.Currency, told.Price))
                    .OrderBy(price => price.Currency, StringComparer.Ordinal),
            ];

    /// <param name="again">Rows were left out that do not fit: the others may.</param>
    private bool Fits(Product product, List<ToldRow?> places, out bool again)
    {
        again = false;
        try
        {
            product.RequireThatItFits(place => Invariant($"{place}."));
            return true;
        }
        catch (Refused refused)
        {
            foreach (var (field, messages) in refused.Error.Fields ?? FieldsOf(refused.Error))
            {
                var match = OfPlace().Match(field);
                if (match.Success && places[int.Parse(match.Groups["place"].Value, CultureInfo.InvariantCulture)] is { } row && IsGood(row))
                {
                    again = true;
                    Add(row, row, ColumnOf(match.Groups["member"].Value), string.Join(' ', messages));
                }
                else if (!match.Success)
                    ofProduct.Add(new RowProblem(ColumnOf(field), string.Join(' ', messages)));
            }

            if (!again && ofProduct.Count == 0)
                ofProduct.Add(new RowProblem(null, refused.Error.Message));
            return false;
        }
    }

    private static List<string> ChangesOf(Product before, Product after) => ColumnsOf(Changes.Between(before, after));

    private static List<string> ColumnsOf(JsonObject? changes) =>
        [.. changes?.Select(change => ImportColumns.Of(change.Key) ?? change.Key) ?? []];

    private ImportedRow Judged(ToldRow row, Guid? variantId, IReadOnlyList<string> ofProductChanged, Product? before, Product? after)
    {
        var sku = row[ImportColumns.Sku];
        if (ofProduct.Count > 0 || !IsGood(row) || after is null)
        {
            List<RowProblem> told = [.. row == First ? ofProduct : [], .. ofRows[row.Row.Row]];
            if (told.Count == 0)
                told.Add(new RowProblem(null, Invariant($"Row {First.Row.Row}, where its product begins, is refused.")));
            return new ImportedRow(row.Row.Row, RowOutcome.Refused, sku, null, null, [], told);
        }

        var now = after.Variants.Single(v => v.VariantId == variantId);
        if (before?.Variants.FirstOrDefault(v => v.VariantId == variantId) is not { } standing)
            return new ImportedRow(row.Row.Row, RowOutcome.Created, sku, after.ProductId, now.VariantId, [], []);
        List<string> changed = [.. row == First ? ofProductChanged : [], .. ColumnsOf(Changes.Between(standing, now))];
        if (!standing.Prices.SequenceEqual(now.Prices))
            changed.Add(ImportColumns.Price);
        return new ImportedRow(
            row.Row.Row,
            changed.Count > 0 ? RowOutcome.Changed : RowOutcome.Unchanged,
            sku,
            after.ProductId,
            now.VariantId,
            changed,
            []
        );
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex(@"^Variants\[(?<place>[0-9]+)\]\.(?<member>.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfVariant();

    [GeneratedRegex(@"^(?<place>[0-9]+)\.(?<member>.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfPlace();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9]*)(\[(?<place>[0-9]+)\])?", RegexOptions.CultureInvariant)]
    private static partial Regex Member();
}
