using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Lists the price lists by code, archived ones too.</summary>
public sealed record ListPriceLists(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<PriceList>>, IPaged;

internal sealed class ListPriceListsValidator : AbstractValidator<ListPriceLists>
{
    public ListPriceListsValidator() => this.PageOf<ListPriceLists, string>();
}

internal sealed class ListPriceListsHandler(IDb db) : IQueryHandler<ListPriceLists, Page<PriceList>>
{
    private const string ListSql =
        PriceLists.Columns
        + """

               and (@After::text is null or code collate "C" > @After)
             order by code collate "C"
             limit @Limit
            """;

    public async Task<Page<PriceList>> Handle(ListPriceLists query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<PriceList>(ListSql, new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<PriceList>.Of(rows, query.Limit, l => l.Code);
    }
}
