using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the stores the caller works in, by code.</summary>
public sealed record ListStores(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Store>>, IPaged;

internal sealed class ListStoresValidator : AbstractValidator<ListStores>
{
    public ListStoresValidator() => this.PageOf<ListStores, string>();
}

internal sealed class ListStoresHandler(StoreRecords stores) : IQueryHandler<ListStores, Page<Store>>
{
    public async Task<Page<Store>> Handle(ListStores query, CancellationToken ct) =>
        Page<Store>.Of(await stores.ListAsync(Cursor.Read<string>(query.Cursor), query.Limit, ct), query.Limit, s => s.Code);
}
