using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Says what goods cost that a store has, or will have: their average becomes that, for a reason that stays on record.</summary>
public sealed record RevalueStock(Guid StoreId, string Reason, IReadOnlyList<UnitCost> Lines)
    : ICommand<StockRevaluation>,
        IStoreRequest,
        IExactlyOnce,
        ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="Cost">What one costs: minor units of the store's currency, with at most six decimals.</param>
public sealed record UnitCost(Guid VariantId, decimal Cost);

public sealed record StockRevaluation(
    Guid StockRevaluationId,
    Guid StoreId,
    string Reason,
    DateTimeOffset RevaluedAt,
    Guid RevaluedBy,
    IReadOnlyList<RevaluedCost> Lines
) : IResource
{
    string IResource.Location => $"/v1/cost-changes?documentId={StockRevaluationId}";
}

/// <param name="OnHand">What there was of it, in all locations of the store.</param>
/// <param name="AverageBefore">What one cost; absent where nobody had said.</param>
/// <param name="AverageAfter">What one costs from here on.</param>
public sealed record RevaluedCost(Guid VariantId, decimal OnHand, decimal? AverageBefore, decimal AverageAfter);

/// <summary>Told when somebody said what goods cost.</summary>
public sealed record StockRevalued(Guid StockRevaluationId, Guid StoreId, IReadOnlyList<Guid> VariantIds) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stock_revalued";
}

internal sealed class RevalueStockValidator : AbstractValidator<RevalueStock>
{
    public RevalueStockValidator()
    {
        RuleFor(c => c.Reason).NotNull().ShortText(200);
        RuleFor(c => c.Lines)
            .NotEmpty()
            .AtMost(AdjustmentContentRules.MaximumLines)
            .Must(lines => lines is null || lines.DistinctBy(l => l.VariantId).Count() == lines.Count)
            .WithMessage("A variant is listed twice.");
        RuleForEach(c => c.Lines).ChildRules(line => line.RuleFor(l => l.Cost).UnitCost());
    }
}

internal sealed class RevalueStockHandler(IDb db, StockLedger ledger, StockCosts costs, StockPolicy policy, IActor actor)
    : ICommandHandler<RevalueStock, StockRevaluation>
{
    private const string RecordSql = """
        insert into inventory.stock_revaluation (stock_revaluation_id, store_id, reason, revalued_at, revalued_by)
        values (@StockRevaluationId, @StoreId, @Reason, @Now, @ActorId)
        """;

    public async Task<StockRevaluation> Handle(RevalueStock command, CancellationToken ct)
    {
        var (stillTrades, rules) = await policy.HoldAsync(command.StoreId, ct);
        if (!stillTrades)
            throw new Refused(PipelineErrors.StoreIsArchived);
        var (at, revaluationId) = (StockLocation.Selling(command.StoreId), Ids.New());
        Guid[] variants = [.. command.Lines.Select(l => l.VariantId)];
        db.Enqueue(
            RecordSql,
            new
            {
                StockRevaluationId = revaluationId,
                command.StoreId,
                command.Reason,
                actor.Now,
                actor.ActorId,
            }
        );
        db.Publish(new StockRevalued(revaluationId, command.StoreId, variants));
        // A cost may be said before there is any of it.
        ledger.Open(at, variants, rules.MayGoNegative);
        var levels = await ledger.HoldCostsAsync(at, variants, ct);
        costs.Change(
            command.StoreId,
            CostChangeKind.Revaluation,
            revaluationId,
            [.. command.Lines.Select(l => new NewAverage(levels[l.VariantId], Quantity: 0, l.Cost, l.Cost))]
        );
        return new StockRevaluation(
            revaluationId,
            command.StoreId,
            command.Reason,
            actor.Now,
            actor.ActorId,
            [
                .. command
                    .Lines.Select(l => (Level: levels[l.VariantId], l.Cost))
                    .Select(l => new RevaluedCost(l.Level.VariantId, l.Level.OnHand, l.Level.AverageCost, l.Cost)),
            ]
        );
    }
}
