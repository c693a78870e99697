using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Records what somebody counted for a stocktake, all of it or nothing. Several people count at once: what they count of one variant in one
/// pass is added up. What comes under an id of its own and is sent again counts once.
/// </summary>
public sealed record RecordCounts(Guid StocktakeId, IReadOnlyList<NewCount> Counts) : ICommand<RecordedCounts>;

/// <param name="StocktakeCountId">The device's own id of this count: sent again it counts once. Made here when left out.</param>
/// <param name="Code">What was scanned, instead of a variant.</param>
/// <param name="Quantity">How many; of what carries the code where one was scanned. One when left out; nothing (0) counts too; below nothing it
/// takes back what was entered by mistake.</param>
/// <param name="CountedAt">When it was counted, for what a device sends later; now when left out.</param>
public sealed record NewCount(
    Guid? StocktakeCountId = null,
    Guid? VariantId = null,
    string? Code = null,
    decimal? Quantity = null,
    DateTimeOffset? CountedAt = null
);

/// <param name="Counts">In the order of the request.</param>
public sealed record RecordedCounts(Guid StocktakeId, IReadOnlyList<RecordedCount> Counts);

/// <param name="Quantity">How much of the variant it is.</param>
/// <param name="Pass">Of which pass of the variant it is.</param>
public sealed record RecordedCount(Guid StocktakeCountId, Guid VariantId, decimal Quantity, int Pass, DateTimeOffset CountedAt);

internal sealed class RecordCountsValidator : AbstractValidator<RecordCounts>
{
    private const int MaximumCounts = 500;

    public RecordCountsValidator()
    {
        RuleFor(c => c.Counts).NotEmpty().AtMost(MaximumCounts);
        RuleFor(c => c.Counts)
            .Must(counts => counts is null || HasEachOnce([.. counts.Select(c => c.StocktakeCountId).OfType<Guid>()]))
            .WithMessage("An id is used twice.");
        RuleForEach(c => c.Counts)
            .ChildRules(count =>
            {
                count.RuleFor(c => c.StocktakeCountId).NotEqual(Guid.Empty);
                count
                    .RuleFor(c => c.VariantId)
                    .Must((c, variant) => (variant is null) != (c.Code is null))
                    .WithMessage("Name a variant, or what was scanned, not both.");
                count.RuleFor(c => c.Code).Scan();
                count
                    .RuleFor(c => c.Quantity)
                    .InclusiveBetween(-CountedCodes.MaximumQuantity, CountedCodes.MaximumQuantity)
                    .AtMostDecimals(3);
            });
    }

    private static bool HasEachOnce(IReadOnlyList<Guid> ids) => ids.Distinct().Count() == ids.Count;
}

/// <remarks>
/// A line is compared with the books as they stood at its counts. Where they moved in between, nobody knows whether what moved had been
/// counted: so any total between the lowest and the highest of them is right, and no sale makes a difference by itself.
/// </remarks>
internal sealed class RecordCountsHandler(IDb db, CountedCodes codes, IActor actor) : ICommandHandler<RecordCounts, RecordedCounts>
{
    // Together with others who count, apart from whoever posts it, cancels it or has something counted again.
    private const string HoldSql = """
        select store_id, coalesce(stock_location_id, store_id) as stock_location_id, status, opened_at
          from inventory.stocktake
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
           for share
        """;

    private const string AddLinesSql = """
        insert into inventory.stocktake_line (tenant_id, stocktake_id, variant_id, store_id, place_id, is_in_scope)
        select t.tenant_id, t.stocktake_id, line.variant_id, t.store_id, coalesce(t.stock_location_id, t.store_id), false
          from inventory.stocktake as t
         cross join unnest(@VariantIds) as line (variant_id)
         where t.tenant_id = @tenant
           and t.stocktake_id = @StocktakeId
         order by line.variant_id
            on conflict (tenant_id, stocktake_id, variant_id) do nothing
        """;

