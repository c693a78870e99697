using PhoneNumbers;

namespace PosCommerce.Domain.Customers;

/// <summary>Telephone numbers, kept as ITU-T E.164 writes them.</summary>
public static class Phones
{
    private static readonly PhoneNumberUtil Known = PhoneNumberUtil.GetInstance();

    /// <summary>
    /// A number as somebody wrote it, as E.164 writes it; null when it cannot be one. Whether it has the right length is asked, and not
    /// whether somebody has been given it: tables of that grow old, and a number must not be refused because of them.
    /// </summary>
    /// <param name="country">Two letters: where it is dialled when it does not begin with a plus; null where that is not known.</param>
    public static string? Read(string written, string? country)
    {
        ArgumentNullException.ThrowIfNull(written);
        try
        {
            var number = Known.Parse(written, country);
            return !number.HasExtension && Known.IsPossibleNumberWithReason(number) is PhoneNumberUtil.ValidationResult.IS_POSSIBLE
                ? Known.Format(number, PhoneNumberFormat.E164)
                : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>A kept number in each way somebody may begin to type it: from abroad, at home, without what is dialled first.</summary>
    public static IReadOnlyList<string> Writings(string kept)
    {
        var number = Known.Parse(kept, null);
        return
        [
            .. new[] { kept, Known.Format(number, PhoneNumberFormat.NATIONAL), Known.GetNationalSignificantNumber(number) }
                .Select(Digits)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
