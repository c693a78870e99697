using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>
/// Takes the count of a drawer and closes its shift with a Z report. Where the drawer is over or short by more than the merchant lets pass,
/// the count is kept and the shift waits for a reason and an approval: the same again, without the count.
/// </summary>
/// <param name="Counted">What lies in the drawer, in minor units of the shift's currency.</param>
/// <param name="Denominations">The same by coin and note.</param>
/// <param name="Reason">Why it is over or short.</param>
public sealed record CloseShift(
    Guid ShiftId,
    long? Counted = null,
    IReadOnlyList<Denomination>? Denominations = null,
    string? Reason = null
) : ICommand<Shift>, IExactlyOnce
{
    /// <summary>What was counted, if it was.</summary>
    internal long? Total => Denominations is { } coins ? coins.Sum(d => d.Value * d.Count) : Counted;
}

/// <summary>Told when a shift was closed.</summary>
/// <param name="Number">Of its Z report.</param>
/// <param name="OverShort">What lay in the drawer beyond what was expected; negative where something was missing.</param>
public sealed record ShiftClosed(
    Guid ShiftId,
    Guid StoreId,
    Guid TerminalId,
    string Number,
    string Currency,
    long Counted,
    long Expected,
    long OverShort
) : IBusinessEvent
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IBusinessEvent.Type => "sales.shift_closed";
}

internal sealed class CloseShiftValidator : AbstractValidator<CloseShift>
{
    private const int MaximumDenominations = 50;

    // Beyond any note that there is.
    private const long MaximumValue = 1_000_000_000;

    public CloseShiftValidator()
    {
        RuleFor(c => c.Counted).InclusiveBetween(0, Rules.MaximumAmount);
        RuleFor(c => c.Denominations!)
            .AtMost(MaximumDenominations)
            .Must(coins => coins is null || coins.DistinctBy(d => d.Value).Count() == coins.Count)
            .WithMessage("A coin or note is listed twice.")
            .Must(coins =>
                coins is null || coins.Aggregate((Int128)0, (sum, d) => sum + ((Int128)d.Value * d.Count)) <= Rules.MaximumAmount
            )
            .WithMessage("They come to more than an amount can be.");
        RuleForEach(c => c.Denominations!)
            .ChildRules(coin =>
            {
                coin.RuleFor(d => d.Value).InclusiveBetween(1, MaximumValue);
                coin.RuleFor(d => d.Count).InclusiveBetween(0, 1_000_000);
            });
        RuleFor(c => c.Counted)
            .Must((c, counted) => counted is null || c.Denominations is null)
            .WithMessage("Where coins and notes are listed, leave it out.");
        RuleFor(c => c.Reason).ShortText(200);
    }
}

