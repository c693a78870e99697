using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales;

/// <summary>Payments by the types that a store takes.</summary>
internal static class Tenders
{
    /// <summary>What was tendered, by what its types do.</summary>
    /// <param name="member">The member of the request in which they stand.</param>
    /// <exception cref="Refused">The store does not take one of them, or one lacks its reference.</exception>
    public static Tender[] Of(SellingStore store, IReadOnlyList<SaleTender> tenders, string member)
    {
        var types = tenders.Select(t => store.TenderTypes.FirstOrDefault(type => type.Code == t.Method && type.IsActive)).ToList();
        if (types.Contains(null))
            throw new Refused(SalesErrors.TenderTypeUnknown(member, types.Index().Where(t => t.Item is null).Select(t => t.Index)));
        // Just asked.
        var silent = types.Index().Where(t => t.Item!.NeedsReference && tenders[t.Index].Reference is null).Select(t => t.Index).ToList();
        if (silent.Count > 0)
            throw new Refused(SalesErrors.TenderReferenceMissing(member, silent));
        return [.. tenders.Zip(types, (tender, type) => new Tender(type!, tender.Amount))];
    }
}

internal sealed class SaleTenderValidator : AbstractValidator<SaleTender>
{
    public const int MaximumTenders = 20;

    public SaleTenderValidator()
    {
        RuleFor(t => t.Method).Code(TenderType.CodeForm, TenderType.CodeMessage);
        RuleFor(t => t.Amount).InclusiveBetween(1, Rules.MaximumAmount);
        RuleFor(t => t.Reference).Reference(100);
    }
}

internal static class TenderRules
{
    /// <summary>Payments as a request names them; where nothing is due there are none.</summary>
    public static void Tenders<T>(this IRuleBuilderInitial<T, IReadOnlyList<SaleTender>> rule) =>
        // Of too many none is judged.
        rule.Cascade(CascadeMode.Stop)
            .NotNull()
            .AtMost(SaleTenderValidator.MaximumTenders)
            .ForEach(tender => tender.SetValidator(new SaleTenderValidator()));
}
