using System.Text.Json.Serialization;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>What a till needs to sell by itself, or what of it has changed. What is absent has not.</summary>
/// <param name="Version">Of two texts the greater is the later: all that changed before it is in here, or was told before.</param>
/// <param name="Cursor">Keep it, and pass it as <c>since</c> the next time.</param>
/// <param name="HasMore">There is more to be told at once; until that has come, what is kept may be of several moments.</param>
/// <param name="Store">The store, and by which rules its tills sell.</param>
/// <param name="CodePatterns">How in-store numbers are made up: all of them.</param>
/// <param name="Categories">All categories, each before those that are below it, in the order in which people see them.</param>
/// <param name="PriceLists">All lists that may hold at the store's tills, in its currency.</param>
/// <param name="TaxClasses">All tax classes, with their rates where the store is.</param>
/// <param name="CustomerGroups">All groups of customers.</param>
/// <param name="Articles">Articles that are for sale: each takes the place of what is known of it.</param>
/// <param name="Removed">Variants that are not for sale, or no longer; nothing need be known of them.</param>
public sealed record TillCatalog(
    Guid StoreId,
    [property: Form("^[0-9]{19}$", 19)] string Version,
    [property: Form(Forms.Cursor, PageRules.MaximumCursorLength)] string Cursor,
    bool HasMore,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] TillStore? Store,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] IReadOnlyList<CodePattern>? CodePatterns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] IReadOnlyList<TillCategory>? Categories,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] IReadOnlyList<TillPriceList>? PriceLists,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] IReadOnlyList<TillTaxClass>? TaxClasses,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] IReadOnlyList<TillCustomerGroup>? CustomerGroups,
    IReadOnlyList<TillArticle> Articles,
    IReadOnlyList<Guid> Removed
) : ITagged;

/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Country">Of its address.</param>
/// <param name="Region">Of its address.</param>
/// <param name="DayEndsAt">Until when on the next day a business day lasts, by the time zone.</param>
/// <param name="FirstDay">The first business day of these terms; until it begins the earlier ones hold.</param>
/// <param name="Earlier">By what days and prices are read until a change begins to hold.</param>
/// <param name="CashRoundings">How cash is rounded: by the last that has begun on a business day, not at all before the first.</param>
/// <param name="Sells">False for a warehouse.</param>
/// <param name="Numbers">How its documents are numbered.</param>
/// <param name="Limits">Up to where its tills act without an approval.</param>
/// <param name="TenderTypes">What its sales are paid with, in the order in which tills offer it.</param>
/// <param name="DiscountReasons">Why its sales are made for less.</param>
public sealed record TillStore(
    Guid StoreId,
    string Code,
    [property: Form(Forms.Currency, 3)] string Currency,
    [property: Form(Forms.Country, 2)] string? Country,
    string? Region,
    string TimeZone,
    string DayEndsAt,
    TaxMode TaxMode,
    DateOnly? FirstDay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TillEarlierTerms? Earlier,
    TaxRounding TaxRounding,
    IReadOnlyList<TillCashRounding> CashRoundings,
    bool Sells,
    TillNumbers Numbers,
    TillLimits Limits,
    TillShifts Shifts,
    IReadOnlyList<TenderType> TenderTypes,
    IReadOnlyList<DiscountReason> DiscountReasons
)
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

/// <param name="Until">The first instant at which they hold no longer.</param>
public sealed record TillEarlierTerms(DateTimeOffset Until, string TimeZone, string DayEndsAt, TaxMode TaxMode);

/// <param name="From">The first business day; absent when it always holds.</param>
public sealed record TillCashRounding(DateOnly? From, CashRounding Rule);

/// <summary>Formats as in the settings.</summary>
public sealed record TillNumbers(string Sale, string Return, string ZReport);

/// <param name="VoidUpTo">Up to this total a sale is voided, in minor units.</param>
/// <param name="ReturnUpTo">Up to this refund goods are taken back, in minor units.</param>
/// <param name="OverShortUpTo">Up to this much a drawer is over or short, in minor units.</param>
/// <param name="Discounts">How far from the lists a role sells; a role that is not listed does not.</param>
public sealed record TillLimits(long VoidUpTo, long ReturnUpTo, long OverShortUpTo, IReadOnlyList<TillDiscountLimit> Discounts);

