using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Makes a price list without prices.</summary>
/// <param name="Code">Short name: lower-case letters, digits and hyphens.</param>
/// <param name="Currency">ISO 4217 code of its prices; it stays.</param>
/// <param name="Priority">The list with the greater one is asked first.</param>
/// <param name="StoreId">The only store that it holds in.</param>
/// <param name="Channel">The only way of selling that it holds for.</param>
/// <param name="CustomerGroupId">The only customers that it holds for.</param>
/// <param name="IsBase">The base list of its currency: for everybody, with priority 0; an article's first price in a currency that has
/// none makes it too.</param>
/// <param name="PriceListId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record CreatePriceList(
    string Code,
    string Name,
    string Currency,
    int Priority = 0,
    Guid? StoreId = null,
    SalesChannel? Channel = null,
    Guid? CustomerGroupId = null,
    bool IsBase = false,
    Guid? PriceListId = null
) : ICommand<PriceList>, ICreates, IPriceListDetails;

internal sealed class CreatePriceListValidator : AbstractValidator<CreatePriceList>
{
    public CreatePriceListValidator()
    {
        RuleFor(l => l.PriceListId).NotEqual(Guid.Empty);
        RuleFor(l => l.Currency).Currency();
        this.PriceListDetails();
        RuleFor(l => l.IsBase)
            .Must((l, isBase) => !isBase || l is { Priority: 0, StoreId: null, Channel: null, CustomerGroupId: null })
            .WithMessage("A base list is for everybody, with priority 0: leave store, channel, customer group and priority out.");
    }
}

internal sealed class CreatePriceListHandler(IDb db, IActor actor) : ICommandHandler<CreatePriceList, PriceList>
{
    private const string AddSql = """
        insert into pricing.price_list (price_list_id, code, name, currency, priority, store_id, channel, customer_group_id, is_base,
               created_at)
        values (@PriceListId, @Code, @Name, @Currency, @Priority, @StoreId, @Channel, @CustomerGroupId, @IsBase, @Now)
        """;

    public Task<PriceList> Handle(CreatePriceList command, CancellationToken ct)
    {
        var made = new PriceList(
            command.PriceListId ?? Ids.New(),
            command.Code,
            command.Name,
            command.Currency,
            command.Priority,
            command.StoreId,
            command.Channel,
            command.CustomerGroupId,
            command.IsBase,
            IsArchived: false,
            Version: 1
        );
        PriceLists
            .Named(
                db.Enqueue(
                    AddSql,
                    new
                    {
                        made.PriceListId,
                        made.Code,
                        made.Name,
                        made.Currency,
                        made.Priority,
                        made.StoreId,
                        made.Channel,
                        made.CustomerGroupId,
                        made.IsBase,
                        actor.Now,
                    }
                )
            )
            .OnConstraint("price_list_pkey", PricingErrors.PriceListExists)
            .OnConstraint("price_list_base_is_one", PricingErrors.BaseListExists);
        return Task.FromResult(made);
    }
}
