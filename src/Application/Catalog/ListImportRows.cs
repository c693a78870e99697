using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Lists what became of the rows of an import so far, or in a dry run would, in their order.</summary>
/// <param name="Outcome">Only rows of which that became.</param>
public sealed record ListImportRows(Guid ImportId, RowOutcome? Outcome = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<ImportedRow>>,
        IPaged;

internal sealed class ListImportRowsValidator : AbstractValidator<ListImportRows>
{
    public ListImportRowsValidator()
    {
        this.PageOf<ListImportRows, int>();
        RuleFor(q => q.Outcome).IsInEnum();
    }
}

internal sealed class ListImportRowsHandler(ImportRows rows) : IQueryHandler<ListImportRows, Page<ImportedRow>>
{
    public async Task<Page<ImportedRow>> Handle(ListImportRows query, CancellationToken ct) =>
        Page<ImportedRow>.Of(
            await rows.ReadAsync(query.ImportId, query.Outcome, Cursor.Read<int>(query.Cursor), query.Limit + 1, ct),
            query.Limit,
            row => row.RowNumber
        );
}
