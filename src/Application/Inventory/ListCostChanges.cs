using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists what changed average costs in the caller's stores, newest first.</summary>
/// <param name="DocumentId">The adjustment, transfer, return, voided sale or revaluation that did.</param>
public sealed record ListCostChanges(
    Guid? StoreId = null,
    Guid? VariantId = null,
    Guid? DocumentId = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<CostChange>>, IPaged, IStoreRequest;

/// <param name="Number">Which change of this variant's average in this store it was.</param>
/// <param name="DocumentId">The adjustment, transfer, return, voided sale or revaluation.</param>
/// <param name="Quantity">What came in; none where a cost was corrected.</param>
/// <param name="UnitCost">What one of that cost, or was said to cost: minor units of the store's currency.</param>
/// <param name="OnHandBefore">What there was, in all locations of the store; below zero, what was issued without being there.</param>
/// <param name="AverageBefore">What one of it cost; absent where nobody had said.</param>
/// <param name="AverageAfter">What one costs from here on.</param>
/// <param name="Settled">What had been issued below zero, and has come with this.</param>
/// <param name="Variance">By how much more that cost than was known when it was issued; minor units, three decimals.</param>
/// <param name="Difference">
/// By how much the value of the stock changed beside what came in: by what was settled or revalued, and what rounding left; minor units,
/// three decimals.
/// </param>
/// <param name="ChangedBy">The user; absent for what the system brought in itself.</param>
/// <param name="Reason">Why goods were revalued.</param>
public sealed record CostChange(
    Guid CostChangeId,
    Guid StoreId,
    Guid VariantId,
    int Number,
    CostChangeKind Kind,
    Guid DocumentId,
    decimal Quantity,
    decimal UnitCost,
    decimal OnHandBefore,
    decimal? AverageBefore,
    decimal AverageAfter,
    decimal Settled,
    [property: Range(-1e24, 1e24)] decimal Variance,
    [property: Range(-1e24, 1e24)] decimal Difference,
    DateTimeOffset ChangedAt,
    Guid? ChangedBy,
    string? Reason
);

internal sealed class ListCostChangesValidator : AbstractValidator<ListCostChanges>
{
    public ListCostChangesValidator() => this.PageOf<ListCostChanges, Guid?>();
}

internal sealed class ListCostChangesHandler(IDb db) : IQueryHandler<ListCostChanges, Page<CostChange>>
{
    private const string Head = """
        select c.cost_change_id, c.store_id, c.variant_id, c.number, c.kind, c.document_id, c.quantity, c.unit_cost, c.on_hand_before,
               c.average_before, c.average_after, c.settled, c.variance, c.difference, c.changed_at, c.changed_by,
               (select r.reason
                  from inventory.stock_revaluation as r
                 where r.tenant_id = @tenant
                   and r.stock_revaluation_id = c.document_id) as reason
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select cost_change_id, store_id, variant_id, number, kind, document_id, quantity, unit_cost, on_hand_before, average_before,
                      average_after, settled, round(variance, 3) as variance, round(difference, 3) as difference, changed_at, changed_by
                 from inventory.cost_change
                where tenant_id = @tenant
                  and store_id = mine.store_id
        """;

    private const string Rest = """

                  and cost_change_id < @Before
                order by cost_change_id desc
                limit @Limit
               ) as c
         order by c.cost_change_id desc
         limit @Limit
        """;

    private const string ListSql = Head + Rest;

    private const string OfVariantSql =
        Head
        + """

                      and variant_id = @VariantId
            """
        + Rest;

    private const string OfDocumentSql =
        Head
        + """

                      and document_id = @DocumentId
                      and (@VariantId::uuid is null or variant_id = @VariantId)
            """
        + Rest;

    public async Task<Page<CostChange>> Handle(ListCostChanges query, CancellationToken ct)
    {
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var rows = query switch
        {
            { DocumentId: { } document } => await db.QueryAsync<CostChange>(
                OfDocumentSql,
                new
                {
                    DocumentId = document,
                    query.VariantId,
                    Before = before,
                    Limit = limit,
                },
                ct
            ),
            { VariantId: { } variant } => await db.QueryAsync<CostChange>(
                OfVariantSql,
                new
                {
                    VariantId = variant,
                    Before = before,
                    Limit = limit,
                },
                ct
            ),
            _ => await db.QueryAsync<CostChange>(ListSql, new { Before = before, Limit = limit }, ct),
        };
        return Page<CostChange>.Of(rows, query.Limit, c => (Guid?)c.CostChangeId);
    }
}