/// <param name="RoleCode">The code of the role.</param>
/// <param name="Percent">Of the line that is furthest from its list.</param>
public sealed record TillDiscountLimit(string RoleCode, [property: Step("0.01")] decimal Percent);

/// <param name="Required">Nothing is sold, taken back or paid back without an open shift.</param>
/// <param name="Shared">Several cashiers work on one drawer.</param>
/// <param name="Blind">What is expected in a drawer is hidden until it is counted.</param>
public sealed record TillShifts(bool Required, bool Shared, bool Blind);

/// <param name="ParentId">The one right above; absent at the top.</param>
public sealed record TillCategory(Guid CategoryId, Guid? ParentId, string Name);

/// <param name="Priority">The list with the greater one is asked first; of equal ones that which is aimed most closely, at customers before a
/// store before a channel, then the first by code.</param>
/// <param name="StoreId">This store, where the list is for it alone.</param>
/// <param name="Channel">Tills, where the list is for them alone.</param>
/// <param name="CustomerGroupId">The only customers that it holds for.</param>
public sealed record TillPriceList(
    Guid PriceListId,
    string Code,
    string Name,
    int Priority,
    Guid? StoreId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SalesChannel? Channel,
    Guid? CustomerGroupId
);

/// <param name="CategoryCode">What an invoice says of the tax, by the code of EN 16931.</param>
/// <param name="Rates">Those that hold where the store is: on a business day the first of them that does. Without one nothing of the class is
/// sold.</param>
public sealed record TillTaxClass(Guid TaxClassId, string Code, string Name, string CategoryCode, IReadOnlyList<TillTaxRate> Rates);

/// <param name="Rate">Percent.</param>
/// <param name="ValidFrom">The first business day on which it holds; absent when it always did.</param>
/// <param name="ValidUntil">The first business day on which it no longer does; absent while no end is known.</param>
public sealed record TillTaxRate(Guid TaxRateId, [property: Step("0.0001")] decimal Rate, DateOnly? ValidFrom, DateOnly? ValidUntil);

/// <summary>Whose prices somebody pays.</summary>
public sealed record TillCustomerGroup(Guid CustomerGroupId, string Code, string Name);

/// <summary>Something that is for sale.</summary>
/// <param name="Unit">What a quantity of one is.</param>
/// <param name="MinimumAge">In years: who buys it must be as old as that.</param>
/// <param name="NoDiscount">Its price is never lowered.</param>
/// <param name="NoReturn">It is not taken back.</param>
/// <param name="CategoryIds">The categories that it is in; archived ones are not among the categories.</param>
/// <param name="Codes">By what a scanner finds it.</param>
/// <param name="Components">What a bundle is made of.</param>
/// <param name="TaxClassId">How it is taxed.</param>
/// <param name="Prices">Every price that holds at the store's tills, now or later.</param>
public sealed record TillArticle(
    Guid VariantId,
    Guid ProductId,
    string Sku,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Brand,
    ProductKind Kind,
    string Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int? MinimumAge,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NoDiscount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NoReturn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] IReadOnlyList<Guid>? CategoryIds,
    IReadOnlyList<TillCode> Codes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] IReadOnlyList<TillComponent>? Components,
    Guid TaxClassId,
    IReadOnlyList<TillPrice> Prices
);

/// <param name="Key">By what a code that was scanned is compared: 14 digits of a GTIN, 13 or 8 of an in-store number, else the code.</param>
/// <param name="PackQuantity">How many are in what carries the code.</param>
public sealed record TillCode(string Key, BarcodeKind Kind, [property: Step("0.001")] decimal PackQuantity);

/// <param name="Quantity">How much of it one bundle holds.</param>
public sealed record TillComponent(Guid VariantId, [property: Step("0.001")] decimal Quantity);

/// <param name="MinimumQuantity">The quantity of a basket from which it holds.</param>
/// <param name="Amount">Minor units for a quantity of one.</param>
/// <param name="ValidFrom">The first instant at which it holds.</param>
/// <param name="ValidUntil">The first instant at which it no longer does; absent while no end is known.</param>
public sealed record TillPrice(
    Guid PriceListId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Step("0.001")] decimal MinimumQuantity,
    long Amount,
    DateTimeOffset ValidFrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] DateTimeOffset? ValidUntil
);
