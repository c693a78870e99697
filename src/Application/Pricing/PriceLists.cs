using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Price lists: how one is read, held still and written.</summary>
internal sealed class PriceLists(IDb db, TillNotes notes, TimeProvider clock)
{
    public const string Columns = """
        select price_list_id, code, name, currency, priority, store_id, channel, customer_group_id, is_base,
               archived_at is not null as is_archived, version
          from pricing.price_list
         where tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + """

               and price_list_id = @PriceListId
            """;

    // Of two edits of one version, the second finds it gone.
    private const string LockSql = """
        select price_list_id
          from pricing.price_list
         where tenant_id = @tenant
           and price_list_id = @PriceListId
           for no key update
        """;

    private const string SaveSql = """
        update pricing.price_list
           set code = @Code,
               name = @Name,
               priority = @Priority,
               store_id = @StoreId,
               channel = @Channel,
               customer_group_id = @CustomerGroupId,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and price_list_id = @PriceListId
        """;

    /// <summary>One list; null when there is none.</summary>
    public Task<PriceList?> FindAsync(Guid priceListId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<PriceList>(FindSql, new { PriceListId = priceListId }, ct);

    /// <summary>One list, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<PriceList> LockAsync(Guid priceListId, CancellationToken ct)
    {
        db.Lock(LockSql, new { PriceListId = priceListId });
        return await FindAsync(priceListId, ct) ?? throw new Refused(PricingErrors.PriceListNotFound);
    }

    /// <summary>Queues what a locked list becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public PriceList Save(PriceList before, PriceList after)
    {
        db.Changes(before, after);
        Named(
            db.Enqueue(
                SaveSql,
                new
                {
                    after.PriceListId,
                    after.Code,
                    after.Name,
                    after.Priority,
                    after.StoreId,
                    after.Channel,
                    after.CustomerGroupId,
                    after.IsArchived,
                    Now = clock.GetUtcNow(),
                }
            )
        );
        if ((before.StoreId, before.Channel, before.IsArchived) != (after.StoreId, after.Channel, after.IsArchived))
            notes.List(after.PriceListId);
        return after with { Version = before.Version + 1 };
    }

    /// <summary>Tells what is wrong with the code of a list, or whom it is for.</summary>
    public static IQueued Named(IQueued written) =>
        written
            .OnConstraint("price_list_code_is_taken", PricingErrors.PriceListCodeTaken)
            .OnConstraint("price_list_is_of_a_store", PipelineErrors.StoreIsUnknown)
            .OnConstraint("price_list_is_of_a_group", PricingErrors.CustomerGroupNotFound);
}
