using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales know stores, tills and their numbers from Core.</summary>
internal sealed class SalesTills(StoreDirectory stores, DocumentNumbers numbers) : ITills
{
    public Deferred<SellingStore> Store(Guid storeId) => stores.Find(storeId).Select(Selling);

    public Deferred<SellingStore> HeldStore(Guid storeId) => stores.Hold(storeId).Select(Selling);

    public Deferred<string> TillCode(Guid storeId, Guid terminalId) => stores.FindTerminal(storeId, terminalId).Select(t => t.Code);

    public Deferred<long> NextSaleNumber(Guid storeId, Guid terminalId) => numbers.Next(storeId, terminalId, "sale");

    private static SellingStore Selling(StoreFacts s) => new(
        s.StoreId,
        s.Code,
        s.Currency,
        new BusinessCalendar(s.TimeZone, TimeOnly.MinValue),
        new PricingRules(
            s.TaxMode == "inclusive" ? TaxMode.Inclusive : TaxMode.Exclusive,
            s.TaxRounding == "line" ? TaxRounding.Line : TaxRounding.Total),
        s.CashRoundingStep,
        s.IsArchived,
        s.SaleNumbers,
        s.VoidUpTo);
}
