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

    /// <summary>10^9 minor units: what the greatest quantity of it is worth still has 28 digits with three decimals.</summary>
    public const decimal MaximumUnitCost = 1_000_000_000;

    /// <summary>10^15 minor units: sums of them stay far inside bigint and exactly representable in JSON's doubles.</summary>
    public const long MaximumAmount = 1_000_000_000_000_000;

    private const string Unmailable = @"\s\x00-\x1f\x7f@<>()\[\]\\,;:""\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff";
    private const string MailSign = $"[^{Unmailable}]";
    private const string DomainSign = $"[^{Unmailable}.]";

    /// <summary>
    /// What a person writes: there, not blank, short enough and on one line; what printers and screens take for a command is not
    /// text. Lengths are in code points here and below, as the columns count them.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> ShortText<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.OneLine(maximum, TextKind.Line).WithoutCardNumbers(maximum);

    /// <summary>The same over several lines, each ended by a line feed alone.</summary>
    /// <param name="minimum">Zero where nothing may be written.</param>
    public static IRuleBuilderOptions<T, string?> TextOfLines<T>(this IRuleBuilder<T, string?> rule, int maximum, int minimum = 1) =>
        rule.SetValidator(new TextValidator<T>(minimum, maximum, TextKind.Lines))
            .WithMessage(
                $"Must be {minimum} to {maximum} characters{(minimum > 0 ? ", not all blank" : "")}, without control characters other than the line feed."
            )
            .WithoutCardNumbers(maximum);

    /// <summary>What another system says of a payment: a card number in it is masked when it is read.</summary>
    public static IRuleBuilderOptions<T, string?> Reference<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.OneLine(maximum, TextKind.Reference).WithoutCardNumbers(maximum);

    /// <summary>What is looked for; barcodes are, too, so that digits are as good as any.</summary>
    public static IRuleBuilderOptions<T, string?> SearchText<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.OneLine(maximum, TextKind.Search);

    /// <summary>A name or number by which something is known elsewhere, in whatever form that has.</summary>
    public static IRuleBuilderOptions<T, string?> Code<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.OneLine(maximum, TextKind.Code);

    /// <summary>A code of a form of our own.</summary>
    public static IRuleBuilderOptions<T, string?> Code<T>(this IRuleBuilder<T, string?> rule, string form, string message) =>
        rule.SetValidator(new KindValidator<T>(TextKind.Code)).Matches(form).WithMessage(message);

    /// <summary>Whatever a scanner sends: twice what the longest symbol at a till holds.</summary>
    public static IRuleBuilderOptions<T, string?> Scan<T>(this IRuleBuilder<T, string?> rule) => rule.ScannedCode(512);

    /// <summary>A code that a scanner reads.</summary>
    public static IRuleBuilderOptions<T, string?> ScannedCode<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.OneLine(maximum, TextKind.Scanned);

    /// <summary>A password: any text that is there.</summary>
    public static IRuleBuilderOptions<T, string?> Password<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new CodePointsValidator<T>(maximum)).WithMessage($"Must be 1 to {maximum} characters.");

    /// <summary>A PIN or a token of a form of our own.</summary>
    public static IRuleBuilderOptions<T, string?> Secret<T>(this IRuleBuilder<T, string?> rule, string form, string message) =>
        rule.Opaque().Matches(form).WithMessage(message);

    /// <summary>A text that somebody gets from us and brings back: not one character of it is changed.</summary>
    public static IRuleBuilderOptions<T, string?> Opaque<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new KindValidator<T>(TextKind.Secret));

    /// <summary>An address as somebody types it who signs in: whether it is one does not matter, because nobody has it then.</summary>
    public static IRuleBuilderOptions<T, string?> TypedEmail<T>(this IRuleBuilder<T, string?> rule) => rule.OneLine(254, TextKind.Email);

    /// <summary>
    /// An address that mail can be sent to: something, an @, and a domain; whether it exists only mail can tell. No signs
    /// that a mail header takes for its own, and none that cannot be seen: two people would have what looks like one address.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) =>
        rule.TypedEmail()
            .Matches($@"^{MailSign}{{1,64}}@{DomainSign}+(\.{DomainSign}+)*\z")
            .WithMessage("Must be an e-mail address.")
            .Must(address => address is null || address.EnumerateRunes().All(IsVisible))
            .WithMessage("Must be an e-mail address without signs that cannot be seen.");

    /// <summary>A currency of ISO 4217, by its code, in force or withdrawn: whether a new thing may have it depends on the day.</summary>
    public static IRuleBuilderOptions<T, string?> Currency<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new KindValidator<T>(TextKind.Code))
            .OfForm(Forms.Currency, 3)
            .Must(code => code is null || Currencies.Find(code) is not null)
            .WithMessage("Must be a currency code of ISO 4217, such as EUR.");

    /// <summary>A country by its two letters, as ISO 3166-1 assigns them or the world uses them.</summary>
    public static IRuleBuilderOptions<T, string?> Country<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new KindValidator<T>(TextKind.Code))
            .OfForm(Forms.Country, 2)
            .Must(code => code is null || Countries.IsInUse(code))
            .WithMessage("Must be a country code of two letters, such as DE.");

    /// <summary>A time zone by an IANA name, present or former; it is kept by its present one.</summary>
    public static IRuleBuilderOptions<T, string?> TimeZone<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new KindValidator<T>(TextKind.Code))
            .OfForm(Forms.TimeZone, 64)
            .Must(name => name is null || TimeZones.Canonical(name) is not null)
            .WithMessage("Must be an IANA time zone, such as Europe/Berlin.");

    /// <summary>A list that one request can carry.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>> AtMost<T, TItem>(
        this IRuleBuilder<T, IReadOnlyList<TItem>> rule,
        int maximum
    ) => rule.SetValidator(new CountValidator<T, TItem>(maximum)).WithMessage($"At most {maximum} of them.");

    /// <summary>A quantity that can be counted out or weighed: more than nothing, at most three decimals.</summary>
    public static IRuleBuilderOptions<T, decimal> Quantity<T>(this IRuleBuilder<T, decimal> rule) => rule.GreaterThan(0).SignedQuantity();

    /// <summary>The same where it may be left out.</summary>
    public static IRuleBuilderOptions<T, decimal?> Quantity<T>(this IRuleBuilder<T, decimal?> rule) =>
        rule.GreaterThan(0).LessThanOrEqualTo(MaximumQuantity).AtMostDecimals(3);

    /// <summary>A change of stock: not nothing, at most three decimals.</summary>
    public static IRuleBuilderOptions<T, decimal> SignedQuantity<T>(this IRuleBuilder<T, decimal> rule) =>
        rule.NotEqual(0).InclusiveBetween(-MaximumQuantity, MaximumQuantity).AtMostDecimals(3);

    /// <summary>What one of something costs: minor units with at most six decimals, or left out; nothing is a cost, too.</summary>
    public static IRuleBuilderOptions<T, decimal?> UnitCost<T>(this IRuleBuilder<T, decimal?> rule) =>
        rule.GreaterThanOrEqualTo(0).LessThanOrEqualTo(MaximumUnitCost).AtMostDecimals(6);

    /// <summary>The same where it must be given.</summary>
    public static IRuleBuilderOptions<T, decimal> UnitCost<T>(this IRuleBuilder<T, decimal> rule) =>
        rule.InclusiveBetween(0, MaximumUnitCost).AtMostDecimals(6);

    /// <summary>A number with few decimals; what a sum of doubles leaves behind them is rounded off when it is read.</summary>
    public static IRuleBuilderOptions<T, decimal> AtMostDecimals<T>(this IRuleBuilder<T, decimal> rule, int decimals) =>
        rule.SetValidator(new DecimalsValidator<T>(decimals)).WithMessage(AtMost(decimals));

    /// <summary>The same where it may be left out.</summary>
    public static IRuleBuilderOptions<T, decimal?> AtMostDecimals<T>(this IRuleBuilder<T, decimal?> rule, int decimals) =>
        rule.SetValidator(new DecimalsValidator<T>(decimals)).WithMessage(AtMost(decimals));

    private static string AtMost(int decimals) => $"At most {(decimals == 2 ? "two" : decimals == 3 ? "three" : decimals)} decimals.";

    private static IRuleBuilderOptions<T, string?> OneLine<T>(this IRuleBuilder<T, string?> rule, int maximum, TextKind kind) =>
        rule.SetValidator(new TextValidator<T>(1, maximum, kind))
            .WithMessage($"Must be 1 to {maximum} characters on one line, not all blank, without control characters.");

    private static IRuleBuilderOptions<T, string?> WithoutCardNumbers<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new NoCardNumberValidator<T>(maximum))
            .WithMessage(
                "Holds what looks like the number of a payment card: it must not be kept here. Leave it out, or its last four digits alone."
            );

    // Far over its bound a text is not looked at any closer.
    private static bool IsWithin(string text, int maximum) =>
        text.Length <= maximum || (text.Length <= 2 * maximum && text.EnumerateRunes().Count() <= maximum);

    // Unicode calls most of what cannot be seen a format or a control; these it does not.
    private static bool IsVisible(Rune sign) =>
        Rune.GetUnicodeCategory(sign)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.Surrogate
            )
        && sign.Value
            is not (
                0x034F
                or 0x115F
                or 0x1160
                or 0x2800
                or 0x3164
                or 0xFFA0
                or 0xFFFD
                or (>= 0x180B and <= 0x180F)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0100 and <= 0xE01EF)
            );

    // Validators of their own rather than predicates: the API description reads their bounds.
    private sealed class TextValidator<T>(int minimum, int maximum, TextKind kind)
        : PropertyValidator<T, string?>,
            ILengthValidator,
            IFormValidator,
            ITextRule
    {
        public override string Name => "TextValidator";

        public string Pattern =>
            kind is TextKind.Scanned ? Forms.Scan
            : kind is not TextKind.Lines ? Forms.OneLine
            : minimum > 0 ? Forms.Lines
            : Forms.LinesOrNone;

        public int? Maximum => maximum;

        public TextKind Kind => kind;

        public int Min => minimum;

        public int Max => maximum;

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || (IsWithin(value, maximum) && (minimum == 0 || !string.IsNullOrWhiteSpace(value)) && value.All(IsText));

        private bool IsText(char sign) =>
            (kind is TextKind.Lines && sign == '\n')
            || (kind is TextKind.Scanned && sign == Texts.GroupSeparator)
            || char.GetUnicodeCategory(sign)
                is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    private sealed class CodePointsValidator<T>(int maximum) : PropertyValidator<T, string?>, ILengthValidator, ITextRule
    {
        public override string Name => "CodePointsValidator";

        public TextKind Kind => TextKind.Secret;

        public int Min => 1;

        public int Max => maximum;

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || (value.Length > 0 && IsWithin(value, maximum));
    }

    private sealed class NoCardNumberValidator<T>(int maximum) : PropertyValidator<T, string?>
    {
        public override string Name => "NoCardNumberValidator";

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || value.Length > 2 * maximum || !CardNumbers.IsIn(value);
    }

    /// <summary>Only says of which kind a text is; others judge it.</summary>
    private sealed class KindValidator<T>(TextKind kind) : PropertyValidator<T, string?>, ITextRule
    {
        public override string Name => "KindValidator";

        public TextKind Kind => kind;

        public override bool IsValid(ValidationContext<T> context, string? value) => true;
    }

    private sealed class DecimalsValidator<T>(int decimals) : PropertyValidator<T, decimal>, IDecimalsRule
    {
        public override string Name => "DecimalsValidator";

        public int Decimals => decimals;

        public override bool IsValid(ValidationContext<T> context, decimal value) => decimal.Round(value, decimals) == value;
    }

    private sealed class CountValidator<T, TItem>(int maximum) : PropertyValidator<T, IReadOnlyList<TItem>>, ICountValidator
    {
        public override string Name => "CountValidator";

        public int Maximum => maximum;

        public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem> value) => value is null || value.Count <= maximum;
    }
}

/// <summary>Says how many decimals a number may have.</summary>
public interface IDecimalsRule
{
    int Decimals { get; }
}

/// <summary>Says how many items a list may have.</summary>
public interface ICountValidator
{
    int Maximum { get; }
}
