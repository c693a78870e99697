using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Shows one transfer to those who work in either of its stores.</summary>
public sealed record GetTransfer(Guid TransferId) : IQuery<Transfer>;

internal sealed class GetTransferHandler(Transfers transfers) : IQueryHandler<GetTransfer, Transfer>
{
    public async Task<Transfer> Handle(GetTransfer query, CancellationToken ct) =>
        await transfers.FindAsync(query.TransferId, ct) ?? throw new Refused(InventoryErrors.TransferNotFound);
}
