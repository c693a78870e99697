using System.Text.Json.Serialization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>What a terminal scanned: a variant or a code, and how much of it. Prices come from the catalogue, or from a label.</summary>
/// <param name="Quantity">More than nothing, at most three decimals. Of what a code names the number of packs, one when it is left out;
/// leave it out where the label tells how much is in it or what it costs.</param>
/// <param name="VariantId">The variant; leave it out when a code is given.</param>
/// <param name="Barcode">The older name of <paramref name="Code"/>.</param>
/// <param name="Code">What the scanner sent, as it is: digits, a label of a scale, GS1 element strings, GS1 Digital Link. Leave it out when a
/// variant is given.</param>
/// <param name="Price">What a quantity of one costs here, in minor units, whatever the price lists say; they decide when it is left
/// out.</param>
/// <param name="PriceReason">Why: the code of a discount reason of the settings.</param>
/// <param name="Discount">What is taken off this line.</param>
public sealed record BasketItem(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal? Quantity = null,
    Guid? VariantId = null,
    string? Barcode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Code = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long? Price = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? PriceReason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] GivenDiscount? Discount = null
)
{
    /// <summary>What was scanned; null when the variant was told.</summary>
    internal string? Scanned => Code ?? Barcode;
}

/// <summary>What a till lets a customer have something cheaper by.</summary>
/// <param name="Value">Percent, at most two decimals; or minor units, with or without tax as the store's prices are.</param>
/// <param name="Reason">The code of a discount reason of the settings.</param>
public sealed record GivenDiscount(DiscountKind Kind, [property: Step("0.01")] decimal Value, string Reason)
{
    internal Discount Discount => new(Kind, Value);
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
        RuleFor(i => i.Price).InclusiveBetween(0, Rules.MaximumAmount);
        RuleFor(i => i.PriceReason).Code(TenderType.CodeForm, TenderType.CodeMessage);
        RuleFor(i => i.PriceReason).Null().When(i => i.Price is null).WithMessage("There is no price that it would be the reason of.");
        RuleFor(i => i.Discount!).SetValidator(new GivenDiscountValidator()).When(i => i.Discount is not null);
    }
}

internal sealed class GivenDiscountValidator : AbstractValidator<GivenDiscount>
{
    public GivenDiscountValidator()
    {
        RuleFor(d => d.Kind).IsInEnum();
        RuleFor(d => d.Value).GreaterThan(0).LessThanOrEqualTo(Rules.MaximumAmount).AtMostDecimals(2);
        RuleFor(d => d.Value)
            .Must((d, value) => d.Kind is DiscountKind.Amount || value <= 100)
            .WithMessage("At most 100 percent.")
            .Must((d, value) => d.Kind is DiscountKind.Percent || decimal.IsInteger(value))
            .WithMessage("Must be whole minor units.");
        RuleFor(d => d.Reason).Code(TenderType.CodeForm, TenderType.CodeMessage);
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
