using System.Text.Json.Serialization;
using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What a terminal scanned: a variant or a code, and how much of it. Prices come from the catalogue, or from a label.</summary>
/// <param name="Quantity">More than nothing, at most three decimals. Of what a code names the number of packs, one when it is left out;
/// leave it out where the label tells how much is in it or what it costs.</param>
/// <param name="VariantId">The variant; leave it out when a code is given.</param>
/// <param name="Barcode">The older name of <paramref name="Code"/>.</param>
/// <param name="Code">What the scanner sent, as it is: digits, a label of a scale, GS1 element strings, GS1 Digital Link. Leave it out when a
/// variant is given.</param>
public sealed record BasketItem(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal? Quantity = null,
    Guid? VariantId = null,
    string? Barcode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Code = null
)
{
    /// <summary>What was scanned; null when the variant was told.</summary>
    internal string? Scanned => Code ?? Barcode;
}

internal sealed class BasketItemValidator : AbstractValidator<BasketItem>
{
    public const int MaximumItems = 200;

    public BasketItemValidator()
    {
        RuleFor(i => i.Quantity).Quantity();
        RuleFor(i => i.Quantity).NotNull().When(i => i.VariantId is not null).WithMessage("Say how much of it.");
        RuleFor(i => i.Barcode).Scan();
        RuleFor(i => i.Code).Scan();
        RuleFor(i => i)
            .Must(i => new object?[] { i.VariantId, i.Barcode, i.Code }.Count(told => told is not null) == 1)
            .OverridePropertyName("variantId")
            .WithMessage("Give either variantId or code.");
    }
}

internal static class BasketRules
{
    /// <summary>At least one item, no more than a terminal can ring up at once, each of the right shape.</summary>
    public static void Basket<T>(this IRuleBuilderInitial<T, IReadOnlyList<BasketItem>> rule) =>
        // Of too many none is judged.
        rule.Cascade(CascadeMode.Stop)
            .NotEmpty()
            .AtMost(BasketItemValidator.MaximumItems)
            .ForEach(item => item.SetValidator(new BasketItemValidator()));
}