internal sealed class CloseShiftHandler(IDb db, Shifts shifts, ITerminals terminals, IApprovals approvals, IActor actor)
    : ICommandHandler<CloseShift, Shift>
{
    private const string SaveSql = """
        update sales.shift
           set status = @Status,
               counted = @Counted,
               denominations = @Denominations::jsonb,
               expected = @Expected,
               counted_at = @CountedAt,
               counted_by = @CountedBy,
               reason = @Reason,
               closed_at = @ClosedAt,
               closed_by = @ClosedBy,
               proven_at = null,
               version = version + 1
         where tenant_id = @tenant
           and shift_id = @ShiftId
        """;

    // Behind the number, which nobody else takes meanwhile.
    private const string PreviousSql = """
        select encode(hash, 'hex')
          from sales.z_report
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and sequence = @Sequence - 1
        """;

    private const string FreezeSql = """
        insert into sales.z_report (shift_id, store_id, terminal_id, sequence, number, content, previous_hash, hash, closed_at)
        values (@ShiftId, @StoreId, @TerminalId, @Sequence, @Number, @Content, decode(@PreviousHash, 'hex'), @Hash, @ClosedAt)
        """;

    public async Task<Shift> Handle(CloseShift command, CancellationToken ct)
    {
        var seen = await shifts.HoldAsync(command.ShiftId, orShared: false, ct);
        var before = seen.Shift;
        if (before.Status is ShiftStatus.Closed)
            throw new Refused(ShiftErrors.IsClosed);
        var shift = Counted(command, seen);
        if (shift.IsOff && before.Status is ShiftStatus.Open && (shift.Reason is null || !seen.IsManaged))
        {
            // A refusal would forget the count, and whoever learns from it what is missing could count once more.
            Save(before, shift);
            return shift;
        }

        await DemandAsync(shift, seen.IsManaged, ct);
        var closed = shift with { Status = ShiftStatus.Closed, ClosedAt = actor.Now, ClosedBy = actor.ActorId };
        Save(before, closed);
        await FreezeAsync(closed, seen.Report, ct);
        return closed;
    }

    private Shift Counted(CloseShift command, SeenShift seen)
    {
        var shift = seen.Shift with { Reason = command.Reason ?? seen.Shift.Reason };
        if (command.Total is not { } counted)
            return shift.Count is null ? throw new Refused(ShiftErrors.CountIsMissing) : shift;
        if (shift.Count is not null && !seen.IsManaged)
            throw new Refused(ShiftErrors.IsCounted);
        var expected = seen.Report.Money!.Drawer.Expected; // All of it is there.
        return shift with
        {
            Status = ShiftStatus.Counted,
            Count = new ShiftCount(counted, command.Denominations, expected, counted - expected, actor.Now, actor.ActorId),
        };
    }

    private async Task DemandAsync(Shift shift, bool isManaged, CancellationToken ct)
    {
        if (!shift.IsOff)
            return;
        var off = shift.Count!.OverShort; // It is off by its count.
        if (shift.Reason is null)
            throw new Refused(ShiftErrors.ReasonIsMissing(off));
        if (!isManaged)
            await approvals.DemandAsync(
                new ApprovalDemand(Permissions.Sales.ShiftManage, shift.StoreId, shift.ShiftId, Math.Abs(off), shift.Currency),
                ct
            );
    }

    private void Save(Shift before, Shift shift)
    {
        var count = shift.Count!; // What is saved here is counted.
        db.Enqueue(
            SaveSql,
            new
            {
                shift.ShiftId,
                shift.Status,
                count.Counted,
                Denominations = count.Denominations is { } coins ? JsonSerializer.Serialize(coins, Json.Options) : null,
                count.Expected,
                count.CountedAt,
                count.CountedBy,
                shift.Reason,
                shift.ClosedAt,
                shift.ClosedBy,
            }
        );
        db.Changes(before, shift);
    }

    private async Task FreezeAsync(Shift shift, ShiftReport report, CancellationToken ct)
    {
        // A till or a store that was archived meanwhile numbers it all the same: nothing stands in the way of closing.
        var at = await terminals.TakeNumberAsync(TillDocument.ZReport, shift.StoreId, shift.TerminalId, ct);
        var (store, sequence) = (at.Store!, at.Number!.Sequence); // A shift is in scope with its store, and tills are never deleted.
        var previous = await db.QuerySingleOrDefaultAsync<string>(PreviousSql, new { shift.TerminalId, Sequence = sequence }, ct);
        var document = new ZDocument(
            store.NumberOf(TillDocument.ZReport, at.TerminalCode ?? shift.TerminalCode, sequence),
            sequence,
            report,
            shift.Count!, // Counted before it is closed.
            shift.Reason,
            actor.Now,
            actor.ActorId,
            previous
        );
        var content = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(document, Json.Options));
        db.Enqueue(
            FreezeSql,
            new
            {
                shift.ShiftId,
                shift.StoreId,
                shift.TerminalId,
                document.Sequence,
                document.Number,
                Content = content,
                PreviousHash = previous,
                Hash = SHA256.HashData(content),
                document.ClosedAt,
            }
        );
        db.Publish(
            new ShiftClosed(
                shift.ShiftId,
                shift.StoreId,
                shift.TerminalId,
                document.Number,
                shift.Currency,
                document.Count.Counted,
                document.Count.Expected,
                document.Count.OverShort
            )
        );
    }
}
