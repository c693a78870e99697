using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Renames a customer group.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
public sealed record ChangeCustomerGroup(Guid CustomerGroupId, string Code, string Name) : ICommand<CustomerGroup>, IEdit;

internal sealed class ChangeCustomerGroupValidator : AbstractValidator<ChangeCustomerGroup>
{
    public ChangeCustomerGroupValidator()
    {
        RuleFor(c => c.Code).PricingCode();
        RuleFor(c => c.Name).ShortText(200);
    }
}

internal sealed class ChangeCustomerGroupHandler(CustomerGroups groups, IActor actor) : ICommandHandler<ChangeCustomerGroup, CustomerGroup>
{
    public async Task<CustomerGroup> Handle(ChangeCustomerGroup command, CancellationToken ct)
    {
        var before = await groups.LockAsync(command.CustomerGroupId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PricingErrors.CustomerGroupIsArchived);
        return groups.Save(before, before with { Code = command.Code, Name = command.Name });
    }
}
