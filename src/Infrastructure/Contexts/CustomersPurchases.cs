using PosCommerce.Application.Common;
using PosCommerce.Application.Customers.Ports;
using PosCommerce.Application.Sales;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Customers know from Sales what was sold to them.</summary>
internal sealed class CustomersPurchases(SalesToCustomers sales) : IPurchases
{
    public Deferred<Purchase> Newest(Guid customerId, int limit) =>
        sales.Newest(customerId, limit).Select(s => new Purchase(s.SaleId, s.Number, s.StoreId, s.SoldAt, s.Total, s.Currency));
}
