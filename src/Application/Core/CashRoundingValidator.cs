using FluentValidation;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

internal sealed class CashRoundingValidator : AbstractValidator<CashRounding>
{
    public CashRoundingValidator()
    {
        RuleFor(r => r.Step).InclusiveBetween(1, CashRounding.LargestStep);
        RuleFor(r => r.Tie).IsInEnum();
        RuleFor(r => r.AppliesTo).IsInEnum();
        RuleFor(r => r.Direction).IsInEnum();
        RuleFor(r => r.Below!)
            .ChildRules(below =>
            {
                below.RuleFor(b => b.Amount).InclusiveBetween(1, CashRounding.LargestStep);
                below.RuleFor(b => b.Then).IsInEnum();
            })
            .When(r => r.Below is not null);
        RuleFor(r => r.Below)
            .Must((r, below) => below is not { Then: SmallAmountRule.OneStep } || below.Amount <= r.Step)
            .OverridePropertyName("below.amount")
            .WithMessage("What becomes one step cannot be larger than it.");
    }
}
