namespace PosCommerce.Domain.Catalog;

/// <summary>The check digits of GS1: that of all its keys, and the two that guard a price or a weight inside an in-store number.</summary>
internal static class CheckDigits
{
    // What a digit weighs, by its value: GS1 General Specifications 7.9.3.
    private const string TwoMinus = "0246891357";
    private const string FivePlus = "0516273849";
    private const string FiveMinus = "0594837261";

    public static bool AreDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>The check digit that belongs behind digits: weights 3 and 1 in turn from the right.</summary>
    public static char Of(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 3 : 1);
        return (char)('0' + (10 - sum % 10) % 10);
    }

    /// <summary>Whether the last digit is what the others ask for. Zeros in front change nothing.</summary>
    public static bool Fits(ReadOnlySpan<char> digits) => Of(digits[..^1]) == digits[^1];

    /// <summary>The digit that guards a value of four or five digits.</summary>
    public static char Verifier(ReadOnlySpan<char> value) => value.Length == 4 ? OfFour(value) : OfFive(value);

    private static char OfFour(ReadOnlySpan<char> value)
    {
        var sum = Weighed(TwoMinus, value[0]) + Weighed(TwoMinus, value[1]) + (value[2] - '0') * 3 + Weighed(FiveMinus, value[3]);
        return (char)('0' + sum * 3 % 10);
    }

    private static char OfFive(ReadOnlySpan<char> value)
    {
        var sum =
            Weighed(FivePlus, value[0])
            + Weighed(TwoMinus, value[1])
            + Weighed(FiveMinus, value[2])
            + Weighed(FivePlus, value[3])
            + Weighed(TwoMinus, value[4]);
        // The digit that weighs what is missing to the next ten.
        return (char)('0' + FiveMinus.IndexOf((char)('0' + (10 - sum % 10) % 10), StringComparison.Ordinal));
    }

    private static int Weighed(string weights, char digit) => weights[digit - '0'] - '0';
}
