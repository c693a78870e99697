using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales know stores, tills and their numbers from Core.</summary>
internal sealed class SalesTills(StoreDirectory stores, DocumentNumbers numbers) : ITills
{
    private const string Sale = "sale";

    public Deferred<SellingStore> Store(Guid storeId) => stores.Find(storeId).Select(Selling);

    public Deferred<SellingStore> HeldStore(Guid storeId) => stores.Hold(storeId).Select(Selling);

    public Deferred<string> TillCode(Guid storeId, Guid terminalId) => stores.FindTerminal(storeId, terminalId).Select(t => t.Code);

    public Deferred<TakenNumber> NextSaleNumber(Guid storeId, Guid terminalId) =>
        numbers.Next(storeId, terminalId, Sale).Select(n => new TakenNumber(n.LastNumber, n.BusinessDate));

    public void DayReached(Guid terminalId, DateOnly day) => numbers.DayReached(terminalId, Sale, day);

    private static SellingStore Selling(StoreFacts s) => new(
        s.StoreId,
        s.Code,
        s.Currency,
        s.Country,
        Selling(s.Terms),
        s.EarlierUntil,
        s.Earlier is { } earlier ? Selling(earlier) : null,
        s.TaxRounding,
        s.CashRounding,
        s.IsArchived,
        s.SaleNumbers,
        s.VoidUpTo);

    private static SellingTerms Selling(StoreTerms terms) =>
        new(terms.Calendar, terms.TaxMode, terms.FirstDay);
}
