using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

internal static class CodeRules
{
    /// <summary>A short name that a merchant gives to a location.</summary>
    public static void StockCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Code(@"^[a-z0-9][a-z0-9-]{0,49}\z", "Must be 1 to 50 lower-case letters, digits and hyphens, not a hyphen first.");
}
