using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Posts a stocktake: stock becomes what was counted, in one transaction. Differences above the limit of the caller's role wait until
/// somebody else approves them.
/// </summary>
/// <param name="Uncounted">What becomes of variants in its scope that nobody counted; while there are such, this has to be said.</param>
/// <param name="ForApproval">Somebody else is to approve it, whatever the limit.</param>
public sealed record PostStocktake(Guid StocktakeId, UncountedLines? Uncounted = null, bool ForApproval = false)
    : ICommand<Stocktake>,
        IExactlyOnce;

/// <summary>What becomes of what nobody counted.</summary>
public enum UncountedLines
{
    /// <summary>It stays what the books say.</summary>
    Leave,

    /// <summary>There is none.</summary>
    Zero,
}

/// <summary>Told when stock became what was counted.</summary>
/// <param name="Differences">Of how many variants it changed; GET /v1/stock-movements?documentId= lists them.</param>
public sealed record StocktakePosted(Guid StocktakeId, Guid StoreId, Guid StockLocationId, int Differences) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stocktake_posted";
}

/// <summary>Told when a stocktake waits for an approval.</summary>
public sealed record StocktakeSubmitted(Guid StocktakeId, Guid StoreId) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stocktake_submitted";
}

internal sealed class PostStocktakeValidator : AbstractValidator<PostStocktake>
{
    public PostStocktakeValidator() => RuleFor(c => c.Uncounted).IsInEnum();
}

internal sealed class PostStocktakeHandler(IDb db, Stocktakes stocktakes, StocktakePosting posting, StocktakeLimits limits, IActor actor)
    : ICommandHandler<PostStocktake, Stocktake>
{
    private const int Shown = 100;

    private const string UncountedSql = """
        select variant_id
          from inventory.stocktake_line
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
           and counted is null
         order by variant_id
         limit @Shown
        """;

    // The levels are held: what the books say now they say when it is posted.
    private const string NoneSellingSql = """
        update inventory.stocktake_line as l
           set counted = 0,
               book_low = b.on_hand,
               book_high = b.on_hand,
               counted_at = @Now,
               counted_by = @ActorId
          from inventory.stock_level as b
         where l.tenant_id = @tenant
           and b.tenant_id = @tenant
           and l.stocktake_id = @StocktakeId
           and l.counted is null
           and b.store_id = l.store_id
           and b.variant_id = l.variant_id
        """;

    private const string NoneElsewhereSql = """
        update inventory.stocktake_line as l
           set counted = 0,
               book_low = b.on_hand,
               book_high = b.on_hand,
               counted_at = @Now,
               counted_by = @ActorId
          from inventory.location_level as b
         where l.tenant_id = @tenant
           and b.tenant_id = @tenant
           and l.stocktake_id = @StocktakeId
           and l.counted is null
           and b.store_id = l.store_id
           and b.variant_id = l.variant_id
           and b.stock_location_id = l.place_id
        """;

    private const string HeldSql = """
        select variant_id
          from inventory.stocktake_line
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
           and (counted is null or variance <> 0)
         order by variant_id
        """;

    public async Task<Stocktake> Handle(PostStocktake command, CancellationToken ct)
    {
        var before = await stocktakes.LockAsync(command.StocktakeId, ct);
        if (before.Status is not StocktakeStatus.Open)
            throw new Refused(InventoryErrors.StocktakeIsNotOpen);
        var asked = posting.Differences(before.StocktakeId);
        var (at, rules) = await limits.HoldAsync(before, ct);
        var counted = before.Progress.Counted;
        if (before.Progress.Lines > counted && command.Uncounted is not UncountedLines.Leave)
        {
            await SettleAsync(before, at, rules, command.Uncounted, ct);
            (counted, asked) = (before.Progress.Lines, posting.Differences(before.StocktakeId));
        }

        var differences = await asked.ToListAsync(ct);
        var after = before with { Progress = StocktakeLimits.ProgressOf(before.Progress.Lines, counted, differences) };
        if (!command.ForApproval && await limits.AllowAsync(after, rules, ct))
            return stocktakes.Save(before, posting.Post(after, differences, at, rules));
        return stocktakes.Save(
            before,
            after with
            {
                Status = StocktakeStatus.Submitted,
                SubmittedAt = actor.Now,
                SubmittedBy = actor.ActorId,
            }
        );
    }

    // Of what nobody counted there is none, by the books as they are now.
    private async Task SettleAsync(Stocktake stocktake, StockLocation at, StockRules rules, UncountedLines? said, CancellationToken ct)
    {
        if (said is not UncountedLines.Zero)
            throw new Refused(InventoryErrors.StocktakeIsNotCounted(await FirstAsync(stocktake, ct)));
        // All that is about to change, in the order of their keys: as docs/locking.md says.
        var held = await db.QueryAsync<Guid>(HeldSql, new { stocktake.StocktakeId }, ct);
        posting.Hold(at, held, rules);
        db.Enqueue(
            at.Kind is StockLocationKind.ShopFloor ? NoneSellingSql : NoneElsewhereSql,
            new
            {
                stocktake.StocktakeId,
                actor.Now,
                actor.ActorId,
            }
        );
    }

    private Task<IReadOnlyList<Guid>> FirstAsync(Stocktake stocktake, CancellationToken ct) =>
        db.QueryAsync<Guid>(UncountedSql, new { stocktake.StocktakeId, Shown }, ct);
}
