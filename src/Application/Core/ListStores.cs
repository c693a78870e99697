using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the stores the caller works in, by code.</summary>
public sealed record ListStores(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Store>>, IPaged;

internal sealed class ListStoresValidator : AbstractValidator<ListStores>
{
    public ListStoresValidator() => this.PageOf<ListStores, string>();
}

internal sealed class ListStoresHandler(IDb db) : IQueryHandler<ListStores, Page<Store>>
{
    private const string ListSql =
        Stores.Columns
        + """

               and (@After::text is null or code collate "C" > @After)
             order by code collate "C"
             limit @Limit
            """;

    public async Task<Page<Store>> Handle(ListStores query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Stores.Row>(ListSql, new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<Store>.Of([.. rows.Select(row => row.Store)], query.Limit, s => s.Code);
    }
}
