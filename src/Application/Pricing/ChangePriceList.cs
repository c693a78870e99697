using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Renames a price list or aims it at others, from now on; what is left out becomes empty. Its currency stays.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
/// <param name="Priority">The list with the greater one is asked first.</param>
/// <param name="StoreId">The only store that it holds in.</param>
/// <param name="Channel">The only way of selling that it holds for.</param>
/// <param name="CustomerGroupId">The only customers that it holds for.</param>
public sealed record ChangePriceList(
    Guid PriceListId,
    string Code,
    string Name,
    int Priority = 0,
    Guid? StoreId = null,
    SalesChannel? Channel = null,
    Guid? CustomerGroupId = null
) : ICommand<PriceList>, IEdit, IPriceListDetails;

internal sealed class ChangePriceListValidator : AbstractValidator<ChangePriceList>
{
    public ChangePriceListValidator() => this.PriceListDetails();
}

internal sealed class ChangePriceListHandler(PriceLists lists, IActor actor) : ICommandHandler<ChangePriceList, PriceList>
{
    public async Task<PriceList> Handle(ChangePriceList command, CancellationToken ct)
    {
        var before = await lists.LockAsync(command.PriceListId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PricingErrors.PriceListIsArchived);
        if (before.IsBase && command is not { Priority: 0, StoreId: null, Channel: null, CustomerGroupId: null })
            throw new Refused(PricingErrors.BaseListStays);
        return lists.Save(
            before,
            before with
            {
                Code = command.Code,
                Name = command.Name,
                Priority = command.Priority,
                StoreId = command.StoreId,
                Channel = command.Channel,
                CustomerGroupId = command.CustomerGroupId,
            }
        );
    }
}
