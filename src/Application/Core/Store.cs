using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>A place, or a web shop, that sells and holds stock.</summary>
/// <param name="Code">Short name, printed in document numbers.</param>
/// <param name="Currency">ISO 4217 code of all its amounts.</param>
/// <param name="TimeZone">IANA time zone; business days begin at its midnight.</param>
/// <param name="TaxMode">Whether the prices on its shelves contain the tax.</param>
/// <param name="TaxRounding">Where tax is rounded to whole minor units.</param>
/// <param name="CashRoundingStep">The smallest coin that its tills give back, in minor units.</param>
/// <param name="ReceiptHeader">Printed above each receipt.</param>
/// <param name="ReceiptFooter">Printed below each receipt.</param>
[Audited(
    nameof(Code), nameof(Name), nameof(Address), nameof(Currency), nameof(TimeZone), nameof(TaxMode), nameof(TaxRounding), nameof(CashRoundingStep),
    nameof(ReceiptHeader), nameof(ReceiptFooter), nameof(OpeningHours), nameof(IsArchived))]
public sealed record Store(
    Guid StoreId,
    string Code,
    string Name,
    StoreAddress Address,
    string Currency,
    string TimeZone,
    StoreTaxMode TaxMode,
    StoreTaxRounding TaxRounding,
    long CashRoundingStep,
    string? ReceiptHeader,
    string? ReceiptFooter,
    IReadOnlyList<OpeningHours> OpeningHours,
    bool IsArchived,
    int Version) : IResource, IVersioned
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IResource.Location => $"/v1/stores/{StoreId}";
}

/// <param name="Country">Two letters, as ISO 3166-1 assigns them or the world uses them.</param>
public sealed record StoreAddress(string? Street = null, string? PostalCode = null, string? City = null, string? Region = null, string? Country = null);

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

public enum StoreTaxMode
{
    Inclusive,
    Exclusive,
}

public enum StoreTaxRounding
{
    Line,
    Total,
}
