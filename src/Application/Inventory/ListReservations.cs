using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the reservations of the caller's stores, newest first.</summary>
/// <param name="Status">What they are now; one past its time has expired.</param>
/// <param name="VariantId">What they hold, or held: of a bundle what it is made of.</param>
public sealed record ListReservations(
    Guid? StoreId = null,
    ReservationStatus? Status = null,
    Guid? VariantId = null,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<ReservationSummary>>, IPaged, IStoreRequest;

/// <summary>A reservation as a list shows it, without its lines.</summary>
public sealed record ReservationSummary(
    Guid ReservationId,
    Guid StoreId,
    ReservationStatus Status,
    ReservationReference? Reference,
    DateTimeOffset ExpiresAt,
    DateTimeOffset ReservedAt,
    Guid ReservedBy,
    Guid? SaleId,
    DateTimeOffset? EndedAt,
    Guid? EndedBy,
    int Version
);

internal sealed class ListReservationsValidator : AbstractValidator<ListReservations>
{
    public ListReservationsValidator()
    {
        RuleFor(q => q.Status).IsInEnum();
        this.PageOf<ListReservations, Guid?>();
    }
}

internal sealed class ListReservationsHandler(IDb db, IActor actor) : IQueryHandler<ListReservations, Page<ReservationSummary>>
{
    // One walk a store, in the order of an index: a single one over the merchant would pass by those of other stores.
    private const string Stores = """
        select r.reservation_id, r.store_id, r.status, r.kind, r.reference_id, r.label, r.expires_at, r.reserved_at, r.reserved_by, r.sale_id,
               r.ended_at, r.ended_by, r.version
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               (
        """;

    private const string InStore = """

                   and r.store_id = mine.store_id
        """;

    private const string Newest = """

                   and r.reservation_id < @Before
                 order by r.reservation_id desc
                 limit @Limit)
        """;

    private const string Rest = """

               ) as r
         order by r.reservation_id desc
         limit @Limit
        """;

    private const string ListSql = Stores + Reservations.Columns + InStore + Newest + Rest;

    // What nobody has written down yet has expired all the same: those are few, and walked to in an index, too.
    private const string OfStatusSql =
        Stores
        + Reservations.Columns
        + InStore
        + """

                       and r.status = @Status
                       and (r.status <> 'held' or r.expires_at > @Now)
            """
        + Newest
        + """

                    union all
                   (
            """
        + Reservations.Columns
        + InStore
        + """

                       and r.status = 'held'
                       and r.expires_at <= @Now
                       and @Status::text = 'expired'
            """
        + Newest
        + Rest;

    // Walked along what is or was held of it.
    private const string OfVariantSql =
        Stores
        + Reservations.Columns
        + InStore
        + """

                       and r.reservation_id in (select h.reservation_id
                                                  from inventory.reservation_hold as h
                                                 where h.tenant_id = @tenant
                                                   and h.store_id = mine.store_id
                                                   and h.variant_id = @VariantId
                                                   and h.reservation_id < @Before
                                                 order by h.reservation_id desc)
                       and (@Status::text is null or
            """
        + " "
        + Reservations.StatusNow
        + """
             = @Status)
            """
        + Newest
        + Rest;

    public async Task<Page<ReservationSummary>> Handle(ListReservations query, CancellationToken ct)
    {
        // No id is as high as all ones.
        var (before, limit, now) = (Cursor.Read<Guid?>(query.Cursor) ?? Guid.AllBitsSet, query.Limit + 1, actor.Now);
        var rows = query switch
        {
            { VariantId: { } variant } => await db.QueryAsync<ReservationHead>(
                OfVariantSql,
                new
                {
                    VariantId = variant,
                    query.Status,
                    Before = before,
                    Limit = limit,
                    Now = now,
                },
                ct
            ),
            { Status: { } status } => await db.QueryAsync<ReservationHead>(
                OfStatusSql,
                new
                {
                    Status = status,
                    Before = before,
                    Limit = limit,
                    Now = now,
                },
                ct
            ),
            _ => await db.QueryAsync<ReservationHead>(
                ListSql,
                new
                {
                    Before = before,
                    Limit = limit,
                    Now = now,
                },
                ct
            ),
        };
        return Page<ReservationSummary>.Of(rows, query.Limit, r => (Guid?)r.ReservationId, SummaryOf);
    }

    private static ReservationSummary SummaryOf(ReservationHead head) =>
        new(
            head.ReservationId,
            head.StoreId,
            head.Status,
            head.Reference,
            head.ExpiresAt,
            head.ReservedAt,
            head.ReservedBy,
            head.SaleId,
            head.EndedAt,
            head.EndedBy,
            head.Version
        );
}
