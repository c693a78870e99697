using System.Globalization;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>The ways keeping a drawer fails.</summary>
public static class ShiftErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound,
        "sales.shift_not_found",
        "There is no such shift.",
        "Check the id; GET /v1/shifts lists those of your stores."
    );

    public static readonly Error NoneIsOpen = new(
        ErrorKind.Conflict,
        "sales.no_open_shift",
        "No shift is open at this terminal, and the merchant wants one.",
        "Count the drawer and open a shift with POST /v1/shifts; where somebody closed it just now, open the next one and try again."
    );

    public static readonly Error IsOpenAtTerminal = new(
        ErrorKind.Conflict,
        "sales.shift_open_at_terminal",
        "A shift is open at this terminal.",
        "Close it with POST /v1/shifts/{shiftId}/close; GET /v1/shifts?status=open lists it."
    );

    public static readonly Error IsOpenOfCashier = new(
        ErrorKind.Conflict,
        "sales.shift_open_of_cashier",
        "This person has a shift open at another terminal.",
        "Close that one first; GET /v1/shifts?status=open lists it."
    );

    public static readonly Error IsOfOther = new(
        ErrorKind.Conflict,
        "sales.drawer_of_other",
        "The drawer of this terminal is another person's.",
        "Have the shift closed and open one of your own, or let several work on one drawer with shifts.shared in the settings."
    );

    public static readonly Error MayNot = new(
        ErrorKind.Conflict,
        "sales.shift_of_other",
        "The shift is another person's.",
        "Ask that person, or somebody who holds sales.shift_manage."
    );

    public static readonly Error IsOver = new(
        ErrorKind.Conflict,
        "sales.shift_not_open",
        "The shift is not open any more.",
        "GET /v1/shifts/{shiftId} shows what became of it."
    );

    public static readonly Error IsClosed = new(
        ErrorKind.Conflict,
        "sales.shift_closed",
        "The shift is closed.",
        "GET /v1/shifts/{shiftId}/z-report shows what it came to."
    );

    public static readonly Error IsNotClosed = new(
        ErrorKind.Conflict,
        "sales.shift_not_closed",
        "The shift is not closed yet: it has no Z report.",
        "GET /v1/shifts/{shiftId}/x-report shows what it has come to so far."
    );

    public static readonly Error IsCounted = new(
        ErrorKind.Conflict,
        "sales.shift_counted",
        "The drawer was counted before.",
        "Leave the count out and say why the drawer is over or short; somebody who holds sales.shift_manage may count again."
    );

    public static readonly Error CountIsMissing = new(
        ErrorKind.Rule,
        "sales.count_missing",
        "The drawer is not counted yet.",
        "Count it, and send counted or denominations."
    )
    {
        Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["counted"] = ["Say what lies in the drawer."] },
    };

    /// <param name="overShort">Negative where something is missing.</param>
    public static Error ReasonIsMissing(long overShort) =>
        new(
            ErrorKind.Rule,
            "sales.over_short_needs_reason",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The drawer is {(overShort < 0 ? "short" : "over")} by {Math.Abs(overShort)} minor units, which is more than is let pass."
            ),
            "Say why in reason."
        )
        {
            Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = ["Say why the drawer is over or short."] },
        };

    public static Error OtherCurrency(string shift, string wanted) =>
        new(
            ErrorKind.Rule,
            "sales.shift_in_other_currency",
            $"The drawer was opened in {shift}, and this is in {wanted}.",
            "Close the shift and open the next one; what was sold in another currency is paid back by hand."
        );
}
