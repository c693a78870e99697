using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>
/// Takes a parked sale up at a till of its store, which sells it then: POST /v1/sales with its lines and its id. Of two tills one gets it.
/// </summary>
public sealed record RecallSale(Guid ParkedSaleId, Guid TerminalId) : ICommand<ParkedSale>, ITerminalRequest
{
    Guid? ITerminalRequest.TerminalId => TerminalId;
}

internal sealed class RecallSaleHandler(IDb db, IActor actor) : ICommandHandler<RecallSale, ParkedSale>
{
    public async Task<ParkedSale> Handle(RecallSale command, CancellationToken ct)
    {
        var parked = await db.HoldParked(command.ParkedSaleId).SingleOrDefaultAsync(ct) ?? throw new Refused(ParkedSaleErrors.NotFound);
        actor.RequireVersion(parked.Version);
        if (!parked.IsAside)
            throw new Refused(ParkedSaleErrors.IsOver);
        if (parked.Status is ParkedSaleStatus.Recalled)
            throw new Refused(ParkedSaleErrors.IsRecalled);
        return db.SaveParked(
            parked,
            parked with
            {
                Status = ParkedSaleStatus.Recalled,
                TerminalId = command.TerminalId,
                RecalledAt = actor.Now,
                RecalledBy = actor.ActorId,
            }
        );
    }
}
