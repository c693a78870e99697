using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Exports what became of the rows of an import so far as CSV, in their order.</summary>
/// <param name="Outcome">Only rows of which that became.</param>
public sealed record ExportImportRows(Guid ImportId, RowOutcome? Outcome = null) : IQuery<IReadOnlyList<ImportedRow>>;

internal sealed class ExportImportRowsValidator : AbstractValidator<ExportImportRows>
{
    public ExportImportRowsValidator() => RuleFor(q => q.Outcome).IsInEnum();
}

internal sealed class ExportImportRowsHandler(ImportRows rows) : IQueryHandler<ExportImportRows, IReadOnlyList<ImportedRow>>
{
    // A file has no more.
    public Task<IReadOnlyList<ImportedRow>> Handle(ExportImportRows query, CancellationToken ct) =>
        rows.ReadAsync(query.ImportId, query.Outcome, after: 0, ImportFile.MostRows, ct);
}
