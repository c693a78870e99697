using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>Renames a tax class or changes what invoices say of it; what was sold keeps its tax.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
public sealed record ChangeTaxClass(Guid TaxClassId, string Code, string Name, TaxCategory Category) : ICommand<TaxClass>, IEdit;

internal sealed class ChangeTaxClassValidator : AbstractValidator<ChangeTaxClass>
{
    public ChangeTaxClassValidator()
    {
        RuleFor(c => c.Code).PricingCode();
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.Category).IsInEnum();
    }
}

internal sealed class ChangeTaxClassHandler(TaxClasses classes, IActor actor) : ICommandHandler<ChangeTaxClass, TaxClass>
{
    public async Task<TaxClass> Handle(ChangeTaxClass command, CancellationToken ct)
    {
        var before = await classes.LockAsync(command.TaxClassId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PricingErrors.TaxClassIsArchived);
        return classes.Save(before, before with { Code = command.Code, Name = command.Name, Category = command.Category });
    }
}
