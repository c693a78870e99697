using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>A price of one article as a list names it.</summary>
/// <param name="List">The list that names it.</param>
/// <param name="MinimumQuantity">The quantity of one line from which it holds.</param>
/// <param name="Amount">Minor units of the list's currency for a quantity of one.</param>
/// <param name="ValidFrom">The first instant at which it holds.</param>
/// <param name="ValidUntil">The first instant at which it no longer does; null while no end is known.</param>
public sealed record ListedPrice(
    Guid PriceId,
    PriceListTerms List,
    decimal MinimumQuantity,
    long Amount,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil
);

/// <summary>When a price list is asked, and before which others.</summary>
/// <param name="Priority">The list with the greater one is asked first.</param>
/// <param name="StoreId">The only store that it holds in; null for every store.</param>
/// <param name="Channel">The only way of selling that it holds for; null for every way.</param>
/// <param name="CustomerGroupId">The only customers that it holds for; null for everybody.</param>
public sealed record PriceListTerms(
    Guid PriceListId,
    string Code,
    string Currency,
    int Priority,
    Guid? StoreId,
    SalesChannel? Channel,
    Guid? CustomerGroupId
)
{
    /// <summary>How closely it is aimed: at customers before a store, at a store before a channel.</summary>
    internal int Closeness => (CustomerGroupId is null ? 0 : 4) + (StoreId is null ? 0 : 2) + (Channel is null ? 0 : 1);
}

/// <summary>For whom, where, how much and when something is priced.</summary>
/// <param name="Currency">The store's.</param>
/// <param name="CustomerGroupId">The group of the customer; null for somebody unknown.</param>
/// <param name="Quantity">Of the line.</param>
public sealed record PriceSituation(
    Guid StoreId,
    string Currency,
    SalesChannel Channel,
    Guid? CustomerGroupId,
    decimal Quantity,
    DateTimeOffset At
);
