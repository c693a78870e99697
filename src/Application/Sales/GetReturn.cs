using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>One return of the caller's stores: they sold the goods, or took them back.</summary>
public sealed record GetReturn(Guid ReturnId) : IQuery<SaleReturn>;

internal sealed class GetReturnHandler(IDb db) : IQueryHandler<GetReturn, SaleReturn>
{
    public async Task<SaleReturn> Handle(GetReturn query, CancellationToken ct) =>
        await db.FindReturnAsync(query.ReturnId, ct) ?? throw new Refused(SalesErrors.ReturnNotFound);
}
