using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Changes what is known of a customer; what is left out is not known any more.</summary>
public sealed record ChangeCustomer(Guid CustomerId, [property: WholeBody] CustomerDetails Customer) : ICommand<Customer>, IEdit;

internal sealed class ChangeCustomerValidator : AbstractValidator<ChangeCustomer>
{
    public ChangeCustomerValidator()
    {
        RuleFor(c => c.Customer).SetValidator(new CustomerDetailsValidator()).OverridePropertyName("");
        RuleFor(c => c.Customer.CustomerId)
            .Must((c, told) => told is null || told == c.CustomerId)
            .WithMessage("Must be the id of this customer.")
            .OverridePropertyName("customerId");
    }
}

internal sealed class ChangeCustomerHandler(CustomerRecords customers, ToldCustomers told, IActor actor)
    : ICommandHandler<ChangeCustomer, Customer>
{
    public async Task<Customer> Handle(ChangeCustomer command, CancellationToken ct)
    {
        var before = await customers.LockAsync(command.CustomerId, ct);
        if (before.IsArchived)
            throw new Refused(CustomerErrors.CustomerIsArchived);
        return customers.Save(before, await told.ReadAsync(command.Customer, before, before.CustomerId, actor.Now, ct));
    }
}
