using PosCommerce.Application.Catalog;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Catalogue tells tills what Core knows of their store, and of the merchant's settings.</summary>
internal sealed class CatalogTillStores(StoreDirectory stores) : ITillStores
{
    public Deferred<StoreOfTill> Find(Guid storeId) => stores.Find(storeId).Select(s => new StoreOfTill(Told(s), s.IsArchived));

    private static TillStore Told(StoreFacts s) =>
        new(
            s.StoreId,
            s.Code,
            s.Currency,
            s.Country,
            s.Region,
            s.Terms.TimeZone,
            s.Terms.Calendar.EndOfDay,
            s.Terms.TaxMode,
            s.Terms.FirstDay,
            s is { EarlierUntil: { } until, Earlier: { } earlier }
                ? new TillEarlierTerms(until, earlier.TimeZone, earlier.Calendar.EndOfDay, earlier.TaxMode)
                : null,
            s.TaxRounding,
            Roundings(s),
            s.Sells,
            new TillNumbers(s.SaleNumbers, s.ReturnNumbers, s.ZReportNumbers),
            new TillLimits(
                s.VoidUpTo,
                s.ReturnUpTo,
                s.OverShortUpTo,
                [.. s.DiscountUpTo.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new TillDiscountLimit(l.Key, l.Value))]
            ),
            new TillShifts(s.Shifts.Required, s.Shifts.Shared, s.Shifts.Blind),
            s.TenderTypes,
            s.DiscountReasons
        );

    private static IReadOnlyList<TillCashRounding> Roundings(StoreFacts s) =>
        s.CashRounding is { } own
            ? [new TillCashRounding(null, own)]
            : [.. CashRoundings.Of(s.Country, s.Currency).Select(r => new TillCashRounding(r.From, r.Rule))];
}
