using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Adds a place to a store where goods lie that it does not sell from.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
/// <param name="Kind">Not a shop floor: every store has its one.</param>
/// <param name="StockLocationId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record CreateStockLocation(
    Guid StoreId,
    string Code,
    string Name,
    StockLocationKind Kind = StockLocationKind.BackRoom,
    Guid? StockLocationId = null
) : ICommand<StockLocation>, IStoreRequest, ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;
}

internal sealed class CreateStockLocationValidator : AbstractValidator<CreateStockLocation>
{
    public CreateStockLocationValidator()
    {
        RuleFor(c => c.StockLocationId).NotEqual(Guid.Empty);
        RuleFor(c => c.Code).StockCode();
        RuleFor(c => c.Name).ShortText(200);
        RuleFor(c => c.Kind).IsInEnum();
    }
}

internal sealed class CreateStockLocationHandler(StockLocations locations, IStockRules rules)
    : ICommandHandler<CreateStockLocation, StockLocation>
{
    public async Task<StockLocation> Handle(CreateStockLocation command, CancellationToken ct)
    {
        if (!await rules.StillTrades(command.StoreId).SingleAsync(ct))
            throw new Refused(PipelineErrors.StoreIsArchived);
        // An id that is the store's means its one that sells.
        if (command.Kind is StockLocationKind.ShopFloor || command.StockLocationId == command.StoreId)
            throw new Refused(InventoryErrors.SellingLocationIsThere);
        if (command.Code == StockLocations.SellingCode)
            throw new Refused(InventoryErrors.LocationCodeTaken);
        var made = new StockLocation(
            command.StockLocationId ?? Ids.New(),
            command.StoreId,
            command.Code,
            command.Name,
            command.Kind,
            IsArchived: false,
            Version: 1
        );
        locations.Add(made);
        return made;
    }
}
