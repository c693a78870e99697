using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Corrects the stock of a store by signed quantities, for a reason that stays on record.</summary>
public sealed record AdjustStock(Guid StoreId, string Reason, IReadOnlyList<AdjustStockLine> Lines)
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
    string Reason,
    DateTimeOffset AdjustedAt,
    IReadOnlyList<AdjustStockLine> Lines
) : IResource
{
    string IResource.Location => $"/v1/stock-movements?documentId={StockAdjustmentId}";
}

/// <summary>Told when stock was corrected by hand.</summary>
public sealed record StockAdjusted(Guid StockAdjustmentId, Guid StoreId, IReadOnlyList<AdjustStockLine> Lines) : IBusinessEvent
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

internal sealed class AdjustStockHandler(IDb db, StockLedger ledger, StockPolicy policy, IActor actor)
    : ICommandHandler<AdjustStock, StockAdjustment>
{
    private const string RecordSql = """
        insert into inventory.stock_adjustment (stock_adjustment_id, store_id, reason, adjusted_at, adjusted_by)
        values (@StockAdjustmentId, @StoreId, @Reason, @Now, @ActorId)
        """;

    // A store may count something it never had before: its level begins at nothing.
    private const string OpenLevelsSql = """
        insert into inventory.stock_level (store_id, variant_id, may_go_negative)
        select @StoreId, variant_id, @MayGoNegative
          from unnest(@VariantIds) as variant_id
         order by variant_id
            on conflict (tenant_id, store_id, variant_id) do nothing
        """;

    public async Task<StockAdjustment> Handle(AdjustStock command, CancellationToken ct)
    {
        var (stillTrades, mayGoNegative) = await policy.HoldAsync(command.StoreId, ct);
        if (!stillTrades)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var now = actor.Now;
        var id = Ids.New();
        db.Enqueue(
            RecordSql,
            new
            {
                StockAdjustmentId = id,
                command.StoreId,
                command.Reason,
                Now = now,
                actor.ActorId,
            }
        );
        db.Publish(new StockAdjusted(id, command.StoreId, command.Lines));
        Guid[] variants = [.. command.Lines.Select(l => l.VariantId).Distinct()];
        db.Enqueue(
                OpenLevelsSql,
                new
                {
                    command.StoreId,
                    VariantIds = variants,
                    MayGoNegative = mayGoNegative,
                }
            )
            .OnConstraint("stock_level_counts_a_variant", InventoryErrors.VariantNotFound);
        ledger.Adjust(command.StoreId, id, [.. command.Lines.Select(l => new StockLine(l.VariantId, l.Quantity))]);
        return new StockAdjustment(id, command.StoreId, command.Reason, now, command.Lines);
    }
}
