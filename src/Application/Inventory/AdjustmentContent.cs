using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>What somebody says of a correction of stock, when it is made and as long as it is a draft.</summary>
internal interface IAdjustmentContent
{
    IReadOnlyList<AdjustStockLine> Lines { get; }

    string? Reason { get; }

    string? ReasonCode { get; }

    string? Note { get; }
}

internal static class AdjustmentContentRules
{
    public const int MaximumLines = 200;

    public static void AdjustmentContent<T>(this AbstractValidator<T> validator)
        where T : IAdjustmentContent
    {
        validator.RuleFor(c => c.Reason).ShortText(200);
        validator
            .RuleFor(c => c.Reason)
            .Must((c, reason) => (reason is null) != (c.ReasonCode is null))
            .WithMessage("Give a reason in words, or the code of a listed one, not both.");
        validator.RuleFor(c => c.ReasonCode).StockCode();
        validator.RuleFor(c => c.Note).ShortText(500);
        validator.RuleFor(c => c.Lines).NotEmpty().AtMost(MaximumLines);
        validator
            .RuleForEach(c => c.Lines)
            .ChildRules(line =>
            {
                line.RuleFor(l => l.Quantity).SignedQuantity();
                line.RuleFor(l => l.UnitCost).UnitCost();
                line.RuleFor(l => l.UnitCost)
                    .Must((l, cost) => cost is null || l.Quantity > 0)
                    .WithMessage("What is missing goes at what it costs in the store: give a cost of what was found.");
            });
        validator
            .RuleFor(c => c.Lines)
            .Must(lines =>
                lines is null || !lines.GroupBy(l => l.VariantId).Any(l => l.Count() > 1 && l.Any(one => one.UnitCost is not null))
            )
            .WithMessage("A variant with a cost is listed twice.");
    }
}
