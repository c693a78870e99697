using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>A till's drawer from its float to its count. Every amount is in minor units of <paramref name="Currency"/>.</summary>
/// <param name="TerminalCode">That of its terminal when it was opened.</param>
/// <param name="CashierId">Whose drawer it is.</param>
/// <param name="Float">What was counted into the drawer.</param>
/// <param name="IsShared">Others sell in it, too.</param>
/// <param name="IsBlind">What is expected in the drawer is hidden from its cashier until the count is in.</param>
/// <param name="OverShortUpTo">Up to this much it may be over or short without a reason and an approval.</param>
/// <param name="BusinessDate">The store's business day on which it was opened.</param>
/// <param name="TimeZone">The zone in which that day was told.</param>
/// <param name="DayEndsAt">Until when on the next day the business day lasted, by that zone.</param>
/// <param name="Count">What was counted; absent while it is open.</param>
/// <param name="Reason">Why the drawer was over or short.</param>
[Audited(nameof(Status), nameof(CashierId), nameof(Count), nameof(Reason))]
public sealed record Shift(
    Guid ShiftId,
    Guid StoreId,
    Guid TerminalId,
    string TerminalCode,
    Guid CashierId,
    ShiftStatus Status,
    [property: Form(Forms.Currency, 3)] string Currency,
    long Float,
    bool IsShared,
    bool IsBlind,
    long OverShortUpTo,
    DateOnly BusinessDate,
    string TimeZone,
    string DayEndsAt,
    DateTimeOffset OpenedAt,
    Guid OpenedBy,
    ShiftCount? Count,
    string? Reason,
    DateTimeOffset? ClosedAt,
    Guid? ClosedBy,
    int Version
) : IVersioned, IResource
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IResource.Location => $"/v1/shifts/{ShiftId}";

    /// <summary>Is it over or short by more than its cashier answers for alone?</summary>
    internal bool IsOff => Count is { } count && Math.Abs(count.OverShort) > OverShortUpTo;
}

public enum ShiftStatus
{
    /// <summary>The till sells in it.</summary>
    Open,

    /// <summary>
    /// The drawer is counted and nothing is sold in it any more; it is so much over or short that it waits for an approval.
    /// </summary>
    Counted,

    /// <summary>Its Z report is made.</summary>
    Closed,
}

/// <summary>What lay in a drawer at its end.</summary>
/// <param name="Counted">What was counted.</param>
/// <param name="Denominations">By coin and note, where it was counted so.</param>
/// <param name="Expected">What the books say should have been there.</param>
/// <param name="OverShort">What was there beyond that; negative where something was missing.</param>
public sealed record ShiftCount(
    long Counted,
    IReadOnlyList<Denomination>? Denominations,
    long Expected,
    long OverShort,
    DateTimeOffset CountedAt,
    Guid CountedBy
);

/// <param name="Value">Of one coin or note, in minor units.</param>
/// <param name="Count">How many of them.</param>
public sealed record Denomination(long Value, int Count);

/// <summary>Cash that came into a drawer or left it beside sales, or the drawer opened for something else.</summary>
/// <param name="Amount">Minor units of <paramref name="Currency"/>; nothing for a drawer that was only opened.</param>
public sealed record CashMovement(
    Guid CashMovementId,
    Guid ShiftId,
    CashMovementKind Kind,
    [property: Form(Forms.Currency, 3)] string Currency,
    long Amount,
    string Reason,
    DateTimeOffset MovedAt,
    Guid MovedBy
)
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

public enum CashMovementKind
{
    /// <summary>Put into the drawer: change that was fetched.</summary>
    In,

    /// <summary>Taken out of it: an errand that was paid.</summary>
    Out,

    /// <summary>Taken out of it to the safe.</summary>
    Drop,

    /// <summary>Opened without a sale; nothing was moved.</summary>
    NoSale,
}
