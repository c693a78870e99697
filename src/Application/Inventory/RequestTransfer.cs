using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Asks for goods of one store to be sent to another; the caller works in one of them.</summary>
/// <param name="TransferId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record RequestTransfer(
    Guid FromStoreId,
    Guid ToStoreId,
    IReadOnlyList<TransferQuantity> Lines,
    string? Note = null,
    Guid? TransferId = null
) : ICommand<Transfer>, ICreates;

/// <summary>Told when a store asked for goods of another, or wants to send some.</summary>
public sealed record TransferRequested(Guid TransferId, Guid FromStoreId, Guid ToStoreId) : IBusinessEvent
{
    string IBusinessEvent.Type => "inventory.transfer_requested";
}

internal sealed class RequestTransferValidator : AbstractValidator<RequestTransfer>
{
    public RequestTransferValidator()
    {
        RuleFor(c => c.ToStoreId)
            .Must((c, to) => to != c.FromStoreId)
            .WithMessage("Must be another store than the one that it comes from.");
        RuleFor(c => c.Lines).NotEmpty();
        RuleFor(c => c.Lines).TransferQuantities();
        RuleForEach(c => c.Lines).ChildRules(line => line.RuleFor(l => l.Quantity).Quantity());
        RuleFor(c => c.Note).ShortText(500);
        RuleFor(c => c.TransferId).NotEqual(Guid.Empty);
    }
}

internal sealed class RequestTransferHandler(IDb db, IStockRules stores, ITransferNumbers numbers, IActor actor)
    : ICommandHandler<RequestTransfer, Transfer>
{
    private const string RecordSql = """
        insert into inventory.transfer (transfer_id, number, from_store_id, to_store_id, status, note, requested_at, requested_by)
        values (@TransferId, @Number, @FromStoreId, @ToStoreId, @Status, @Note, @RequestedAt, @RequestedBy)
        """;

    // From the row that they belong to: so a distributed engine knows where that is.
    private const string LinesSql = """
        insert into inventory.transfer_line (tenant_id, transfer_id, line_number, from_store_id, to_store_id, variant_id, requested)
        select t.tenant_id, t.transfer_id, line.line_number, t.from_store_id, t.to_store_id, line.variant_id, line.quantity
          from inventory.transfer as t
         cross join unnest(@LineNumbers, @VariantIds, @Quantities) as line (line_number, variant_id, quantity)
         where t.tenant_id = @tenant
           and t.transfer_id = @TransferId
        """;

    public async Task<Transfer> Handle(RequestTransfer command, CancellationToken ct)
    {
        // By key, as docs/locking.md says; the one that the caller does not work in is not seen, and tells its name by its key alone.
        List<Deferred<bool>> held =
        [
            .. new[] { command.FromStoreId, command.ToStoreId }
                .OrderBy(store => store.ToString(), StringComparer.Ordinal)
                .Select(stores.StillTrades),
        ];
        var number = await numbers.NextAsync(ct);
        List<bool> trading = [.. await held[0].ToListAsync(ct), .. await held[1].ToListAsync(ct)];
        if (trading.Count == 0)
            throw new Refused(PipelineErrors.StoreIsUnknown);
        if (trading.Contains(false))
            throw new Refused(PipelineErrors.StoreIsArchived);
        var transfer = new Transfer(
            command.TransferId ?? Ids.New(),
            number,
            command.FromStoreId,
            command.ToStoreId,
            TransferStatus.Requested,
            command.Note,
            actor.Now,
            actor.ActorId,
            ApprovedAt: null,
            ApprovedBy: null,
            ShippedAt: null,
            EndedAt: null,
            Cancellation: null,
            DiscrepancyId: null,
            [.. command.Lines.Select(l => new TransferLine(l.VariantId, l.Quantity, 0, 0, 0, 0, 0, 0))],
            Version: 1
        );
        db.Enqueue(
                RecordSql,
                new
                {
                    transfer.TransferId,
                    transfer.Number,
                    transfer.FromStoreId,
                    transfer.ToStoreId,
                    transfer.Status,
                    transfer.Note,
                    transfer.RequestedAt,
                    transfer.RequestedBy,
                }
            )
            .OnConstraint("transfer_pkey", InventoryErrors.TransferExists)
            .OnConstraint("transfer_number_is_taken", InventoryErrors.TransferNumberTaken)
            .OnConstraint("transfer_is_from_a_store", PipelineErrors.StoreIsUnknown)
            .OnConstraint("transfer_is_to_a_store", PipelineErrors.StoreIsUnknown);
        db.Enqueue(
                LinesSql,
                new
                {
                    transfer.TransferId,
                    LineNumbers = Enumerable.Range(1, transfer.Lines.Count).ToArray(),
                    VariantIds = transfer.Lines.Select(l => l.VariantId).ToArray(),
                    Quantities = transfer.Lines.Select(l => l.Requested).ToArray(),
                }
            )
            .OnConstraint("transfer_line_is_of_a_variant", InventoryErrors.VariantNotFound);
        db.Publish(new TransferRequested(transfer.TransferId, transfer.FromStoreId, transfer.ToStoreId));
        return transfer;
    }
}
