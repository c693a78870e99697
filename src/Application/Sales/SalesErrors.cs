using System.Globalization;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>The ways pricing, selling and voiding fail.</summary>
public static class SalesErrors
{
    public static readonly Error SaleNotFound = new(
        ErrorKind.NotFound,
        "sales.sale_not_found",
        "There is no such sale.",
        "List sales with GET /v1/sales."
    );

    public static readonly Error SaleExists = new(
        ErrorKind.Conflict,
        "sales.sale_exists",
        "A sale with this id is recorded already.",
        "Read it with GET /v1/sales/{saleId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    /// <param name="number">What the format in force makes of the terminal's count.</param>
    public static Error NumberTaken(string number) =>
        new(
            ErrorKind.Conflict,
            "sales.number_taken",
            $"The terminal has printed the number {number} before, under an earlier format.",
            "Change the format of sale numbers with PUT /v1/settings so that it differs from the earlier ones."
        );

    public static readonly Error TooLarge = new(
        ErrorKind.Rule,
        "sales.amount_too_large",
        "The basket comes to more than an amount can be.",
        "Check quantities and prices."
    );

    public static readonly Error AlreadyVoided = new(
        ErrorKind.Conflict,
        "sales.sale_already_voided",
        "The sale was voided before.",
        "Nothing is left to do."
    );

    public static readonly Error VoidTooLate = new(
        ErrorKind.Rule,
        "sales.void_too_late",
        "A sale can be voided only on the business day it was made.",
        "Take the goods back as a return."
    );

    public static readonly Error StoreDoesNotSell = new(
        ErrorKind.Rule,
        "sales.store_does_not_sell",
        "The store is a warehouse: it holds stock and sells nothing.",
        "Sell in another store, or change this one with PUT /v1/stores/{storeId}."
    );

    public static readonly Error NothingTendered = new(
        ErrorKind.Rule,
        "sales.nothing_tendered",
        "Something is due and nothing was tendered.",
        "Add a tender."
    );

    public static readonly Error TenderedTooMuch = new(
        ErrorKind.Rule,
        "sales.tendered_too_much",
        "The tenders come to more than an amount can be.",
        "Check the amounts."
    );

    public static Error Underpaid(long missing) =>
        new(
            ErrorKind.Rule,
            "sales.underpaid",
            string.Create(CultureInfo.InvariantCulture, $"The tenders fall short by {missing} minor units."),
            "Tender the rest as well."
        );

    public static Error NonCashExceedsTotal(long excess) =>
        new(
            ErrorKind.Rule,
            "sales.non_cash_exceeds_total",
            string.Create(CultureInfo.InvariantCulture, $"Tenders that give no change exceed the total by {excess} minor units."),
            "Charge at most the total; only tender types that give change may exceed it."
        );

    /// <param name="tenders">Which, from zero.</param>
    public static Error TenderTypeUnknown(IEnumerable<int> tenders) =>
        new(
            ErrorKind.Rule,
            "sales.tender_type_unknown",
            "At least one tender is of a type that the merchant does not take.",
            "GET /v1/settings lists the tender types; those that are active pay."
        )
        {
            Fields = Fields("tenders", tenders, ".method", "No active tender type has this code."),
        };

    /// <param name="tenders">Which, from zero.</param>
    public static Error TenderReferenceMissing(IEnumerable<int> tenders) =>
        new(
            ErrorKind.Rule,
            "sales.tender_reference_missing",
            "At least one tender needs a reference.",
            "Say what the card terminal or the voucher calls the payment."
        )
        {
            Fields = Fields("tenders", tenders, ".reference", "This tender type needs one."),
        };

    /// <param name="lines">The lines, from zero, that name something the store cannot sell.</param>
    public static Error NotForSale(IEnumerable<int> lines) =>
        new(
            ErrorKind.NotFound,
            "sales.item_not_found",
            "At least one line names nothing that is for sale.",
            "Check the variant or barcode of the lines listed in errors."
        )
        {
            Fields = Lines(lines, "There is nothing like this for sale."),
        };

    /// <param name="lines">The lines, from zero, priced in another currency than the store's.</param>
    public static Error OtherCurrency(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.other_currency",
            "At least one line is priced in another currency than the store's.",
            "Give the variant a price in the store's currency."
        )
        {
            Fields = Lines(lines, "Priced in another currency."),
        };

    /// <param name="lines">The lines, from zero, that no price list names for this store at this moment.</param>
    public static Error NoPrice(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.no_price",
            "At least one line has no price here and now.",
            "Set one with PUT /v1/prices; GET /v1/variants/{variantId}/price tells why none holds."
        )
        {
            Fields = Lines(lines, "No price holds."),
        };

    /// <param name="lines">The lines, from zero, whose tax class has no rate for the store on this day.</param>
    public static Error NoTaxRate(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.no_tax_rate",
            "At least one line is of a tax class that has no rate where the store is.",
            "Add one with POST /v1/tax-rates for the store's country, or for everywhere."
        )
        {
            Fields = Lines(lines, "Its tax class has no rate here."),
        };

    private static Dictionary<string, string[]> Lines(IEnumerable<int> lines, string problem) => Fields("lines", lines, "", problem);

    private static Dictionary<string, string[]> Fields(string list, IEnumerable<int> items, string member, string problem) =>
        items.ToDictionary(
            item => string.Create(CultureInfo.InvariantCulture, $"{list}[{item}]{member}"),
            _ => new[] { problem },
            StringComparer.Ordinal
        );
}
