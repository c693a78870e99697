using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Takes one variant out of what is sold, until it is restored; it keeps its SKU and its codes.</summary>
public sealed record ArchiveVariant(Guid VariantId) : ICommand<ProductVariant>;

internal sealed class ArchiveVariantHandler(Products products, VariantChanges variants, IActor actor)
    : ICommandHandler<ArchiveVariant, ProductVariant>
{
    public async Task<ProductVariant> Handle(ArchiveVariant command, CancellationToken ct)
    {
        var (product, before) = await products.LockOfAsync(command.VariantId, ct);
        actor.RequireVersion(before.Version);
        product.RequireInUse();
        before.RequireInUse();
        return await variants.SaveAsync(before, before with { IsArchived = true }, ct);
    }
}
