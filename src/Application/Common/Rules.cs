using System.Globalization;
using System.Text;
using FluentValidation;
using FluentValidation.Validators;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>Bounds that several requests share; each equals what the column can hold.</summary>
public static partial class Rules
{
    /// <summary>numeric(18,3).</summary>
    public const decimal MaximumQuantity = 999_999_999_999_999.999m;

    /// <summary>10^15 minor units: sums of them stay far inside bigint and exactly representable in JSON's doubles.</summary>
    public const long MaximumAmount = 1_000_000_000_000_000;

    private const string Unmailable = @"\s\x00-\x1f\x7f@<>()\[\]\\,;:""\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff";
    private const string MailSign = $"[^{Unmailable}]";
    private const string DomainSign = $"[^{Unmailable}.]";

    /// <summary>Text that is there, not blank, short enough and on one line; what printers and screens take for a command is not text.</summary>
    public static IRuleBuilderOptions<T, string?> ShortText<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new ShortTextValidator<T>(maximum, mayBreak: false))
            .WithMessage($"Must be 1 to {maximum} characters on one line, not all blank, without control characters.");

    /// <summary>The same over several lines, each ended by a line feed alone.</summary>
    public static IRuleBuilderOptions<T, string?> TextOfLines<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new ShortTextValidator<T>(maximum, mayBreak: true))
            .WithMessage($"Must be 1 to {maximum} characters, not all blank, without control characters other than the line feed.");

    /// <summary>A password: any text that is there, its length in code points.</summary>
    public static IRuleBuilderOptions<T, string?> Password<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new CodePointsValidator<T>(maximum)).WithMessage($"Must be 1 to {maximum} characters.");

    /// <summary>
    /// An address that mail can be sent to: something, an @, and a domain; whether it exists only mail can tell. No signs
    /// that a mail header takes for its own, and none that cannot be seen: two people would have what looks like one address.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) =>
        rule.ShortText(254).Matches($@"^{MailSign}{{1,64}}@{DomainSign}+(\.{DomainSign}+)*\z").WithMessage("Must be an e-mail address.")
            .Must(address => address is null || address.EnumerateRunes().All(IsVisible)).WithMessage("Must be an e-mail address without signs that cannot be seen.");

    /// <summary>A currency of ISO 4217, by its code, in force or withdrawn: whether a new thing may have it depends on the day.</summary>
    public static IRuleBuilderOptions<T, string?> Currency<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(code => code is null || Currencies.Find(code) is not null).WithMessage("Must be a currency code of ISO 4217, such as EUR.");

    /// <summary>A country by its two letters, as ISO 3166-1 assigns them or the world uses them.</summary>
    public static IRuleBuilderOptions<T, string?> Country<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(code => code is null || Countries.IsInUse(code)).WithMessage("Must be a country code of two letters, such as DE.");

    /// <summary>A time zone by an IANA name, present or former; it is kept by its present one.</summary>
    public static IRuleBuilderOptions<T, string?> TimeZone<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(name => name is null || TimeZones.Canonical(name) is not null).WithMessage("Must be an IANA time zone, such as Europe/Berlin.");

    /// <summary>A list that one request can carry.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>> AtMost<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>> rule, int maximum) =>
        rule.SetValidator(new CountValidator<T, TItem>(maximum)).WithMessage($"At most {maximum} of them.");

    /// <summary>A quantity that can be counted out or weighed: more than nothing, at most three decimals.</summary>
    public static IRuleBuilderOptions<T, decimal> Quantity<T>(this IRuleBuilder<T, decimal> rule) =>
        rule.GreaterThan(0).SignedQuantity();

    /// <summary>A change of stock: not nothing, at most three decimals.</summary>
    public static IRuleBuilderOptions<T, decimal> SignedQuantity<T>(this IRuleBuilder<T, decimal> rule) =>
        rule.NotEqual(0)
            .InclusiveBetween(-MaximumQuantity, MaximumQuantity)
            .Must(quantity => decimal.Round(quantity, 3) == quantity)
            .WithMessage("At most three decimals.");

    // Unicode calls most of what cannot be seen a format or a control; these it does not.
    private static bool IsVisible(Rune sign) =>
        Rune.GetUnicodeCategory(sign) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate)
        && sign.Value is not (0x034F or 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFD or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF));

    // Validators of their own rather than predicates: the API description reads their bounds.
    private sealed class ShortTextValidator<T>(int maximum, bool mayBreak) : PropertyValidator<T, string?>, ILengthValidator
    {
        public override string Name => "ShortTextValidator";

        public int Min => 1;

        public int Max => maximum;

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || (value.Length <= maximum && !string.IsNullOrWhiteSpace(value) && value.All(sign => IsText(sign) || (mayBreak && sign == '\n')));

        private static bool IsText(char sign) =>
            char.GetUnicodeCategory(sign) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    private sealed class CodePointsValidator<T>(int maximum) : PropertyValidator<T, string?>, ILengthValidator
    {
        public override string Name => "CodePointsValidator";

        public int Min => 1;

        public int Max => maximum;

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || (value.Length > 0 && value.Length <= 2 * maximum && value.EnumerateRunes().Count() <= maximum);
    }

    private sealed class CountValidator<T, TItem>(int maximum) : PropertyValidator<T, IReadOnlyList<TItem>>, ICountValidator
    {
        public override string Name => "CountValidator";

        public int Maximum => maximum;

        public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem> value) => value is null || value.Count <= maximum;
    }
}

/// <summary>Says how many items a list may have.</summary>
public interface ICountValidator
{
    int Maximum { get; }
}
