using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>The ways requests about the catalogue fail.</summary>
public static class CatalogErrors
{
    public static readonly Error VariantNotFound = new(
        ErrorKind.NotFound,
        "catalog.variant_not_found",
        "There is no such variant.",
        "Find variants with GET /v1/variants?search= or ?barcode=."
    );

    public static readonly Error TillCatalogOutdated = new(
        ErrorKind.Rule,
        "catalog.till_catalog_outdated",
        "What this till has cannot be brought up to date: the cursor is of another store, of other amounts, or of a database that was set back.",
        "Forget what the till has, and ask for everything: GET /v1/till-catalog without since."
    );

    public static readonly Error ProductNotFound = new(
        ErrorKind.NotFound,
        "catalog.product_not_found",
        "There is no such product.",
        "Find products with GET /v1/products?search=."
    );

    public static readonly Error TaxClassUnknown = new(
        ErrorKind.NotFound,
        "catalog.tax_class_unknown",
        "There is no such tax class.",
        "Use the id of a tax class of this merchant."
    );

    public static readonly Error ProductExists = new(
        ErrorKind.Conflict,
        "catalog.product_exists",
        "A product with this id exists already.",
        "Read it with GET /v1/products/{productId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error VariantExists = new(
        ErrorKind.Conflict,
        "catalog.variant_exists",
        "A variant with this id exists already.",
        "Read it with GET /v1/variants/{variantId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error ExternalIdTaken = new(
        ErrorKind.Conflict,
        "catalog.external_id_taken",
        "Another one has this external id.",
        "Find out which is meant; archived ones keep theirs until it is changed."
    );

    public static readonly Error ProductIsArchived = new(
        ErrorKind.Rule,
        "catalog.product_archived",
        "The product is archived.",
        "Restore it with POST /v1/products/{productId}/restore."
    );

    public static readonly Error ProductIsInUse = new(
        ErrorKind.Rule,
        "catalog.product_in_use",
        "The product is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error VariantIsArchived = new(
        ErrorKind.Rule,
        "catalog.variant_archived",
        "The variant is archived.",
        "Restore it with POST /v1/variants/{variantId}/restore."
    );

    public static readonly Error VariantIsInUse = new(
        ErrorKind.Rule,
        "catalog.variant_in_use",
        "The variant is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error ArchivedByItself = Naming.About(
        new Error(
            ErrorKind.Rule,
            "catalog.status_not_given",
            "A product is archived by an act of its own.",
            "Archive it with POST /v1/products/{productId}/archive; a new or a changed one is active or a draft."
        ),
        "Must be active or draft.",
        ["status"]
    );

    public static readonly Error UnitDoesNotFit = Naming.About(
        new Error(
            ErrorKind.Rule,
            "catalog.unit_does_not_fit",
            "A product of this kind is not sold by this unit.",
            "Give kg, g, l, ml, m or m2 for what is weighed, piece or hour for a service, and piece, or nothing, for all others."
        ),
        "Does not fit the kind.",
        ["unit"]
    );

    public static readonly Error VariantsDoNotFit = Naming.About(
        new Error(
            ErrorKind.Rule,
            "catalog.too_many_variants",
            "A product of this kind has no more variants.",
            "Only the kind variant has more than one, at most 200; make another product for the rest."
        ),
        "Too many for the kind.",
        ["variants"]
    );

    /// <param name="why">What is wrong with them.</param>
    public static Error OptionsDoNotFit(string why) =>
        Naming.About(
            new Error(
                ErrorKind.Rule,
                "catalog.options_do_not_fit",
                "The options do not fit the product.",
                "The kind variant has one to three options of different names, as many as its variants have values; other kinds have none."
            ),
            why,
            ["options"]
        );

    /// <param name="why">What is wrong with them.</param>
    public static Error ComponentsDoNotFit(string why) =>
        Naming.About(
            new Error(
                ErrorKind.Rule,
                "catalog.components_do_not_fit",
                "The components do not fit the product.",
                "A bundle has at least one component, each variant once; other kinds have none."
            ),
            why,
            ["components"]
        );

    /// <param name="components">Those that there are not, from zero.</param>
    public static Error ComponentsUnknown(IEnumerable<int> components) =>
        Naming.About(
            new Error(
                ErrorKind.NotFound,
                "catalog.component_not_found",
                "At least one component is no variant of this merchant.",
                "Find variants with GET /v1/variants?search= or ?barcode=."
            ),
            "There is no such variant.",
            components.Select(PathOfComponent)
        );

