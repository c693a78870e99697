using FluentValidation;
using FluentValidation.Validators;

namespace PosCommerce.Application.Common;

/// <summary>Bounds that several requests share; each equals what the column can hold.</summary>
public static class Rules
{
    /// <summary>numeric(18,3).</summary>
    public const decimal MaximumQuantity = 999_999_999_999_999.999m;

    /// <summary>10^15 minor units: sums of them stay far inside bigint and exactly representable in JSON's doubles.</summary>
    public const long MaximumAmount = 1_000_000_000_000_000;

    /// <summary>Text that is there, not blank, and short enough.</summary>
    public static IRuleBuilderOptions<T, string?> ShortText<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.SetValidator(new ShortTextValidator<T>(maximum)).WithMessage($"Must be 1 to {maximum} characters, not all blank.");

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

    // Validators of their own rather than predicates: the API description reads their bounds.
    private sealed class ShortTextValidator<T>(int maximum) : PropertyValidator<T, string?>, ILengthValidator
    {
        public override string Name => "ShortTextValidator";

        public int Min => 1;

        public int Max => maximum;

        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value is null || (value.Length <= maximum && !string.IsNullOrWhiteSpace(value));
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
