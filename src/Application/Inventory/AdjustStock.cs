using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Corrects the stock of a store by signed quantities, for a reason that stays on record.</summary>
/// <param name="StockLocationId">Where; the location that the store sells from when left out.</param>
public sealed record AdjustStock(Guid StoreId, string Reason, IReadOnlyList<AdjustStockLine> Lines, Guid? StockLocationId = null)
    : ICommand<StockAdjustment>,
        IStoreRequest,
        IExactlyOnce,
        ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="Quantity">What was found (positive) or is missing (negative).</param>
public sealed record AdjustStockLine(Guid VariantId, decimal Quantity);

public sealed record StockAdjustment(
    Guid StockAdjustmentId,
    Guid StoreId,
    Guid StockLocationId,
    string Reason,
    DateTimeOffset AdjustedAt,
    IReadOnlyList<AdjustStockLine> Lines
) : IResource
{
    string IResource.Location => $"/v1/stock-movements?documentId={StockAdjustmentId}";
}

/// <summary>Told when stock was corrected by hand.</summary>
public sealed record StockAdjusted(Guid StockAdjustmentId, Guid StoreId, Guid StockLocationId, IReadOnlyList<AdjustStockLine> Lines)
    : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stock_adjusted";
}

internal sealed class AdjustStockValidator : AbstractValidator<AdjustStock>
{
    public const int MaximumLines = 200;

    public AdjustStockValidator()
    {
        RuleFor(c => c.Reason).ShortText(200);
        RuleFor(c => c.Lines).NotEmpty().AtMost(MaximumLines);
        RuleForEach(c => c.Lines).ChildRules(line => line.RuleFor(l => l.Quantity).SignedQuantity());
    }
}

internal sealed class AdjustStockHandler(IDb db, StockLedger ledger, StockLocations locations, StockPolicy policy, IActor actor)
    : ICommandHandler<AdjustStock, StockAdjustment>
{
    private const string RecordSql = """
        insert into inventory.stock_adjustment (stock_adjustment_id, store_id, stock_location_id, reason, adjusted_at, adjusted_by)
        values (@StockAdjustmentId, @StoreId, @LocationRowId, @Reason, @Now, @ActorId)
        """;

    public async Task<StockAdjustment> Handle(AdjustStock command, CancellationToken ct)
    {
        var held = locations.Hold(command.StockLocationId ?? command.StoreId)[0];
        var (stillTrades, mayGoNegative) = await policy.HoldAsync(command.StoreId, ct);
        if (!stillTrades)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var at = await StockLocations.Required(held, command.StoreId, ct);
        var now = actor.Now;
        var id = Ids.New();
        db.Enqueue(
            RecordSql,
            new
            {
                StockAdjustmentId = id,
                command.StoreId,
                LocationRowId = at.RowId,
                command.Reason,
                Now = now,
                actor.ActorId,
            }
        );
        db.Publish(new StockAdjusted(id, command.StoreId, at.StockLocationId, command.Lines));
        ledger.Open(at, [.. command.Lines.Select(l => l.VariantId)], mayGoNegative);
        ledger.Change(at, StockMovementKind.Adjustment, id, [.. command.Lines.Select(l => new StockLine(l.VariantId, l.Quantity))]);
        return new StockAdjustment(id, command.StoreId, at.StockLocationId, command.Reason, now, command.Lines);
    }
}
