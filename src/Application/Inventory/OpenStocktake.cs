using System.Globalization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Opens a stocktake of all that lies in a location, of categories, of what is listed, or of what was not counted for a while. Sales go on;
/// what it counts, no other stocktake of the location counts meanwhile.
/// </summary>
/// <param name="Name">By which people know it.</param>
/// <param name="StockLocationId">Where; the location that the store sells from when left out.</param>
/// <param name="CategoryIds">With all below them, for scope <c>categories</c>.</param>
/// <param name="VariantIds">For scope <c>variants</c>.</param>
/// <param name="NotCountedForDays">For scope <c>notCountedFor</c>.</param>
/// <param name="IsBlind">Those who count do not see what the books say.</param>
public sealed record OpenStocktake(
    Guid StoreId,
    string Name,
    StocktakeScope Scope = StocktakeScope.Full,
    Guid? StockLocationId = null,
    IReadOnlyList<Guid>? CategoryIds = null,
    IReadOnlyList<Guid>? VariantIds = null,
    int? NotCountedForDays = null,
    bool IsBlind = false
) : ICommand<Stocktake>, IStoreRequest, ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <summary>Told when a stocktake begins.</summary>
public sealed record StocktakeOpened(Guid StocktakeId, Guid StoreId, Guid StockLocationId) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stocktake_opened";
}

internal sealed class OpenStocktakeValidator : AbstractValidator<OpenStocktake>
{
    private const int MaximumCategories = 200;
    private const int MaximumVariants = 5_000;
    private const int MaximumDays = 3_660;

    public OpenStocktakeValidator()
    {
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.Scope).IsInEnum();
        RuleFor(c => c.CategoryIds!).AtMost(MaximumCategories);
        RuleFor(c => c.CategoryIds)
            .Must((c, ids) => c.Scope is StocktakeScope.Categories ? ids is { Count: > 0 } : ids is null)
            .WithMessage("List categories for scope categories, and for no other.");
        RuleFor(c => c.VariantIds!).AtMost(MaximumVariants);
        RuleFor(c => c.VariantIds)
            .Must((c, ids) => c.Scope is StocktakeScope.Variants ? ids is { Count: > 0 } : ids is null)
            .WithMessage("List variants for scope variants, and for no other.");
        RuleFor(c => c.NotCountedForDays).InclusiveBetween(1, MaximumDays);
        RuleFor(c => c.NotCountedForDays)
            .Must((c, days) => c.Scope is StocktakeScope.NotCountedFor == days is not null)
            .WithMessage("Give a number of days for scope notCountedFor, and for no other.");
    }
}

