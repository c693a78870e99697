using System.Text.Json;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Imports: how one is read and held still, what its file held, and how what became of its rows is kept.</summary>
internal sealed class Imports(IDb db, TimeProvider clock) : ITidy
{
    private const string FindSql =
        ImportRecord.Select
        + """

               and import_id = @ImportId
            """;

    // Whoever cancels it waits for the part that is under way, and the next part finds it cancelled.
    private const string HoldSql = """
        select import_id
          from catalog.import
         where tenant_id = @tenant
           and import_id = @ImportId
           for no key update
        """;

    private const string PartSql = """
        select content
          from catalog.import_part
         where tenant_id = @tenant
           and import_id = @ImportId
           and part = @Part
        """;

    private const string KeepRowsSql = """
        insert into catalog.import_row as r (import_id, row_number, outcome, sku, product_id, variant_id, changed, problems)
        select @ImportId, t.row_number, t.outcome, t.sku, t.product_id, t.variant_id, t.changed, t.problems::jsonb
          from unnest(@RowNumbers, @Outcomes, @Skus, @ProductIds, @VariantIds, @Changed, @Problems)
               as t (row_number, outcome, sku, product_id, variant_id, changed, problems)
            on conflict (tenant_id, import_id, row_number) do update
           set outcome = excluded.outcome,
               sku = excluded.sku,
               product_id = excluded.product_id,
               variant_id = excluded.variant_id,
               changed = excluded.changed,
               problems = excluded.problems
        """;

    private const string SaveSql = """
        update catalog.import
           set status = @Status,
               job_id = @JobId,
               rows_done = @RowsDone,
               rows_created = @RowsCreated,
               rows_changed = @RowsChanged,
               rows_unchanged = @RowsUnchanged,
               rows_refused = @RowsRefused,
               finished_at = case when @IsOver then @Now::timestamptz end
         where tenant_id = @tenant
           and import_id = @ImportId
        """;

    private const string ForgetSql = "select coalesce(catalog.forget_imports(@tenant, @AtMost), 0)";

    /// <summary>One import; null when there is none.</summary>
    public Task<ImportRecord?> FindAsync(Guid importId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<ImportRecord>(FindSql, new { ImportId = importId }, ct);

    /// <summary>One import, held still until this transaction ends; null when there is none.</summary>
    public Task<ImportRecord?> HoldAsync(Guid importId, CancellationToken ct)
    {
        db.Lock(HoldSql, new { ImportId = importId });
        return FindAsync(importId, ct);
    }

    /// <summary>What a part of the file held.</summary>
    public async Task<IReadOnlyList<ImportRow>> PartAsync(Guid importId, int part, CancellationToken ct) =>
        Json.ReadKeptList<ImportRow>((await db.QueryAsync<string>(PartSql, new { ImportId = importId, Part = part }, ct)).Single());

    /// <summary>Queues what became of some rows, and answers the import with their counts.</summary>
    public ImportRecord Keep(ImportRecord import, IReadOnlyList<ImportedRow> rows)
    {
        db.Enqueue(
            KeepRowsSql,
            new
            {
                import.ImportId,
                RowNumbers = rows.Select(r => r.RowNumber).ToArray(),
                Outcomes = rows.Select(r => r.Outcome).ToArray(),
                Skus = rows.Select(r => r.Sku).ToArray(),
                ProductIds = rows.Select(r => r.ProductId).ToArray(),
                VariantIds = rows.Select(r => r.VariantId).ToArray(),
                Changed = rows.Select(r => string.Join(' ', r.Changed)).ToArray(),
                Problems = rows.Select(r => JsonSerializer.Serialize(r.Problems, Json.Options)).ToArray(),
            }
        );
        return import with
        {
            Status = ImportStatus.Running,
            RowsDone = import.RowsDone + rows.Count,
            RowsCreated = import.RowsCreated + rows.Count(r => r.Outcome is RowOutcome.Created),
            RowsChanged = import.RowsChanged + rows.Count(r => r.Outcome is RowOutcome.Changed),
            RowsUnchanged = import.RowsUnchanged + rows.Count(r => r.Outcome is RowOutcome.Unchanged),
            RowsRefused = import.RowsRefused + rows.Count(r => r.Outcome is RowOutcome.Refused),
        };
    }

    /// <summary>Queues what a held import becomes.</summary>
    public void Save(ImportRecord import) =>
        db.Enqueue(
            SaveSql,
            new
            {
                import.ImportId,
                import.Status,
                import.JobId,
                import.RowsDone,
                import.RowsCreated,
                import.RowsChanged,
                import.RowsUnchanged,
                import.RowsRefused,
                import.IsOver,
                Now = clock.GetUtcNow(),
            }
        );

    public Task<int> TidyAsync(int atMost, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<int>(ForgetSql, new { AtMost = atMost }, ct);
}
