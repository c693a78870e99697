using PosCommerce.Application.Common;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Sales.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Sales know from Customers to whom they sell.</summary>
internal sealed class SalesCustomers(CustomerDirectory customers) : ICustomers
{
    public Deferred<Buyer> Find(Guid customerId) =>
        customers
            .Find(customerId)
            .Select(c => new Buyer(c.CustomerId, c.CustomerGroupId, c.IsArchived, BillTo(c.Company), c.IsTaxExemptOn));

    private static BilledCompany? BillTo(KnownCompany? company) =>
        company is null
            ? null
            : new BilledCompany(
                company.Name,
                company.TaxId,
                company.Address?.Street,
                company.Address?.PostalCode,
                company.Address?.City,
                company.Address?.Region,
                company.Address?.Country
            );
}
