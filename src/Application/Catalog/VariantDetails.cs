using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>What a merchant says of a variant, new or changed.</summary>
public interface IVariantDetails
{
    string Sku { get; }

    Guid TaxClassId { get; }

    IReadOnlyList<string>? OptionValues { get; }

    IReadOnlyList<NewBarcode>? Barcodes { get; }

    string? ExternalId { get; }
}

/// <summary>What is said of a new variant.</summary>
/// <param name="Sku">The merchant's own number of it; no other variant has it, in whatever capitals.</param>
/// <param name="Price">Minor units of <paramref name="Currency"/> for a quantity of one.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="OptionValues">One for each option of the product, in their order.</param>
/// <param name="ExternalId">What another system knows it by.</param>
/// <param name="VariantId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record NewVariant(
    string Sku,
    long Price,
    string Currency,
    Guid TaxClassId,
    IReadOnlyList<string>? OptionValues = null,
    IReadOnlyList<NewBarcode>? Barcodes = null,
    string? ExternalId = null,
    Guid? VariantId = null
) : IVariantDetails;

/// <param name="Code">As it is printed or scanned. Where it has as many digits as a GTIN, the last one must check the others.</param>
/// <param name="PackQuantity">How many are in what carries the code: more than nothing, at most three decimals.</param>
/// <param name="Kind">Told by the code when left out; `other` takes digits as they are.</param>
public sealed record NewBarcode(string Code, decimal PackQuantity = 1, BarcodeKind? Kind = null);

internal sealed class NewVariantValidator : AbstractValidator<NewVariant>
{
    public NewVariantValidator()
    {
        this.VariantOf();
        RuleFor(v => v.VariantId).NotEqual(Guid.Empty);
        RuleFor(v => v.Price).InclusiveBetween(0, Rules.MaximumAmount);
        RuleFor(v => v.Currency).Currency();
    }
}

internal static class VariantRules
{
    /// <summary>A product has no more.</summary>
    public const int Most = 200;

    public static void VariantOf<T>(this AbstractValidator<T> validator)
        where T : IVariantDetails
    {
        validator.RuleFor(v => v.Sku).Code(64);
        validator.RuleFor(v => v.OptionValues!).AtMost(3);
        validator.RuleForEach(v => v.OptionValues!).ShortText(50);
        validator.RuleFor(v => v.ExternalId).Code(100);
        validator.RuleFor(v => v.Barcodes!).AtMost(50);
        validator
            .RuleForEach(v => v.Barcodes!)
            .ChildRules(barcode =>
            {
                barcode.RuleFor(b => b.Code).ScannedCode(64);
                barcode.RuleFor(b => b.PackQuantity).Quantity();
                barcode.RuleFor(b => b.Kind).IsInEnum();
            });
    }
}
