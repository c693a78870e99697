using System.Globalization;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The ways moving stock fails.</summary>
public static class InventoryErrors
{
    private static readonly string[] NoSuchLine = ["The transfer has no line of it."];
    private static readonly string[] TooMuch = ["Is too much."];
    private static readonly string[] OtherWay = ["Goes the other way."];
    private static readonly string[] NothingToCount = ["There is no such variant, or it is a bundle or service."];
    private static readonly string[] NoSuchCategory = ["There is no such category."];
    private static readonly string[] OtherTime = ["Is before the stocktake was opened, or in the future."];
    private static readonly string[] IdIsTaken = ["Stands for another count."];
    private static readonly string[] NotInStocktake = ["The stocktake has no line of it."];
    private static readonly string[] Uncounted = ["Nobody counted it."];
    private static readonly string[] NothingForSale = ["There is nothing like this for sale."];

    public static readonly Error VariantNotFound = new(
        ErrorKind.NotFound,
        "inventory.variant_not_found",
        "At least one line names a variant that does not exist.",
        "Find variants with GET /v1/variants."
    );

    public static readonly Error StockIsNegative = new(
        ErrorKind.Rule,
        "inventory.stock_negative",
        "Some stock is negative at the moment.",
        "Correct the stock with POST /v1/stock-adjustments, then forbid it."
    );

    public static readonly Error ReasonNotFound = new(
        ErrorKind.NotFound,
        "inventory.reason_not_found",
        "There is no such reason for corrections of stock.",
        "List them with GET /v1/stock-reasons."
    );

    public static readonly Error ReasonExists = new(
        ErrorKind.Conflict,
        "inventory.reason_exists",
        "A reason with this id exists already.",
        "Read it with GET /v1/stock-reasons/{stockReasonId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error ReasonCodeTaken = new(
        ErrorKind.Conflict,
        "inventory.reason_code_taken",
        "Another reason has this code.",
        "Choose another code; archived reasons keep theirs."
    );

    public static readonly Error ReasonIsArchived = new(
        ErrorKind.Rule,
        "inventory.reason_archived",
        "The reason is archived.",
        "Restore it first, or use another."
    );

    public static readonly Error ReasonIsInUse = new(
        ErrorKind.Rule,
        "inventory.reason_in_use",
        "The reason is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error ReasonNeedsNote = new(
        ErrorKind.Rule,
        "inventory.reason_needs_note",
        "For this reason a note is needed.",
        "Say more in note."
    );

    public static readonly Error AdjustmentNotFound = new(
        ErrorKind.NotFound,
        "inventory.adjustment_not_found",
        "There is no such adjustment.",
        "List them with GET /v1/stock-adjustments."
    );

    public static readonly Error AdjustmentIsNoDraft = new(
        ErrorKind.Rule,
        "inventory.adjustment_no_draft",
        "The adjustment is no draft any more.",
        "Read what became of it with GET /v1/stock-adjustments/{stockAdjustmentId}."
    );

    public static readonly Error AdjustmentIsNotSubmitted = new(
        ErrorKind.Rule,
        "inventory.adjustment_not_submitted",
        "The adjustment does not wait for an approval.",
        "Read what became of it with GET /v1/stock-adjustments/{stockAdjustmentId}."
    );

    public static readonly Error AdjustmentIsDecided = new(
        ErrorKind.Rule,
        "inventory.adjustment_decided",
        "It is decided about the adjustment already.",
        "Answer an applied one with another adjustment."
    );

    public static readonly Error AdjustmentIsOnesOwn = new(
        ErrorKind.Rule,
        "inventory.adjustment_is_ones_own",
        "Nobody approves what they have written or submitted themselves.",
        "Have somebody else approve it."
    );

    public static readonly Error TransferNotFound = new(
        ErrorKind.NotFound,
        "inventory.transfer_not_found",
        "There is no such transfer.",
        "List those from and to your stores with GET /v1/transfers."
    );

