using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>To whom something is sold.</summary>
public interface ICustomers
{
    /// <summary>One customer, archived or not; the question travels with the next round trip.</summary>
    Deferred<Buyer> Find(Guid customerId);
}

/// <summary>A customer as a sale knows it.</summary>
/// <param name="CustomerGroupId">Whose prices it pays.</param>
/// <param name="IsTaxExemptOn">Whether it need not pay taxes on a day.</param>
public sealed record Buyer(Guid CustomerId, Guid? CustomerGroupId, bool IsArchived, Func<DateOnly, bool> IsTaxExemptOn);
