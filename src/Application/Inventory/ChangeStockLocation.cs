using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Renames a stock location.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens. The one that sells keeps its own.</param>
public sealed record ChangeStockLocation(Guid StockLocationId, string Code, string Name) : ICommand<StockLocation>, IEdit;

internal sealed class ChangeStockLocationValidator : AbstractValidator<ChangeStockLocation>
{
    public ChangeStockLocationValidator()
    {
        RuleFor(c => c.Code).StockCode();
        RuleFor(c => c.Name).ShortText(200);
    }
}

internal sealed class ChangeStockLocationHandler(StockLocations locations, IActor actor)
    : ICommandHandler<ChangeStockLocation, StockLocation>
{
    public async Task<StockLocation> Handle(ChangeStockLocation command, CancellationToken ct)
    {
        var before = await locations.LockAsync(command.StockLocationId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(InventoryErrors.LocationIsArchived);
        if (command.Code != before.Code && before.Kind is StockLocationKind.ShopFloor)
            throw new Refused(InventoryErrors.SellingLocationStays);
        if (command.Code == StockLocations.SellingCode && before.Kind is not StockLocationKind.ShopFloor)
            throw new Refused(InventoryErrors.LocationCodeTaken);
        return locations.Save(before, before with { Code = command.Code, Name = command.Name });
    }
}
