using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Makes a customer group.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
/// <param name="CustomerGroupId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record CreateCustomerGroup(string Code, string Name, Guid? CustomerGroupId = null) : ICommand<CustomerGroup>, ICreates;

internal sealed class CreateCustomerGroupValidator : AbstractValidator<CreateCustomerGroup>
{
    public CreateCustomerGroupValidator()
    {
        RuleFor(c => c.CustomerGroupId).NotEqual(Guid.Empty);
        RuleFor(c => c.Code).PricingCode();
        RuleFor(c => c.Name).ShortText(200);
    }
}

internal sealed class CreateCustomerGroupHandler(IDb db, IActor actor) : ICommandHandler<CreateCustomerGroup, CustomerGroup>
{
    private const string AddSql = """
        insert into pricing.customer_group (customer_group_id, code, name, created_at)
        values (@CustomerGroupId, @Code, @Name, @Now)
        """;

    public Task<CustomerGroup> Handle(CreateCustomerGroup command, CancellationToken ct)
    {
        var made = new CustomerGroup(command.CustomerGroupId ?? Ids.New(), command.Code, command.Name, IsArchived: false, Version: 1);
        db.Enqueue(
                AddSql,
                new
                {
                    made.CustomerGroupId,
                    made.Code,
                    made.Name,
                    actor.Now,
                }
            )
            .OnConstraint("customer_group_pkey", PricingErrors.CustomerGroupExists)
            .OnConstraint("customer_group_code_is_taken", PricingErrors.CustomerGroupCodeTaken);
        return Task.FromResult(made);
    }
}
