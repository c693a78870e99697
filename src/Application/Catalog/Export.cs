using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>A file of articles that is taken out, or was.</summary>
/// <param name="JobId">The job that does it.</param>
/// <param name="ProductStatus">Only products that are active, or drafts; absent for both.</param>
/// <param name="CategoryId">Only what is in this category, or below it.</param>
/// <param name="RowsTotal">How many rows the file will have, without its header, as far as is known; absent until its job begins.</param>
/// <param name="RowsDone">How many rows the file has.</param>
/// <param name="Bytes">How long the file is.</param>
/// <param name="RequestedBy">The user or API key who asked for it.</param>
/// <param name="KeptUntil">After that there is no file any more; absent until there is one.</param>
public sealed record Export(
    Guid ExportId,
    ExportKind Kind,
    Guid JobId,
    ExportStatus Status,
    ProductStatus? ProductStatus,
    ProductKind? ProductKind,
    string? Brand,
    string? Tag,
    Guid? CategoryId,
    int? RowsTotal,
    int RowsDone,
    long Bytes,
    DateTimeOffset RequestedAt,
    Guid RequestedBy,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? KeptUntil
) : IResource
{
    string IResource.Location => $"/v1/exports/{ExportId}";
}

public enum ExportKind
{
    Products,
}

public enum ExportStatus
{
    /// <summary>Waits for its job.</summary>
    Queued,

    Running,

    /// <summary>There is a file.</summary>
    Done,

    /// <summary>Somebody has ended it; there is no file.</summary>
    Cancelled,
}

/// <summary>An export as a row of its table.</summary>
internal sealed record ExportRecord(
    Guid ExportId,
    ExportKind Kind,
    Guid JobId,
    ExportStatus Status,
    ProductStatus? ProductStatus,
    ProductKind? ProductKind,
    string? Brand,
    string? Tag,
    Guid? CategoryId,
    int? RowsTotal,
    int RowsDone,
    long Bytes,
    DateTimeOffset RequestedAt,
    Guid RequestedBy,
    DateTimeOffset? FinishedAt
)
{
    public const string Select = """
        select export_id, kind, job_id, status, product_status, product_kind, brand, tag, category_id, rows_total, rows_done, bytes,
               requested_at, requested_by, finished_at
          from catalog.export
         where tenant_id = @tenant
        """;

    // As long as catalog.forget_exports leaves it.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public Export Export =>
        new(
            ExportId,
            Kind,
            JobId,
            Status,
            ProductStatus,
            ProductKind,
            Brand,
            Tag,
            CategoryId,
            RowsTotal,
            RowsDone,
            Bytes,
            RequestedAt,
            RequestedBy,
            FinishedAt,
            Status is ExportStatus.Done ? FinishedAt + Kept : null
        );

    public bool IsOver => Status is not (ExportStatus.Queued or ExportStatus.Running);
}
