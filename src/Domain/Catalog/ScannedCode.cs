namespace PosCommerce.Domain.Catalog;

/// <summary>What a scanner sent, or somebody typed: a <see cref="ReadableCode"/> or an <see cref="UnreadableCode"/>.</summary>
public abstract record ScannedCode
{
    /// <summary>Twice what the longest symbol at a till holds; more is not looked at.</summary>
    public const int MaximumLength = 512;

    // What a code names does not hang on the day, but whether it can be read does: to those of this year 00 is a leap year, as it is to all
    // who take the 29th of its February for a day.
    private static readonly DateOnly EveryDayIsOne = new(2000, 1, 1);

    // Where the article can end in an in-store number: whatever prefix it has, and whether or not a digit guards its value.
    private static readonly IReadOnlyList<IReadOnlyList<CodePattern>> EveryArticle =
    [
        .. Enumerable
            .Range(CodePattern.FewestValueDigits, CodePattern.MostValueDigits - CodePattern.FewestValueDigits + 1)
            .Select(CodePattern.EveryPrefix),
    ];

    private protected ScannedCode() { }

    /// <summary>
    /// Reads a code in whichever form it comes: digits, in-store numbers, GS1 element strings with or without symbology identifier,
    /// the same in brackets, GS1 Digital Link addresses, and texts that mean what the merchant says.
    /// </summary>
    /// <remarks>
    /// Readers differ in what they send for one symbol (a UPC-A as 12 or 13 digits, a UPC-E as 8 or expanded, DataBar with its (01) or
    /// without), and all of that leads to the same candidates. A reader that drops the separators cannot be told from one that read
    /// a longer lot: have it send symbology identifiers, or GS for FNC1.
    /// </remarks>
    /// <param name="patterns">The merchant's; those with a <see cref="CodePattern.Problem(CodePattern)"/> are passed over.</param>
    /// <param name="today">By the store's clock: the years of GS1 have two digits.</param>
    public static ScannedCode Read(string raw, IReadOnlyList<CodePattern> patterns, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(patterns);
        if (raw.Length > MaximumLength)
            return new UnreadableCode(new CodeProblem(CodeFault.TooLong, $"A code has at most {MaximumLength} signs."));
        var text = Bare(raw);
        var (symbology, data) = Symbologies.Split(text);
        return new CodeReader(symbology, Bare(data), patterns, today).Read();
    }

    /// <summary>
    /// Everything that a code can name under whatever patterns a merchant has: all that <see cref="Read"/> may look for. Ask for these
    /// together with the patterns, and read under them when they are there.
    /// </summary>
    public static IReadOnlyList<string> PossibleValues(string raw)
    {
        var (plain, isGtin) = ValuesUnder(raw, []);
        return isGtin
            ? plain
            : [.. plain.Concat(EveryArticle.SelectMany(patterns => ValuesUnder(raw, patterns).Values)).Distinct(StringComparer.Ordinal)];
    }

    // What scanners put around a code, except what parts its elements; at its end that parts nothing.
    private static string Bare(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && text[start] != ElementString.Separator && IsLayout(text[start]))
            start++;
        while (end > start && IsLayout(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static (IReadOnlyList<string> Values, bool IsGtin) ValuesUnder(string raw, IReadOnlyList<CodePattern> patterns) =>
        Read(raw, patterns, EveryDayIsOne) is ReadableCode { Candidates: var candidates }
            ? ([.. candidates.Select(c => c.Value)], candidates[0].Kind is BarcodeKind.Gtin)
            : ([], false);

    private static bool IsLayout(char sign) => char.IsWhiteSpace(sign) || char.IsControl(sign) || sign == '\ufeff';
}

/// <summary>A code that was read.</summary>
/// <param name="Form">How it was written.</param>
/// <param name="Symbology">The symbology identifier, <c>]d2</c>; null when the scanner sent none.</param>
/// <param name="Candidates">
/// What to look for, the likeliest first; at least one. Look for all at once and take the first that is on file, with its own content:
/// digits alone do not tell an EAN-8 from a UPC-E, or a GTIN from a merchant's own number.
/// </param>
/// <param name="Doubts">What was left out or looks wrong. Show them when nothing is on file, and log them otherwise.</param>
public sealed record ReadableCode(
    CodeForm Form,
    string? Symbology,
    IReadOnlyList<CodeCandidate> Candidates,
    IReadOnlyList<CodeProblem> Doubts
) : ScannedCode;

/// <summary>A code that cannot be sold by: it is broken, or names no article.</summary>
public sealed record UnreadableCode(CodeProblem Problem) : ScannedCode;

/// <summary>One meaning that a code can have.</summary>
/// <param name="Value">As barcodes are kept (<see cref="Barcode"/>): compare it for equality.</param>
/// <param name="Content">What the code tells besides, if this is what it means.</param>
public sealed record CodeCandidate(BarcodeKind Kind, string Value, CodeContent Content);

/// <summary>How a code was written.</summary>
public enum CodeForm
{
    /// <summary>The digits of an EAN, UPC or ITF-14, in-store numbers too.</summary>
    Number,

    /// <summary>A GS1 element string: GS1-128, DataBar, GS1 DataMatrix, GS1 QR, or its printed form.</summary>
    ElementString,

    /// <summary>A GS1 Digital Link address.</summary>
    DigitalLink,

    /// <summary>A merchant's own text.</summary>
    Text,
}