    public static readonly Error TransferExists = new(
        ErrorKind.Conflict,
        "inventory.transfer_exists",
        "A transfer with this id exists already.",
        "Read it with GET /v1/transfers/{transferId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error TransferNumberTaken = new(
        ErrorKind.Conflict,
        "inventory.transfer_number_taken",
        "Another transfer has this number already.",
        "Change the format of the numbers in the settings back to one that tells them apart."
    );

    public static readonly Error TransferIsOfTheOtherStore = new(
        ErrorKind.Forbidden,
        "inventory.transfer_is_of_the_other_store",
        "This is done by the other store of the transfer.",
        "The sending store approves, ships and takes back; the receiving one receives."
    );

    public static readonly Error TransferIsNotRequested = new(
        ErrorKind.Rule,
        "inventory.transfer_not_requested",
        "The transfer does not wait for an approval.",
        "Read what became of it with GET /v1/transfers/{transferId}."
    );

    public static readonly Error TransferIsNotToBeShipped = new(
        ErrorKind.Rule,
        "inventory.transfer_not_to_be_shipped",
        "The transfer is not approved, or over.",
        "Have it approved first, or request another."
    );

    public static readonly Error TransferHasLeft = new(
        ErrorKind.Rule,
        "inventory.transfer_has_left",
        "Something of the transfer was shipped already, or it is over.",
        "Take back what is on the way with POST /v1/transfers/{transferId}/return."
    );

    public static readonly Error TransferIsNotOnTheWay = new(
        ErrorKind.Rule,
        "inventory.transfer_not_on_the_way",
        "Nothing of the transfer is on the way.",
        "Read what became of it with GET /v1/transfers/{transferId}."
    );

    public static readonly Error TransferHasNothingLeft = new(
        ErrorKind.Rule,
        "inventory.transfer_has_nothing_left",
        "Nothing is left of the transfer to do that with.",
        "Read its lines with GET /v1/transfers/{transferId}."
    );

    public static readonly Error TransferHasCome = new(
        ErrorKind.Rule,
        "inventory.transfer_has_come",
        "What the adjustment says is missing has come or gone back meanwhile.",
        "Reject the adjustment, and receive the transfer again."
    );

    public static readonly Error TransferDiscrepancyWaits = new(
        ErrorKind.Rule,
        "inventory.transfer_discrepancy_waits",
        "An adjustment of what the transfer lacked or had too much waits for its approval.",
        "Have the adjustment of discrepancyId approved or rejected first."
    );

    public static readonly Error StocktakeNotFound = new(
        ErrorKind.NotFound,
        "inventory.stocktake_not_found",
        "There is no such stocktake.",
        "List those of your stores with GET /v1/stocktakes."
    );

    public static readonly Error StocktakeOverlaps = new(
        ErrorKind.Conflict,
        "inventory.stocktake_overlaps",
        "Another stocktake counts the same at the moment.",
        "Find it with GET /v1/stocktakes?status=open or submitted; post or cancel it, or count there."
    );

    public static readonly Error StocktakeIsOver = new(
        ErrorKind.Rule,
        "inventory.stocktake_over",
        "The stocktake is posted or cancelled.",
        "Open another one."
    );

    public static readonly Error StocktakeIsNotOpen = new(
        ErrorKind.Rule,
        "inventory.stocktake_not_open",
        "The stocktake is not being counted any more.",
        "Read what became of it with GET /v1/stocktakes/{stocktakeId}; while it waits for an approval, a recount opens it again."
    );

    public static readonly Error StocktakeIsNotSubmitted = new(
        ErrorKind.Rule,
        "inventory.stocktake_not_submitted",
        "The stocktake does not wait for an approval.",
        "Read what became of it with GET /v1/stocktakes/{stocktakeId}."
    );

