using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Customer groups: how one is read, held still and written.</summary>
internal sealed class CustomerGroups(IDb db, TimeProvider clock)
{
    public const string Columns = """
        select customer_group_id, code, name, archived_at is not null as is_archived, version
          from pricing.customer_group
         where tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + """

               and customer_group_id = @CustomerGroupId
            """;

    // Of two edits of one version, the second finds it gone.
    private const string LockSql = """
        select customer_group_id
          from pricing.customer_group
         where tenant_id = @tenant
           and customer_group_id = @CustomerGroupId
           for no key update
        """;

    private const string SaveSql = """
        update pricing.customer_group
           set code = @Code,
               name = @Name,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and customer_group_id = @CustomerGroupId
        """;

    /// <summary>One group; null when there is none.</summary>
    public Task<CustomerGroup?> FindAsync(Guid customerGroupId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<CustomerGroup>(FindSql, new { CustomerGroupId = customerGroupId }, ct);

    /// <summary>One group, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<CustomerGroup> LockAsync(Guid customerGroupId, CancellationToken ct)
    {
        db.Lock(LockSql, new { CustomerGroupId = customerGroupId });
        return await FindAsync(customerGroupId, ct) ?? throw new Refused(PricingErrors.CustomerGroupNotFound);
    }

    /// <summary>Queues what a locked group becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public CustomerGroup Save(CustomerGroup before, CustomerGroup after)
    {
        db.Changes(before, after);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.CustomerGroupId,
                    after.Code,
                    after.Name,
                    after.IsArchived,
                    Now = clock.GetUtcNow(),
                }
            )
            .OnConstraint("customer_group_code_is_taken", PricingErrors.CustomerGroupCodeTaken);
        return after with { Version = before.Version + 1 };
    }
}
