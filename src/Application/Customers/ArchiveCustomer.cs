using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Takes a customer out of use: nothing is sold to them any more, and what was stays.</summary>
public sealed record ArchiveCustomer(Guid CustomerId) : ICommand<Customer>;

internal sealed class ArchiveCustomerHandler(CustomerRecords customers) : ICommandHandler<ArchiveCustomer, Customer>
{
    public async Task<Customer> Handle(ArchiveCustomer command, CancellationToken ct)
    {
        var before = await customers.LockAsync(command.CustomerId, ct);
        return before.IsArchived
            ? throw new Refused(CustomerErrors.CustomerIsArchived)
            : customers.Save(before, before with { IsArchived = true });
    }
}
