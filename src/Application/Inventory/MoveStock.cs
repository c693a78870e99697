using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Moves goods from one stock location of a store to another, in one step.</summary>
public sealed record MoveStock(
    Guid StoreId,
    Guid FromLocationId,
    Guid ToLocationId,
    IReadOnlyList<MoveStockLine> Lines,
    string? Note = null
) : ICommand<StockMove>, IStoreRequest, IExactlyOnce, ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;
}

public sealed record MoveStockLine(Guid VariantId, decimal Quantity);

public sealed record StockMove(
    Guid StockMoveId,
    Guid StoreId,
    Guid FromLocationId,
    Guid ToLocationId,
    string? Note,
    DateTimeOffset MovedAt,
    IReadOnlyList<MoveStockLine> Lines
) : IResource
{
    string IResource.Location => $"/v1/stock-movements?documentId={StockMoveId}";
}

/// <summary>Told when goods were moved inside of a store.</summary>
public sealed record StockMoved(Guid StockMoveId, Guid StoreId, Guid FromLocationId, Guid ToLocationId, IReadOnlyList<MoveStockLine> Lines)
    : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stock_moved";
}

internal sealed class MoveStockValidator : AbstractValidator<MoveStock>
{
    public MoveStockValidator()
    {
        RuleFor(c => c.ToLocationId)
            .Must((c, to) => to != c.FromLocationId)
            .WithMessage("Must be another location than the one that it comes from.");
        RuleFor(c => c.Lines).NotEmpty().AtMost(AdjustmentContentRules.MaximumLines);
        RuleForEach(c => c.Lines).ChildRules(line => line.RuleFor(l => l.Quantity).Quantity());
        RuleFor(c => c.Note).ShortText(200);
    }
}

internal sealed class MoveStockHandler(IDb db, StockLedger ledger, StockLocations locations, StockPolicy policy, IActor actor)
    : ICommandHandler<MoveStock, StockMove>
{
    private const string RecordSql = """
        insert into inventory.stock_move (stock_move_id, store_id, from_location_id, to_location_id, note, moved_at, moved_by)
        values (@StockMoveId, @StoreId, @FromId, @ToId, @Note, @Now, @ActorId)
        """;

    public async Task<StockMove> Handle(MoveStock command, CancellationToken ct)
    {
        var held = locations.Hold(command.FromLocationId, command.ToLocationId);
        var (stillTrades, rules) = await policy.HoldAsync(command.StoreId, ct);
        if (!stillTrades)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var from = await StockLocations.Required(held[0], command.StoreId, ct);
        var to = await StockLocations.Required(held[1], command.StoreId, ct);
        var move = new StockMove(
            Ids.New(),
            command.StoreId,
            from.StockLocationId,
            to.StockLocationId,
            command.Note,
            actor.Now,
            command.Lines
        );
        db.Enqueue(
            RecordSql,
            new
            {
                move.StockMoveId,
                move.StoreId,
                FromId = from.RowId,
                ToId = to.RowId,
                move.Note,
                Now = move.MovedAt,
                actor.ActorId,
            }
        );
        db.Publish(new StockMoved(move.StockMoveId, move.StoreId, move.FromLocationId, move.ToLocationId, move.Lines));
        ledger.Open(to, [.. command.Lines.Select(l => l.VariantId)], rules.MayGoNegative);
        ledger.Move(
            from,
            to,
            StockMovementKind.Move,
            move.StockMoveId,
            [.. command.Lines.Select(l => new StockLine(l.VariantId, l.Quantity))]
        );
        return move;
    }
}
