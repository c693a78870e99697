using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>A customer as it is kept.</summary>
internal sealed record CustomerRow(
    Guid CustomerId,
    CustomerKind Kind,
    string DisplayName,
    string? GivenName,
    string? FamilyName,
    string? Company,
    string? TaxIdCountry,
    string? TaxId,
    string? CardNumber,
    string[] Emails,
    string[] Phones,
    string Addresses,
    string? Language,
    string? Note,
    Guid? CustomerGroupId,
    string? ExemptionCertificate,
    DateOnly? ExemptFrom,
    DateOnly? ExemptUntil,
    DateTimeOffset CreatedAt,
    bool IsErased,
    bool IsArchived,
    int Version,
    string NameOrder
)
{
    public const string Columns = """
        select customer_id, kind, display_name, given_name, family_name, company, tax_id_country, tax_id, card_number, emails, phones,
               addresses::text, language, note, customer_group_id, exemption_certificate, exempt_from, exempt_until, created_at,
               erased_at is not null as is_erased, archived_at is not null as is_archived, version, name_order
          from customers.customer
         where tenant_id = @tenant
        """;

    public Customer Customer =>
        new(
            CustomerId,
            Kind,
            DisplayName,
            GivenName,
            FamilyName,
            Company,
            TaxId is { } number ? new CustomerTaxId(TaxIdCountry!, number) : null, // customer_tax_id_has_a_country
            CardNumber,
            Emails,
            Phones,
            Json.ReadKeptList<CustomerAddress>(Addresses),
            Language,
            Note,
            CustomerGroupId,
            ExemptionCertificate is { } certificate ? new TaxExemption(certificate, ExemptFrom, ExemptUntil) : null,
            CreatedAt,
            IsErased,
            IsArchived,
            Version
        );
}
