using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Lists the tax classes by code, archived ones too.</summary>
public sealed record ListTaxClasses(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<TaxClass>>, IPaged;

internal sealed class ListTaxClassesValidator : AbstractValidator<ListTaxClasses>
{
    public ListTaxClassesValidator() => this.PageOf<ListTaxClasses, string>();
}

internal sealed class ListTaxClassesHandler(IDb db) : IQueryHandler<ListTaxClasses, Page<TaxClass>>
{
    private const string ListSql =
        TaxClasses.Columns
        + """

               and (@After::text is null or code collate "C" > @After)
             order by code collate "C"
             limit @Limit
            """;

    public async Task<Page<TaxClass>> Handle(ListTaxClasses query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<TaxClass>(ListSql, new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<TaxClass>.Of(rows, query.Limit, c => c.Code);
    }
}