    public static readonly Error StocktakeIsOnesOwn = new(
        ErrorKind.Rule,
        "inventory.stocktake_is_ones_own",
        "Nobody approves what they have submitted themselves.",
        "Have somebody else approve it."
    );

    public static readonly Error StocktakeIsBlind = new(
        ErrorKind.Forbidden,
        "inventory.stocktake_blind",
        "Those who count for this stocktake do not see what the books say.",
        "Ask somebody who may open stocktakes."
    );

    public static readonly Error CountIsNoQuantity = new(
        ErrorKind.Rule,
        "inventory.count_no_quantity",
        "Of at least one variant less than nothing would be counted, or too much.",
        "Take back no more than was counted in this pass, or have it counted again with POST /v1/stocktakes/{stocktakeId}/recounts."
    );

    public static readonly Error ReservationNotFound = new(
        ErrorKind.NotFound,
        "inventory.reservation_not_found",
        "There is no such reservation.",
        "List those of your stores with GET /v1/reservations."
    );

    public static readonly Error ReservationIsOver = new(
        ErrorKind.Rule,
        "inventory.reservation_over",
        "The reservation is consumed or released, or has expired and somebody took what it held.",
        "Reserve anew with POST /v1/reservations, or sell without a reservation what is free."
    );

    public static readonly Error ReservationIsOfOtherGoods = new(
        ErrorKind.Rule,
        "inventory.reservation_of_other_goods",
        "The reservation holds nothing of what is sold.",
        "Name the reservation of these goods, or none."
    );

