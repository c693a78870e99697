using System.Globalization;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>What counts are of.</summary>
internal sealed class CountedCodes(ICountedArticles articles)
{
    /// <summary>Of one count; a million of them still fit.</summary>
    public const decimal MaximumQuantity = 1_000_000;

    /// <summary>Of which variant each count is, and how much of it.</summary>
    /// <exception cref="Refused">Of at least one that cannot be told; nothing is counted then.</exception>
    public async Task<IReadOnlyList<CountEntry>> UnderstoodAsync(IReadOnlyList<NewCount> told, DateTimeOffset now, CancellationToken ct)
    {
        var found = await articles.FindAsync(
            [.. told.Select(c => c.VariantId).OfType<Guid>().Distinct()],
            [.. told.Select(c => c.Code).OfType<string>().Distinct(StringComparer.Ordinal)],
            ct
        );
        var unknown = told.Index()
            .Where(c => c.Item.VariantId is { } variant && !found.VariantIds.Contains(variant))
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"counts[{c.Index}].variantId"))
            .ToList();
        if (unknown.Count > 0)
            throw new Refused(InventoryErrors.NotCounted(unknown));
        var entries = new List<CountEntry>(told.Count);
        var wrong = new Dictionary<int, (string Member, string Problem)>();
        foreach (var (place, count) in told.Index())
        {
            var (variant, quantity) = (count.VariantId, count.Quantity ?? 1);
            if (count.Code is { } code)
            {
                if (!found.ByCode.TryGetValue(code, out var named))
                {
                    wrong.Add(place, ("code", "Nothing that is counted carries it."));
                    continue;
                }

                if (named.Problem is { } problem)
                {
                    wrong.Add(place, ("code", problem));
                    continue;
                }

                (variant, quantity) = (named.VariantId, decimal.Round(quantity * named.Quantity, 3, MidpointRounding.AwayFromZero));
            }

            if (Math.Abs(quantity) > MaximumQuantity)
                wrong.Add(place, ("quantity", "Is too much."));
            else
                entries.Add(
                    new CountEntry(
                        count.StocktakeCountId ?? Ids.New(),
                        variant!.Value, // The validator wants it, or a code.
                        quantity,
                        count.Code,
                        count.CountedAt is { } at && at < now ? at : null
                    )
                );
        }

        return wrong.Count == 0 ? entries : throw new Refused(InventoryErrors.CountsNotUnderstood(wrong));
    }
}

/// <param name="CountedAt">Null for now.</param>
internal sealed record CountEntry(Guid StocktakeCountId, Guid VariantId, decimal Quantity, string? Code, DateTimeOffset? CountedAt);
