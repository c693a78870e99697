using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>
/// Forgets who a customer is, for good: names, numbers, addresses and notes go, and a pseudonym takes their place. What was sold to them
/// stays as it is and stands under it.
/// </summary>
public sealed record EraseCustomer(Guid CustomerId) : ICommand<Customer>;

internal sealed class EraseCustomerHandler(CustomerRecords customers) : ICommandHandler<EraseCustomer, Customer>
{
    public async Task<Customer> Handle(EraseCustomer command, CancellationToken ct)
    {
        var before = await customers.LockAsync(command.CustomerId, ct);
        return customers.Save(before, before.Erased());
    }
}
