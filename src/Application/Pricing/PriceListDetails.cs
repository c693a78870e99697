using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Whom a price list is for, as a merchant says it.</summary>
internal interface IPriceListDetails
{
    string Code { get; }

    string Name { get; }

    int Priority { get; }

    SalesChannel? Channel { get; }
}

internal static class PriceListRules
{
    public static void PriceListDetails<T>(this AbstractValidator<T> validator)
        where T : IPriceListDetails
    {
        validator.RuleFor(l => l.Code).PricingCode();
        validator.RuleFor(l => l.Name).ShortText(200);
        validator.RuleFor(l => l.Priority).InclusiveBetween(-1000, 1000);
        validator.RuleFor(l => l.Channel).IsInEnum();
    }
}
