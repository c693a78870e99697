using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Takes an archived variant into what is sold again, if no other has its options meanwhile.</summary>
public sealed record RestoreVariant(Guid VariantId) : ICommand<ProductVariant>;

internal sealed class RestoreVariantHandler(Products products, VariantChanges variants, IActor actor)
    : ICommandHandler<RestoreVariant, ProductVariant>
{
    public async Task<ProductVariant> Handle(RestoreVariant command, CancellationToken ct)
    {
        var (product, before) = await products.LockOfAsync(command.VariantId, ct);
        actor.RequireVersion(before.Version);
        product.RequireInUse();
        if (!before.IsArchived)
            throw new Refused(CatalogErrors.VariantIsInUse);
        var after = before with { IsArchived = false };
        product.With(before, after).RequireThatItFits(VariantChanges.PathOfOne);
        return await variants.SaveAsync(before, after, ct);
    }
}
