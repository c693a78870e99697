using System.Globalization;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>The ways requests about stores, terminals and settings fail.</summary>
public static class CoreErrors
{
    private static readonly string[] NoSuchRole = ["There is no such role."];

    public static readonly Error StoreCodeTaken = new(
        ErrorKind.Conflict,
        "core.store_code_taken",
        "Another store has this code.",
        "Choose another code; archived stores keep theirs, because documents are numbered by it."
    );

    public static readonly Error StoreExists = new(
        ErrorKind.Conflict,
        "core.store_exists",
        "A store with this id exists already.",
        "Read it with GET /v1/stores/{storeId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error StoreIsOpen = new(
        ErrorKind.Rule,
        "core.store_open",
        "The store is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error CurrencyIsFixed = new(
        ErrorKind.Rule,
        "core.currency_fixed",
        "The store has documents in its currency, so it cannot change to another.",
        "Open another store for the other currency."
    );

    /// <param name="currency">A currency that was withdrawn, or has not come yet.</param>
    /// <param name="successor">What took its place.</param>
    public static Error CurrencyIsNotInForce(string currency, string? successor) =>
        new(
            ErrorKind.Rule,
            "core.currency_not_in_force",
            $"The currency {currency} is withdrawn, or not in force yet.{(string.IsNullOrEmpty(successor) ? "" : $" {successor} took its place.")}",
            "Choose one that is in force: GET /v1/currencies lists them, with what took the place of others."
        );

    public static readonly Error StoreCodeIsFixed = new(
        ErrorKind.Rule,
        "core.store_code_fixed",
        "The store has documents that are numbered by its code, so the code cannot change.",
        "Keep the code and change the name, or open another store for the other code."
    );

    public static readonly Error TerminalCodeIsFixed = new(
        ErrorKind.Rule,
        "core.terminal_code_fixed",
        "The terminal has documents that are numbered by its code, so the code cannot change.",
        "Keep the code and change the name, or add another terminal for the other code."
    );

    public static readonly Error TerminalCodeTaken = new(
        ErrorKind.Conflict,
        "core.terminal_code_taken",
        "Another terminal of the store has this code.",
        "Choose another code; archived terminals keep theirs, because receipts are numbered by it."
    );

    public static readonly Error TerminalIsArchived = new(
        ErrorKind.Rule,
        "core.terminal_archived",
        "The terminal is archived.",
        "Add a new terminal."
    );

    public static readonly Error TerminalIsNotEnrolled = new(
        ErrorKind.Rule,
        "core.terminal_not_enrolled",
        "No device is enrolled as this terminal.",
        "Make a pairing code and redeem it on the device."
    );

    /// <summary>One answer for a wrong code, a used one and one that is over.</summary>
    public static readonly Error PairingCodeRefused = new(
        ErrorKind.Unauthenticated,
        "core.pairing_code_refused",
        "This pairing code cannot be used.",
        "Make a new one with POST /v1/terminals/{terminalId}/pairing-codes and redeem it within ten minutes."
    );

    public static readonly Error SecondFactorFirst = new(
        ErrorKind.Rule,
        "core.second_factor_first",
        "You have no second factor yourself, so this would lock you out.",
        "Enrol one with POST /v1/me/totp, confirm it and try again."
    );

    /// <param name="member">The list of limits.</param>
    /// <param name="limits">Which of them, from zero, name no role.</param>
    public static Error RoleUnknown(string member, IEnumerable<int> limits) =>
        new(
            ErrorKind.Rule,
            "core.role_unknown",
            "At least one limit is for a role that there is not.",
            "List roles with GET /v1/roles and use their codes."
        )
        {
            Fields = limits.ToDictionary(
                limit => string.Create(CultureInfo.InvariantCulture, $"{member}[{limit}].roleCode"),
                _ => NoSuchRole,
                StringComparer.Ordinal
            ),
        };
}
