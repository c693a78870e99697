using System.Text.RegularExpressions;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Customers;

/// <summary>By what a customer is found, and what somebody asks for who looks for one.</summary>
public static partial class CustomerSearch
{
    // Fewer digits in a row are the number of a house.
    private const int FewestDigits = 4;
    private const int MostDigits = 50;

    /// <param name="texts">Names, addresses, e-mail addresses: by their words.</param>
    /// <param name="numbers">Numbers of cards and taxes: by their words, and whole without what parts them.</param>
    /// <param name="phones">Telephone numbers as they are kept.</param>
    public static IReadOnlyList<string> TermsOf(IEnumerable<string?> texts, IEnumerable<string?> numbers, IEnumerable<string> phones)
    {
        var written = numbers.OfType<string>().ToList();
        return
        [
            .. texts
                .OfType<string>()
                .Concat(written)
                .SelectMany(SearchWords.Terms)
                .Concat(written.Select(Bare))
                .Concat(written.Select(Digits).Where(number => number.Length > 0))
                .Concat(phones.SelectMany(Phones.Writings))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The question for all that was typed, by beginnings of words; nothing where there is no word in it. Digits that blanks and signs
    /// part may be one number: they are looked for as that, and as they stand.
    /// </summary>
    public static string QueryOf(string asked)
    {
        List<string> terms = [];
        List<string> digits = [];
        foreach (var chunk in HumanText.Fold(asked).Split(' '))
        {
            if (OfANumber().IsMatch(chunk))
            {
                digits.Add(chunk);
                continue;
            }

            Number();
            Words(chunk);
        }

        Number();
        return string.Join(" & ", terms);

        void Words(string text)
        {
            if (SearchWords.Of(text).ToQuery() is { Length: > 0 } words)
                terms.Add($"({words})");
        }

        void Number()
        {
            var text = string.Join(' ', digits);
            digits.Clear();
            var number = NumberIn(text);
            if (number.Length is < FewestDigits or > MostDigits)
                Words(text);
            else
                terms.Add($"({SearchWords.QueryOf(number)} | ({SearchWords.Of(text).ToQuery()}))");
        }
    }

    // The zero in brackets is dialled at home only, and two zeros are a plus.
    private static string NumberIn(string text)
    {
        var digits = Bare(text.Replace("(0)", "", StringComparison.Ordinal));
        return digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
    }

    private static string Bare(string text) => string.Concat(HumanText.Fold(text).Where(char.IsAsciiLetterOrDigit));

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"^[-+()./0-9]*[0-9][-+()./0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfANumber();
}
