using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>A place, or a web shop, that sells and holds stock.</summary>
/// <param name="Code">Short name, printed in document numbers.</param>
/// <param name="Currency">ISO 4217 code of all its amounts.</param>
/// <param name="TimeZone">IANA time zone, by its present name.</param>
/// <param name="DayEndsAt">Until when on the next day a business day lasts, by that zone.</param>
/// <param name="TaxMode">Whether the prices on its shelves contain the tax.</param>
/// <param name="TaxRounding">Where tax is rounded to whole minor units.</param>
/// <param name="CashRounding">How its terminals round what is paid in cash; absent where they do as the country of its address
/// does.</param>
/// <param name="Sells">False for a warehouse: it holds stock and sells nothing.</param>
/// <param name="Earlier">What holds, or held, until a change of zone, end of day or tax: it waits for the next business day.</param>
/// <param name="ReceiptHeader">Printed above each receipt.</param>
/// <param name="ReceiptFooter">Printed below each receipt.</param>
/// <param name="TaxId">By which the tax office knows it, printed on each receipt.</param>
/// <param name="ReceiptLanguage">The language of its receipts; absent where that goes by the country of its address.</param>
[Audited(
    nameof(Code),
    nameof(Name),
    nameof(Address),
    nameof(Currency),
    nameof(TimeZone),
    nameof(DayEndsAt),
    nameof(TaxMode),
    nameof(TaxRounding),
    nameof(CashRounding),
    nameof(ReceiptHeader),
    nameof(ReceiptFooter),
    nameof(TaxId),
    nameof(ReceiptLanguage),
    nameof(OpeningHours),
    nameof(Sells),
    nameof(IsArchived)
)]
public sealed record Store(
    Guid StoreId,
    string Code,
    string Name,
    StoreAddress Address,
    [property: Form(Forms.Currency, 3)] string Currency,
    string TimeZone,
    string DayEndsAt,
    TaxMode TaxMode,
    TaxRounding TaxRounding,
    CashRounding? CashRounding,
    string? ReceiptHeader,
    string? ReceiptFooter,
    string? TaxId,
    ReceiptLanguage? ReceiptLanguage,
    IReadOnlyList<OpeningHours> OpeningHours,
    bool Sells,
    EarlierTerms? Earlier,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IResource.Location => $"/v1/stores/{StoreId}";
}

/// <summary>By what a store's days and prices are read until a change of it begins to hold.</summary>
/// <param name="Until">The beginning of the business day from which the store's present terms hold.</param>
/// <param name="FirstDay">That business day.</param>
public sealed record EarlierTerms(DateTimeOffset Until, DateOnly FirstDay, string TimeZone, string DayEndsAt, TaxMode TaxMode);

/// <param name="Country">Two letters, as ISO 3166-1 assigns them or the world uses them.</param>
public sealed record StoreAddress(
    string? Street = null,
    string? PostalCode = null,
    string? City = null,
    string? Region = null,
    string? Country = null
);

/// <summary>One stretch of time in which the store is open; a night is written as two.</summary>
/// <param name="Opens">As in `09:00`, by the store's own time zone.</param>
/// <param name="Closes">As in `18:30`; `24:00` is the end of the day.</param>
public sealed record OpeningHours(Weekday Day, string Opens, string Closes);

public enum Weekday
{
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}
