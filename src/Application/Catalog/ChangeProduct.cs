using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Changes what is said of a product; what is left out becomes empty. Its kind stays, and its variants are changed one by one.
/// </summary>
/// <param name="Status">Active or draft.</param>
/// <param name="Description">HTML; what a page must not show is left out.</param>
/// <param name="Options">As many as it has; their names may change.</param>
/// <param name="Unit">For what is weighed the measure that the price is for; for a service the hour or, as for all others, the
/// piece.</param>
/// <param name="MinimumAge">In years: who buys it must be as old as that.</param>
/// <param name="NoDiscount">Its price is never lowered at the till.</param>
/// <param name="NoReturn">It is not taken back.</param>
/// <param name="ExternalId">What another system knows it by; no other product has it.</param>
/// <param name="Components">All that a bundle is made of from now on, none of it a bundle; empty for any other kind.</param>
/// <param name="CategoryIds">All categories that it is in from now on.</param>
public sealed record ChangeProduct(
    Guid ProductId,
    string Name,
    ProductStatus Status,
    string? Brand = null,
    string? Description = null,
    IReadOnlyList<string>? Tags = null,
    IReadOnlyList<string>? Options = null,
    string? Unit = null,
    int? MinimumAge = null,
    bool NoDiscount = false,
    bool NoReturn = false,
    string? ExternalId = null,
    IReadOnlyList<BundleComponent>? Components = null,
    IReadOnlyList<Guid>? CategoryIds = null
) : ICommand<Product>, IProductDetails, IEdit;

/// <summary>Told when something of a product, or of one of its variants, is another now.</summary>
public sealed record ProductChanged(Guid ProductId) : IBusinessEvent
{
    string IBusinessEvent.Type => "catalog.product_changed";
}

internal sealed class ChangeProductValidator : AbstractValidator<ChangeProduct>
{
    public ChangeProductValidator() => this.ProductOf();
}

internal sealed class ChangeProductHandler(Products products, ProductChanges changes, IActor actor)
    : ICommandHandler<ChangeProduct, Product>
{
    public async Task<Product> Handle(ChangeProduct command, CancellationToken ct)
    {
        var before = await products.LockAsync(command.ProductId, ct) ?? throw new Refused(CatalogErrors.ProductNotFound);
        actor.RequireVersion(before.Version);
        before.RequireInUse();
        var after = before.With(command);
        await changes.RequireComponentsAsync(after, ct);
        await changes.RequireCategoriesAsync(command, before.CategoryIds, ct);
        if (after.Options.Count != before.Options.Count)
            throw new Refused(CatalogErrors.OptionsDoNotFit("As many as before: each of its variants has a value for each."));
        after.RequireThatItFits(VariantChanges.PathOfOne);
        return changes.Save(before, after);
    }
}
