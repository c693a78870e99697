using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>What a merchant says of a customer.</summary>
/// <param name="DisplayName">How they are called where one line has to do; made of company or names when left out.</param>
/// <param name="CardNumber">Of the merchant's own customer card; nobody else's, capitals or not.</param>
/// <param name="Emails">The one that is used first; what is told twice is kept once.</param>
/// <param name="Phones">The one that is used first. With a plus, or as it is dialled in the country of the first address, or else of the
/// caller's first store.</param>
/// <param name="Language">Of what is sent to them, as in `de` or `de-AT`.</param>
/// <param name="CustomerGroupId">Whose prices they pay.</param>
/// <param name="CustomerId">The client's own id for a new customer, a UUIDv7; made here when left out. A change can only repeat it.</param>
public sealed record CustomerDetails(
    CustomerKind Kind,
    string? DisplayName = null,
    string? GivenName = null,
    string? FamilyName = null,
    string? Company = null,
    CustomerTaxId? TaxId = null,
    string? CardNumber = null,
    IReadOnlyList<string>? Emails = null,
    IReadOnlyList<string>? Phones = null,
    IReadOnlyList<CustomerAddress>? Addresses = null,
    string? Language = null,
    string? Note = null,
    Guid? CustomerGroupId = null,
    TaxExemption? TaxExemption = null,
    Guid? CustomerId = null
)
{
    /// <summary>How they are called; null where nothing tells.</summary>
    internal string? Name
    {
        get
        {
            var names = string.Join(' ', new[] { GivenName, FamilyName }.Where(name => name is not null));
            var person = names.Length > 0 ? names : null;
            return DisplayName ?? (Kind is CustomerKind.Company ? Company ?? person : person ?? Company);
        }
    }
}

internal sealed class CustomerDetailsValidator : AbstractValidator<CustomerDetails>
{
    private const int Most = 10;

    public CustomerDetailsValidator()
    {
        RuleFor(c => c.CustomerId).NotEqual(Guid.Empty);
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.DisplayName).ShortText(300);
        RuleFor(c => c.GivenName).ShortText(100);
        RuleFor(c => c.FamilyName).ShortText(100);
        RuleFor(c => c.Company).ShortText(200);
        RuleFor(c => c.DisplayName)
            .Must((c, _) => c.Name is not null)
            .WithMessage("Say how they are called: displayName, givenName, familyName or company.");
        RuleFor(c => c.TaxId!)
            .ChildRules(tax =>
            {
                tax.RuleFor(t => t.Country).Country();
                tax.RuleFor(t => t.Number)
                    .Code(
                        @"^[A-Z0-9]([A-Z0-9 ./-]{0,28}[A-Z0-9])?\z",
                        "Must be 1 to 30 capital letters and digits, with blanks, hyphens, dots and slashes between them."
                    );
            })
            .When(c => c.TaxId is not null);
        RuleFor(c => c.CardNumber)
            .Code(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,38}[A-Za-z0-9])?\z", "Must be 1 to 40 letters and digits, with hyphens between them.");
        RuleFor(c => c.Emails!).AtMost(Most);
        RuleForEach(c => c.Emails!).Email();
        RuleFor(c => c.Phones!).AtMost(Most);
        RuleForEach(c => c.Phones!).Code(40);
        RuleFor(c => c.Addresses!).AtMost(Most);
        RuleForEach(c => c.Addresses!)
            .ChildRules(address =>
            {
                address.RuleFor(a => a.Kind).IsInEnum();
                address.RuleFor(a => a.Recipient).ShortText(200);
                address.RuleFor(a => a.Street).ShortText(200);
                address.RuleFor(a => a.PostalCode).Code(20);
                address.RuleFor(a => a.City).ShortText(100);
                address.RuleFor(a => a.Region).ShortText(100);
                address.RuleFor(a => a.Country).Country();
            });
        RuleFor(c => c.Language).Code(@"^[a-z]{2,3}(-[A-Z]{2})?\z", "Must be a language, such as de or de-AT.");
        RuleFor(c => c.Note).TextOfLines(2_000);
        RuleFor(c => c.TaxExemption!)
            .ChildRules(exemption =>
            {
                exemption.RuleFor(e => e.CertificateNumber).ShortText(100);
                exemption
                    .RuleFor(e => e.ValidUntil)
                    .Must((e, until) => until is null || e.ValidFrom is null || until >= e.ValidFrom)
                    .WithMessage("Must not be before validFrom.");
            })
            .When(c => c.TaxExemption is not null);
    }
}
