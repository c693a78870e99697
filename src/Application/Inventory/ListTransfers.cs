using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the transfers from and to the caller's stores, newest first.</summary>
/// <param name="StoreId">One of their two stores.</param>
/// <param name="Status">What they are now; shipped ones are on the way.</param>
public sealed record ListTransfers(
    Guid? StoreId = null,
    TransferStatus? Status = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<TransferSummary>>, IPaged, IStoreRequest;

/// <summary>A transfer as a list shows it, without its lines.</summary>
public sealed record TransferSummary(
    Guid TransferId,
    string Number,
    Guid FromStoreId,
    Guid ToStoreId,
    TransferStatus Status,
    string? Note,
    DateTimeOffset RequestedAt,
    Guid RequestedBy,
    DateTimeOffset? ApprovedAt,
    Guid? ApprovedBy,
    DateTimeOffset? ShippedAt,
    DateTimeOffset? EndedAt,
    string? Cancellation,
    Guid? DiscrepancyId,
    int Version
);

internal sealed class ListTransfersValidator : AbstractValidator<ListTransfers>
{
    public ListTransfersValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageOf<ListTransfers, Guid?>();
    }
}

internal sealed class ListTransfersHandler(IDb db) : IQueryHandler<ListTransfers, Page<TransferSummary>>
{
    // Two walks a store, both in the order of an index: a single one over the merchant would pass by every transfer of other stores.
    // What goes from one of the caller's stores to another is met by both.
    private const string From = """
        select distinct t.transfer_id, t.number, t.from_store_id, t.to_store_id, t.status, t.note, t.requested_at, t.requested_by,
               t.approved_at, t.approved_by, t.shipped_at, t.ended_at, t.cancellation, t.discrepancy_id, t.version
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               (select transfer_id, number, from_store_id, to_store_id, status, note, requested_at, requested_by, approved_at, approved_by,
                       shipped_at, ended_at, cancellation, discrepancy_id, version
                  from inventory.transfer
                 where tenant_id = @tenant
                   and from_store_id = mine.store_id
        """;

    private const string To = """

                union all
               (select transfer_id, number, from_store_id, to_store_id, status, note, requested_at, requested_by, approved_at, approved_by,
                       shipped_at, ended_at, cancellation, discrepancy_id, version
                  from inventory.transfer
                 where tenant_id = @tenant
                   and to_store_id = mine.store_id
        """;

    private const string OfStatus = """

                   and status = @Status
        """;

    private const string Newest = """

                   and transfer_id < @Before
                 order by transfer_id desc
                 limit @Limit)
        """;

    private const string Rest = """

               ) as t
         order by t.transfer_id desc
         limit @Limit
        """;

    private const string ListSql = From + Newest + To + Newest + Rest;

    private const string OfStatusSql = From + OfStatus + Newest + To + OfStatus + Newest + Rest;

    public async Task<Page<TransferSummary>> Handle(ListTransfers query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, limit) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1);
        var rows = query.Status is { } status
            ? await db.QueryAsync<TransferSummary>(
                OfStatusSql,
                new
                {
                    Status = status,
                    Before = before,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<TransferSummary>(ListSql, new { Before = before, Limit = limit }, ct);
        return Page<TransferSummary>.Of(rows, query.Limit, t => (Guid?)t.TransferId);
    }
}
