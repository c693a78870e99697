using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Has some variants counted again: what was counted of them before stays on record, and the new pass decides. A stocktake that was
/// submitted is open again.
/// </summary>
public sealed record RecountStocktake(Guid StocktakeId, IReadOnlyList<Guid> VariantIds) : ICommand<Stocktake>;

internal sealed class RecountStocktakeValidator : AbstractValidator<RecountStocktake>
{
    private const int MaximumVariants = 500;

    public RecountStocktakeValidator() => RuleFor(c => c.VariantIds).NotEmpty().AtMost(MaximumVariants);
}

internal sealed class RecountStocktakeHandler(IDb db, Stocktakes stocktakes) : ICommandHandler<RecountStocktake, Stocktake>
{
    private const string BeginPassSql = """
        with meant as (
            update inventory.stocktake_line
               set pass = pass + 1,
                   counted = null,
                   book_low = null,
                   book_high = null,
                   counted_at = null,
                   counted_by = null
             where tenant_id = @tenant
               and stocktake_id = @StocktakeId
               and variant_id = any(@VariantIds)
               and counted is not null
            returning variant_id
        )
        select l.variant_id
          from inventory.stocktake_line as l
         where l.tenant_id = @tenant
           and l.stocktake_id = @StocktakeId
           and l.variant_id = any(@VariantIds)
        """;

    public async Task<Stocktake> Handle(RecountStocktake command, CancellationToken ct)
    {
        var before = await stocktakes.LockAsync(command.StocktakeId, ct);
        HashSet<Guid> known =
        [
            .. await db.QueryAsync<Guid>(
                BeginPassSql,
                new { command.StocktakeId, VariantIds = command.VariantIds.Distinct().ToArray() },
                ct
            ),
        ];
        var unknown = command.VariantIds.Index().Where(v => !known.Contains(v.Item)).Select(v => v.Index).ToList();
        if (unknown.Count > 0)
            throw new Refused(InventoryErrors.StocktakeHasNoSuchLine(unknown));
        // As it stands now that they are to be counted again.
        var progress = (await stocktakes.FindAsync(command.StocktakeId, ct))!.Progress; // It is held.
        return stocktakes.Save(
            before,
            before with
            {
                Status = StocktakeStatus.Open,
                SubmittedAt = null,
                SubmittedBy = null,
                Progress = progress,
            }
        );
    }
}
