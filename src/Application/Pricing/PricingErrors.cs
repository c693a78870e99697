using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>The ways requests about prices and taxes fail.</summary>
public static class PricingErrors
{
    public static readonly Error ArticleNotFound = new(
        ErrorKind.NotFound,
        "pricing.article_not_found",
        "There is no such variant.",
        "Find variants with GET /v1/variants?search= or ?barcode=."
    );

    public static readonly Error PriceListNotFound = new(
        ErrorKind.NotFound,
        "pricing.price_list_not_found",
        "There is no such price list.",
        "List them with GET /v1/price-lists."
    );

    public static readonly Error PriceListExists = new(
        ErrorKind.Conflict,
        "pricing.price_list_exists",
        "A price list with this id exists already.",
        "Read it with GET /v1/price-lists/{priceListId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error PriceListCodeTaken = new(
        ErrorKind.Conflict,
        "pricing.price_list_code_taken",
        "Another price list has this code.",
        "Choose another code; archived lists keep theirs."
    );

    public static readonly Error PriceListIsArchived = new(
        ErrorKind.Rule,
        "pricing.price_list_archived",
        "The price list is archived.",
        "Restore it first, or use another."
    );

    public static readonly Error PriceListIsInUse = new(
        ErrorKind.Rule,
        "pricing.price_list_in_use",
        "The price list is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error BaseListExists = new(
        ErrorKind.Conflict,
        "pricing.base_list_exists",
        "The currency has a base list already.",
        "Set prices in that one, or make a list that is not a base list."
    );

    public static readonly Error BaseListStays = new(
        ErrorKind.Rule,
        "pricing.base_list_stays",
        "The base list of a currency is for everybody, and stays.",
        "Make another list with a greater priority for those who pay other prices."
    );

    /// <param name="currency">Whose base list could not be made.</param>
    public static Error BaseListCodeTaken(string currency) =>
        new(
            ErrorKind.Conflict,
            "pricing.base_list_code_taken",
            $"There is no base list for {currency}, and the code it would get is that of another list.",
            "Make a base list for the currency with POST /v1/price-lists and isBase, under another code."
        );

    public static readonly Error PriceChangedMeanwhile = new(
        ErrorKind.Conflict,
        "pricing.price_changed_meanwhile",
        "Somebody else set one of these prices at the same moment.",
        "Read the prices again and repeat what is still wanted."
    );

    public static readonly Error TaxClassNotFound = new(
        ErrorKind.NotFound,
        "pricing.tax_class_not_found",
        "There is no such tax class.",
        "List them with GET /v1/tax-classes."
    );

    public static readonly Error TaxClassExists = new(
        ErrorKind.Conflict,
        "pricing.tax_class_exists",
        "A tax class with this id exists already.",
        "Read it with GET /v1/tax-classes/{taxClassId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error TaxClassCodeTaken = new(
        ErrorKind.Conflict,
        "pricing.tax_class_code_taken",
        "Another tax class has this code.",
        "Choose another code; archived classes keep theirs."
    );

    public static readonly Error TaxClassIsArchived = new(
        ErrorKind.Rule,
        "pricing.tax_class_archived",
        "The tax class is archived.",
        "Restore it first, or use another."
    );

    public static readonly Error TaxClassIsInUse = new(
        ErrorKind.Rule,
        "pricing.tax_class_in_use",
        "The tax class is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error TaxRateNotFound = new(
        ErrorKind.NotFound,
        "pricing.tax_rate_not_found",
        "There is no such tax rate.",
        "List them with GET /v1/tax-rates."
    );

    public static readonly Error TaxRateExists = new(
        ErrorKind.Conflict,
        "pricing.tax_rate_exists",
        "A tax rate with this id exists already.",
        "Find it with GET /v1/tax-rates; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error TaxRateOverlaps = new(
        ErrorKind.Rule,
        "pricing.tax_rate_overlaps",
        "The tax class has another rate in this area in that time.",
        "See GET /v1/tax-rates?taxClassId=; end the other one first, or let this one begin when it ends."
    );

    public static readonly Error TaxRateEndsTooEarly = new(
        ErrorKind.Rule,
        "pricing.tax_rate_ends_too_early",
        "A tax rate cannot end before it begins.",
        "Let it end on its first day if it shall not hold at all."
    );

    public static readonly Error CustomerGroupNotFound = new(
        ErrorKind.NotFound,
        "pricing.customer_group_not_found",
        "There is no such customer group.",
        "List them with GET /v1/customer-groups."
    );

    public static readonly Error CustomerGroupExists = new(
        ErrorKind.Conflict,
        "pricing.customer_group_exists",
        "A customer group with this id exists already.",
        "Read it with GET /v1/customer-groups/{customerGroupId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error CustomerGroupCodeTaken = new(
        ErrorKind.Conflict,
        "pricing.customer_group_code_taken",
        "Another customer group has this code.",
        "Choose another code; archived groups keep theirs."
    );

    public static readonly Error CustomerGroupIsArchived = new(
        ErrorKind.Rule,
        "pricing.customer_group_archived",
        "The customer group is archived.",
        "Restore it first, or use another."
    );

    public static readonly Error CustomerGroupIsInUse = new(
        ErrorKind.Rule,
        "pricing.customer_group_in_use",
        "The customer group is not archived.",
        "Nothing needs to be done."
    );
}
