using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>One parked sale of the caller's stores, with its lines.</summary>
public sealed record GetParkedSale(Guid ParkedSaleId) : IQuery<ParkedSale>;

internal sealed class GetParkedSaleHandler(IDb db) : IQueryHandler<GetParkedSale, ParkedSale>
{
    public async Task<ParkedSale> Handle(GetParkedSale query, CancellationToken ct) =>
        await db.FindParked(query.ParkedSaleId).SingleOrDefaultAsync(ct) ?? throw new Refused(ParkedSaleErrors.NotFound);
}