    // By key: two who count the same variants in another order queue.
    private const string LockLinesSql = """
        select variant_id
          from inventory.stocktake_line
         where tenant_id = @tenant
           and stocktake_id = @StocktakeId
           and variant_id = any(@VariantIds)
         order by variant_id
           for no key update
        """;

    // What moved after a count that is told later is taken off again: ids of movements are made in the order of time.
    private const string Book = """
        with entry as (
            insert into inventory.stocktake_count (tenant_id, stocktake_count_id, stocktake_id, store_id, variant_id, pass, quantity, book,
                   code, counted_at, recorded_at, counted_by)
            select l.tenant_id, e.stocktake_count_id, l.stocktake_id, l.store_id, l.variant_id, l.pass, e.quantity,
                   coalesce((select b.on_hand
        """;

    private const string SellingBook = """

                               from inventory.stock_level as b
                              where b.tenant_id = @tenant
                                and b.store_id = l.store_id
                                and b.variant_id = l.variant_id), 0)
                   - coalesce((select sum(m.quantity)
                                 from inventory.stock_movement as m
                                where m.tenant_id = @tenant
                                  and m.store_id = l.store_id
                                  and m.variant_id = l.variant_id
                                  and m.stock_movement_id > e.after_id
                                  and m.moved_at > e.counted_at), 0),
        """;

    private const string ElsewhereBook = """

                               from inventory.location_level as b
                              where b.tenant_id = @tenant
                                and b.store_id = l.store_id
                                and b.variant_id = l.variant_id
                                and b.stock_location_id = l.place_id), 0)
                   - coalesce((select sum(m.quantity)
                                 from inventory.location_movement as m
                                where m.tenant_id = @tenant
                                  and m.store_id = l.store_id
                                  and m.variant_id = l.variant_id
                                  and m.stock_location_id = l.place_id
                                  and m.stock_movement_id > e.after_id
                                  and m.moved_at > e.counted_at), 0),
        """;

    private const string Count = """

                   nullif(e.code, ''), e.counted_at, @Now, @ActorId
              from inventory.stocktake_line as l
              join unnest(@CountIds, @EntryVariantIds, @Quantities, @Codes, @CountedAt, @AfterIds)
                   as e (stocktake_count_id, variant_id, quantity, code, counted_at, after_id) using (variant_id)
             where l.tenant_id = @tenant
               and l.stocktake_id = @StocktakeId
               and l.variant_id = any(@VariantIds)
                on conflict (tenant_id, stocktake_count_id) do nothing
            returning variant_id, quantity, book, counted_at
        ), total as (
            select variant_id, sum(quantity) as quantity, min(book) as low, max(book) as high, max(counted_at) as counted_at
              from entry
             group by variant_id
        )
        update inventory.stocktake_line as l
           set counted = coalesce(l.counted, 0) + total.quantity,
               book_low = least(l.book_low, total.low),
               book_high = greatest(l.book_high, total.high),
               counted_at = greatest(l.counted_at, total.counted_at),
               counted_by = @ActorId
          from total
         where l.tenant_id = @tenant
           and l.stocktake_id = @StocktakeId
           and l.variant_id = total.variant_id
           and l.variant_id = any(@VariantIds)
        """;

    private const string CountSellingSql = Book + SellingBook + Count;

    private const string CountElsewhereSql = Book + ElsewhereBook + Count;

    private const string RecordedSql = """
        select stocktake_id, stocktake_count_id, variant_id, quantity, pass, counted_at
          from inventory.stocktake_count
         where tenant_id = @tenant
           and stocktake_count_id = any(@CountIds)
        """;

    // What is told late is looked for among movements whose ids were made a little earlier.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    // A clock of a device that is a little fast.
    private static readonly TimeSpan Fast = TimeSpan.FromMinutes(1);

