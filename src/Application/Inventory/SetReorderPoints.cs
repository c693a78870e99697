using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Says when a store wants more of articles, and how much it wants to have then, many at once: each by itself, so that one that cannot be
/// set stops no other.
/// </summary>
public sealed record SetReorderPoints(Guid StoreId, IReadOnlyList<ReorderPointToSet> Items)
    : ICommand<SetReorderPointsResult>,
        IStoreRequest
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="ReorderPoint">At so much, with what is on its way, or less the store wants more; nothing any more when left out.</param>
/// <param name="TargetLevel">How much it wants to have then: more than that. Left out with the other.</param>
public sealed record ReorderPointToSet(Guid VariantId, decimal? ReorderPoint = null, decimal? TargetLevel = null);

/// <param name="Changed">How many items changed something.</param>
/// <param name="Refused">How many could not be set.</param>
/// <param name="Items">What became of each, in the order of the request.</param>
public sealed record SetReorderPointsResult(int Changed, int Refused, IReadOnlyList<SetReorderPointResult> Items);

/// <param name="Problem">Why it could not be set.</param>
public sealed record SetReorderPointResult(Guid VariantId, ReorderPointProblem? Problem);

public enum ReorderPointProblem
{
    /// <summary>There is no such article, or none that is counted: bundles and services are not.</summary>
    VariantUnknown,
}

internal sealed class SetReorderPointsValidator : AbstractValidator<SetReorderPoints>
{
    private const int MaximumItems = 1_000;

    public SetReorderPointsValidator()
    {
        RuleFor(c => c.Items)
            .NotEmpty()
            .AtMost(MaximumItems)
            .Must(items => items is null || items.DistinctBy(i => i?.VariantId).Count() == items.Count)
            .WithMessage("A variant is listed twice.");
        RuleForEach(c => c.Items)
            .ChildRules(item =>
            {
                item.RuleFor(i => i.ReorderPoint).InclusiveBetween(0, Rules.MaximumQuantity).AtMostDecimals(3);
                item.RuleFor(i => i.TargetLevel).InclusiveBetween(0, Rules.MaximumQuantity).AtMostDecimals(3);
                item.RuleFor(i => i.TargetLevel)
                    .Must((i, target) => target is null ? i.ReorderPoint is null : i.ReorderPoint < target)
                    .WithMessage("Must be more than the reorder point, and left out with it.");
            });
    }
}

internal sealed class SetReorderPointsHandler(IDb db, ICountedArticles articles, IStockRules stores, IActor actor)
    : ICommandHandler<SetReorderPoints, SetReorderPointsResult>
{
    // Locked as they are read, in the order of their keys: what the audit log says was there before, was.
    private const string BeforeSql = """
        select variant_id, reorder_point, target_level
          from inventory.reorder_point
         where tenant_id = @tenant
           and store_id = @StoreId
           and variant_id = any(@VariantIds)
         order by variant_id
           for no key update
        """;

    private const string SetSql = """
        insert into inventory.reorder_point as r (store_id, variant_id, reorder_point, target_level, changed_at, changed_by)
        select @StoreId, item.variant_id, item.reorder_point, item.target_level, @Now, @ActorId
          from unnest(@VariantIds, @ReorderPoints, @TargetLevels) as item (variant_id, reorder_point, target_level)
         order by item.variant_id
            on conflict (tenant_id, store_id, variant_id) do update
           set reorder_point = excluded.reorder_point,
               target_level = excluded.target_level,
               changed_at = excluded.changed_at,
               changed_by = excluded.changed_by
        """;

    public async Task<SetReorderPointsResult> Handle(SetReorderPoints command, CancellationToken ct)
    {
        Guid[] variants = [.. command.Items.Select(i => i.VariantId)];
        var stillTrades = stores.StillTrades(command.StoreId);
        var locked = db.Defer<ReorderPointToSet>(BeforeSql, new { command.StoreId, VariantIds = variants });
        var known = (await articles.FindAsync(variants, [], ct)).VariantIds;
        if (!await stillTrades.SingleAsync(ct))
            throw new Refused(PipelineErrors.StoreIsArchived);
        var before = (await locked.ToListAsync(ct)).ToDictionary(r => r.VariantId);
        List<ReorderPointToSet> changed =
        [
            .. command.Items.Where(i =>
                known.Contains(i.VariantId) && i != before.GetValueOrDefault(i.VariantId, new ReorderPointToSet(i.VariantId))
            ),
        ];
        if (changed.Count > 0)
        {
            db.Enqueue(
                SetSql,
                new
                {
                    command.StoreId,
                    VariantIds = changed.Select(i => i.VariantId).ToArray(),
                    ReorderPoints = changed.Select(i => i.ReorderPoint).ToArray(),
                    TargetLevels = changed.Select(i => i.TargetLevel).ToArray(),
                    actor.Now,
                    actor.ActorId,
                }
            );
            db.Changes(
                Points(changed.Select(i => before.GetValueOrDefault(i.VariantId, new ReorderPointToSet(i.VariantId)))),
                Points(changed)
            );
        }

        return new SetReorderPointsResult(
            changed.Count,
            command.Items.Count(i => !known.Contains(i.VariantId)),
            [
                .. command.Items.Select(i => new SetReorderPointResult(
                    i.VariantId,
                    known.Contains(i.VariantId) ? null : ReorderPointProblem.VariantUnknown
                )),
            ]
        );

        ReorderPoints Points(IEnumerable<ReorderPointToSet> items) => new(command.StoreId, [.. items]);
    }

    [Audited(nameof(Items))]
    private sealed record ReorderPoints(Guid StoreId, IReadOnlyList<ReorderPointToSet> Items);
}
