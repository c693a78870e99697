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

    public static readonly Error CustomerNotFound = new(
        ErrorKind.NotFound,
        "sales.customer_not_found",
        "There is no such customer.",
        "Find customers with GET /v1/customers?q=."
    );

    public static readonly Error CustomerIsArchived = new(
        ErrorKind.Rule,
        "sales.customer_archived",
        "The customer is archived.",
        "Restore the customer first, or sell to nobody in particular."
    );

    public static readonly Error SaleExists = new(
        ErrorKind.Conflict,
        "sales.sale_exists",
        "A sale with this id is recorded already.",
        "Read it with GET /v1/sales/{saleId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error ReportIsTooLong = new(
        ErrorKind.Rule,
        "sales.report_too_long",
        "There are more rows than one table holds.",
        "Ask for a shorter period or fewer stores, or page through it as JSON."
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

    public static readonly Error SaleHasReturns = new(
        ErrorKind.Conflict,
        "sales.sale_has_returns",
        "Something of the sale was taken back: it cannot be voided any more.",
        "Take the rest back as a return, too."
    );

    /// <param name="prints">How many were recorded.</param>
    public static Error NoSuchPrint(int prints) =>
        new(
            ErrorKind.Rule,
            "sales.no_such_print",
            string.Create(CultureInfo.InvariantCulture, $"Of the receipt {prints} prints were recorded."),
            "Record a print with POST /v1/sales/{saleId}/receipt/prints first; leave print out for the latest one."
        )
        {
            Fields = new Dictionary<string, string[]> { ["print"] = ["No such print was recorded."] },
        };

    public static readonly Error ReturnNotFound = new(
        ErrorKind.NotFound,
        "sales.return_not_found",
        "There is no such return.",
        "Check the id; GET /v1/returns lists those of your stores."
    );

    public static readonly Error ReturnExists = new(
        ErrorKind.Conflict,
        "sales.return_exists",
        "A return with this returnId was made before.",
        "It is done: GET /v1/returns/{returnId} answers it. Take a new id for another one."
    );

    public static readonly Error NoQuarantine = new(
        ErrorKind.Rule,
        "sales.no_quarantine",
        "The store has no stock location to put goods aside.",
        "Make one of kind quarantine with POST /v1/stock-locations, or restock or write off what comes back."
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

    public static Error TotalMoved(long expected, long total) =>
        new(
            ErrorKind.Conflict,
            "sales.total_moved",
            string.Create(CultureInfo.InvariantCulture, $"The basket comes to {total} minor units, and {expected} were expected."),
            "Show the customer the new total with POST /v1/quotes, and send the sale again with it."
        );

    public static Error NonCashExceedsTotal(long excess) =>
        new(
            ErrorKind.Rule,
            "sales.non_cash_exceeds_total",
            string.Create(CultureInfo.InvariantCulture, $"Tenders that give no change exceed the total by {excess} minor units."),
            "Charge at most the total; only tender types that give change may exceed it."
        );

    /// <param name="member">Where they stand.</param>
    /// <param name="tenders">Which, from zero.</param>
    public static Error TenderTypeUnknown(string member, IEnumerable<int> tenders) =>
        new(
            ErrorKind.Rule,
            "sales.tender_type_unknown",
            "At least one tender is of a type that the merchant does not take.",
            "GET /v1/settings lists the tender types; those that are active pay."
        )
        {
            Fields = Fields(member, tenders, ".method", "No active tender type has this code."),
        };

    /// <param name="member">Where they stand.</param>
    /// <param name="tenders">Which, from zero.</param>
    public static Error TenderReferenceMissing(string member, IEnumerable<int> tenders) =>
        new(
            ErrorKind.Rule,
            "sales.tender_reference_missing",
            "At least one tender needs a reference.",
            "Say what the card terminal or the voucher calls the payment."
        )
        {
            Fields = Fields(member, tenders, ".reference", "This tender type needs one."),
        };

    /// <param name="lines">The lines, from zero, of no line of the sale.</param>
    public static Error SaleHasNoSuchLine(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.sale_has_no_such_line",
            "At least one line names none of the sale.",
            "GET /v1/sales/{saleId} shows its lines by their lineNumber."
        )
        {
            Fields = Fields("lines", lines, ".lineNumber", "The sale has no such line."),
        };

    /// <param name="lines">The lines, from zero, of which less is left of what was sold, and how much.</param>
    public static Error ReturnsMoreThanSold(IReadOnlyDictionary<int, decimal> lines) =>
        new(
            ErrorKind.Rule,
            "sales.returns_more_than_sold",
            "More would come back of at least one line than was sold and has not come back yet.",
            "Take back what is left; GET /v1/sales/{saleId} shows what has come back."
        )
        {
            Fields = lines.ToDictionary(
                line => string.Create(CultureInfo.InvariantCulture, $"lines[{line.Key}].quantity"),
                line => new[] { string.Create(CultureInfo.InvariantCulture, $"{line.Value:0.###} is left of it.") },
                StringComparer.Ordinal
            ),
        };

    public static Error ReturnInOtherCurrency(string sold, string pays) =>
        new(
            ErrorKind.Rule,
            "sales.return_in_other_currency",
            $"The sale was in {sold}, and this store pays in {pays}.",
            "Take the goods back in a store of the sale's currency."
        );

    public static Error NothingRefunded(long due) =>
        new(
            ErrorKind.Rule,
            "sales.nothing_refunded",
            string.Create(CultureInfo.InvariantCulture, $"{due} minor units are due to the customer, and nothing is refunded."),
            "Add a refund."
        );

    public static Error RefundFallsShort(long missing) =>
        new(
            ErrorKind.Rule,
            "sales.refund_falls_short",
            string.Create(CultureInfo.InvariantCulture, $"The refunds fall short of what is due by {missing} minor units."),
            "Refund the rest as well."
        );

    public static Error RefundExceedsDue(long excess) =>
        new(
            ErrorKind.Rule,
            "sales.refund_exceeds_due",
            string.Create(CultureInfo.InvariantCulture, $"The refunds exceed what is due by {excess} minor units."),
            "Refund what the goods were sold for: no more of it is the customer's."
        );

    /// <param name="refunds">The refunds, from zero, by what paid less of the sale, and what is left of that.</param>
    public static Error RefundExceedsPayment(IReadOnlyDictionary<int, long> refunds) =>
        new(
            ErrorKind.Rule,
            "sales.refund_exceeds_payment",
            "At least one tender type would give back more than it paid of the sale.",
            "Give the rest back by what else paid, or in cash."
        )
        {
            Fields = refunds.ToDictionary(
                refund => string.Create(CultureInfo.InvariantCulture, $"refunds[{refund.Key}].amount"),
                refund => new[] { string.Create(CultureInfo.InvariantCulture, $"It can give back {refund.Value} minor units in all.") },
                StringComparer.Ordinal
            ),
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

    /// <param name="lines">Why each of them, from zero, cannot be read.</param>
    public static Error CodeUnreadable(IReadOnlyDictionary<int, string> lines) =>
        new(
            ErrorKind.Rule,
            "sales.code_unreadable",
            "At least one code cannot be sold by.",
            "Scan it again, or ring the article up by its number; errors tell what is wrong with each."
        )
        {
            Fields = lines.ToDictionary(
                line => string.Create(CultureInfo.InvariantCulture, $"lines[{line.Key}]"),
                line => new[] { line.Value },
                StringComparer.Ordinal
            ),
        };

    /// <param name="lines">The lines, from zero, whose label tells how much it is or what it costs.</param>
    public static Error QuantityFixed(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.quantity_fixed",
            "At least one label fixes how much it is, and the line tells a quantity as well.",
            "Leave the quantity out, and send a line for each pack."
        )
        {
            Fields = Lines(lines, "The label fixes the quantity or the price."),
        };

    /// <param name="lines">The lines, from zero, of which nobody tells how much it is.</param>
    public static Error QuantityMissing(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.quantity_missing",
            "At least one line is sold by a measure, and nothing tells how much it is.",
            "Weigh or measure it, and send the quantity."
        )
        {
            Fields = Lines(lines, "Say how much it is."),
        };

    /// <param name="lines">The lines, from zero, whose packs come to no quantity that there is.</param>
    public static Error QuantityUnusable(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.quantity_unusable",
            "At least one line comes to nothing, or to more than a quantity can be: packs times what is in each.",
            "Check the quantity, and the packQuantity of the code with GET /v1/products/{productId}."
        )
        {
            Fields = Lines(lines, "No quantity comes of it."),
        };

    /// <param name="lines">The lines, from zero, that are in the basket before.</param>
    public static Error PackTwice(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.pack_twice",
            "One pack is in the basket twice: its article and its serial number are the same.",
            "Drop the lines listed in errors; a pack may carry two symbols that a scanner reads both."
        )
        {
            Fields = Lines(lines, "The same pack."),
        };

    /// <param name="lines">The lines, from zero, whose label tells what they cost.</param>
    public static Error PriceFixed(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.price_fixed",
            "At least one label fixes the price, and the line tells a price as well.",
            "Leave the price out; a discount can be taken off it."
        )
        {
            Fields = Fields("lines", lines, ".price", "The label fixes the price."),
        };

    /// <param name="lines">The lines, from zero, of articles that are never sold for less than their price.</param>
    public static Error NotDiscountable(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.not_discountable",
            "At least one line is of an article that is never sold for less than its price.",
            "Leave out the line's discount and its own price; a discount on the basket passes it over."
        )
        {
            Fields = Lines(lines, "It is never sold for less than its price."),
        };

    /// <param name="members">Where they stand in the request.</param>
    public static Error DiscountReasonUnknown(IEnumerable<string> members) =>
        new(
            ErrorKind.Rule,
            "sales.discount_reason_unknown",
            "At least one discount or price is given for a reason that the merchant does not have.",
            "GET /v1/settings lists the discount reasons; those that are active can be given."
        )
        {
            Fields = Fields(members, "No active discount reason has this code."),
        };

    /// <param name="lines">The lines, from zero, whose own discount it is; none where it is the one on the basket.</param>
    public static Error DiscountTooLarge(IReadOnlyList<int> lines) =>
        new(
            ErrorKind.Rule,
            "sales.discount_too_large",
            "A discount takes more than there is to take it off.",
            "Give at most what the line costs, or on the basket what its lines cost that may be discounted."
        )
        {
            Fields =
                lines.Count > 0
                    ? Fields("lines", lines, ".discount.value", "More than the line costs.")
                    : Fields(["discount.value"], "More than what may be discounted costs."),
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
        Fields(items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{list}[{item}]{member}")), problem);

    private static Dictionary<string, string[]> Fields(IEnumerable<string> members, string problem) =>
        members.ToDictionary(member => member, _ => new[] { problem }, StringComparer.Ordinal);
}
