using System.Globalization;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>How codes that are told become codes that are kept, and how they are found again.</summary>
internal static class Codes
{
    // What days a code tells does not matter to what it names.
    private static readonly DateOnly AnyDay = new(2000, 1, 1);

    /// <summary>The codes that are told of one variant.</summary>
    /// <param name="path">Where in the request the variant stands.</param>
    /// <param name="patterns">The merchant's: of a label it is the article's own code that is kept.</param>
    /// <exception cref="Refused">At least one is wrong.</exception>
    public static IReadOnlyList<Barcode> Of(IReadOnlyList<NewBarcode> told, string path, IReadOnlyList<CodePattern> patterns)
    {
        var kept = new List<Barcode>(told.Count);
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (place, code) in told.Index())
        {
            switch (Domain.Catalog.Barcode.Enter(code.Code, code.Kind, patterns))
            {
                case AcceptedBarcode accepted:
                    kept.Add(
                        new Barcode(
                            Shown(code.Code, accepted),
                            accepted.Kind,
                            code.PackQuantity,
                            GtinOf(accepted.Kind, accepted.Value),
                            accepted.Value
                        )
                    );
                    break;
                case RefusedBarcode refused:
                    wrong.Add(PathOf(path, place), refused.Problem.Text);
                    break;
            }
        }

        return wrong.Count == 0 ? kept : throw new Refused(CatalogErrors.BarcodesWrong(wrong));
    }

    /// <summary>Where in the request a code stands.</summary>
    public static string PathOf(string variant, int code) => string.Create(CultureInfo.InvariantCulture, $"{variant}barcodes[{code}].code");

    /// <summary>By what a code that is told of a variant is compared; null when it is wrong.</summary>
    public static string? KeyOf(NewBarcode told, IReadOnlyList<CodePattern> patterns) =>
        Domain.Catalog.Barcode.Enter(told.Code, told.Kind, patterns) is AcceptedBarcode accepted ? accepted.Value : null;

    /// <summary>The 14 digits, where the code is a GTIN.</summary>
    public static string? GtinOf(BarcodeKind kind, string key) => kind is BarcodeKind.Gtin ? key : null;

    /// <summary>
    /// By what something that was scanned or typed is found, the likeliest first. What tells a weight, a price or a number of pieces
    /// besides is more than a code, and found by none.
    /// </summary>
    public static IReadOnlyList<string> KeysOf(string scanned) =>
        ScannedCode.Read(scanned, patterns: [], AnyDay) is ReadableCode read
            ?
            [
                .. read
                    .Candidates.Where(c => c.Content is { IsContent: false, Quantity: null, NetWeight: null, Price: null })
                    .Select(c => c.Value)
                    .Distinct(StringComparer.Ordinal),
            ]
            : [];

    // What was scanned out of a symbol for machines is shown as its number, and a label as the code of its article.
    private static string Shown(string told, AcceptedBarcode accepted) =>
        (accepted.Kind is BarcodeKind.Gtin && !told.All(char.IsAsciiDigit)) || accepted.Kind is BarcodeKind.InStore ? accepted.Value : told;
}
