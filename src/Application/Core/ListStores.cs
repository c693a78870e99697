using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the stores the caller works in, by code.</summary>
public sealed record ListStores(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Store>>, IPaged;

/// <param name="Code">Short name, printed in document numbers.</param>
/// <param name="Currency">ISO 4217 code of all its amounts.</param>
/// <param name="TimeZone">IANA time zone; business days begin at its midnight.</param>
/// <param name="TaxMode">Whether the prices on its shelves contain the tax.</param>
/// <param name="TaxRounding">Where tax is rounded to whole minor units.</param>
public sealed record Store(
    Guid StoreId,
    string Code,
    string Name,
    string Currency,
    string TimeZone,
    StoreTaxMode TaxMode,
    StoreTaxRounding TaxRounding,
    bool IsArchived);

public enum StoreTaxMode
{
    Inclusive,
    Exclusive,
}

public enum StoreTaxRounding
{
    Line,
    Total,
}

internal sealed class ListStoresValidator : AbstractValidator<ListStores>
{
    public ListStoresValidator() => this.PageOf<ListStores, string>();
}

internal sealed class ListStoresHandler(IDb db) : IQueryHandler<ListStores, Page<Store>>
{
    private const string ListSql =
        """
        select store_id, code, name, currency, time_zone, tax_mode, tax_rounding, archived_at is not null as is_archived
          from core.store
         where tenant_id = @tenant
           and (@After::text is null or code > @After)
         order by code
         limit @Limit
        """;

    public async Task<Page<Store>> Handle(ListStores query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Store>(ListSql, new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<Store>.Of(rows, query.Limit, s => s.Code);
    }
}
