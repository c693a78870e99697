namespace PosCommerce.Domain.Catalog;

/// <summary>
/// Where article and value stand in a merchant's in-store numbers of 13 digits: the prefix, the article's digits, a digit that guards
/// the value when there is one, the value, the check digit. A UPC-A of number system 2 is such a number with the prefix 02.
/// </summary>
/// <param name="Prefix">Two digits or more, within 02, 04 or 20 to 29.</param>
/// <param name="ItemDigits">How many digits name the article.</param>
/// <param name="ValueDigits">How many digits hold the value.</param>
/// <param name="HasVerifier">Whether a digit in front of the value guards it, which goes with values of four digits and of five.</param>
/// <param name="Decimals">How many digits of the value stand behind the point.</param>
public sealed record CodePattern(string Prefix, int ItemDigits, int ValueDigits, bool HasVerifier, CodeValueKind Kind, int Decimals)
{
    /// <summary>The digits of an in-store number that can hold a value. Those of 8 digits are too short.</summary>
    public const int Length = 13;

    /// <summary>As many as a quantity and a price can have.</summary>
    public const int MaximumDecimals = 3;

    public const int FewestValueDigits = 2;
    public const int MostValueDigits = 7;

    /// <summary>As one draws it: <c>20IIIIIVPPPPC</c>, or with <c>W</c> for a weight and <c>Q</c> for a quantity.</summary>
    public string Drawn() =>
        $"{Prefix}{new string('I', ItemDigits)}{(HasVerifier ? "V" : "")}{new string(Kind.ToString()[0], ValueDigits)}C";

    /// <summary>What is wrong with a pattern; null when nothing is.</summary>
    public static string? Problem(CodePattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Prefix is null || pattern.Prefix.Length < 2 || !CheckDigits.AreDigits(pattern.Prefix))
            return "A prefix has two digits or more.";
        if (!IsRestricted(pattern.Prefix))
            return "A prefix lies within 02, 04 or 20 to 29: other numbers are GTINs of articles.";
        if (pattern.ItemDigits < 1)
            return "At least one digit names the article.";
        if (pattern.ValueDigits is < FewestValueDigits or > MostValueDigits)
            return "A value has 2 to 7 digits.";
        if (pattern.HasVerifier && pattern.ValueDigits is not (4 or 5))
            return "Only values of four and of five digits can be guarded by a digit.";
        if (!Enum.IsDefined(pattern.Kind))
            return "A value is a price, a weight or a quantity.";
        if (pattern.Decimals < 0 || pattern.Decimals > Math.Min(MaximumDecimals, pattern.ValueDigits))
            return $"A value has at most {MaximumDecimals} decimals, and not more than it has digits.";
        return pattern.IsWhole
            ? null
            : $"Prefix, article, value, the digit that guards it and the check digit make {Length} digits together, not {pattern.Sum}.";
    }

    /// <summary>
    /// What is wrong with the patterns of one merchant; null when nothing is. Two of which one's prefix begins with the other's would
    /// both claim a number.
    /// </summary>
    public static string? Problem(IReadOnlyList<CodePattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Problem(patterns[i]) is { } problem)
                return problem;
            for (var k = 0; k < i; k++)
                if (Overlap(patterns[i].Prefix, patterns[k].Prefix))
                    return $"Prefix {patterns[i].Prefix} and prefix {patterns[k].Prefix} claim the same numbers.";
        }

        return null;
    }

    /// <summary>Patterns that claim every in-store number, with so many digits behind the article.</summary>
    internal static IReadOnlyList<CodePattern> EveryPrefix(int valueDigits) =>
        [
            .. Enumerable
                .Range(20, 10)
                .Select(prefix => $"{prefix}")
                .Concat(["02", "04"])
                .Select(prefix => new CodePattern(
                    prefix,
                    Length - 3 - valueDigits,
                    valueDigits,
                    HasVerifier: false,
                    CodeValueKind.Price,
                    0
                )),
        ];

    private static bool Overlap(string one, string other) =>
        one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);

    private static bool IsRestricted(string prefix) => prefix[0] == '2' || (prefix[0] == '0' && prefix[1] is '2' or '4');

    private int Sum => Prefix.Length + ItemDigits + (HasVerifier ? 1 : 0) + ValueDigits + 1;

    private bool IsWhole => Sum == Length;

    private int ValueAt => Length - 1 - ValueDigits;

    /// <summary>The pattern of a number of 13 digits; null when it is an in-store number without a value.</summary>
    /// <remarks>Patterns that are wrong claim nothing: reading never fails by them.</remarks>
    internal static CodePattern? Of(ReadOnlySpan<char> thirteen, IReadOnlyList<CodePattern> patterns)
    {
        if (thirteen.Length != Length)
            return null;
        foreach (var pattern in patterns)
            if (Problem(pattern) is null && thirteen.StartsWith(pattern.Prefix))
                return pattern;
        return null;
    }

    /// <summary>
    /// The article's own code: the number with the value, the digit that guards it and the check digit zeroed, so that all its labels
    /// lead to one code.
    /// </summary>
    internal string ItemKey(ReadOnlySpan<char> thirteen)
    {
        var article = Prefix.Length + ItemDigits;
        return thirteen[..article].ToString() + new string('0', Length - article);
    }

    /// <summary>Whether a number is an article's own code: with zeros behind the article, whatever its check digit would be.</summary>
    internal bool IsItemKey(ReadOnlySpan<char> thirteen) => !thirteen[(Prefix.Length + ItemDigits)..].ContainsAnyExcept('0');

    internal CodeProblem? VerifierProblem(ReadOnlySpan<char> thirteen)
    {
        if (!HasVerifier)
            return null;
        var value = thirteen.Slice(ValueAt, ValueDigits);
        var expected = CheckDigits.Verifier(value);
        return thirteen[ValueAt - 1] == expected
            ? null
            : new CodeProblem(
                CodeFault.Verifier,
                $"The digit that guards the {Word} {value} is wrong: it is {thirteen[ValueAt - 1]}, and {expected} was expected.",
                Expected: expected
            );
    }

    /// <summary>What a number tells. A value of zero is none: such a label names the article only, as its own code does.</summary>
    internal CodeContent Content(ReadOnlySpan<char> thirteen)
    {
        var value = Figures.Exact(thirteen.Slice(ValueAt, ValueDigits), Decimals);
        return value == 0
            ? CodeContent.None
            : Kind switch
            {
                CodeValueKind.Price => CodeContent.None with { Price = new CodePrice(value, null) },
                CodeValueKind.Weight => CodeContent.None with { NetWeight = value },
                _ => CodeContent.None with { Quantity = value },
            };
    }

    private string Word =>
        Kind switch
        {
            CodeValueKind.Price => "price",
            CodeValueKind.Weight => "weight",
            _ => "quantity",
        };
}

/// <summary>What the value in an in-store number is.</summary>
public enum CodeValueKind
{
    /// <summary>What the pack costs, in the currency of the store.</summary>
    Price,

    /// <summary>What it weighs without its packaging, in kilograms.</summary>
    Weight,

    /// <summary>How much of it there is, in the unit that the article is sold by.</summary>
    Quantity,
}
