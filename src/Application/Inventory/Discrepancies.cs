using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>What a transfer lacks or has too much becomes an adjustment of the store that receives it.</summary>
internal sealed class Discrepancies(Adjustments adjustments, AdjustmentLimits limits, IActor actor)
{
    /// <summary>Queues the adjustment: applied within the limit of the caller's role, submitted above it.</summary>
    public async Task<StockAdjustment> RecordAsync(
        Transfer transfer,
        IReadOnlyList<StockAdjustmentLine> differences,
        StockLocation at,
        StockRules rules,
        CancellationToken ct
    )
    {
        var discrepancy = new StockAdjustment(
            Ids.New(),
            at.StoreId,
            at.StockLocationId,
            $"Transfer {transfer.Number}: short or over",
            ReasonCode: null,
            Note: null,
            AdjustmentStatus.Applied,
            actor.Now,
            actor.ActorId,
            SubmittedAt: null,
            SubmittedBy: null,
            DecidedAt: null,
            DecidedBy: null,
            Rejection: null,
            transfer.TransferId,
            differences,
            Version: 1
        );
        if (!await limits.AllowAsync(discrepancy, rules, ct))
            discrepancy = discrepancy.Submitted(actor);
        adjustments.Add(discrepancy, at);
        return discrepancy;
    }
}
