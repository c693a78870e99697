namespace PosCommerce.Domain.Catalog;

/// <summary>How the barcodes of articles are kept: each in one spelling, so that finding one is a comparison.</summary>
public static class Barcode
{
    /// <summary>Of a barcode as it is kept.</summary>
    public const int MaximumLength = 64;

    // The days that a symbol tells do not matter to what it names.
    private static readonly DateOnly AnyDay = new(2000, 1, 1);

    /// <summary>
    /// Judges a code that somebody enters for an article. A GTIN is kept as 14 digits, an in-store number as 13 or 8, and where a
    /// pattern applies as the article's own code; everything else as it is.
    /// </summary>
    /// <remarks>
    /// Without a kind the digits decide, and a number of 8, 12, 13 or 14 digits whose check digit is wrong is refused, because it is a
    /// mistyped GTIN far more often than anything else: with the kind <see cref="BarcodeKind.Other"/> it is taken. Of 8 digits an EAN-8
    /// is tried before a UPC-E; but those that begin with 0 are in-store numbers as an EAN-8, and a UPC-E when they can be one. What
    /// was scanned from a 2D symbol into the field (element string, Digital Link) is its GTIN.
    /// </remarks>
    /// <param name="kind">What it is meant to be; null lets the digits decide.</param>
    public static EnteredBarcode Enter(string text, BarcodeKind? kind, IReadOnlyList<CodePattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(patterns);
        var bare = text.Trim();
        var isNumber = CheckDigits.AreDigits(bare) && Gtin.IsLength(bare.Length);
        return kind switch
        {
            BarcodeKind.Other => Other(bare, patterns),
            BarcodeKind.InStore => InStore(bare, patterns) ?? NotInStore(),
            _ when isNumber => Number(bare, kind, patterns),
            null => OfSymbol(bare) ?? Other(bare, patterns),
            _ => OfSymbol(bare) ?? Number(bare, kind, patterns),
        };
    }

    /// <summary>
    /// Gives digits back the zeros that a spreadsheet took from their front: 7 of 8 digits, or 11 of a UPC-A (of an EAN-13 that are
    /// two). Null when nothing is proven to be missing: the check digit must be right, and one reading possible. 1234565 may have
    /// been an EAN-8 or a UPC-E.
    /// </summary>
    /// <remarks>
    /// Twelve of 13 and 13 of 14 digits need nothing: they are the same GTIN. Three zeros and more are not given back, since one in ten
    /// numbers of other kinds (an ISBN of ten digits) would pass for a GTIN.
    /// </remarks>
    public static string? WithLeadingZeros(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        if (!CheckDigits.AreDigits(digits) || digits[0] == '0')
            return null;
        var whole = '0' + digits;
        return digits.Length switch
        {
            11 when CheckDigits.Fits(digits) => whole,
            7 when CheckDigits.Fits(digits) != (Gtin.FromUpcE(whole) is not null) => whole,
            _ => null,
        };
    }

    /// <summary>What is wrong with a text that is kept as it is.</summary>
    internal static CodeProblem? TextProblem(ReadOnlySpan<char> text) =>
        text.IsEmpty ? new CodeProblem(CodeFault.Empty, "There is nothing in the code.")
        : text.ContainsAnyExceptInRange('!', '~')
            ? new CodeProblem(CodeFault.Unprintable, "A code consists of visible signs of ASCII, without blanks.")
        : text.Length > MaximumLength ? new CodeProblem(CodeFault.TooLong, $"A code of an article has at most {MaximumLength} signs.")
        : null;

    // What is kept must be what a scan of it looks for.
    private static EnteredBarcode Other(string text, IReadOnlyList<CodePattern> patterns)
    {
        if (TextProblem(text) is { } problem)
            return new RefusedBarcode(problem);
        return ScannedCode.Read(text, patterns, AnyDay) switch
        {
            ReadableCode read when read.Candidates.Any(candidate => candidate.Value == text) => new AcceptedBarcode(
                BarcodeKind.Other,
                text
            ),
            UnreadableCode unreadable => new RefusedBarcode(unreadable.Problem),
            _ => new RefusedBarcode(
                new CodeProblem(CodeFault.Content, "A scanner's reading of this is looked for by its GTIN: enter that one instead.")
            ),
        };
    }

    private static EnteredBarcode Number(string digits, BarcodeKind? kind, IReadOnlyList<CodePattern> patterns)
    {
        if (Gtin.TryRead(digits, out var gtin, out var problem))
            return new AcceptedBarcode(BarcodeKind.Gtin, gtin.Value);
        if (Gtin.FromUpcE(digits) is { } expanded)
            return new AcceptedBarcode(BarcodeKind.Gtin, expanded.Value);
        return (kind is null ? InStore(digits, patterns) : null) ?? new RefusedBarcode(problem);
    }

    /// <summary>An in-store number; null when the digits are none.</summary>
    private static EnteredBarcode? InStore(string digits, IReadOnlyList<CodePattern> patterns)
    {
        if (!CheckDigits.AreDigits(digits) || !Gtin.IsLength(digits.Length))
            return null;
        var fourteen = Gtin.Padded(digits);
        if (!InStoreNumbers.IsRestricted(fourteen) || InStoreNumbers.Canonical(fourteen) is not { } number)
            return null;
        var pattern = CodePattern.Of(number, patterns);
        if (pattern?.IsItemKey(number) is true)
            return new AcceptedBarcode(BarcodeKind.InStore, number);
        if (!CheckDigits.Fits(digits))
            return new RefusedBarcode(Gtin.CheckDigitProblem(digits));
        return pattern?.VerifierProblem(number) is { } problem
            ? new RefusedBarcode(problem)
            : new AcceptedBarcode(BarcodeKind.InStore, pattern?.ItemKey(number) ?? number);
    }

    private static AcceptedBarcode? OfSymbol(string text) =>
        ScannedCode.Read(text, [], AnyDay) is ReadableCode { Candidates: [{ Kind: BarcodeKind.Gtin, Content.IsContent: false } first, ..] }
            ? new AcceptedBarcode(BarcodeKind.Gtin, first.Value)
            : null;

    private static RefusedBarcode NotInStore() =>
        new(
            new CodeProblem(
                CodeFault.Restricted,
                "An in-store number has 12 or 13 digits and begins with 02, 04 or 20 to 29, or 8 digits and begins with 0 or 2."
            )
        );
}

/// <summary>What a barcode is.</summary>
public enum BarcodeKind
{
    /// <summary>A GTIN, kept as 14 digits.</summary>
    Gtin,

    /// <summary>A number of the shop or the country: 13 digits or 8, or the article's own code where a pattern applies.</summary>
    InStore,

    /// <summary>Anything else, as it is.</summary>
    Other,
}

/// <summary>What comes of entering a barcode: an <see cref="AcceptedBarcode"/> or a <see cref="RefusedBarcode"/>.</summary>
public abstract record EnteredBarcode
{
    private protected EnteredBarcode() { }
}

/// <summary>A barcode as it is kept.</summary>
public sealed record AcceptedBarcode(BarcodeKind Kind, string Value) : EnteredBarcode;

/// <summary>A code that is none of the kind that was asked for.</summary>
public sealed record RefusedBarcode(CodeProblem Problem) : EnteredBarcode;
