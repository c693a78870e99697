using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Tells of many variants at once what every store has of them, in one page; of what no store ever had there is nothing.</summary>
public sealed record FindAvailability(IReadOnlyList<Guid> VariantIds) : IQuery<Page<VariantAvailability>>;

/// <param name="OnHand">What lies in all of the stores together.</param>
/// <param name="Available">What can still be sold in all of them together.</param>
/// <param name="Stores">The stores that have had it.</param>
public sealed record VariantAvailability(Guid VariantId, decimal OnHand, decimal Available, IReadOnlyList<AvailabilityInStore> Stores);

/// <param name="OnHand">What lies in the store, wherever.</param>
/// <param name="Reserved">What of it is promised to someone.</param>
/// <param name="Available">What can still be sold there.</param>
public sealed record AvailabilityInStore(Guid StoreId, decimal OnHand, decimal Reserved, decimal Available);

internal sealed class FindAvailabilityValidator : AbstractValidator<FindAvailability>
{
    public FindAvailabilityValidator() => RuleFor(q => q.VariantIds).NotEmpty().AtMost(PageRules.MaximumLimit);
}

internal sealed class FindAvailabilityHandler(IDb db, IActor actor) : IQueryHandler<FindAvailability, Page<VariantAvailability>>
{
    private const string FindSql =
        """
            select l.variant_id, l.store_id,
                   l.on_hand + (select coalesce(sum(p.on_hand), 0)
                                  from inventory.location_level as p
                                 where p.tenant_id = @tenant
                                   and p.store_id = l.store_id
                                   and p.variant_id = l.variant_id) as on_hand,
                   r.reserved, l.on_hand - r.reserved as available
              from inventory.stock_level as l
             cross join lateral (select
            """
        + " "
        + Lapsed.Reserved
        + """
             as reserved) as r
             where l.tenant_id = @tenant
               and l.store_id = any ((select app.store_scope())::uuid[])
               and l.variant_id = any(@VariantIds)
             order by l.variant_id, l.store_id
            """;

    public async Task<Page<VariantAvailability>> Handle(FindAvailability query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Row>(FindSql, new { VariantIds = query.VariantIds.Distinct().ToArray(), actor.Now }, ct);
        return new Page<VariantAvailability>(
            [
                .. rows.GroupBy(
                    r => r.VariantId,
                    (variant, stores) =>
                    {
                        List<AvailabilityInStore> there =
                        [
                            .. stores.Select(r => new AvailabilityInStore(r.StoreId, r.OnHand, r.Reserved, r.Available)),
                        ];
                        return new VariantAvailability(variant, there.Sum(s => s.OnHand), there.Sum(s => s.Available), there);
                    }
                ),
            ],
            null
        );
    }

    private sealed record Row(Guid VariantId, Guid StoreId, decimal OnHand, decimal Reserved, decimal Available);
}
