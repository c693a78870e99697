using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>What a merchant says of a store.</summary>
/// <param name="Code">Short name, printed in document numbers: 1 to 10 capital letters and digits.</param>
/// <param name="Currency">ISO 4217 code of all its amounts.</param>
/// <param name="TimeZone">IANA time zone, by a present or a former name.</param>
/// <param name="TaxMode">Whether the prices on its shelves contain the tax.</param>
/// <param name="TaxRounding">Where tax is rounded to whole minor units; as the settings say when left out.</param>
/// <param name="CashRounding">How its terminals round what is paid in cash; a new store starts as the settings say, any other does as its
/// country when left out.</param>
/// <param name="ReceiptHeader">Printed above each receipt; a line feed begins a new line.</param>
/// <param name="ReceiptFooter">Printed below each receipt; a line feed begins a new line.</param>
/// <param name="DayEndsAt">Until when on the next day a business day lasts, as in `04:00`, by the store's own time zone; midnight when left
/// out.</param>
/// <param name="StoreId">The client's own id for a new store, a UUIDv7; made here when left out. A change can only repeat it.</param>
/// <param name="Sells">False for a warehouse, which holds stock and sells nothing; a new store sells, any other stays as it is when left
/// out.</param>
/// <param name="TaxId">By which the tax office knows it, printed on each receipt.</param>
/// <param name="ReceiptLanguage">The language of its receipts; when left out it goes by the country of its address, and is English where
/// that says nothing.</param>
public sealed record StoreDetails(
    string Code,
    string Name,
    string Currency,
    string TimeZone,
    TaxMode TaxMode,
    TaxRounding? TaxRounding = null,
    CashRounding? CashRounding = null,
    StoreAddress? Address = null,
    string? ReceiptHeader = null,
    string? ReceiptFooter = null,
    IReadOnlyList<OpeningHours>? OpeningHours = null,
    Guid? StoreId = null,
    string? DayEndsAt = null,
    bool? Sells = null,
    string? TaxId = null,
    ReceiptLanguage? ReceiptLanguage = null
);

internal sealed class StoreDetailsValidator : AbstractValidator<StoreDetails>
{
    private const string TimeForm = @"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\z";
    private const string DayEndForm = @"^(0[0-9]:[0-5][0-9]|1[01]:[0-5][0-9]|12:00)\z";

    public StoreDetailsValidator()
    {
        RuleFor(s => s.StoreId).NotEqual(Guid.Empty);
        RuleFor(s => s.Code).Code(@"^[A-Z0-9]{1,10}\z", "Must be 1 to 10 capital letters and digits.");
        RuleFor(s => s.Name).ShortText(200);
        RuleFor(s => s.Currency).Currency();
        RuleFor(s => s.TimeZone).TimeZone();
        RuleFor(s => s.TaxMode).IsInEnum();
        RuleFor(s => s.TaxRounding).IsInEnum();
        RuleFor(s => s.DayEndsAt).Code(DayEndForm, "Must be a time of day between 00:00 and 12:00, such as 04:00.");
        RuleFor(s => s.CashRounding!).SetValidator(new CashRoundingValidator()).When(s => s.CashRounding is not null);
        RuleFor(s => s.ReceiptHeader).TextOfLines(1_000);
        RuleFor(s => s.ReceiptFooter).TextOfLines(1_000);
        RuleFor(s => s.TaxId).Code(50);
        RuleFor(s => s.ReceiptLanguage).IsInEnum();
        RuleFor(s => s.Address!)
            .ChildRules(address =>
            {
                address.RuleFor(a => a.Street).ShortText(200);
                address.RuleFor(a => a.PostalCode).Code(20);
                address.RuleFor(a => a.City).ShortText(100);
                address.RuleFor(a => a.Region).ShortText(100);
                address.RuleFor(a => a.Country).Country();
            })
            .When(s => s.Address is not null);
        RuleFor(s => s.OpeningHours!).AtMost(50);
        RuleForEach(s => s.OpeningHours)
            .ChildRules(hours =>
            {
                hours.RuleFor(h => h.Day).IsInEnum();
                hours.RuleFor(h => h.Opens).Code(TimeForm, "Must be a time of day, such as 09:00.");
                hours
                    .RuleFor(h => h.Closes)
                    .Code(TimeForm, "Must be a time of day, such as 18:30.")
                    .Must((h, closes) => string.CompareOrdinal(h.Opens, closes) < 0)
                    .WithMessage("Must be later than opens; write a night as two entries.");
            });
        RuleFor(s => s.OpeningHours).Must(hours => hours is null || !Overlap(hours)).WithMessage("Two of them overlap.");
    }

    // Times of one form are in order when their texts are.
    private static bool Overlap(IReadOnlyList<OpeningHours> hours) =>
        hours
            .GroupBy(h => h.Day)
            .Select(day => day.OrderBy(h => h.Opens, StringComparer.Ordinal).ToList())
            .Any(day => day.Zip(day.Skip(1)).Any(pair => string.CompareOrdinal(pair.First.Closes, pair.Second.Opens) > 0));
}
