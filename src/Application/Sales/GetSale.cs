using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Reads one sale with its lines and tenders: the receipt.</summary>
public sealed record GetSale(Guid SaleId) : IQuery<Sale>;

internal sealed class GetSaleHandler(IDb db) : IQueryHandler<GetSale, Sale>
{
    public async Task<Sale> Handle(GetSale query, CancellationToken ct) =>
        await db.FindSaleAsync(query.SaleId, ct) ?? throw new Refused(SalesErrors.SaleNotFound);
}
