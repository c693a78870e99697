using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Keeps stock of a store back for somebody for a while, all of it or none: what is reserved nobody else sells or reserves. Bundles
/// reserve what they are made of, services nothing.
/// </summary>
/// <param name="ExpiresInSeconds">How long; a quarter of an hour when nothing is said.</param>
/// <param name="ExpiresAt">Until when, instead.</param>
/// <param name="Reference">For whom or what.</param>
public sealed record ReserveStock(
    Guid StoreId,
    IReadOnlyList<ReservationLine> Lines,
    int? ExpiresInSeconds = null,
    DateTimeOffset? ExpiresAt = null,
    ReservationReference? Reference = null
) : ICommand<Reservation>, IStoreRequest, IExactlyOnce, ICreates, IReservationTerm
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <summary>Told when stock was reserved.</summary>
public sealed record StockReserved(Guid ReservationId, Guid StoreId, DateTimeOffset ExpiresAt, IReadOnlyList<ReservationLine> Lines)
    : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.stock_reserved";
}

internal sealed class ReserveStockValidator : AbstractValidator<ReserveStock>
{
    /// <summary>A thousand million of anything: whatever a bundle is made of, their sum stays a number.</summary>
    private const decimal MaximumQuantity = 1_000_000_000;

    public ReserveStockValidator()
    {
        RuleFor(c => c.Lines).NotEmpty().AtMost(Reservations.MaximumLines);
        RuleForEach(c => c.Lines).ChildRules(line => line.RuleFor(l => l.Quantity).Quantity().LessThanOrEqualTo(MaximumQuantity));
        this.ReservationTerm();
        RuleFor(c => c.Reference!)
            .ChildRules(reference =>
            {
                reference.RuleFor(r => r.Kind).IsInEnum();
                reference.RuleFor(r => r.Label).ShortText(200);
            })
            .When(c => c.Reference is not null);
    }
}

