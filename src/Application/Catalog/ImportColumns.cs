using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>The columns that a file of articles may have: which there are, how each is read, and what it takes to use it.</summary>
internal static class ImportColumns
{
    public const string Product = "product";
    public const string ProductName = "productName";
    public const string Kind = "kind";
    public const string Status = "status";
    public const string Brand = "brand";
    public const string Description = "description";
    public const string Tags = "tags";
    public const string Categories = "categories";
    public const string Unit = "unit";
    public const string MinimumAge = "minimumAge";
    public const string NoDiscount = "noDiscount";
    public const string NoReturn = "noReturn";
    public const string Sku = "sku";
    public const string Barcodes = "barcodes";
    public const string Price = "price";
    public const string Currency = "currency";
    public const string TaxClass = "taxClass";

    /// <summary>Of all of them, and of what is told of them.</summary>
    public const int Most = 50;

    private static readonly Dictionary<string, TextKind> Kinds = new(StringComparer.Ordinal)
    {
        [Product] = TextKind.Code,
        [ProductName] = TextKind.Line,
        [Kind] = TextKind.Code,
        [Status] = TextKind.Code,
        [Brand] = TextKind.Line,
        [Description] = TextKind.Lines,
        [Tags] = TextKind.Line,
        [Categories] = TextKind.Line,
        [Unit] = TextKind.Code,
        [MinimumAge] = TextKind.Code,
        [NoDiscount] = TextKind.Code,
        [NoReturn] = TextKind.Code,
        [OptionName(0)] = TextKind.Line,
        [OptionValue(0)] = TextKind.Line,
        [OptionName(1)] = TextKind.Line,
        [OptionValue(1)] = TextKind.Line,
        [OptionName(2)] = TextKind.Line,
        [OptionValue(2)] = TextKind.Line,
        [Sku] = TextKind.Code,
        [Barcodes] = TextKind.Code,
        [Price] = TextKind.Code,
        [Currency] = TextKind.Code,
        [TaxClass] = TextKind.Code,
    };

    private static readonly Dictionary<string, string> Known = Kinds.Keys.ToDictionary(Bare, StringComparer.Ordinal);

    /// <summary>What is said of a product: in the rows behind its first one it is left out, or said again.</summary>
    public static IReadOnlyList<string> OfProducts { get; } =
    [
        ProductName,
        Kind,
        Status,
        Brand,
        Description,
        Tags,
        Categories,
        Unit,
        MinimumAge,
        NoDiscount,
        NoReturn,
        OptionName(0),
        OptionName(1),
        OptionName(2),
    ];

    /// <summary>What it takes to use some columns, besides the right to keep articles.</summary>
    public static IReadOnlyList<(string Permission, string[] Columns)> Guarded { get; } = [(Permissions.Pricing.Manage, [Price, Currency])];

    public static IEnumerable<string> All => Kinds.Keys;

    public static string OptionName(int place) => FormattableString.Invariant($"option{place + 1}Name");

    public static string OptionValue(int place) => FormattableString.Invariant($"option{place + 1}Value");

    /// <summary>The column that a header means, whatever its capitals, blanks and hyphens; null when there is none.</summary>
    public static string? Find(string header) => Known.GetValueOrDefault(Bare(header));

    public static TextKind KindOf(string column) => Kinds[column];

    /// <summary>The column of a member of the requests by which articles are kept one by one.</summary>
    public static string? Of(string member) =>
        member switch
        {
            "name" => ProductName,
            "categoryIds" => Categories,
            "taxClassId" => TaxClass,
            "options" => OptionName(0),
            "optionValues" => OptionValue(0),
            "externalId" => Product,
            _ when Kinds.ContainsKey(member) => member,
            _ => null,
        };

    private static string Bare(string header) => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
