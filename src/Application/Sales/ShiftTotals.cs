using System.Globalization;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>What a shift has come to so far, added up as it happens: closing reads a handful of rows.</summary>
internal static class ShiftTotals
{
    // Held until the sale is done: whoever counts the drawer waits for it, and who had to wait for that finds none open. Ahead of the
    // till's number, as docs/locking.md says.
    private const string HoldSql = """
        select shift_id, cashier_id, currency, is_shared
          from sales.shift
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and status = 'open'
           for no key update
        """;

    // Beside the shift that they are of: from its row, a distributed engine knows where that is.
    private const string AddSql = """
        insert into sales.shift_total as t (tenant_id, shift_id, kind, key, store_id, count, amount, net, tax, rounding)
        select s.tenant_id, s.shift_id, added.kind, added.key, s.store_id, added.count, added.amount, added.net, added.tax, added.rounding
          from sales.shift as s
         cross join unnest(@Kinds, @Keys, @Counts, @Amounts, @Nets, @Taxes, @Roundings)
               as added (kind, key, count, amount, net, tax, rounding)
         where s.tenant_id = @tenant
           and s.shift_id = @ShiftId
            on conflict (tenant_id, shift_id, kind, key) do update
           set count = t.count + excluded.count,
               amount = t.amount + excluded.amount,
               net = t.net + excluded.net,
               tax = t.tax + excluded.tax,
               rounding = t.rounding + excluded.rounding
        """;

    /// <summary>Queues the shift that is open at a terminal, if one is; it stays open until this transaction ends.</summary>
    public static Deferred<RunningShift> HoldShiftAt(this IDb db, Guid terminalId) =>
        db.Defer<RunningShift>(HoldSql, new { TerminalId = terminalId });

    /// <summary>Queues that something happened in a shift that is held.</summary>
    public static void AddToShift(this IDb db, Guid shiftId, IReadOnlyList<ShiftTotal> added) =>
        db.Enqueue(
                AddSql,
                new
                {
                    ShiftId = shiftId,
                    Kinds = added.Select(a => a.Kind).ToArray(),
                    Keys = added.Select(a => a.Key).ToArray(),
                    Counts = added.Select(a => a.Count).ToArray(),
                    Amounts = added.Select(a => a.Amount).ToArray(),
                    Nets = added.Select(a => a.Net).ToArray(),
                    Taxes = added.Select(a => a.Tax).ToArray(),
                    Roundings = added.Select(a => a.Rounding).ToArray(),
                }
            )
            .OnConstraint("shift_total_can_be_added_up", PipelineErrors.OutOfRange);

    /// <summary>Queues that a sale was made, if a shift is open.</summary>
    public static void AddToShift(this IDb db, RunningShift? shift, Sale sale, Tender[] tenders)
    {
        if (shift is null)
            return;
        var (taxes, cash) = (SaleTax.Of(sale.Lines), Cash(tenders) - sale.Change);
        db.AddToShift(
            shift.ShiftId,
            [
                new(ShiftTotalKind.Sale, "", 1, sale.Total, sale.Net, sale.Tax, sale.Rounding),
                .. OfRates(ShiftTotalKind.SaleTax, taxes),
                .. OfTypes(ShiftTotalKind.SaleTender, tenders.Select(t => (t.Type.Code, t.Amount))),
                .. OfCash(ShiftTotalKind.SaleCash, cash),
                .. OfCash(ShiftTotalKind.Change, sale.Change),
            ]
        );
    }

    /// <summary>Queues that goods were taken back, if a shift is open.</summary>
    public static void AddToShift(this IDb db, RunningShift? shift, SaleReturn returned, Tender[] refunds)
    {
        if (shift is null)
            return;
        db.AddToShift(
            shift.ShiftId,
            [
                new(ShiftTotalKind.Return, "", 1, returned.Total, returned.Net, returned.Tax, returned.Rounding),
                .. OfRates(ShiftTotalKind.ReturnTax, returned.Taxes),
                .. OfTypes(ShiftTotalKind.ReturnTender, refunds.Select(t => (t.Type.Code, t.Amount))),
                .. OfCash(ShiftTotalKind.ReturnCash, Cash(refunds)),
            ]
        );
    }

