using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Published by Sales: what was sold to a customer.</summary>
public sealed class SalesToCustomers(IDb db)
{
    // Store by store, as ListSales reads.
    private const string NewestSql = """
        select s.sale_id, s.number, s.store_id, s.sold_at, s.total, s.currency
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select sale_id, number, store_id, sold_at, total, currency
                 from sales.sale
                where tenant_id = @tenant
                  and store_id = mine.store_id
                  and customer_id = @CustomerId
                order by sold_at desc, sale_id desc
                limit @Limit
               ) as s
         order by s.sold_at desc, s.sale_id desc
         limit @Limit
        """;

    /// <summary>The newest sales to a customer in the stores in scope; the question travels with the next round trip.</summary>
    public Deferred<SaleToCustomer> Newest(Guid customerId, int limit) =>
        db.Defer<SaleToCustomer>(NewestSql, new { CustomerId = customerId, Limit = limit });
}

/// <summary>A sale to a customer. The total is in minor units of <paramref name="Currency"/>.</summary>
public sealed record SaleToCustomer(Guid SaleId, string Number, Guid StoreId, DateTimeOffset SoldAt, long Total, string Currency);
