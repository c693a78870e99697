using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>What a merchant decides once for all of its stores.</summary>
/// <param name="TaxRounding">What a new store starts with: where tax is rounded to whole minor units.</param>
/// <param name="CashRounding">What a new store starts with: how its terminals round; as its country does when left out.</param>
/// <param name="DiscountLimits">How much cheaper, or dearer, than by the price lists a role may sell without an approval; a role that is not
/// listed may not at all.</param>
/// <param name="NegativeStock">Whether stock may be sold that the books do not have.</param>
/// <param name="TenderTypes">What sales are paid with, in the order in which tills offer it; those in force when left out, which are cash,
/// card and other at first.</param>
/// <param name="RequireSecondFactor">Everybody who signs in with a password needs a second factor.</param>
/// <param name="DiscountReasons">Why something is sold for less, or for another price than its own; those in force when left out.</param>
/// <param name="AdjustmentLimits">How much stock a role corrects without an approval; a role that is not listed needs none. Those in force
/// when left out.</param>
/// <param name="Shifts">How drawers are kept. Those in force when left out.</param>
public sealed record Settings(
    TaxRounding TaxRounding,
    IReadOnlyList<DiscountLimit> DiscountLimits,
    ApprovalLimits ApprovalLimits,
    NegativeStock NegativeStock,
    NumberFormats NumberFormats,
    bool RequireSecondFactor,
    CashRounding? CashRounding = null,
    IReadOnlyList<TenderType>? TenderTypes = null,
    IReadOnlyList<AdjustmentLimit>? AdjustmentLimits = null,
    IReadOnlyList<DiscountReason>? DiscountReasons = null,
    ShiftSettings? Shifts = null
)
{
    /// <summary>What holds until a merchant changes something.</summary>
    public static readonly Settings Default = new(
        TaxRounding.Line,
        DiscountLimits: [],
        new ApprovalLimits(VoidUpTo: 0, ReturnUpTo: 0, OverShortUpTo: 0),
        NegativeStock.Refuse,
        new NumberFormats("{store}-{terminal}-{number:6}", "{store}-{terminal}-Z{number:5}", "PO-{number:6}", "TR-{number:6}"),
        RequireSecondFactor: false,
        TenderTypes: TenderType.Predefined,
        AdjustmentLimits: [],
        DiscountReasons: DiscountReason.Predefined,
        Shifts: ShiftSettings.Default
    );
}

/// <param name="RoleCode">The code of the role.</param>
/// <param name="Percent">0 to 100, at most two decimals.</param>
public sealed record DiscountLimit(string RoleCode, decimal Percent);

/// <param name="RoleCode">The code of the role.</param>
/// <param name="Quantity">What the lines of an adjustment add up to at most, up and down together; 0 asks always.</param>
public sealed record AdjustmentLimit(string RoleCode, decimal Quantity);

/// <param name="VoidUpTo">Sales up to this total are voided without an approval, in minor units; 0 asks always.</param>
/// <param name="ReturnUpTo">Up to this refund goods are taken back without an approval, in minor units; 0 asks always.</param>
/// <param name="OverShortUpTo">Up to this much a drawer may be over or short without a reason and an approval, in minor units; 0 asks
/// always.</param>
public sealed record ApprovalLimits(long VoidUpTo, long ReturnUpTo = 0, long OverShortUpTo = 0);

/// <summary>How drawers are kept; a shift is kept to its end as it was opened.</summary>
/// <param name="Required">Tills sell, take back and pay back only while a shift is open.</param>
/// <param name="Shared">Several cashiers work on one drawer; else only the one whose shift it is.</param>
/// <param name="Blind">What is expected in the drawer is hidden from its cashier until the count is in.</param>
public sealed record ShiftSettings(bool Required = false, bool Shared = false, bool Blind = true)
{
    /// <summary>What holds until a merchant changes something.</summary>
    public static readonly ShiftSettings Default = new();
}

public enum NegativeStock
{
    Refuse,
    Allow,
}

/// <summary>How documents are numbered, as in `{store}-{terminal}-{number:6}`; the figure is how many digits there are at least.</summary>
public sealed record NumberFormats(
    string Sale,
    string ZReport,
    string PurchaseOrder,
    string Transfer,
    string Return = "{store}-{terminal}-R{number:5}"
);

internal sealed class SettingsValidator : AbstractValidator<Settings>
{
    private const string ListedTwice = "A role is listed twice.";

