using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>One line of a basket, known.</summary>
/// <param name="Quantity">Null when only the label's price is known.</param>
/// <param name="LabelPrice">What all of it costs by its label; null where prices decide.</param>
/// <param name="Item">The line as it was sent: what the till decided of it.</param>
internal sealed record Pack(
    Article Article,
    decimal? Quantity,
    long? LabelPrice,
    string? Lot,
    string? Serial,
    DateOnly? Expiry,
    BasketItem Item
);

/// <summary>What the lines of a basket are, out of what was scanned and what was found.</summary>
internal static class Packs
{
    /// <exception cref="Refused">
    /// A line names nothing for sale, its code cannot be read, the label fixes what the request tells as well, nobody tells how much it
    /// is, or one pack is in the basket twice.
    /// </exception>
    public static IReadOnlyList<Pack> Of(IReadOnlyList<BasketItem> items, FoundArticles found)
    {
        var scans = items.Select(i => i.Scanned is { } code ? found.ByCode.GetValueOrDefault(code) : Told(i, found)).ToList();
        var unreadable = scans.Index().Where(s => s.Item is UnreadableScan).ToDictionary(s => s.Index, s => ((UnreadableScan)s.Item!).Why);
        if (unreadable.Count > 0)
            throw new Refused(SalesErrors.CodeUnreadable(unreadable));
        Require(scans, (_, scan) => scan is not null, SalesErrors.NotForSale);
        var packs = scans.Select(s => (ScannedPack)s!).ToList(); // Neither unreadable nor unknown.
        Require(packs, (i, pack) => items[i].Quantity is null || !IsFixed(pack), SalesErrors.QuantityFixed);
        Require(packs, (i, pack) => items[i].Quantity is not null || IsFixed(pack) || !pack.IsMeasured, SalesErrors.QuantityMissing);
        Require(packs, (i, pack) => items[i].Price is null || pack.LabelPrice is null, SalesErrors.PriceFixed);
        var known = packs.Select((pack, i) => Known(items[i], pack)).ToList();
        Require(known, (_, pack) => pack.LabelPrice is not null || pack.Quantity is not null, SalesErrors.QuantityUnusable);
        var twice = known
            .Index()
            .Where(p => p.Item.Serial is not null)
            .GroupBy(p => (p.Item.Article.VariantId, p.Item.Serial))
            .SelectMany(same => same.Skip(1))
            .Select(p => p.Index)
            .ToList();
        return twice.Count == 0 ? known : throw new Refused(SalesErrors.PackTwice(twice));
    }

    private static ScannedPack? Told(BasketItem item, FoundArticles found) =>
        // The validator wants one of the two.
        found.ById.TryGetValue(item.VariantId!.Value, out var article)
            ? new ScannedPack(article, PackQuantity: 1, IsMeasured: false, null, null, null, null, null)
            : null;

    private static bool IsFixed(ScannedPack pack) => pack.Quantity is not null || pack.LabelPrice is not null;

    private static Pack Known(BasketItem item, ScannedPack pack) =>
        new(
            pack.Article,
            pack.Quantity ?? (pack is { IsMeasured: true, LabelPrice: not null } ? null : Times(item.Quantity ?? 1, pack.PackQuantity)),
            pack.LabelPrice,
            pack.Lot,
            pack.Serial,
            pack.Expiry,
            item
        );

    // To three decimals, as every quantity; null when that is none.
    private static decimal? Times(decimal packs, decimal packQuantity) =>
        packs <= Rules.MaximumQuantity / packQuantity
        && decimal.Round(packs * packQuantity, 3, MidpointRounding.AwayFromZero) is > 0 and <= Rules.MaximumQuantity and var quantity
            ? quantity
            : null;

    private static void Require<T>(List<T> lines, Func<int, T, bool> isRight, Func<IEnumerable<int>, Error> error)
    {
        var wrong = lines.Index().Where(line => !isRight(line.Index, line.Item)).Select(line => line.Index).ToList();
        if (wrong.Count > 0)
            throw new Refused(error(wrong));
    }
}