internal sealed class ReserveStockHandler(IDb db, IReservableArticles articles, IStockRules stores, StockLedger ledger, IActor actor)
    : ICommandHandler<ReserveStock, Reservation>
{
    // Of one thing: more than any store has, also of what may be sold without being there, and far from what a level can count.
    private const decimal MaximumHeld = 1_000_000_000_000;

    private const string RecordSql = """
        insert into inventory.reservation (reservation_id, store_id, kind, reference_id, label, expires_at, reserved_at, reserved_by)
        values (@ReservationId, @StoreId, @Kind, @ReferenceId, @Label, @ExpiresAt, @ReservedAt, @ReservedBy)
        """;

    // From the row that they belong to, here and below: so a distributed engine knows where that is.
    private const string LinesSql = """
        insert into inventory.reservation_line (tenant_id, reservation_id, line_number, store_id, variant_id, quantity)
        select r.tenant_id, r.reservation_id, line.line_number, r.store_id, line.variant_id, line.quantity
          from inventory.reservation as r
         cross join unnest(@LineNumbers, @VariantIds, @Quantities) as line (line_number, variant_id, quantity)
         where r.tenant_id = @tenant
           and r.reservation_id = @ReservationId
        """;

    // As a sale takes it, and under the same constraint: levels in the order of their keys, and what was never stocked is refused.
    private const string TakeSql =
        """
            with line as (
                select variant_id, quantity
                  from unnest(@VariantIds, @Quantities) as line (variant_id, quantity)
            ), level as (
                select variant_id, reserved
                  from inventory.stock_level
                 where tenant_id = @tenant
                   and store_id = @StoreId
                   and variant_id = any(@VariantIds)
                 order by variant_id
                   for update
            ),
            """
        + " "
        + Lapsed.Freed
        + """

            update inventory.stock_level as l
               set reserved = l.reserved + line.quantity - coalesce(freed.quantity, 0)
              from level
              join line using (variant_id)
              left join freed using (variant_id)
             where l.tenant_id = @tenant
               and l.store_id = @StoreId
               and l.variant_id = level.variant_id
               and (select app.are_all(count(*), cardinality(@VariantIds), 'stock_movement_moves_a_level') from level)
            """;

    private const string HoldsSql = """
        insert into inventory.reservation_hold (tenant_id, reservation_id, store_id, variant_id, quantity, remaining, expires_at)
        select r.tenant_id, r.reservation_id, r.store_id, hold.variant_id, hold.quantity, hold.quantity, r.expires_at
          from inventory.reservation as r
         cross join unnest(@VariantIds, @Quantities) as hold (variant_id, quantity)
         where r.tenant_id = @tenant
           and r.reservation_id = @ReservationId
        """;

    public async Task<Reservation> Handle(ReserveStock command, CancellationToken ct)
    {
        var stillTrades = stores.StillTrades(command.StoreId);
        var found = (await articles.Find([.. command.Lines.Select(l => l.VariantId).Distinct()]).ToListAsync(ct)).ToDictionary(a =>
            a.VariantId
        );
        if (!await stillTrades.SingleAsync(ct))
            throw new Refused(PipelineErrors.StoreIsArchived);
        var unknown = command.Lines.Index().Where(l => !found.TryGetValue(l.Item.VariantId, out var a) || !a.IsForSale).ToList();
        if (unknown.Count > 0)
            throw new Refused(InventoryErrors.NotForSale(unknown.Select(l => l.Index)));

        var now = actor.Now;
        var goods = GoodsOf(command.Lines, found);
        if (goods.Any(g => g.Quantity > MaximumHeld))
            throw new Refused(await ledger.ShortageAsync(command.StoreId, Taken(goods), ct));
        var reservation = new Reservation(
            Ids.New(),
            command.StoreId,
            ReservationStatus.Held,
            command.Reference,
            command.EndsAt(now),
            now,
            actor.ActorId,
            SaleId: null,
            EndedAt: null,
            EndedBy: null,
            command.Lines,
            [.. goods.Select(g => new ReservationHold(g.VariantId, g.Quantity, Taken: 0, Held: g.Quantity))],
            Version: 1
        );
        Record(reservation);
        if (goods.Count > 0)
            Take(reservation, goods, now);
        db.Publish(new StockReserved(reservation.ReservationId, reservation.StoreId, reservation.ExpiresAt, reservation.Lines));
        return reservation;
    }

    /// <summary>What all lines together take off the shelf, one a variant and in the order of their keys.</summary>
    private static List<StockLine> GoodsOf(IReadOnlyList<ReservationLine> lines, Dictionary<Guid, ReservableArticle> found) =>
        [
            .. lines
                .SelectMany(l => found[l.VariantId].Goods.Select(g => new StockLine(g.VariantId, g.Quantity * l.Quantity)))
                .GroupBy(
                    g => g.VariantId,
                    (variant, same) =>
                        new StockLine(variant, decimal.Round(same.Sum(g => g.Quantity), 3, MidpointRounding.ToPositiveInfinity))
                )
                .OrderBy(g => g.VariantId.ToString(), StringComparer.Ordinal),
        ];

    private static List<StockLine> Taken(List<StockLine> goods) => [.. goods.Select(g => g with { Quantity = -g.Quantity })];

    private void Record(Reservation made)
    {
        db.Enqueue(
            RecordSql,
            new
            {
                made.ReservationId,
                made.StoreId,
                made.Reference?.Kind,
                ReferenceId = made.Reference?.Id,
                made.Reference?.Label,
                made.ExpiresAt,
                made.ReservedAt,
                made.ReservedBy,
            }
        );
        db.Enqueue(
            LinesSql,
            new
            {
                made.ReservationId,
                LineNumbers = Enumerable.Range(1, made.Lines.Count).ToArray(),
                VariantIds = made.Lines.Select(l => l.VariantId).ToArray(),
                Quantities = made.Lines.Select(l => l.Quantity).ToArray(),
            }
        );
    }

    private void Take(Reservation made, List<StockLine> goods, DateTimeOffset now)
    {
        var variants = goods.Select(g => g.VariantId).ToArray();
        var quantities = goods.Select(g => g.Quantity).ToArray();
        var wanted = Taken(goods);
        db.Enqueue(
                TakeSql,
                new
                {
                    VariantIds = variants,
                    Quantities = quantities,
                    made.StoreId,
                    Now = now,
                }
            )
            .OnConstraint("stock_level_available_not_negative", ct => ledger.ShortageAsync(made.StoreId, wanted, ct))
            .OnConstraint("stock_movement_moves_a_level", ct => ledger.ShortageAsync(made.StoreId, wanted, ct))
            .Last();
        db.Enqueue(
                HoldsSql,
                new
                {
                    made.ReservationId,
                    VariantIds = variants,
                    Quantities = quantities,
                }
            )
            .Last();
    }
}
