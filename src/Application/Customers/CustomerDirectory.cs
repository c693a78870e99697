using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Published by Customers: what other contexts may know of one.</summary>
public sealed class CustomerDirectory(IDb db)
{
    private const string FindSql = """
        select customer_id, customer_group_id, exemption_certificate is not null as has_exemption, exempt_from, exempt_until,
               archived_at is not null as is_archived,
               case when kind = 'company' then coalesce(company, display_name) end as company,
               case when kind = 'company' then tax_id end as tax_id,
               case when kind = 'company' then addresses::text end as addresses
          from customers.customer
         where tenant_id = @tenant
           and customer_id = @CustomerId
        """;

    /// <summary>Asks for one customer; the question travels with the next round trip.</summary>
    public Deferred<KnownCustomer> Find(Guid customerId) =>
        db.Defer<Row>(FindSql, new { CustomerId = customerId }).Select(row => row.Customer);

    private sealed record Row(
        Guid CustomerId,
        Guid? CustomerGroupId,
        bool HasExemption,
        DateOnly? ExemptFrom,
        DateOnly? ExemptUntil,
        bool IsArchived,
        string? Company,
        string? TaxId,
        string? Addresses
    )
    {
        public KnownCustomer Customer =>
            new(CustomerId, CustomerGroupId, HasExemption, ExemptFrom, ExemptUntil, IsArchived, Company is null ? null : Known(Company));

        private KnownCompany Known(string name)
        {
            var addresses = Json.ReadKeptList<CustomerAddress>(Addresses!); // Read with the name.
            return new KnownCompany(name, TaxId, addresses.MinBy(a => a.Kind is AddressKind.Billing ? 0 : 1));
        }
    }
}

/// <summary>A customer without all that tells which person it is.</summary>
/// <param name="Company">Null where it is a person.</param>
public sealed record KnownCustomer(
    Guid CustomerId,
    Guid? CustomerGroupId,
    bool HasExemption,
    DateOnly? ExemptFrom,
    DateOnly? ExemptUntil,
    bool IsArchived,
    KnownCompany? Company
)
{
    /// <summary>Whether an exemption from taxes holds on a day.</summary>
    public bool IsTaxExemptOn(DateOnly day) => HasExemption && !(day < ExemptFrom) && !(day > ExemptUntil);
}

/// <summary>Whom an invoice names.</summary>
/// <param name="Address">Where bills go; null where none is known.</param>
public sealed record KnownCompany(string Name, string? TaxId, CustomerAddress? Address);
