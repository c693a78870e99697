using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Lists prices in the order in which they were set.</summary>
/// <param name="PriceListId">Only those of this list.</param>
/// <param name="VariantId">Only those of this article.</param>
/// <param name="Past">Those that no longer hold, too.</param>
public sealed record ListPrices(
    Guid? PriceListId = null,
    Guid? VariantId = null,
    bool Past = false,
    int Limit = PageRules.DefaultLimit,
    string? Cursor = null
) : IQuery<Page<Price>>, IPaged;

/// <param name="Amount">Minor units of <paramref name="Currency"/> for a quantity of one.</param>
/// <param name="MinimumQuantity">The quantity of a basket from which it holds.</param>
/// <param name="ValidFrom">When it began, or begins.</param>
/// <param name="ValidUntil">The first instant at which it no longer holds; absent while no end is known.</param>
public sealed record Price(
    Guid PriceId,
    Guid PriceListId,
    Guid VariantId,
    [property: Step("0.001")] decimal MinimumQuantity,
    long Amount,
    [property: Form(Forms.Currency, 3)] string Currency,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil,
    DateTimeOffset SetAt,
    Guid? SetBy
)
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for.</summary>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);
}

internal sealed class ListPricesValidator : AbstractValidator<ListPrices>
{
    public ListPricesValidator() => this.PageOf<ListPrices, Guid>();
}

internal sealed class ListPricesHandler(IDb db, TimeProvider clock) : IQueryHandler<ListPrices, Page<Price>>
{
    private const string ListSql = """
        select p.price_id, p.price_list_id, p.variant_id, p.minimum_quantity, p.amount, l.currency, p.valid_from,
               nullif(p.valid_until, 'infinity') as valid_until, p.set_at, p.set_by
          from pricing.price as p
          join pricing.price_list as l using (tenant_id, price_list_id)
         where p.tenant_id = @tenant
           and l.tenant_id = @tenant
           and p.price_id > @After
           and (@PriceListId::uuid is null or p.price_list_id = @PriceListId)
           and (@VariantId::uuid is null or p.variant_id = @VariantId)
           and p.valid_until > p.valid_from
           and p.valid_until > @EndsAfter
         order by p.price_id
         limit @Limit
        """;

    public async Task<Page<Price>> Handle(ListPrices query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Price>(
            ListSql,
            new
            {
                After = Cursor.Read<Guid>(query.Cursor),
                query.PriceListId,
                query.VariantId,
                EndsAfter = query.Past ? DateTimeOffset.MinValue : clock.GetUtcNow(),
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<Price>.Of(rows, query.Limit, p => p.PriceId);
    }
}
