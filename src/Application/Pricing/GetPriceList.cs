using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Shows one price list.</summary>
public sealed record GetPriceList(Guid PriceListId) : IQuery<PriceList>;

internal sealed class GetPriceListHandler(PriceLists lists) : IQueryHandler<GetPriceList, PriceList>
{
    public async Task<PriceList> Handle(GetPriceList query, CancellationToken ct) =>
        await lists.FindAsync(query.PriceListId, ct) ?? throw new Refused(PricingErrors.PriceListNotFound);
}
