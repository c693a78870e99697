using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Lists the customer groups by code, archived ones too.</summary>
public sealed record ListCustomerGroups(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<CustomerGroup>>, IPaged;

internal sealed class ListCustomerGroupsValidator : AbstractValidator<ListCustomerGroups>
{
    public ListCustomerGroupsValidator() => this.PageOf<ListCustomerGroups, string>();
}

internal sealed class ListCustomerGroupsHandler(IDb db) : IQueryHandler<ListCustomerGroups, Page<CustomerGroup>>
{
    private const string ListSql =
        CustomerGroups.Columns
        + """

               and (@After::text is null or code collate "C" > @After)
             order by code collate "C"
             limit @Limit
            """;

    public async Task<Page<CustomerGroup>> Handle(ListCustomerGroups query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<CustomerGroup>(
            ListSql,
            new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 },
            ct
        );
        return Page<CustomerGroup>.Of(rows, query.Limit, g => g.Code);
    }
}
