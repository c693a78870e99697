using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Baskets that were put aside: how one is read, held still and written.</summary>
internal static class ParkedSales
{
    private const string FindSql = """
        select parked_sale_id, store_id, terminal_id, status, label, lines::text, discount::text, is_distance_sale, customer_id, currency, total,
               parked_at, parked_by, recalled_at, recalled_by, sale_id, reason, ended_at, ended_by, version
          from sales.parked_sale
         where tenant_id = @tenant
           and parked_sale_id = @ParkedSaleId
        """;

    private const string LockSql = """
        select parked_sale_id
          from sales.parked_sale
         where tenant_id = @tenant
           and parked_sale_id = @ParkedSaleId
           for no key update
        """;

    private const string SaveSql = """
        update sales.parked_sale
           set terminal_id = @TerminalId,
               status = @Status,
               label = @Label,
               lines = @Lines::jsonb,
               discount = @Discount::jsonb,
               is_distance_sale = @IsDistanceSale,
               customer_id = @CustomerId,
               currency = @Currency,
               total = @Total,
               parked_at = @ParkedAt,
               parked_by = @ParkedBy,
               recalled_at = @RecalledAt,
               recalled_by = @RecalledBy,
               sale_id = @SaleId,
               reason = @Reason,
               ended_at = @EndedAt,
               ended_by = @EndedBy,
               version = version + 1
         where tenant_id = @tenant
           and parked_sale_id = @ParkedSaleId
        """;

    /// <summary>Queues one of them, as it stands.</summary>
    public static Deferred<ParkedSale> FindParked(this IDb db, Guid parkedSaleId) =>
        db.Defer<Row>(FindSql, new { ParkedSaleId = parkedSaleId }).Select(row => row.ParkedSale);

    /// <summary>Queues one of them, held still until this transaction ends: of two tills that want it the second finds it taken.</summary>
    public static Deferred<ParkedSale> HoldParked(this IDb db, Guid parkedSaleId)
    {
        db.Lock(LockSql, new { ParkedSaleId = parkedSaleId });
        return db.FindParked(parkedSaleId);
    }

    /// <summary>Queues what a held one becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public static ParkedSale SaveParked(this IDb db, ParkedSale before, ParkedSale after)
    {
        db.Changes(before, after);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.ParkedSaleId,
                    after.TerminalId,
                    after.Status,
                    after.Label,
                    Lines = JsonSerializer.Serialize(after.Lines, Json.Options),
                    Discount = after.Discount is { } off ? JsonSerializer.Serialize(off, Json.Options) : null,
                    after.IsDistanceSale,
                    after.CustomerId,
                    after.Currency,
                    after.Total,
                    after.ParkedAt,
                    after.ParkedBy,
                    after.RecalledAt,
                    after.RecalledBy,
                    after.SaleId,
                    after.Reason,
                    after.EndedAt,
                    after.EndedBy,
                }
            )
            .OnConstraint("parked_sale_is_at_terminal", PipelineErrors.TerminalIsUnknown);
        return after with { Version = before.Version + 1 };
    }

    /// <summary>The one that a till sells, taken up there.</summary>
    /// <exception cref="Refused">There is none in scope, it is over, or it is not taken up at that till.</exception>
    public static ParkedSale RequiredAt(this ParkedSale? parked, Guid terminalId)
    {
        if (parked is null)
            throw new Refused(ParkedSaleErrors.NotFound);
        if (!parked.IsAside)
            throw new Refused(ParkedSaleErrors.IsOver);
        return parked.Status is ParkedSaleStatus.Recalled && parked.TerminalId == terminalId
            ? parked
            : throw new Refused(ParkedSaleErrors.NotRecalledHere);
    }

    private sealed record Row(
        Guid ParkedSaleId,
        Guid StoreId,
        Guid TerminalId,
        ParkedSaleStatus Status,
        string Label,
        string Lines,
        string? Discount,
        bool IsDistanceSale,
        Guid? CustomerId,
        string Currency,
        long Total,
        DateTimeOffset ParkedAt,
        Guid ParkedBy,
        DateTimeOffset? RecalledAt,
        Guid? RecalledBy,
        Guid? SaleId,
        string? Reason,
        DateTimeOffset? EndedAt,
        Guid? EndedBy,
        int Version
    )
    {
        public ParkedSale ParkedSale =>
            new(
                ParkedSaleId,
                StoreId,
                TerminalId,
                Status,
                Label,
                Json.ReadKeptList<BasketItem>(Lines),
                Discount is null ? null : JsonSerializer.Deserialize<GivenDiscount>(Discount, Json.KeptOptions),
                IsDistanceSale,
                CustomerId,
                Currency,
                Total,
                ParkedAt,
                ParkedBy,
                RecalledAt,
                RecalledBy,
                SaleId,
                Reason,
                EndedAt,
                EndedBy,
                Version
            );
    }
}
