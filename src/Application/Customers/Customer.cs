using PosCommerce.Application.Common;
using PosCommerce.Domain.Customers;

namespace PosCommerce.Application.Customers;

/// <summary>A person or a company whom the merchant knows, in all of its stores.</summary>
/// <param name="DisplayName">How they are called where one line has to do.</param>
/// <param name="CardNumber">Of the merchant's own customer card.</param>
/// <param name="Emails">The first one is used.</param>
/// <param name="Phones">As ITU-T E.164 writes them; the first one is used.</param>
/// <param name="Language">Of what is sent to them, as in `de` or `de-AT`.</param>
/// <param name="CustomerGroupId">Whose prices they pay.</param>
/// <param name="IsErased">All that told who they are is gone.</param>
[Audited(
    nameof(Kind),
    nameof(CustomerGroupId),
    nameof(IsArchived),
    nameof(IsErased),
    Withheld = [
        nameof(DisplayName),
        nameof(GivenName),
        nameof(FamilyName),
        nameof(Company),
        nameof(TaxId),
        nameof(CardNumber),
        nameof(Emails),
        nameof(Phones),
        nameof(Addresses),
        nameof(Language),
        nameof(Note),
        nameof(TaxExemption),
    ]
)]
public sealed record Customer(
    Guid CustomerId,
    CustomerKind Kind,
    string DisplayName,
    string? GivenName,
    string? FamilyName,
    string? Company,
    CustomerTaxId? TaxId,
    string? CardNumber,
    IReadOnlyList<string> Emails,
    IReadOnlyList<string> Phones,
    IReadOnlyList<CustomerAddress> Addresses,
    string? Language,
    string? Note,
    Guid? CustomerGroupId,
    TaxExemption? TaxExemption,
    DateTimeOffset CreatedAt,
    bool IsErased,
    bool IsArchived,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/customers/{CustomerId}";

    /// <summary>By what they are found.</summary>
    internal IReadOnlyList<string> SearchTerms =>
        CustomerSearch.TermsOf(
            [
                DisplayName,
                GivenName,
                FamilyName,
                Company,
                TaxId?.Country,
                .. Emails,
                .. Addresses.SelectMany(a => new[] { a.Recipient, a.Street, a.PostalCode, a.City, a.Region }),
            ],
            [CardNumber, TaxId?.Number],
            Phones
        );

    /// <summary>What stays of them when they are forgotten: an id that sales stand under, and a name that tells nothing.</summary>
    internal Customer Erased() =>
        new(
            CustomerId,
            Kind,
            $"Erased customer {CustomerId.ToString("N")[^8..]}",
            GivenName: null,
            FamilyName: null,
            Company: null,
            TaxId: null,
            CardNumber: null,
            Emails: [],
            Phones: [],
            Addresses: [],
            Language: null,
            Note: null,
            CustomerGroupId,
            TaxExemption: null,
            CreatedAt,
            IsErased: true,
            IsArchived: true,
            Version
        );
}

public enum CustomerKind
{
    Person,
    Company,
}

/// <summary>A number under which a country taxes somebody. Its form is checked, and not whether it was given out.</summary>
/// <param name="Country">Two letters, as ISO 3166-1 assigns them or the world uses them.</param>
public sealed record CustomerTaxId(string Country, string Number);

/// <param name="Recipient">Who is to get it there, where that is somebody else.</param>
/// <param name="Country">Two letters, as ISO 3166-1 assigns them or the world uses them.</param>
public sealed record CustomerAddress(
    AddressKind Kind,
    string? Recipient = null,
    string? Street = null,
    string? PostalCode = null,
    string? City = null,
    string? Region = null,
    string? Country = null
);

public enum AddressKind
{
    Billing,
    Shipping,
}

/// <summary>That somebody need not pay taxes. It is kept and told with each sale; prices and taxes stay as they are.</summary>
/// <param name="CertificateNumber">Of the paper that says so.</param>
/// <param name="ValidFrom">The first day; any when left out.</param>
/// <param name="ValidUntil">The last day; none when left out.</param>
public sealed record TaxExemption(string CertificateNumber, DateOnly? ValidFrom = null, DateOnly? ValidUntil = null);
