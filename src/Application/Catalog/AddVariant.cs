using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Adds a variant to a product that has options.</summary>
public sealed record AddVariant(Guid ProductId, [property: WholeBody] NewVariant Variant) : ICommand<ProductVariant>, ICreates;

internal sealed class AddVariantValidator : AbstractValidator<AddVariant>
{
    public AddVariantValidator() => RuleFor(c => c.Variant).SetValidator(new NewVariantValidator()).OverridePropertyName("");
}

internal sealed class AddVariantHandler(Products products, VariantChanges variants) : ICommandHandler<AddVariant, ProductVariant>
{
    public async Task<ProductVariant> Handle(AddVariant command, CancellationToken ct)
    {
        var patterns = variants.Patterns();
        var before = await products.LockAsync(command.ProductId, ct) ?? throw new Refused(CatalogErrors.ProductNotFound);
        before.RequireInUse();
        var product = before.With([(command.Variant, "")], await patterns.SingleAsync(ct));
        product.RequireThatItFits(VariantChanges.PathOfOne);
        var added = product.Variants[^1];
        await variants.AddAsync(product, [added], VariantChanges.PathOfOne, ct);
        variants.Count(product.ProductId);
        return added;
    }
}
