using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: what stood above and below the receipts of a store.</summary>
public sealed class ReceiptHeads(IDb db)
{
    // A store that the release before has opened says what it is now until it changes.
    private const string FindSql = """
        select name, street, postal_code, city, region, country, tax_id, language, header, footer
          from (select version, name, street, postal_code, city, region, country, tax_id, language, header, footer
                  from core.receipt_head
                 where tenant_id = @tenant
                   and store_id = @StoreId
                   and version <= @Version
                union all
                select 0, name, street, postal_code, city, region, country, tax_id, receipt_language, receipt_header, receipt_footer
                  from core.store
                 where tenant_id = @tenant
                   and store_id = @StoreId) as head
         order by version desc
         limit 1
        """;

    /// <summary>As it was in a version of a store.</summary>
    /// <param name="version">Null for what was made before it was kept: that has the first one.</param>
    public Deferred<ReceiptHead> Find(Guid storeId, int? version) =>
        db.Defer<ReceiptHead>(FindSql, new { StoreId = storeId, Version = version ?? 1 });
}
