using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists another reason for which stock is corrected.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
/// <param name="Direction">Whether stock comes or goes for this reason.</param>
/// <param name="NeedsNote">An adjustment for this reason has to say more.</param>
/// <param name="StockReasonId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record CreateStockReason(
    string Code,
    string Name,
    ReasonDirection Direction = ReasonDirection.Both,
    bool NeedsNote = false,
    Guid? StockReasonId = null
) : ICommand<StockReason>, ICreates;

internal sealed class CreateStockReasonValidator : AbstractValidator<CreateStockReason>
{
    public CreateStockReasonValidator()
    {
        RuleFor(c => c.StockReasonId).NotEqual(Guid.Empty);
        RuleFor(c => c.Code).StockCode();
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.Direction).IsInEnum();
    }
}

internal sealed class CreateStockReasonHandler(StockReasons reasons) : ICommandHandler<CreateStockReason, StockReason>
{
    public Task<StockReason> Handle(CreateStockReason command, CancellationToken ct)
    {
        var made = new StockReason(
            command.StockReasonId ?? Ids.New(),
            command.Code,
            command.Name,
            command.Direction,
            command.NeedsNote,
            IsArchived: false,
            Version: 1
        );
        reasons.Add(made);
        return Task.FromResult(made);
    }
}
