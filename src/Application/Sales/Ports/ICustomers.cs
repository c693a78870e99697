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
/// <param name="BillTo">Null where it is a person.</param>
/// <param name="IsTaxExemptOn">Whether it need not pay taxes on a day.</param>
public sealed record Buyer(
    Guid CustomerId,
    Guid? CustomerGroupId,
    bool IsArchived,
    BilledCompany? BillTo,
    Func<DateOnly, bool> IsTaxExemptOn
);

/// <summary>A company that bought, as invoices name it.</summary>
/// <param name="TaxId">By which the tax office knows it.</param>
public sealed record BilledCompany(
    string Name,
    string? TaxId,
    string? Street,
    string? PostalCode,
    string? City,
    string? Region,
    string? Country
);
