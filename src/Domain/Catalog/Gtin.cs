using System.Diagnostics.CodeAnalysis;

namespace PosCommerce.Domain.Catalog;

/// <summary>
/// The number of an article, as GS1 gives it out. It is kept and compared as 14 digits, so the UPC-A, the EAN-13 with a zero in
/// front and the GTIN-14 of one article are one number.
/// </summary>
public sealed record Gtin
{
    public const int Length = 14;

    private Gtin(string value) => Value = value;

    /// <summary>14 digits, the last of them the check digit.</summary>
    public string Value { get; }

    /// <summary>As it stands below the bars: 8, 12, 13 or 14 digits, the shortest that holds it.</summary>
    public string Printed =>
        Value.StartsWith("000000", StringComparison.Ordinal) ? Value[6..]
        : Value.StartsWith("00", StringComparison.Ordinal) ? Value[2..]
        : Value[0] == '0' ? Value[1..]
        : Value;

    /// <summary>
    /// Reads 8, 12, 13 or 14 digits. A check digit that is wrong is <see cref="CodeFault.CheckDigit"/> with the one expected. An
    /// in-store number is <see cref="CodeFault.Restricted"/>: it has a check digit, too, and is nobody's GTIN.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> digits, [NotNullWhen(true)] out Gtin? gtin, [NotNullWhen(false)] out CodeProblem? problem)
    {
        gtin = null;
        problem = NumberProblem(digits);
        if (problem is not null)
            return false;
        var value = Padded(digits);
        if (InStoreNumbers.IsRestricted(value))
        {
            problem = new CodeProblem(
                CodeFault.Restricted,
                "Numbers that begin with 02, 04 or 20 to 29, and those of 8 digits with 0 or 2, are in-store numbers: they are no GTIN."
            );
            return false;
        }

        gtin = new Gtin(value);
        return true;
    }

    /// <summary>The check digit that belongs behind 7, 11, 12, 13 or any other number of digits.</summary>
    public static char CheckDigitOf(ReadOnlySpan<char> digits) =>
        CheckDigits.AreDigits(digits)
            ? CheckDigits.Of(digits)
            : throw new ArgumentException("A check digit is that of digits alone.", nameof(digits));

    /// <summary>
    /// The GTIN that a UPC-E symbol of 8 digits stands for; null when it is none: number system 0 or 1, and the check digit that of
    /// the number it stands for. The digits do not tell it from an EAN-8: 01234565 is valid as either.
    /// </summary>
    public static Gtin? FromUpcE(ReadOnlySpan<char> digits)
    {
        Span<char> upcA = stackalloc char[12];
        return UpcE.TryExpand(digits, upcA) && TryRead(upcA, out var gtin, out _) ? gtin : null;
    }

    public override string ToString() => Value;

    internal static bool IsLength(int length) => length is 8 or 12 or 13 or 14;

    internal static string Padded(ReadOnlySpan<char> digits) => new string('0', Length - digits.Length) + digits.ToString();

    /// <summary>What is wrong with the digits of a GTIN or an in-store number: their count, or the check digit.</summary>
    internal static CodeProblem? NumberProblem(ReadOnlySpan<char> digits, string? ai = null)
    {
        if (!CheckDigits.AreDigits(digits) || !IsLength(digits.Length))
            return new CodeProblem(CodeFault.Length, $"{Of(ai)}A GTIN has 8, 12, 13 or 14 digits and nothing else.", ai);
        return CheckDigits.Fits(digits) ? null : CheckDigitProblem(digits, ai);
    }

    internal static CodeProblem CheckDigitProblem(ReadOnlySpan<char> digits, string? ai = null)
    {
        var expected = CheckDigits.Of(digits[..^1]);
        return new CodeProblem(
            CodeFault.CheckDigit,
            $"{Of(ai)}The check digit of {digits} is wrong: it ends in {digits[^1]}, and {expected} was expected.",
            ai,
            expected
        );
    }

    private static string Of(string? ai) => ai is null ? "" : $"({ai}) ";
}
