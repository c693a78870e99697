using FluentValidation;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Tells what a scanner sent: the article that it names in a store, and what else it carries.</summary>
/// <param name="Code">As the scanner sent it: digits, a label of a scale, GS1 element strings (FNC1 as the sign with the number 29), GS1
/// Digital Link.</param>
/// <param name="After">What was scanned just before, to notice when both symbols of one pack were read.</param>
public sealed record ScanCode(string Code, Guid StoreId, string? After = null) : IQuery<ScannedArticle>, IStoreRequest
{
    Guid? IStoreRequest.StoreId => StoreId;
}

/// <param name="Unit">What a quantity of one is.</param>
/// <param name="PackQuantity">How many are in what carries the code.</param>
/// <param name="Quantity">How much a sale line of this code sells; null when the till has to say it, or the price for one tells it.</param>
/// <param name="Gtin">14 digits; null when the code is no GTIN.</param>
/// <param name="Weight">Kilograms without packaging.</param>
/// <param name="Price">What the pack costs by its label, in minor units of <paramref name="Currency"/>.</param>
/// <param name="Currency">Of the label's price: the store's, or what the label names.</param>
/// <param name="Expiry">The last day of use.</param>
/// <param name="IsExpired">Whether that day is over in the store; null when no day is told.</param>
/// <param name="BestBefore">Until when it is at its best.</param>
/// <param name="SellBy">Until when the shop should sell it.</param>
/// <param name="Form">How the code was written.</param>
/// <param name="Symbology">The symbology identifier that the scanner sent.</param>
/// <param name="Repeats">Whether both codes can be from one pack; null when no other was told.</param>
/// <param name="Doubts">What of the code was left out or looks wrong, a line for a person each.</param>
public sealed record ScannedArticle(
    Guid VariantId,
    string Sku,
    string Name,
    string Unit,
    [property: Step("0.001")] decimal PackQuantity,
    [property: Step("0.001")] decimal? Quantity,
    string? Gtin,
    decimal? Weight,
    long? Price,
    [property: Form(Forms.Currency, 3)] string? Currency,
    string? Lot,
    string? Serial,
    DateOnly? Expiry,
    bool? IsExpired,
    DateOnly? BestBefore,
    DateOnly? SellBy,
    DateOnly? ProducedOn,
    DateOnly? PackedOn,
    CodeForm Form,
    string? Symbology,
    PackRepetition? Repeats,
    IReadOnlyList<string> Doubts
);

internal sealed class ScanCodeValidator : AbstractValidator<ScanCode>
{
    public ScanCodeValidator()
    {
        RuleFor(q => q.Code).NotNull().Scan();
        RuleFor(q => q.After).Scan();
    }
}

internal sealed class ScanCodeHandler(Assortment assortment, IScanningStores stores, TimeProvider clock)
    : IQueryHandler<ScanCode, ScannedArticle>
{
    public async Task<ScannedArticle> Handle(ScanCode query, CancellationToken ct)
    {
        var asked = assortment.Ask([], query.After is null ? [query.Code] : [query.Code, query.After]);
        var store =
            await stores.Find(query.StoreId, clock.GetUtcNow()).SingleOrDefaultAsync(ct)
            ?? throw new Refused(PipelineErrors.StoreIsUnknown);
        var found = await asked.FindAsync(store.BusinessDay, ct);
        return found.ByCode[query.Code] switch
        {
            CodeNamesArticle named => Of(named, store, query.After is null ? null : found.ByCode[query.After]),
            CodeIsUnreadable { Problem: var problem } => throw new Refused(CatalogErrors.CodeUnreadable(problem.Text)),
            CodeIsUnknown { Code: var code } => throw new Refused(
                CatalogErrors.CodeUnknown(code.Doubts is [var doubt, ..] ? doubt.Text : null)
            ),
            var unknown => throw new InvalidOperationException($"A code of which nobody knows what became: {unknown}."),
        };
    }

    private static ScannedArticle Of(CodeNamesArticle named, ScanningStore store, CodeFound? earlier)
    {
        var (told, article) = (named.Meant.Content, named.Article);
        var currency = told.Price is null ? null : told.Price.Currency ?? store.Currency;
        return new ScannedArticle(
            article.VariantId,
            article.Sku,
            article.Name,
            named.Unit,
            named.PackQuantity,
            named.Quantity ?? (named.IsMeasured ? null : named.PackQuantity),
            Codes.GtinOf(named.Meant.Kind, named.Meant.Value),
            told.NetWeight,
            currency is null ? null : told.Price?.MinorUnits(Currencies.DigitsOf(currency)),
            currency,
            told.Lot,
            told.Serial,
            told.Expiry,
            told.Expiry is { } last ? last < store.BusinessDay : null,
            told.BestBefore,
            told.SellBy,
            told.ProducedOn,
            told.PackedOn,
            named.Code.Form,
            named.Code.Symbology,
            Repetition(named, earlier),
            [.. named.Code.Doubts.Select(d => d.Text)]
        );
    }

    private static PackRepetition? Repetition(CodeNamesArticle named, CodeFound? earlier) =>
        earlier switch
        {
            null => null,
            CodeNamesArticle before => PackIdentity.Repetition(
                before.Code,
                named.Code,
                isSameArticle: before.Article.VariantId == named.Article.VariantId
            ),
            _ => PackRepetition.No,
        };
}
