using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Published by Customers: what they are called now; whoever is forgotten has no name.</summary>
public sealed class CustomerNames(IDb db)
{
    private const string FindSql = """
        select customer_id as id, display_name as name
          from customers.customer
         where tenant_id = @tenant
           and customer_id = any (@Ids)
           and erased_at is null
        """;

    public Deferred<CustomerName> Find(IReadOnlyList<Guid> ids) => db.Defer<CustomerName>(FindSql, new { Ids = ids.ToArray() });
}

public sealed record CustomerName(Guid Id, string Name);
