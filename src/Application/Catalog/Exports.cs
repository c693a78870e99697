using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Exports: how one is read and held still, and what becomes of it.</summary>
internal sealed class Exports(IDb db, TimeProvider clock) : ITidy
{
    private const string FindSql =
        ExportRecord.Select
        + """

               and export_id = @ExportId
            """;

    // Whoever cancels it and the job that begins it wait for each other.
    private const string HoldSql = """
        select export_id
          from catalog.export
         where tenant_id = @tenant
           and export_id = @ExportId
           for no key update
        """;

    private const string SaveSql = """
        update catalog.export
           set status = @Status,
               rows_total = @RowsTotal,
               rows_done = @RowsDone,
               bytes = @Bytes,
               finished_at = case when @IsOver then @Now::timestamptz end
         where tenant_id = @tenant
           and export_id = @ExportId
        """;

    private const string ForgetSql = "select coalesce(catalog.forget_exports(@tenant, @AtMost), 0)";

    /// <summary>One export; null when there is none.</summary>
    public Task<ExportRecord?> FindAsync(Guid exportId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<ExportRecord>(FindSql, new { ExportId = exportId }, ct);

    /// <summary>One export, held still until this transaction ends; null when there is none.</summary>
    public Task<ExportRecord?> HoldAsync(Guid exportId, CancellationToken ct)
    {
        db.Lock(HoldSql, new { ExportId = exportId });
        return FindAsync(exportId, ct);
    }

    /// <summary>Queues what an export becomes.</summary>
    public void Save(ExportRecord export) =>
        db.Enqueue(
            SaveSql,
            new
            {
                export.ExportId,
                export.Status,
                export.RowsTotal,
                export.RowsDone,
                export.Bytes,
                export.IsOver,
                Now = clock.GetUtcNow(),
            }
        );

    public Task<int> TidyAsync(int atMost, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<int>(ForgetSql, new { AtMost = atMost }, ct);
}
