using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>Lists the reasons for corrections of stock by code, archived ones too.</summary>
public sealed record ListStockReasons(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<StockReason>>, IPaged;

internal sealed class ListStockReasonsValidator : AbstractValidator<ListStockReasons>
{
    public ListStockReasonsValidator() => this.PageOf<ListStockReasons, string>();
}

internal sealed class ListStockReasonsHandler(IDb db) : IQueryHandler<ListStockReasons, Page<StockReason>>
{
    private const string ListSql =
        StockReasons.Columns
        + """

               and (@After::text is null or code collate "C" > @After)
             order by code collate "C"
             limit @Limit
            """;

    public async Task<Page<StockReason>> Handle(ListStockReasons query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<StockReason>(
            ListSql,
            new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 },
            ct
        );
        return Page<StockReason>.Of(rows, query.Limit, r => r.Code);
    }
}
