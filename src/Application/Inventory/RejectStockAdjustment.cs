using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Rejects a correction of stock that is not applied yet.</summary>
/// <param name="Reason">Why.</param>
public sealed record RejectStockAdjustment(Guid StockAdjustmentId, string Reason) : ICommand<StockAdjustment>;

/// <summary>Told when a correction of stock was rejected.</summary>
public sealed record StockAdjustmentRejected(Guid StockAdjustmentId, Guid StoreId, string Reason) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stock_adjustment_rejected";
}

internal sealed class RejectStockAdjustmentValidator : AbstractValidator<RejectStockAdjustment>
{
    public RejectStockAdjustmentValidator() => RuleFor(c => c.Reason).ShortText(200);
}

internal sealed class RejectStockAdjustmentHandler(IDb db, Adjustments adjustments)
    : ICommandHandler<RejectStockAdjustment, StockAdjustment>
{
    public async Task<StockAdjustment> Handle(RejectStockAdjustment command, CancellationToken ct)
    {
        var before = await adjustments.LockOpenAsync(command.StockAdjustmentId, ct);
        db.Publish(new StockAdjustmentRejected(before.StockAdjustmentId, before.StoreId, command.Reason));
        return adjustments.Decide(before, AdjustmentStatus.Rejected, command.Reason);
    }
}
