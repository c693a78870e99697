using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// By what a till reads codes and chooses prices and taxes: little, so it is read each time and told whole to whoever has another.
/// </summary>
internal sealed record AskedTillTerms(Deferred<IReadOnlyList<CodePattern>> Patterns, IAskedTillTerms Prices)
{
    /// <param name="known">What the till has.</param>
    public async Task<TillTerms> TellAsync(TillStore store, IReadOnlyList<string> known, CancellationToken ct)
    {
        var marks = new List<string>();
        return new TillTerms(
            New(store),
            New(await Patterns.SingleAsync(ct)),
            New(await Prices.PriceListsAsync(store.Currency, ct)),
            New(await Prices.TaxClassesAsync(store.Country, store.Region, ct)),
            New(await Prices.CustomerGroupsAsync(ct)),
            marks
        );

        // Each has its place in the list.
        T? New<T>(T term)
            where T : class
        {
            marks.Add(MarkOf(term));
            return known.ElementAtOrDefault(marks.Count - 1) == marks[^1] ? null : term;
        }
    }

    // Two that differ and have one mark would be taken for the same: 72 bits are enough for all that there will be.
    private static string MarkOf<T>(T term) =>
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(term, Json.Options)).AsSpan(0, 9));
}

/// <summary>Terms that the till does not have.</summary>
/// <param name="Known">The marks of what it has then.</param>
internal sealed record TillTerms(
    TillStore? Store,
    IReadOnlyList<CodePattern>? CodePatterns,
    IReadOnlyList<TillPriceList>? PriceLists,
    IReadOnlyList<TillTaxClass>? TaxClasses,
    IReadOnlyList<TillCustomerGroup>? CustomerGroups,
    IReadOnlyList<string> Known
)
{
    public static TillTerms Nothing(IReadOnlyList<string> known) => new(null, null, null, null, null, known);
}