    /// <param name="components">Those that cannot be part of a bundle, from zero.</param>
    public static Error ComponentsUnfit(IEnumerable<int> components) =>
        Naming.About(
            new Error(
                ErrorKind.Rule,
                "catalog.component_unfit",
                "At least one component is archived, or a bundle itself.",
                "Name variants that are in use, and what the other bundle is made of instead of the bundle."
            ),
            "Is archived, or a bundle itself.",
            components.Select(PathOfComponent)
        );

    /// <param name="variants">Where those stand in the request that have too few or too many.</param>
    public static Error OptionValuesDoNotFit(IEnumerable<string> variants, int options) =>
        Naming.About(
            new Error(
                ErrorKind.Rule,
                "catalog.option_values_do_not_fit",
                "At least one variant does not have one value for each option of the product.",
                "Give as many option values as the product has options, in their order."
            ),
            FormattableString.Invariant($"Must be {options}, one for each option."),
            variants.Select(path => $"{path}optionValues")
        );

    /// <param name="variants">Where those stand in the request that are like another.</param>
    public static Error OptionValuesTaken(IEnumerable<string> variants) =>
        Naming.About(
            new Error(
                ErrorKind.Conflict,
                "catalog.option_values_taken",
                "Another variant of the product has these option values.",
                "Change one of them; capitals and accents make no difference."
            ),
            "Another variant has these.",
            variants.Select(path => $"{path}optionValues")
        );

    /// <param name="members">Where they stand in the request.</param>
    public static Error SkusTaken(IEnumerable<string> members) =>
        Naming.About(
            new Error(
                ErrorKind.Conflict,
                "catalog.sku_taken",
                "Another variant has this SKU.",
                "Choose another; capitals make no difference, and archived variants keep theirs until it is changed."
            ),
            "Another variant has it.",
            members
        );

    /// <param name="members">Where they stand in the request.</param>
    public static Error BarcodesTaken(IEnumerable<string> members) =>
        Naming.About(
            new Error(
                ErrorKind.Conflict,
                "catalog.barcode_taken",
                "Another variant has this code, or it is given twice.",
                "Find it with GET /v1/variants?barcode=; all symbols of one GTIN are one code, and archived variants keep theirs."
            ),
            "Another variant has it, or it is given twice.",
            members
        );

    /// <param name="members">What is wrong, by where it stands in the request.</param>
    public static Error BarcodesWrong(IReadOnlyDictionary<string, string> members) =>
        new(
            ErrorKind.Rule,
            "catalog.barcode_wrong",
            "At least one code cannot be right.",
            "Type it again from below the bars; give it the kind other if it only looks like a GTIN."
        )
        {
            Fields = members.ToDictionary(m => m.Key, m => new[] { m.Value }, StringComparer.Ordinal),
        };

    /// <param name="doubt">What looked wrong about it; null when nothing did.</param>
    public static Error CodeUnknown(string? doubt) =>
        new(
            ErrorKind.NotFound,
            "catalog.code_unknown",
            doubt is null ? "Nothing that is for sale carries this code." : $"Nothing that is for sale carries this code. {doubt}",
            "Add the code to a variant with PUT /v1/variants/{variantId}, or find the article with GET /v1/variants?search=."
        );

    /// <param name="why">One line for a person.</param>
    public static Error CodeUnreadable(string why) =>
        new(ErrorKind.Rule, "catalog.code_unreadable", why, "Scan it again, or find the article with GET /v1/variants?search=.");

    public static readonly Error ImportNotFound = new(
        ErrorKind.NotFound,
        "catalog.import_not_found",
        "There is no such import.",
        "List them with GET /v1/imports."
    );

    public static readonly Error ImportIsOver = new(
        ErrorKind.Conflict,
        "catalog.import_over",
        "The import is over.",
        "Nothing is left to cancel; GET /v1/imports/{importId}/rows says what became of its rows."
    );

    public static readonly Error ImportOvertaken = new(
        ErrorKind.Conflict,
        "catalog.import_overtaken",
        "An article was changed between the judging of the file and its taking in.",
        "Nothing was taken in; it is tried again by itself. Send the file again when it was changed for good."
    );

    /// <param name="what">What is wrong with it, and where.</param>
    public static Error ImportFileWrong(string what) =>
        Naming.About(
            new Error(
                ErrorKind.Rule,
                "catalog.import_file_wrong",
                "The file cannot be read.",
                "Correct what is named in errors, or save the table anew as CSV UTF-8, then send it again."
            ),
            what,
            ["file"]
        );

