using System.Globalization;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The ways moving stock fails.</summary>
public static class InventoryErrors
{
    public static readonly Error VariantNotFound = new(
        ErrorKind.NotFound,
        "inventory.variant_not_found",
        "At least one line names a variant that does not exist.",
        "Find variants with GET /v1/variants."
    );

    public static readonly Error StockIsNegative = new(
        ErrorKind.Rule,
        "inventory.stock_negative",
        "Some stock is negative at the moment.",
        "Correct the stock with POST /v1/stock-adjustments, then forbid it."
    );

    /// <param name="shortages">What is missing; empty when it has come back in the meantime.</param>
    public static Error NotEnoughStock(IReadOnlyList<Shortage> shortages) =>
        new(
            ErrorKind.Rule,
            "inventory.not_enough_stock",
            "The store does not have that much.",
            "Take less of the variants listed in errors, or have the stock corrected."
        )
        {
            Fields = shortages.ToDictionary(
                s => s.VariantId.ToString(),
                s => new[] { string.Create(CultureInfo.InvariantCulture, $"{s.Wanted:0.###} wanted, {s.Available:0.###} available.") },
                StringComparer.Ordinal
            ),
        };
}

/// <summary>A variant of which more was wanted than the store can give.</summary>
public sealed record Shortage(Guid VariantId, decimal Wanted, decimal Available);
