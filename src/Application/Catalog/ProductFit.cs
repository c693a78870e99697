using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>What the parts of a product must have to do with each other.</summary>
internal static class ProductFit
{
    /// <param name="pathOf">Where in the request a variant is told, by its place in the product.</param>
    /// <exception cref="Refused">Two of them do not fit together.</exception>
    public static void RequireThatItFits(this Product product, Func<int, string> pathOf)
    {
        if (product.Status is ProductStatus.Archived)
            throw new Refused(CatalogErrors.ArchivedByItself);
        var hasOptions = product.Kind is ProductKind.Variant;
        if (hasOptions != product.Options.Count > 0)
            throw new Refused(CatalogErrors.OptionsDoNotFit(hasOptions ? "Give one to three." : "Leave them out."));
        if (product.Options.DistinctBy(HumanText.Fold).Count() < product.Options.Count)
            throw new Refused(CatalogErrors.OptionsDoNotFit("One is given twice."));
        if (!Units.Fit(product.Kind, product.Unit))
            throw new Refused(CatalogErrors.UnitDoesNotFit);
        var isMade = product.Kind is ProductKind.Bundle;
        if (isMade != product.Components.Count > 0)
            throw new Refused(CatalogErrors.ComponentsDoNotFit(isMade ? "Give at least one." : "Leave them out."));
        if (product.Components.DistinctBy(c => c.VariantId).Count() < product.Components.Count)
            throw new Refused(CatalogErrors.ComponentsDoNotFit("A variant is given twice."));
        if (product.Variants.Count > (hasOptions ? VariantRules.Most : 1))
            throw new Refused(CatalogErrors.VariantsDoNotFit);
        RequireValues(product, pathOf);
    }

    private static void RequireValues(Product product, Func<int, string> pathOf)
    {
        var wrong = Places(product, (v, _) => v.OptionValues.Count != product.Options.Count);
        if (wrong.Length > 0)
            throw new Refused(CatalogErrors.OptionValuesDoNotFit(wrong.Select(pathOf), product.Options.Count));
        // What is archived is in nobody's way until it is restored.
        var twice = Places(
            product,
            (v, i) =>
                !v.IsArchived
                && product.Variants.Take(i).Any(o => !o.IsArchived && AsKey(o).SequenceEqual(AsKey(v), StringComparer.Ordinal))
        );
        if (product.Options.Count > 0 && twice.Length > 0)
            throw new Refused(CatalogErrors.OptionValuesTaken(twice.Select(pathOf)));
    }

    private static IEnumerable<string> AsKey(ProductVariant variant) => variant.OptionValues.Select(HumanText.Fold);

    private static int[] Places(Product product, Func<ProductVariant, int, bool> isWrong) =>
        [.. product.Variants.Index().Where(v => isWrong(v.Item, v.Index)).Select(v => v.Index)];
}
