using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What a terminal scanned: a variant or a barcode, and how much of it. Prices come from the catalogue alone.</summary>
/// <param name="VariantId">The variant; leave it out when a barcode is given.</param>
/// <param name="Barcode">The scanned code; leave it out when a variant is given.</param>
/// <param name="Quantity">More than nothing, at most three decimals.</param>
public sealed record BasketItem(decimal Quantity, Guid? VariantId = null, string? Barcode = null);

internal sealed class BasketItemValidator : AbstractValidator<BasketItem>
{
    public const int MaximumItems = 200;

    public BasketItemValidator()
    {
        RuleFor(i => i.Quantity).Quantity();
        RuleFor(i => i.Barcode).ScannedCode(64);
        RuleFor(i => i)
            .Must(i => (i.VariantId is null) != (i.Barcode is null))
            .OverridePropertyName("variantId")
            .WithMessage("Give either variantId or barcode.");
    }
}

internal static class BasketRules
{
    /// <summary>At least one item, no more than a terminal can ring up at once, each of the right shape.</summary>
    public static void Basket<T>(this IRuleBuilderInitial<T, IReadOnlyList<BasketItem>> rule) =>
        rule.NotEmpty().AtMost(BasketItemValidator.MaximumItems).ForEach(item => item.SetValidator(new BasketItemValidator()));
}