internal sealed class OpenStocktakeHandler(IDb db, Adjustments places, ICountedArticles articles, IActor actor)
    : ICommandHandler<OpenStocktake, Stocktake>
{
    // What lies there by the books, archived or not; what is found besides becomes a line when it is counted.
    private const string SellingSql = """
        select l.variant_id
          from inventory.stock_level as l
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.on_hand <> 0
        """;

    private const string ElsewhereSql = """
        select l.variant_id
          from inventory.location_level as l
         where l.tenant_id = @tenant
           and l.store_id = @StoreId
           and l.stock_location_id = @PlaceId
           and l.on_hand <> 0
        """;

    private const string NotCountedSince = """

           and not exists (select
                             from inventory.stocktake_line as c
                             join inventory.stocktake as t using (tenant_id, stocktake_id)
                            where c.tenant_id = @tenant
                              and t.tenant_id = @tenant
                              and c.store_id = l.store_id
                              and c.place_id = @PlaceId
                              and c.variant_id = l.variant_id
                              and c.counted_at >= @Since
                              and t.status = 'posted')
        """;

    private const string SellingNotCountedSql = SellingSql + NotCountedSince;

    private const string ElsewhereNotCountedSql = ElsewhereSql + NotCountedSince;

    private const string RecordSql = """
        insert into inventory.stocktake (stocktake_id, store_id, stock_location_id, name, scope, category_ids, not_counted_days, is_blind,
               status, opened_at, opened_by)
        values (@StocktakeId, @StoreId, @LocationRowId, @Name, @Scope, @CategoryIds, @NotCountedForDays, @IsBlind, @Status, @OpenedAt,
               @OpenedBy)
        """;

    // From the row that they belong to: so a distributed engine knows where that is. By key: of two that open at once one waits.
    private const string LinesSql = """
        insert into inventory.stocktake_line (tenant_id, stocktake_id, variant_id, store_id, place_id, is_in_scope)
        select t.tenant_id, t.stocktake_id, line.variant_id, t.store_id, coalesce(t.stock_location_id, t.store_id), true
          from inventory.stocktake as t
         cross join unnest(@VariantIds) as line (variant_id)
         where t.tenant_id = @tenant
           and t.stocktake_id = @StocktakeId
         order by line.variant_id
        """;

    public async Task<Stocktake> Handle(OpenStocktake command, CancellationToken ct)
    {
        var (at, _) = await places.HoldAsync(command.StoreId, command.StockLocationId ?? command.StoreId, ct);
        var variants = await VariantsAsync(command, at, ct);
        var opened = new Stocktake(
            Ids.New(),
            command.StoreId,
            at.StockLocationId,
            command.Name,
            command.Scope,
            command.CategoryIds,
            command.NotCountedForDays,
            command.IsBlind,
            StocktakeStatus.Open,
            actor.Now,
            actor.ActorId,
            SubmittedAt: null,
            SubmittedBy: null,
            EndedAt: null,
            EndedBy: null,
            Cancellation: null,
            new StocktakeProgress(variants.Count, 0, 0, 0, 0),
            Version: 1
        );
        db.Enqueue(
                RecordSql,
                new
                {
                    opened.StocktakeId,
                    opened.StoreId,
                    LocationRowId = at.RowId,
                    opened.Name,
                    opened.Scope,
                    CategoryIds = opened.CategoryIds?.ToArray(),
                    opened.NotCountedForDays,
                    opened.IsBlind,
                    opened.Status,
                    opened.OpenedAt,
                    opened.OpenedBy,
                }
            )
            .OnConstraint("stocktake_of_all_is_one", InventoryErrors.StocktakeOverlaps);
        db.Enqueue(LinesSql, new { opened.StocktakeId, VariantIds = variants.ToArray() })
            .OnConstraint("stocktake_line_is_counted_once", InventoryErrors.StocktakeOverlaps)
            .OnConstraint("stocktake_line_is_of_a_variant", InventoryErrors.VariantNotFound);
        db.Publish(new StocktakeOpened(opened.StocktakeId, opened.StoreId, opened.StockLocationId));
        return opened;
    }

    // A list counts also what the books have none of.
    private async Task<IReadOnlyList<Guid>> VariantsAsync(OpenStocktake asked, StockLocation at, CancellationToken ct)
    {
        switch (asked.Scope)
        {
            case StocktakeScope.Variants:
                Guid[] listed = [.. asked.VariantIds!.Distinct()]; // The validator wants them.
                var found = await articles.FindAsync(listed, [], ct);
                var unknown = asked
                    .VariantIds!.Index()
                    .Where(v => !found.VariantIds.Contains(v.Item))
                    .Select(v => string.Create(CultureInfo.InvariantCulture, $"variantIds[{v.Index}]"))
                    .ToList();
                return unknown.Count == 0 ? listed : throw new Refused(InventoryErrors.NotCounted(unknown));
            case StocktakeScope.Categories:
                var categories = articles.Categories(asked.CategoryIds!); // As above.
                var members = articles.OfCategories(asked.CategoryIds!);
                HashSet<Guid> known = [.. await categories.ToListAsync(ct)];
                var missing = asked.CategoryIds!.Index().Where(c => !known.Contains(c.Item)).Select(c => c.Index).ToList();
                if (missing.Count > 0)
                    throw new Refused(InventoryErrors.CategoryNotFound(missing));
                HashSet<Guid> meant = [.. await members.ToListAsync(ct)];
                return await CountedAsync([.. (await LyingAsync(at, since: null, ct)).Where(meant.Contains)], ct);
            case StocktakeScope.NotCountedFor:
                return await CountedAsync(await LyingAsync(at, actor.Now.AddDays(-asked.NotCountedForDays!.Value), ct), ct); // As above.
            default:
                return await CountedAsync(await LyingAsync(at, since: null, ct), ct);
        }
    }

    private async Task<IReadOnlyList<Guid>> LyingAsync(StockLocation at, DateTimeOffset? since, CancellationToken ct)
    {
        var isSelling = at.Kind is StockLocationKind.ShopFloor;
        if (since is { } day)
            return isSelling
                ? await db.QueryAsync<Guid>(
                    SellingNotCountedSql,
                    new
                    {
                        at.StoreId,
                        PlaceId = at.StockLocationId,
                        Since = day,
                    },
                    ct
                )
                : await db.QueryAsync<Guid>(
                    ElsewhereNotCountedSql,
                    new
                    {
                        at.StoreId,
                        PlaceId = at.StockLocationId,
                        Since = day,
                    },
                    ct
                );
        return isSelling
            ? await db.QueryAsync<Guid>(SellingSql, new { at.StoreId }, ct)
            : await db.QueryAsync<Guid>(ElsewhereSql, new { at.StoreId, PlaceId = at.StockLocationId }, ct);
    }

    private async Task<IReadOnlyList<Guid>> CountedAsync(IReadOnlyList<Guid> variantIds, CancellationToken ct)
    {
        HashSet<Guid> notCounted = [.. await articles.NotCounted(variantIds).ToListAsync(ct)];
        return [.. variantIds.Where(id => !notCounted.Contains(id))];
    }
}
