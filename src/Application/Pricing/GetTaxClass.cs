using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Shows one tax class.</summary>
public sealed record GetTaxClass(Guid TaxClassId) : IQuery<TaxClass>;

internal sealed class GetTaxClassHandler(TaxClasses classes) : IQueryHandler<GetTaxClass, TaxClass>
{
    public async Task<TaxClass> Handle(GetTaxClass query, CancellationToken ct) =>
        await classes.FindAsync(query.TaxClassId, ct) ?? throw new Refused(PricingErrors.TaxClassNotFound);
}
