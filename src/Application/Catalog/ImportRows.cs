using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>What became of the rows of an import, by their numbers.</summary>
internal sealed class ImportRows(IDb db, Imports imports)
{
    private const string Select = """
        select row_number, outcome, sku, product_id, variant_id, changed, problems::text as problems
          from catalog.import_row
         where tenant_id = @tenant
           and import_id = @ImportId
           and row_number > @After
        """;

    private const string InOrder = """

         order by row_number
         limit @Limit
        """;

    private const string ListSql = Select + InOrder;

    private const string ListByOutcomeSql =
        Select
        + """

               and outcome = @Outcome
            """
        + InOrder;

    /// <exception cref="Refused">There is no such import.</exception>
    public async Task<IReadOnlyList<ImportedRow>> ReadAsync(Guid importId, RowOutcome? outcome, int after, int limit, CancellationToken ct)
    {
        var asked = outcome is { } wanted
            ? db.Defer<Kept>(
                ListByOutcomeSql,
                new
                {
                    ImportId = importId,
                    After = after,
                    Outcome = wanted,
                    Limit = limit,
                }
            )
            : db.Defer<Kept>(
                ListSql,
                new
                {
                    ImportId = importId,
                    After = after,
                    Limit = limit,
                }
            );
        if (await imports.FindAsync(importId, ct) is null)
            throw new Refused(CatalogErrors.ImportNotFound);
        return [.. (await asked.ToListAsync(ct)).Select(row => row.Row)];
    }

    private sealed record Kept(
        int RowNumber,
        RowOutcome Outcome,
        string? Sku,
        Guid? ProductId,
        Guid? VariantId,
        string Changed,
        string Problems
    )
    {
        public ImportedRow Row =>
            new(
                RowNumber,
                Outcome,
                Sku,
                ProductId,
                VariantId,
                Changed.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Json.ReadKeptList<RowProblem>(Problems)
            );
    }
}
