using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales know stores, terminals and their numbers from Core.</summary>
internal sealed class SalesTerminals(StoreDirectory stores, DocumentNumbers numbers) : ITerminals
{
    public Deferred<SellingStore> Store(Guid storeId) => stores.Find(storeId).Select(Selling);

    public Deferred<SellingStore> HeldStore(Guid storeId) => stores.Hold(storeId).Select(Selling);

    public Deferred<SellingTerminal> HeldTerminal(Guid terminalId) =>
        stores.HoldOfTerminal(terminalId).Select(at => new SellingTerminal(Selling(at.Store), at.TerminalCode!)); // It is in use.

    public async Task<NumberedTerminal> TakeNumberAsync(TillDocument document, Guid storeId, Guid terminalId, CancellationToken ct)
    {
        // One round trip, the number first: only what is read after it is held by it.
        var taken = numbers.Next(storeId, terminalId, KindOf(document)).Select(n => new TakenNumber(n.LastNumber, n.BusinessDate));
        var at = await stores.Find(storeId, terminalId).SingleOrDefaultAsync(ct);
        return new NumberedTerminal(at is null ? null : Selling(at.Store), at?.TerminalCode, await taken.SingleOrDefaultAsync(ct));
    }

    public void DayReached(TillDocument document, Guid terminalId, DateOnly day) => numbers.DayReached(terminalId, KindOf(document), day);

    private static string KindOf(TillDocument document) =>
        document switch
        {
            TillDocument.Return => "return",
            TillDocument.ZReport => "z_report",
            _ => "sale",
        };

    private static SellingStore Selling(StoreFacts s) =>
        new(
            s.StoreId,
            s.Version,
            s.Code,
            s.Currency,
            s.Country,
            s.Region,
            Selling(s.Terms),
            s.EarlierUntil,
            s.Earlier is { } earlier ? Selling(earlier) : null,
            s.TaxRounding,
            s.CashRounding,
            s.Sells,
            s.IsArchived,
            s.SaleNumbers,
            s.ReturnNumbers,
            s.ZReportNumbers,
            s.VoidUpTo,
            s.ReturnUpTo,
            new ShiftRules(s.Shifts.Required, s.Shifts.Shared, s.Shifts.Blind, s.OverShortUpTo),
            s.TenderTypes,
            s.DiscountReasons,
            s.DiscountUpTo
        );

    private static SellingTerms Selling(StoreTerms terms) => new(terms.Calendar, terms.TaxMode, terms.FirstDay);
}
