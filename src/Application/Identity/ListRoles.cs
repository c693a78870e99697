using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists the roles there are, by code: those of the product and the merchant's own.</summary>
public sealed record ListRoles(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Role>>, IPaged;

internal sealed class ListRolesValidator : AbstractValidator<ListRoles>
{
    public ListRolesValidator() => this.PageOf<ListRoles, string>();
}

internal sealed class ListRolesHandler(IDb db) : IQueryHandler<ListRoles, Page<Role>>
{
    private const string ListSql =
        Roles.Columns
        + """

               and (@After::text is null or r.code collate "C" > @After)
             order by r.code collate "C"
             limit @Limit
            """;

    public async Task<Page<Role>> Handle(ListRoles query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Roles.Row>(ListSql, new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<Role>.Of([.. rows.Select(row => row.Role)], query.Limit, r => r.Code);
    }
}
