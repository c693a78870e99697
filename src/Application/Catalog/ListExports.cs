using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Lists exports, the newest first.</summary>
public sealed record ListExports(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Export>>, IPaged;

internal sealed class ListExportsValidator : AbstractValidator<ListExports>
{
    public ListExportsValidator() => this.PageOf<ListExports, Guid?>();
}

internal sealed class ListExportsHandler(IDb db) : IQueryHandler<ListExports, Page<Export>>
{
    private const string ListSql =
        ExportRecord.Select
        + """

               and (@Before::uuid is null or export_id < @Before)
             order by export_id desc
             limit @Limit
            """;

    public async Task<Page<Export>> Handle(ListExports query, CancellationToken ct) =>
        Page<Export>.Of(
            await db.QueryAsync<ExportRecord>(ListSql, new { Before = Cursor.Read<Guid?>(query.Cursor), Limit = query.Limit + 1 }, ct),
            query.Limit,
            e => (Guid?)e.ExportId,
            e => e.Export
        );
}
