using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers.Ports;

/// <summary>What was sold to customers.</summary>
public interface IPurchases
{
    /// <summary>The newest sales to a customer in the caller's stores; the question travels with the next round trip.</summary>
    Deferred<Purchase> Newest(Guid customerId, int limit);
}

/// <summary>A sale to a customer. The total is in minor units of <paramref name="Currency"/>.</summary>
/// <param name="Number">As it stands on the receipt.</param>
public sealed record Purchase(
    Guid SaleId,
    string Number,
    Guid StoreId,
    DateTimeOffset SoldAt,
    long Total,
    [property: Form(Forms.Currency, 3)] string Currency
);
