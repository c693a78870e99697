using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Why stock is corrected, as the merchant lists it.</summary>
/// <param name="Code">Short name, by which adjustments name it.</param>
/// <param name="Direction">Whether stock comes or goes for this reason.</param>
/// <param name="NeedsNote">An adjustment for this reason has to say more.</param>
[Audited(nameof(Code), nameof(Name), nameof(Direction), nameof(NeedsNote), nameof(IsArchived))]
public sealed record StockReason(
    Guid StockReasonId,
    string Code,
    string Name,
    ReasonDirection Direction,
    bool NeedsNote,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/stock-reasons/{StockReasonId}";
}

public enum ReasonDirection
{
    Both,
    In,
    Out,
}
