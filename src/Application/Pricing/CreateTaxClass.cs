using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>Makes a tax class; it taxes nothing until it has a rate.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
/// <param name="Category">What an invoice says of the tax.</param>
/// <param name="TaxClassId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record CreateTaxClass(string Code, string Name, TaxCategory Category, Guid? TaxClassId = null) : ICommand<TaxClass>, ICreates;

internal sealed class CreateTaxClassValidator : AbstractValidator<CreateTaxClass>
{
    public CreateTaxClassValidator()
    {
        RuleFor(c => c.TaxClassId).NotEqual(Guid.Empty);
        RuleFor(c => c.Code).PricingCode();
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.Category).IsInEnum();
    }
}

internal sealed class CreateTaxClassHandler(TaxClasses classes) : ICommandHandler<CreateTaxClass, TaxClass>
{
    public Task<TaxClass> Handle(CreateTaxClass command, CancellationToken ct)
    {
        var made = new TaxClass(
            command.TaxClassId ?? Ids.New(),
            command.Code,
            command.Name,
            command.Category,
            IsArchived: false,
            Version: 1
        );
        classes.Add(made);
        return Task.FromResult(made);
    }
}