    public SettingsValidator()
    {
        RuleFor(s => s.TaxRounding).IsInEnum();
        RuleFor(s => s.CashRounding!).SetValidator(new CashRoundingValidator()).When(s => s.CashRounding is not null);
        RuleFor(s => s.DiscountLimits).NotNull().AtMost(100);
        RuleForEach(s => s.DiscountLimits)
            .ChildRules(limit =>
            {
                RoleCode(limit.RuleFor(l => l.RoleCode));
                limit.RuleFor(l => l.Percent).InclusiveBetween(0, 100).AtMostDecimals(2);
            });
        RuleFor(s => s.DiscountLimits)
            .Must(limits => limits is null || limits.DistinctBy(l => l.RoleCode).Count() == limits.Count)
            .WithMessage(ListedTwice);
        RuleFor(s => s.AdjustmentLimits!)
            .AtMost(100)
            .Must(limits => limits is null || limits.DistinctBy(l => l.RoleCode).Count() == limits.Count)
            .WithMessage(ListedTwice);
        RuleForEach(s => s.AdjustmentLimits!)
            .ChildRules(limit =>
            {
                RoleCode(limit.RuleFor(l => l.RoleCode));
                limit.RuleFor(l => l.Quantity).InclusiveBetween(0, Rules.MaximumQuantity).AtMostDecimals(3);
            });
        RuleFor(s => s.ApprovalLimits)
            .ChildRules(limits =>
            {
                limits.RuleFor(l => l.VoidUpTo).InclusiveBetween(0, Rules.MaximumAmount);
                limits.RuleFor(l => l.ReturnUpTo).InclusiveBetween(0, Rules.MaximumAmount);
                limits.RuleFor(l => l.OverShortUpTo).InclusiveBetween(0, Rules.MaximumAmount);
            });
        RuleFor(s => s.NegativeStock).IsInEnum();
        RuleFor(s => s.TenderTypes!)
            .AtMost(50)
            .Must(types => types is null || types.DistinctBy(t => t.Code).Count() == types.Count)
            .WithMessage("A code is listed twice.")
            .Must(types => types is null || types.Any(t => t.IsActive))
            .WithMessage("At least one must be active.");
        RuleForEach(s => s.TenderTypes!)
            .ChildRules(type =>
            {
                type.RuleFor(t => t.Code).Code(TenderType.CodeForm, TenderType.CodeMessage);
                type.RuleFor(t => t.Name).ShortText(50);
                type.RuleFor(t => t.Rounding).IsInEnum();
                type.RuleFor(t => t.GivesChange)
                    .Must((t, givesChange) => !givesChange || t.Rounding is TenderRounding.AsCash)
                    .WithMessage("Change is paid in cash: only what is rounded as cash gives it.");
            });
        RuleFor(s => s.DiscountReasons!)
            .AtMost(100)
            .Must(reasons => reasons is null || reasons.DistinctBy(r => r.Code).Count() == reasons.Count)
            .WithMessage("A code is listed twice.");
        RuleForEach(s => s.DiscountReasons!)
            .ChildRules(reason =>
            {
                reason.RuleFor(r => r.Code).Code(TenderType.CodeForm, TenderType.CodeMessage);
                reason.RuleFor(r => r.Name).ShortText(50);
            });
        RuleFor(s => s.NumberFormats)
            .ChildRules(formats =>
            {
                Format(formats.RuleFor(f => f.Sale), NumberFormat.OfTerminal);
                Format(formats.RuleFor(f => f.ZReport), NumberFormat.OfTerminal);
                Format(formats.RuleFor(f => f.Return), NumberFormat.OfTerminal);
                Format(formats.RuleFor(f => f.PurchaseOrder), NumberFormat.OfTenant);
                Format(formats.RuleFor(f => f.Transfer), NumberFormat.OfTenant);
            });
    }

    private static void RoleCode<T>(IRuleBuilder<T, string?> rule) =>
        rule.Code(@"^[a-z0-9][a-z0-9-]{0,49}\z", "Must be the code of a role.");

    private static void Format(IRuleBuilder<NumberFormats, string?> rule, IReadOnlySet<string> placeholders) =>
        rule.Code(NumberFormat.MaximumLength)
            .OfForm(Forms.VisibleAscii, NumberFormat.MaximumLength)
            .Must(format => format is null || NumberFormat.Problem(format, placeholders) is null)
            .WithMessage((_, format) => format is null ? "" : NumberFormat.Problem(format, placeholders));
}
