using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Prices in one currency, for everybody or for those whom it is aimed at.</summary>
/// <param name="Code">Short name, by which imports find it.</param>
/// <param name="Currency">ISO 4217 code of its prices.</param>
/// <param name="Priority">The list with the greater one is asked first; of equal ones that which is aimed most closely: at customers
/// before a store, at a store before a channel.</param>
/// <param name="StoreId">The only store that it holds in; absent when in all.</param>
/// <param name="Channel">The only way of selling that it holds for; absent when for every one.</param>
/// <param name="CustomerGroupId">The only customers that it holds for; absent when for everybody.</param>
/// <param name="IsBase">The list that new articles get their price in; there is one a currency, and it holds for everybody.</param>
[Audited(nameof(Code), nameof(Name), nameof(Priority), nameof(StoreId), nameof(Channel), nameof(CustomerGroupId), nameof(IsArchived))]
public sealed record PriceList(
    Guid PriceListId,
    string Code,
    string Name,
    [property: Form(Forms.Currency, 3)] string Currency,
    int Priority,
    Guid? StoreId,
    SalesChannel? Channel,
    Guid? CustomerGroupId,
    bool IsBase,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IResource.Location => $"/v1/price-lists/{PriceListId}";
}
