using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Changes a reason for corrections of stock; what was corrected for it keeps what it was called then.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
/// <param name="Direction">Whether stock comes or goes for this reason.</param>
/// <param name="NeedsNote">An adjustment for this reason has to say more.</param>
public sealed record ChangeStockReason(Guid StockReasonId, string Code, string Name, ReasonDirection Direction, bool NeedsNote = false)
    : ICommand<StockReason>,
        IEdit;

internal sealed class ChangeStockReasonValidator : AbstractValidator<ChangeStockReason>
{
    public ChangeStockReasonValidator()
    {
        RuleFor(c => c.Code).StockCode();
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.Direction).IsInEnum();
    }
}

internal sealed class ChangeStockReasonHandler(StockReasons reasons, IActor actor) : ICommandHandler<ChangeStockReason, StockReason>
{
    public async Task<StockReason> Handle(ChangeStockReason command, CancellationToken ct)
    {
        var before = await reasons.LockAsync(command.StockReasonId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(InventoryErrors.ReasonIsArchived);
        return reasons.Save(
            before,
            before with
            {
                Code = command.Code,
                Name = command.Name,
                Direction = command.Direction,
                NeedsNote = command.NeedsNote,
            }
        );
    }
}
