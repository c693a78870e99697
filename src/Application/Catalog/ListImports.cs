using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Lists imports, the newest first.</summary>
public sealed record ListImports(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Import>>, IPaged;

internal sealed class ListImportsValidator : AbstractValidator<ListImports>
{
    public ListImportsValidator() => this.PageOf<ListImports, Guid?>();
}

internal sealed class ListImportsHandler(IDb db) : IQueryHandler<ListImports, Page<Import>>
{
    private const string ListSql =
        ImportRecord.Select
        + """

               and (@Before::uuid is null or import_id < @Before)
             order by import_id desc
             limit @Limit
            """;

    public async Task<Page<Import>> Handle(ListImports query, CancellationToken ct) =>
        Page<Import>.Of(
            await db.QueryAsync<ImportRecord>(ListSql, new { Before = Cursor.Read<Guid?>(query.Cursor), Limit = query.Limit + 1 }, ct),
            query.Limit,
            i => (Guid?)i.ImportId,
            i => i.Import
        );
}
