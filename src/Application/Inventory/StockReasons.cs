using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>
/// Reasons for corrections of stock: how one is read, held still and written. Published for whoever makes a new merchant.
/// </summary>
public sealed class StockReasons(IDb db, TimeProvider clock)
{
    internal const string Columns = """
        select stock_reason_id, code, name, direction, needs_note, archived_at is not null as is_archived, version
          from inventory.stock_reason
         where tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + """

               and stock_reason_id = @StockReasonId
            """;

    private const string NamedSql =
        Columns
        + """

               and code = @Code
            """;

    // Of two edits of one version, the second finds it gone.
    private const string LockSql = """
        select stock_reason_id
          from inventory.stock_reason
         where tenant_id = @tenant
           and stock_reason_id = @StockReasonId
           for no key update
        """;

    private const string AddSql = """
        insert into inventory.stock_reason (stock_reason_id, code, name, direction, needs_note, created_at)
        values (@StockReasonId, @Code, @Name, @Direction, @NeedsNote, @Now)
        """;

    private const string SaveSql = """
        update inventory.stock_reason
           set code = @Code,
               name = @Name,
               direction = @Direction,
               needs_note = @NeedsNote,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and stock_reason_id = @StockReasonId
        """;

    /// <summary>Queues the reasons that a new merchant begins with.</summary>
    public void AddPredefined()
    {
        foreach (
            var (code, name, direction, needsNote) in new[]
            {
                ("damage", "Damaged", ReasonDirection.Out, false),
                ("theft", "Stolen", ReasonDirection.Out, false),
                ("found", "Found", ReasonDirection.In, false),
                ("internal-use", "Used by us", ReasonDirection.Out, true),
            }
        )
            Add(new StockReason(Ids.New(), code, name, direction, needsNote, IsArchived: false, Version: 1));
    }

    /// <summary>Asks for the reason that an adjustment names, if it names one.</summary>
    internal Deferred<StockReason>? Named(string? code) => code is null ? null : db.Defer<StockReason>(NamedSql, new { Code = code });

    /// <summary>The reason that was asked for, when an adjustment may be made for it; null for one in words.</summary>
    /// <exception cref="Refused">It may not.</exception>
    internal static async Task<StockReason?> FittingAsync(Deferred<StockReason>? named, IAdjustmentContent adjustment, CancellationToken ct)
    {
        if (named is null)
            return null;
        var reason = await named.SingleOrDefaultAsync(ct) ?? throw new Refused(InventoryErrors.ReasonNotFound);
        if (reason.IsArchived)
            throw new Refused(InventoryErrors.ReasonIsArchived);
        var wrong = adjustment
            .Lines.Index()
            .Where(l => reason.Direction == (l.Item.Quantity > 0 ? ReasonDirection.Out : ReasonDirection.In))
            .Select(l => l.Index)
            .ToList();
        if (wrong.Count > 0)
            throw new Refused(InventoryErrors.ReasonGoesTheOtherWay(wrong));
        return reason.NeedsNote && adjustment.Note is null ? throw new Refused(InventoryErrors.ReasonNeedsNote) : reason;
    }

    /// <summary>One reason; null when there is none.</summary>
    internal Task<StockReason?> FindAsync(Guid stockReasonId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<StockReason>(FindSql, new { StockReasonId = stockReasonId }, ct);

    /// <summary>One reason, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none.</exception>
    internal async Task<StockReason> LockAsync(Guid stockReasonId, CancellationToken ct)
    {
        db.Lock(LockSql, new { StockReasonId = stockReasonId });
        return await FindAsync(stockReasonId, ct) ?? throw new Refused(InventoryErrors.ReasonNotFound);
    }

    /// <summary>Queues a new reason.</summary>
    internal void Add(StockReason added) =>
        db.Enqueue(
                AddSql,
                new
                {
                    added.StockReasonId,
                    added.Code,
                    added.Name,
                    added.Direction,
                    added.NeedsNote,
                    Now = clock.GetUtcNow(),
                }
            )
            .OnConstraint("stock_reason_pkey", InventoryErrors.ReasonExists)
            .OnConstraint("stock_reason_code_is_taken", InventoryErrors.ReasonCodeTaken);

    /// <summary>Queues what a locked reason becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    internal StockReason Save(StockReason before, StockReason after)
    {
        db.Changes(before, after);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.StockReasonId,
                    after.Code,
                    after.Name,
                    after.Direction,
                    after.NeedsNote,
                    after.IsArchived,
                    Now = clock.GetUtcNow(),
                }
            )
            .OnConstraint("stock_reason_code_is_taken", InventoryErrors.ReasonCodeTaken);
        return after with { Version = before.Version + 1 };
    }
}
