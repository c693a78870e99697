using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Shifts: how one is read, held still, and who may touch it.</summary>
internal sealed class Shifts(IDb db, IRights rights, IActor actor)
{
    private const string FindSql = """
        select shift_id, store_id, terminal_id, terminal_code, cashier_id, status, currency, float_amount, is_shared, is_blind,
               over_short_up_to, business_date, time_zone, day_ends_at, opened_at, opened_by, counted, denominations::text, expected,
               counted_at, counted_by, reason, closed_at, closed_by, version
          from sales.shift
         where tenant_id = @tenant
           and shift_id = @ShiftId
        """;

    // Apart from who sells in it: they hold it, too.
    private const string LockSql = """
        select shift_id
          from sales.shift
         where tenant_id = @tenant
           and shift_id = @ShiftId
           for no key update
        """;

    private const string TotalsSql = """
        select kind, key, count, amount, net, tax, rounding
          from sales.shift_total
         where tenant_id = @tenant
           and shift_id = @ShiftId
         order by kind, key
        """;

    /// <summary>One shift, what it has come to, and whether the caller looks after those of others in its store.</summary>
    /// <exception cref="Refused">There is none in scope.</exception>
    public async Task<SeenShift> SeeAsync(Guid shiftId, CancellationToken ct)
    {
        var found = db.Defer<Row>(FindSql, new { ShiftId = shiftId });
        var totals = db.Defer<ShiftTotal>(TotalsSql, new { ShiftId = shiftId });
        var managed = rights.StoresWith(Permissions.Sales.ShiftManage);
        var shift = (await found.SingleOrDefaultAsync(ct))?.Shift ?? throw new Refused(ShiftErrors.NotFound);
        return new SeenShift(shift, await totals.ToListAsync(ct), (await managed.ToListAsync(ct)).Contains(shift.StoreId));
    }

    /// <summary>The same for an act of the one whose drawer it is, or who looks after it; held still until this transaction ends.</summary>
    /// <param name="orShared">Where several work on the drawer, each of them may.</param>
    /// <exception cref="Refused">There is none in scope, it has changed, or it is somebody else's.</exception>
    public async Task<SeenShift> HoldAsync(Guid shiftId, bool orShared, CancellationToken ct)
    {
        db.Lock(LockSql, new { ShiftId = shiftId });
        var seen = await SeeAsync(shiftId, ct);
        actor.RequireVersion(seen.Shift.Version);
        var isTheirs = seen.Shift.CashierId == actor.ActorId || (orShared && seen.Shift.IsShared) || seen.IsManaged;
        return isTheirs ? seen : throw new Refused(ShiftErrors.MayNot);
    }

    private sealed record Row(
        Guid ShiftId,
        Guid StoreId,
        Guid TerminalId,
        string TerminalCode,
        Guid CashierId,
        ShiftStatus Status,
        string Currency,
        long FloatAmount,
        bool IsShared,
        bool IsBlind,
        long OverShortUpTo,
        DateOnly BusinessDate,
        string TimeZone,
        string DayEndsAt,
        DateTimeOffset OpenedAt,
        Guid OpenedBy,
        long? Counted,
        string? Denominations,
        long? Expected,
        DateTimeOffset? CountedAt,
        Guid? CountedBy,
        string? Reason,
        DateTimeOffset? ClosedAt,
        Guid? ClosedBy,
        int Version
    )
    {
        public Shift Shift =>
            new(
                ShiftId,
                StoreId,
                TerminalId,
                TerminalCode,
                CashierId,
                Status,
                Currency,
                FloatAmount,
                IsShared,
                IsBlind,
                OverShortUpTo,
                BusinessDate,
                TimeZone,
                DayEndsAt,
                OpenedAt,
                OpenedBy,
                Count,
                Reason,
                ClosedAt,
                ClosedBy,
                Version
            );

        // shift_is_what_it_says: they come together.
        private ShiftCount? Count =>
            Counted is { } counted
                ? new ShiftCount(
                    counted,
                    Denominations is null ? null : Json.ReadKeptList<Denomination>(Denominations),
                    Expected!.Value,
                    counted - Expected.Value,
                    CountedAt!.Value,
                    CountedBy!.Value
                )
                : null;
    }
}

/// <param name="IsManaged">The caller looks after the shifts of others in its store.</param>
internal sealed record SeenShift(Shift Shift, IReadOnlyList<ShiftTotal> Totals, bool IsManaged)
{
    /// <summary>All of what it has come to.</summary>
    public ShiftReport Report => ShiftReport.Of(Shift, Totals);

    /// <summary>The same as the caller may see it: before the count nothing that tells what is expected in the drawer.</summary>
    public ShiftReport ShownReport =>
        Shift is { Status: ShiftStatus.Open, IsBlind: true } && !IsManaged ? Report with { Money = null } : Report;
}
