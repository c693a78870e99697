using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Lists the tree of categories in its order, each before those that are below it.</summary>
/// <param name="ParentId">Only those right below this one.</param>
/// <param name="Archived">Archived ones, too.</param>
public sealed record ListCategories(Guid? ParentId = null, bool Archived = false, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<Category>>,
        IPaged;

internal sealed class ListCategoriesValidator : AbstractValidator<ListCategories>
{
    public ListCategoriesValidator() => this.PageOf<ListCategories, string>();
}

internal sealed class ListCategoriesHandler(IDb db) : IQueryHandler<ListCategories, Page<Category>>
{
    private const string ListSql =
        CategoryRow.Columns
        + """

              from catalog.category as c
             where c.tenant_id = @tenant
            """
        + Rest;

    private const string BelowSql =
        CategoryRow.Columns
        + """

              from catalog.category as c
             where c.tenant_id = @tenant
               and c.parent_id = @ParentId
            """
        + Rest;

    private const string Rest = """

           and c.place > @After
           and (@Archived or c.archived_at is null)
         order by c.place
         limit @Limit
        """;

    public async Task<Page<Category>> Handle(ListCategories query, CancellationToken ct)
    {
        var (after, limit) = (Cursor.Read<string>(query.Cursor) ?? "", query.Limit + 1);
        var rows = query.ParentId is { } parentId
            ? await db.QueryAsync<CategoryRow>(
                BelowSql,
                new
                {
                    ParentId = parentId,
                    After = after,
                    query.Archived,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<CategoryRow>(
                ListSql,
                new
                {
                    After = after,
                    query.Archived,
                    Limit = limit,
                },
                ct
            );
        return Page<Category>.Of(rows, query.Limit, c => c.Place, c => c.Category);
    }
}
