using System.Globalization;
using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

/// <summary>Reads codes in tests, and makes some.</summary>
internal static class Codes
{
    public const char Gs = '\u001d';

    /// <summary>The day on which the facts were looked up.</summary>
    public static readonly DateOnly Today = new(2026, 12, 2);

    public static IReadOnlyList<CodePattern> Preset(string country) => CodePatternPresets.Of(country)!.Patterns;

    /// <summary>A code as one writes it in a test: <c>~</c> is the separator.</summary>
    public static string Raw(string written) => written.Replace('~', Gs);

    public static ReadableCode Understood(string raw, IReadOnlyList<CodePattern>? patterns = null) =>
        ScannedCode.Read(raw, patterns ?? [], Today) switch
        {
            ReadableCode code => code,
            UnreadableCode { Problem: var problem } => throw new AssertionException($"{raw}: {problem.Text}"),
            _ => throw new AssertionException(raw),
        };

    public static CodeProblem Refused(string raw, IReadOnlyList<CodePattern>? patterns = null) =>
        ScannedCode.Read(raw, patterns ?? [], Today) is UnreadableCode { Problem: var problem }
            ? problem
            : throw new AssertionException($"{raw} was read.");

    public static string WithCheckDigit(string digits) => digits + Gtin.CheckDigitOf(digits);

    /// <summary>The digit that guards five digits, worked out as the specification tells it, without a table.</summary>
    public static char Verifier(string value)
    {
        var sum = Plus(5, value[0]) + Minus(2, value[1]) + Minus(5, value[2]) + Plus(5, value[3]) + Minus(2, value[4]);
        return Enumerable.Range(0, 10).Select(d => (char)('0' + d)).Single(d => (sum + Minus(5, d)) % 10 == 0);

        static int Plus(int weight, char digit) => (digit - '0') * weight + (digit - '0') * weight / 10;
        static int Minus(int weight, char digit) => (digit - '0') * weight - (digit - '0') * weight / 10;
    }

    public static decimal Decimal(string digits, int decimals) => Decimal(digits)!.Value / (decimal)Math.Pow(10, decimals);

    public static decimal? Decimal(string? number) => number is null ? null : decimal.Parse(number, CultureInfo.InvariantCulture);

    public static DateOnly? Day(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
