namespace PosCommerce.Domain.Common;

/// <summary>Why something is sold for less, or for another price than its own, as a merchant tells it apart.</summary>
/// <param name="Code">By which tills name it in a sale.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsActive">New sales may give it.</param>
public sealed record DiscountReason(string Code, string Name, bool IsActive = true)
{
    /// <summary>The reasons of a merchant who has decided nothing else.</summary>
    public static readonly IReadOnlyList<DiscountReason> Predefined =
    [
        new("damaged", "Damaged goods"),
        new("goodwill", "Goodwill"),
        new("price-match", "Price match"),
        new("staff", "Staff"),
        new("other", "Other"),
    ];
}
