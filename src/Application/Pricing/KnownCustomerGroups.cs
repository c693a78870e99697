using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Published by Pricing: which customer groups there are.</summary>
public sealed class KnownCustomerGroups(IDb db)
{
    private const string IsInUseSql = """
        select archived_at is null as is_in_use
          from pricing.customer_group
         where tenant_id = @tenant
           and customer_group_id = @CustomerGroupId
        """;

    /// <summary>Whether a group is in use; nothing when there is none. The question travels with the next round trip.</summary>
    public Deferred<bool> IsInUse(Guid customerGroupId) => db.Defer<bool>(IsInUseSql, new { CustomerGroupId = customerGroupId });
}
