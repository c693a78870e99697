using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Published by Customers: what other contexts may know of one.</summary>
public sealed class CustomerDirectory(IDb db)
{
    private const string FindSql = """
        select customer_id, customer_group_id, exemption_certificate is not null as has_exemption, exempt_from, exempt_until,
               archived_at is not null as is_archived
          from customers.customer
         where tenant_id = @tenant
           and customer_id = @CustomerId
        """;

    /// <summary>Asks for one customer; the question travels with the next round trip.</summary>
    public Deferred<KnownCustomer> Find(Guid customerId) => db.Defer<KnownCustomer>(FindSql, new { CustomerId = customerId });
}

/// <summary>A customer without all that tells who it is.</summary>
public sealed record KnownCustomer(
    Guid CustomerId,
    Guid? CustomerGroupId,
    bool HasExemption,
    DateOnly? ExemptFrom,
    DateOnly? ExemptUntil,
    bool IsArchived
)
{
    /// <summary>Whether an exemption from taxes holds on a day.</summary>
    public bool IsTaxExemptOn(DateOnly day) => HasExemption && !(day < ExemptFrom) && !(day > ExemptUntil);
}
