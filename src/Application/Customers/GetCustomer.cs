using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Shows one customer.</summary>
public sealed record GetCustomer(Guid CustomerId) : IQuery<Customer>;

internal sealed class GetCustomerHandler(CustomerRecords customers) : IQueryHandler<GetCustomer, Customer>
{
    public Task<Customer> Handle(GetCustomer query, CancellationToken ct) => customers.GetAsync(query.CustomerId, ct);
}