    public async Task<RecordedCounts> Handle(RecordCounts command, CancellationToken ct)
    {
        var stocktake =
            await db.QuerySingleOrDefaultAsync<BeingCounted>(HoldSql, new { command.StocktakeId }, ct)
            ?? throw new Refused(InventoryErrors.StocktakeNotFound);
        if (stocktake.Status is not StocktakeStatus.Open)
            throw new Refused(InventoryErrors.StocktakeIsNotOpen);
        var untimely = command
            .Counts.Index()
            .Where(c => c.Item.CountedAt is { } at && (at < stocktake.OpenedAt || at > actor.Now + Fast))
            .Select(c => c.Index)
            .ToList();
        if (untimely.Count > 0)
            throw new Refused(InventoryErrors.CountIsOfAnotherTime(untimely));
        var entries = await codes.UnderstoodAsync(command.Counts, actor.Now, ct);
        return new RecordedCounts(command.StocktakeId, await RecordAsync(command.StocktakeId, stocktake, entries, ct));
    }

    // What was written before stays as it is; of each is answered what stands.
    private async Task<IReadOnlyList<RecordedCount>> RecordAsync(
        Guid stocktakeId,
        BeingCounted at,
        IReadOnlyList<CountEntry> entries,
        CancellationToken ct
    )
    {
        Guid[] variants = [.. entries.Select(e => e.VariantId).Distinct()];
        Guid[] ids = [.. entries.Select(e => e.StocktakeCountId)];
        db.Enqueue(AddLinesSql, new { StocktakeId = stocktakeId, VariantIds = variants })
            .OnConstraint("stocktake_line_is_counted_once", InventoryErrors.StocktakeOverlaps);
        db.Lock(LockLinesSql, new { StocktakeId = stocktakeId, VariantIds = variants });
        db.Enqueue(
                at.StockLocationId == at.StoreId ? CountSellingSql : CountElsewhereSql,
                new
                {
                    StocktakeId = stocktakeId,
                    VariantIds = variants,
                    CountIds = ids,
                    EntryVariantIds = entries.Select(e => e.VariantId).ToArray(),
                    Quantities = entries.Select(e => e.Quantity).ToArray(),
                    Codes = entries.Select(e => e.Code ?? "").ToArray(),
                    CountedAt = entries.Select(e => e.CountedAt ?? actor.Now).ToArray(),
                    // Nothing has moved after now: no id is as high as all ones.
                    AfterIds = entries
                        .Select(e => e.CountedAt is { } told ? MovementIds.FirstOf(told - Margin) : Guid.AllBitsSet)
                        .ToArray(),
                    actor.Now,
                    actor.ActorId,
                }
            )
            .OnConstraint("stocktake_line_is_a_quantity", InventoryErrors.CountIsNoQuantity);
        var recorded = (await db.QueryAsync<Row>(RecordedSql, new { CountIds = ids }, ct)).ToDictionary(r => r.StocktakeCountId);
        var others = entries
            .Index()
            .Where(e =>
                !recorded.TryGetValue(e.Item.StocktakeCountId, out var row)
                || (row.StocktakeId, row.VariantId, row.Quantity) != (stocktakeId, e.Item.VariantId, e.Item.Quantity)
            )
            .Select(e => e.Index)
            .ToList();
        if (others.Count > 0)
            throw new Refused(InventoryErrors.CountIsAnother(others));
        return
        [
            .. entries
                .Select(e => recorded[e.StocktakeCountId])
                .Select(r => new RecordedCount(r.StocktakeCountId, r.VariantId, r.Quantity, r.Pass, r.CountedAt)),
        ];
    }

    private sealed record Row(
        Guid StocktakeId,
        Guid StocktakeCountId,
        Guid VariantId,
        decimal Quantity,
        int Pass,
        DateTimeOffset CountedAt
    );

    private sealed record BeingCounted(Guid StoreId, Guid StockLocationId, StocktakeStatus Status, DateTimeOffset OpenedAt);
}
