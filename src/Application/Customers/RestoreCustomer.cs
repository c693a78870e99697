using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Takes an archived customer into use again.</summary>
public sealed record RestoreCustomer(Guid CustomerId) : ICommand<Customer>;

internal sealed class RestoreCustomerHandler(CustomerRecords customers) : ICommandHandler<RestoreCustomer, Customer>
{
    public async Task<Customer> Handle(RestoreCustomer command, CancellationToken ct)
    {
        var before = await customers.LockAsync(command.CustomerId, ct);
        return before.IsArchived
            ? customers.Save(before, before with { IsArchived = false })
            : throw new Refused(CustomerErrors.CustomerIsInUse);
    }
}
