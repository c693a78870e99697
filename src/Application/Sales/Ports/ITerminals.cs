using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>The stores and terminals that sell.</summary>
public interface ITerminals
{
    /// <summary>How a store sells, or sold until it was archived, if it is in scope.</summary>
    Deferred<SellingStore> Store(Guid storeId);

    /// <summary>As <see cref="Store"/>, and it stays so until the transaction ends: for acts that take no number.</summary>
    Deferred<SellingStore> HeldStore(Guid storeId);

    /// <summary>
    /// A terminal that is in use, and its store; both stay so until the transaction ends. None where there is no such terminal.
    /// </summary>
    Deferred<SellingTerminal> HeldTerminal(Guid terminalId);

    /// <summary>
    /// Takes a terminal's next number, given back if the document does not commit. It waits for whoever archives the terminal or its
    /// store, or changes what a receipt carries: what is answered has seen that, and holds until the document is done.
    /// </summary>
    Task<NumberedTerminal> TakeNumberAsync(TillDocument document, Guid storeId, Guid terminalId, CancellationToken ct);

    /// <summary>Queues that the terminal's documents have reached a business day; its later ones are of no earlier one.</summary>
    void DayReached(TillDocument document, Guid terminalId, DateOnly day);
}

/// <param name="Store">How the store sells; null when it is not in scope.</param>
/// <param name="TerminalCode">The code of the terminal; null when the store has none such in use.</param>
/// <param name="Number">The number that was taken; null when the store has no such terminal.</param>
public sealed record NumberedTerminal(SellingStore? Store, string? TerminalCode, TakenNumber? Number)
{
    /// <summary>All three, where there is such a terminal.</summary>
    /// <exception cref="Refused">The store is not in scope, or has no such terminal in use.</exception>
    internal (SellingStore Store, string TerminalCode, TakenNumber Number) Required()
    {
        var store = Store ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        return this is { TerminalCode: { } terminal, Number: { } taken }
            ? (store, terminal, taken)
            : throw new Refused(PipelineErrors.TerminalIsUnknown);
    }
}

/// <summary>What a terminal numbers, each by a count of its own.</summary>
public enum TillDocument
{
    Sale,
    Return,
    ZReport,
}

/// <param name="Code">Of the terminal.</param>
public sealed record SellingTerminal(SellingStore Store, string Code);

/// <param name="Sequence">The terminal's count of its documents of the kind, this one included.</param>
/// <param name="LastDay">The latest business day that they have reached.</param>
public sealed record TakenNumber(long Sequence, DateOnly? LastDay);

/// <param name="Version">By which a receipt tells what the store was like when it was made.</param>
/// <param name="Country">Of its address.</param>
/// <param name="Region">Of its address.</param>
/// <param name="Terms">By what its days and prices are read, from <paramref name="EarlierUntil"/> on where that is given.</param>
/// <param name="Earlier">By what they are read until then.</param>
/// <param name="CashRounding">Its own rule for cash; null where it does as its country.</param>
/// <param name="Sells">False for a warehouse.</param>
/// <param name="IsArchived">It trades no more.</param>
/// <param name="SaleNumbers">The format of its receipts' numbers.</param>
/// <param name="ReturnNumbers">The same for what it takes back.</param>
/// <param name="ZReportNumbers">The same for what its drawers come to.</param>
/// <param name="VoidUpTo">Up to this total a sale is voided without an approval, in minor units.</param>
/// <param name="ReturnUpTo">Up to this refund goods are taken back without an approval, in minor units.</param>
/// <param name="Shifts">How its drawers are kept.</param>
/// <param name="TenderTypes">What its sales are paid with.</param>
/// <param name="DiscountReasons">Why its sales are made for less.</param>
/// <param name="DiscountUpTo">How much cheaper a role sells alone, in percent, by its code; one that is not listed does not.</param>
public sealed record SellingStore(
    Guid StoreId,
    int Version,
    string Code,
    string Currency,
    string? Country,
    string? Region,
    SellingTerms Terms,
    DateTimeOffset? EarlierUntil,
    SellingTerms? Earlier,
    TaxRounding TaxRounding,
    CashRounding? CashRounding,
    bool Sells,
    bool IsArchived,
    string SaleNumbers,
    string ReturnNumbers,
    string ZReportNumbers,
    long VoidUpTo,
    long ReturnUpTo,
    ShiftRules Shifts,
    IReadOnlyList<TenderType> TenderTypes,
    IReadOnlyList<DiscountReason> DiscountReasons,
    IReadOnlyDictionary<string, decimal> DiscountUpTo
)
{
    /// <summary>The number of a document at one of its terminals, as it is printed.</summary>
    public string NumberOf(TillDocument document, string terminalCode, long sequence) =>
        NumberFormat.Fill(
            document switch
            {
                TillDocument.Return => ReturnNumbers,
                TillDocument.ZReport => ZReportNumbers,
                _ => SaleNumbers,
            },
            sequence,
            placeholder => placeholder == "store" ? Code : terminalCode
        );

    /// <summary>By what its days and prices are read at an instant.</summary>
    public SellingTerms TermsAt(DateTimeOffset instant) => instant < EarlierUntil ? Earlier! : Terms; // They come together.

    /// <summary>What a sale is made under at an instant.</summary>
    /// <param name="notBefore">The business day that the terminal has reached; null when nothing was sold there yet.</param>
    public SaleTerms TermsOfSale(DateTimeOffset instant, DateOnly? notBefore, bool isDistanceSale)
    {
        var terms = TermsAt(instant);
        var day = terms.DayAt(instant);
        if (day < notBefore)
            day = notBefore.Value;
        var rounding = CashRounding ?? CashRoundings.Default(Country, Currency, day);
        return new SaleTerms(instant, day, terms.Calendar, terms.TaxMode, TaxRounding, rounding.For(isDistanceSale), isDistanceSale);
    }
}

/// <summary>How the drawers of a store are kept.</summary>
/// <param name="IsRequired">Nothing is sold, taken back or paid back without an open shift.</param>
/// <param name="IsShared">Several cashiers work on one drawer.</param>
/// <param name="IsBlind">What is expected in a drawer is hidden until it is counted.</param>
/// <param name="OverShortUpTo">Up to this much it is over or short without an approval, in minor units.</param>
public sealed record ShiftRules(bool IsRequired, bool IsShared, bool IsBlind, long OverShortUpTo);

/// <param name="FirstDay">The business day from which they hold: none before it is counted any more, whatever the zone says.</param>
public sealed record SellingTerms(BusinessCalendar Calendar, TaxMode TaxMode, DateOnly? FirstDay)
{
    public DateOnly DayAt(DateTimeOffset instant) => Calendar.DayAt(instant, FirstDay);
}

/// <summary>What a sale is made under: kept with it, so that no later change of the store gives it another meaning.</summary>
public sealed record SaleTerms(
    DateTimeOffset SoldAt,
    DateOnly BusinessDate,
    BusinessCalendar Calendar,
    TaxMode TaxMode,
    TaxRounding TaxRounding,
    CashRounding CashRounding,
    bool IsDistanceSale
);