    public static readonly Error ReservationEndsOutOfBounds = new(
        ErrorKind.Rule,
        "inventory.reservation_ends_out_of_bounds",
        "The reservation would end in the past, or in more than 366 days.",
        "Correct expiresAt, or the clock that it comes from."
    )
    {
        Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["expiresAt"] = ["Is in the past, or in more than 366 days."] },
    };

    public static readonly Error ReservationLastsLonger = new(
        ErrorKind.Rule,
        "inventory.reservation_lasts_longer",
        "The reservation lasts as long already.",
        "Nothing needs to be done; to end it sooner, release it with POST /v1/reservations/{reservationId}/release."
    );

    public static readonly Error LocationNotFound = new(
        ErrorKind.NotFound,
        "inventory.location_not_found",
        "There is no such stock location.",
        "List those of a store with GET /v1/stock-locations?storeId=."
    );

    public static readonly Error LocationExists = new(
        ErrorKind.Conflict,
        "inventory.location_exists",
        "A stock location with this id exists already.",
        "Read it with GET /v1/stock-locations/{stockLocationId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error LocationCodeTaken = new(
        ErrorKind.Conflict,
        "inventory.location_code_taken",
        "Another stock location of the store has this code.",
        "Choose another code; archived locations keep theirs."
    );

    public static readonly Error LocationIsArchived = new(
        ErrorKind.Rule,
        "inventory.location_archived",
        "The stock location is archived.",
        "Restore it with POST /v1/stock-locations/{stockLocationId}/restore."
    );

    public static readonly Error LocationIsInUse = new(
        ErrorKind.Rule,
        "inventory.location_in_use",
        "The stock location is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error LocationIsNotEmpty = new(
        ErrorKind.Rule,
        "inventory.location_not_empty",
        "Something lies in the stock location.",
        "Move it elsewhere with POST /v1/stock-moves first."
    );

    public static readonly Error SellingLocationIsThere = new(
        ErrorKind.Rule,
        "inventory.selling_location_is_there",
        "Every store has exactly one location that it sells from.",
        "Make one of another kind; the one that sells has the store's id."
    );

    public static readonly Error SellingLocationStays = new(
        ErrorKind.Rule,
        "inventory.selling_location_stays",
        "The location that a store sells from keeps its code and cannot be archived.",
        "Give it another name, or archive the store."
    );

    /// <param name="lines">The lines, counted from nothing, of what is not for sale.</param>
    public static Error NotForSale(IEnumerable<int> lines) =>
        new(
            ErrorKind.NotFound,
            "inventory.not_for_sale",
            "At least one line names a variant that does not exist, or is not for sale.",
            "Leave out what errors lists; archived articles are restored with POST /v1/variants/{variantId}/restore."
        )
        {
            Fields = lines.ToDictionary(
                line => string.Create(CultureInfo.InvariantCulture, $"lines[{line}].variantId"),
                _ => NothingForSale,
                StringComparer.Ordinal
            ),
        };

    /// <param name="lines">The lines, counted from nothing, that go the other way.</param>
    public static Error ReasonGoesTheOtherWay(IEnumerable<int> lines) =>
        new(
            ErrorKind.Rule,
            "inventory.reason_goes_the_other_way",
            "For this reason stock only comes, or only goes.",
            "Correct the sign of the lines listed in errors, or name another reason."
        )
        {
            Fields = lines.ToDictionary(
                line => string.Create(CultureInfo.InvariantCulture, $"lines[{line}].quantity"),
                _ => OtherWay,
                StringComparer.Ordinal
            ),
        };

    /// <param name="lines">The lines, counted from nothing, that it does not have.</param>
    public static Error TransferHasNoSuchLine(IEnumerable<int> lines) =>
        new(
            ErrorKind.NotFound,
            "inventory.transfer_line_not_found",
            "The transfer has no line of at least one variant.",
            "Leave out what errors lists; what came besides is an adjustment of its own."
        )
        {
            Fields = lines.ToDictionary(
                line => string.Create(CultureInfo.InvariantCulture, $"lines[{line}].variantId"),
                _ => NoSuchLine,
                StringComparer.Ordinal
            ),
        };

    /// <param name="variantIds">Of which too much would be shipped.</param>
    public static Error TransferWasNotAskedFor(IEnumerable<Guid> variantIds) =>
        new(
            ErrorKind.Rule,
            "inventory.transfer_not_asked_for",
            "That much was not asked for, or was shipped already.",
            "Ship less of the variants listed in errors, or request another transfer."
        )
        {
            Fields = variantIds.ToDictionary(id => id.ToString(), _ => TooMuch, StringComparer.Ordinal),
        };

    /// <param name="variantIds">Of which less is on the way.</param>
    public static Error TransferIsNotAllOnTheWay(IEnumerable<Guid> variantIds) =>
        new(
            ErrorKind.Rule,
            "inventory.transfer_not_all_on_the_way",
            "That much is not on the way.",
            "Take back less of the variants listed in errors."
        )
        {
            Fields = variantIds.ToDictionary(id => id.ToString(), _ => TooMuch, StringComparer.Ordinal),
        };

    /// <param name="members">Those of the request that name what is not counted.</param>
    public static Error NotCounted(IEnumerable<string> members) =>
        new(
            ErrorKind.NotFound,
            "inventory.not_counted",
            "At least one variant does not exist, or is a bundle or service, of which nothing lies anywhere.",
            "Leave out what errors lists."
        )
        {
            Fields = members.ToDictionary(member => member, _ => NothingToCount, StringComparer.Ordinal),
        };

    /// <param name="places">The categories, from nothing, that there are none of.</param>
    public static Error CategoryNotFound(IEnumerable<int> places) =>
        new(
            ErrorKind.NotFound,
            "inventory.category_not_found",
            "At least one category does not exist.",
            "List categories with GET /v1/categories."
        )
        {
            Fields = places.ToDictionary(
                place => string.Create(CultureInfo.InvariantCulture, $"categoryIds[{place}]"),
                _ => NoSuchCategory,
                StringComparer.Ordinal
            ),
        };

    /// <param name="places">The counts, from nothing, and what is wrong with which of their members.</param>
    public static Error CountsNotUnderstood(IReadOnlyDictionary<int, (string Member, string Problem)> places) =>
        new(
            ErrorKind.Rule,
            "inventory.counts_not_understood",
            "What at least one count is of, or how much, cannot be told.",
            "Nothing was recorded. Correct or leave out what errors lists, and send the rest again."
        )
        {
            Fields = places.ToDictionary(
                p => string.Create(CultureInfo.InvariantCulture, $"counts[{p.Key}].{p.Value.Member}"),
                p => new[] { p.Value.Problem },
                StringComparer.Ordinal
            ),
        };

    /// <param name="places">The counts, from nothing, that were made before it was opened or after now.</param>
    public static Error CountIsOfAnotherTime(IEnumerable<int> places) =>
        new(
            ErrorKind.Rule,
            "inventory.count_of_another_time",
            "At least one count is from before the stocktake was opened, or from the future.",
            "Set the clock of the device, or leave out countedAt."
        )
        {
            Fields = places.ToDictionary(
                place => string.Create(CultureInfo.InvariantCulture, $"counts[{place}].countedAt"),
                _ => OtherTime,
                StringComparer.Ordinal
            ),
        };

    /// <param name="places">The counts, from nothing, whose ids stand for another.</param>
    public static Error CountIsAnother(IEnumerable<int> places) =>
        new(
            ErrorKind.Conflict,
            "inventory.count_is_another",
            "At least one id stands for another count.",
            "Nothing was recorded. Give each count an id of its own, and keep it when it is sent again."
        )
        {
            Fields = places.ToDictionary(
                place => string.Create(CultureInfo.InvariantCulture, $"counts[{place}].stocktakeCountId"),
                _ => IdIsTaken,
                StringComparer.Ordinal
            ),
        };

    /// <param name="places">The variants, from nothing, that it does not have.</param>
    public static Error StocktakeHasNoSuchLine(IEnumerable<int> places) =>
        new(
            ErrorKind.NotFound,
            "inventory.stocktake_line_not_found",
            "The stocktake has no line of at least one variant.",
            "Leave out what errors lists; what is found besides is counted without being asked for."
        )
        {
            Fields = places.ToDictionary(
                place => string.Create(CultureInfo.InvariantCulture, $"variantIds[{place}]"),
                _ => NotInStocktake,
                StringComparer.Ordinal
            ),
        };

    /// <param name="first">The first of them.</param>
    public static Error StocktakeIsNotCounted(IEnumerable<Guid> first) =>
        new(
            ErrorKind.Rule,
            "inventory.stocktake_not_counted",
            "Nobody counted some of its variants.",
            "Count them, the first are listed in errors; or say in uncounted whether they stay as they are (leave) or there is none (zero)."
        )
        {
            Fields = first.ToDictionary(id => id.ToString(), _ => Uncounted, StringComparer.Ordinal),
        };

    /// <param name="shortages">What is missing; empty when it has come back in the meantime.</param>
    public static Error NotEnoughStock(IReadOnlyList<Shortage> shortages) =>
        new(
            ErrorKind.Rule,
            "inventory.not_enough_stock",
            "There is not that much.",
            "Take less of the variants listed in errors, or have the stock corrected."
        )
        {
            Fields = shortages.ToDictionary(
                s => s.VariantId.ToString(),
                s => new[] { string.Create(CultureInfo.InvariantCulture, $"{s.Wanted:0.###} wanted, {s.Available:0.###} available.") },
                StringComparer.Ordinal
            ),
        };
}

/// <summary>A variant of which more was wanted than the store can give.</summary>
public sealed record Shortage(Guid VariantId, decimal Wanted, decimal Available)
{
    /// <summary>Those of the lines that take more than there is.</summary>
    internal static IReadOnlyList<Shortage> Of(IEnumerable<StockLine> lines, IReadOnlyDictionary<Guid, decimal> available) =>
        [
            .. lines
                .Select(l => new Shortage(l.VariantId, -l.Quantity, available.GetValueOrDefault(l.VariantId)))
                .Where(s => s.Wanted > s.Available),
        ];
}
