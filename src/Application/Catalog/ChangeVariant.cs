using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Changes what is said of a variant; what is left out becomes empty. Its price is not changed here.</summary>
/// <param name="Sku">The merchant's own number of it; no other variant has it, in whatever capitals.</param>
/// <param name="OptionValues">One for each option of the product, in their order.</param>
/// <param name="Barcodes">All codes that it has from now on; one that is left out can be given to another.</param>
/// <param name="ExternalId">What another system knows it by.</param>
public sealed record ChangeVariant(
    Guid VariantId,
    string Sku,
    Guid TaxClassId,
    IReadOnlyList<string>? OptionValues = null,
    IReadOnlyList<NewBarcode>? Barcodes = null,
    string? ExternalId = null
) : ICommand<ProductVariant>, IVariantDetails, IEdit;

internal sealed class ChangeVariantValidator : AbstractValidator<ChangeVariant>
{
    public ChangeVariantValidator() => this.VariantOf();
}

internal sealed class ChangeVariantHandler(Products products, VariantChanges variants, IActor actor)
    : ICommandHandler<ChangeVariant, ProductVariant>
{
    public async Task<ProductVariant> Handle(ChangeVariant command, CancellationToken ct)
    {
        var patterns = variants.Patterns();
        var (product, before) = await products.LockOfAsync(command.VariantId, ct);
        actor.RequireVersion(before.Version);
        product.RequireInUse();
        before.RequireInUse();
        var values = command.OptionValues ?? [];
        var after = before with
        {
            Sku = command.Sku,
            Name = product.NameOf(values),
            TaxClassId = command.TaxClassId,
            OptionValues = values,
            Barcodes = Codes.Of(command.Barcodes ?? [], "", await patterns.SingleAsync(ct)),
            ExternalId = command.ExternalId,
        };
        product.With(before, after).RequireThatItFits(VariantChanges.PathOfOne);
        return await variants.SaveAsync(before, after, ct);
    }
}