    /// <param name="what">What is wrong with the first row.</param>
    public static Error ImportHeaderWrong(string what) =>
        Naming.About(
            new Error(
                ErrorKind.Rule,
                "catalog.import_header_wrong",
                "The first row of the file does not name the columns of an import.",
                "Name the columns as docs/api.md does, under Imports; leave out those that an import does not know."
            ),
            what,
            ["file"]
        );

    /// <param name="columns">Those of the file that the caller may not use.</param>
    public static Error ImportColumnsGuarded(IEnumerable<string> columns, string permission) =>
        Naming.About(
            new Error(
                ErrorKind.Forbidden,
                "catalog.import_columns_guarded",
                "The file has columns that your roles do not allow you to change.",
                "Leave the columns out, or ask an administrator for a role that holds the permission named in errors."
            ),
            $"{string.Join(", ", columns)}: needs {permission}.",
            ["file"]
        );

    public static readonly Error ExportNotFound = new(
        ErrorKind.NotFound,
        "catalog.export_not_found",
        "There is no such export.",
        "List them with GET /v1/exports."
    );

    public static readonly Error ExportIsOver = new(
        ErrorKind.Conflict,
        "catalog.export_over",
        "The export is over.",
        "Nothing is left to cancel; GET /v1/exports/{exportId} says what became of it."
    );

    public static readonly Error ExportIsNotThere = new(
        ErrorKind.Conflict,
        "catalog.export_not_there",
        "There is no file of the export: it is not done yet, was cancelled, or was kept for its time.",
        "Wait until GET /v1/exports/{exportId} says done; after keptUntil ask for another with POST /v1/exports."
    );

    public static readonly Error CategoryNotFound = new(
        ErrorKind.NotFound,
        "catalog.category_not_found",
        "There is no such category.",
        "Find categories with GET /v1/categories."
    );

    public static readonly Error CategoryExists = new(
        ErrorKind.Conflict,
        "catalog.category_exists",
        "A category with this id exists already.",
        "Read it with GET /v1/categories/{categoryId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error CategoryNameTaken = Naming.About(
        new Error(
            ErrorKind.Conflict,
            "catalog.category_name_taken",
            "Another category right below the same one has this name.",
            "Choose another name or another place; capitals and accents make no difference, and archived ones do not count."
        ),
        "A sibling has it.",
        ["name"]
    );

    public static readonly Error CategoryIsArchived = new(
        ErrorKind.Rule,
        "catalog.category_archived",
        "The category is archived.",
        "Restore it with POST /v1/categories/{categoryId}/restore."
    );

    public static readonly Error CategoryIsInUse = new(
        ErrorKind.Rule,
        "catalog.category_in_use",
        "The category is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error ParentIsArchived = Naming.About(
        new Error(
            ErrorKind.Rule,
            "catalog.category_above_archived",
            "The category above it is archived.",
            "Restore that one first, or choose another."
        ),
        "Is archived.",
        ["parentId"]
    );

    public static readonly Error CategoryBelowItself = Naming.About(
        new Error(
            ErrorKind.Rule,
            "catalog.category_below_itself",
            "A category cannot stand below itself.",
            "Choose a category that is not below the one that is moved."
        ),
        "Is the category itself, or below it.",
        ["parentId"]
    );

    public static readonly Error CategoryTooDeep = Naming.About(
        new Error(
            ErrorKind.Rule,
            "catalog.category_too_deep",
            "The tree of categories would have more than ten levels.",
            "Choose a place further up."
        ),
        "Is too far down.",
        ["parentId"]
    );

    public static readonly Error TooManyCategories = new(
        ErrorKind.Rule,
        "catalog.too_many_categories",
        "There are 5,000 categories, as many as there can be.",
        "Rename and move some that are no longer needed."
    );

    public static readonly Error SiblingNotFound = Naming.About(
        new Error(
            ErrorKind.Rule,
            "catalog.category_not_beside",
            "The category to stand before is none of those there.",
            "Name one that stands right below parentId, or leave it out for the last place."
        ),
        "Is not right below the same one.",
        ["beforeId"]
    );

    private static string PathOfComponent(int component) => FormattableString.Invariant($"components[{component}].variantId");
}

/// <summary>Tells of an error which members it is about.</summary>
internal static class Naming
{
    public static Error About(Error error, string what, IEnumerable<string> members) =>
        error with
        {
            Fields = members.ToDictionary(m => m, _ => new[] { what }, StringComparer.Ordinal),
        };
}