    /// <summary>Queues that a sale was voided and paid back, if a shift is open.</summary>
    /// <param name="cash">What of its tenders was cash.</param>
    public static void AddVoidToShift(this IDb db, RunningShift? shift, Sale sale, long cash)
    {
        if (shift is null)
            return;
        db.AddToShift(
            shift.ShiftId,
            [
                new(ShiftTotalKind.Void, "", 1, sale.Total, sale.Net, sale.Tax, sale.Rounding),
                .. OfRates(ShiftTotalKind.VoidTax, sale.Taxes),
                .. OfTypes(ShiftTotalKind.VoidTender, sale.Tenders.Select(t => (t.Method, t.Amount))),
                .. OfCash(ShiftTotalKind.VoidCash, cash - sale.Change),
            ]
        );
    }

    // Coins and notes are what is rounded as cash, whatever it is called.
    private static long Cash(IEnumerable<Tender> tenders) =>
        tenders.Where(t => t.Type.Rounding is TenderRounding.AsCash).Sum(t => t.Amount);

    private static IEnumerable<ShiftTotal> OfCash(ShiftTotalKind kind, long amount) => amount == 0 ? [] : [new(kind, "", 0, amount)];

    private static IEnumerable<ShiftTotal> OfRates(ShiftTotalKind kind, IEnumerable<SaleTax> taxes) =>
        taxes.Select(t => new ShiftTotal(kind, t.Rate.ToString("0.####", CultureInfo.InvariantCulture), 1, t.Gross, t.Net, t.Tax));

    private static IEnumerable<ShiftTotal> OfTypes(ShiftTotalKind kind, IEnumerable<(string Method, long Amount)> tenders) =>
        tenders
            .GroupBy(t => t.Method, StringComparer.Ordinal)
            .Select(same => new ShiftTotal(kind, same.Key, same.Count(), same.Sum(t => t.Amount)));
}

/// <summary>A shift that is open, and held.</summary>
internal sealed record RunningShift(Guid ShiftId, Guid CashierId, string Currency, bool IsShared)
{
    /// <summary>The shift in which something is sold or taken back, if it is in one.</summary>
    /// <param name="currency">In which it was paid or is.</param>
    /// <param name="sellerId">Who wants to; null where it does not matter whose drawer it is.</param>
    /// <exception cref="Refused">None is open and the merchant wants one, or the drawer is somebody else's or of another currency.</exception>
    public static RunningShift? Of(RunningShift? open, ShiftRules rules, string currency, Guid? sellerId)
    {
        if (open is null)
            return rules.IsRequired ? throw new Refused(ShiftErrors.NoneIsOpen) : null;
        if (!open.IsShared && sellerId is { } seller && seller != open.CashierId)
            throw new Refused(ShiftErrors.IsOfOther);
        return open.Currency == currency ? open : throw new Refused(ShiftErrors.OtherCurrency(open.Currency, currency));
    }
}

/// <summary>What of one kind a shift has come to.</summary>
/// <param name="Key">The tax rate or the tender type where it is told apart by them.</param>
/// <param name="Amount">Minor units; with tax where it has one.</param>
internal sealed record ShiftTotal(ShiftTotalKind Kind, string Key, long Count, long Amount, long Net = 0, long Tax = 0, long Rounding = 0);

/// <summary>What is added up of a shift. Cash is what went into the drawer for it, or out of it, change taken off.</summary>
internal enum ShiftTotalKind
{
    Sale,
    SaleTax,
    SaleTender,
    SaleCash,
    Change,
    Return,
    ReturnTax,
    ReturnTender,
    ReturnCash,
    Void,
    VoidTax,
    VoidTender,
    VoidCash,
    In,
    Out,
    Drop,
    NoSale,
}
