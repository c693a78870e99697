using System.ComponentModel.DataAnnotations;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>A file of articles that is taken in, or was.</summary>
/// <param name="JobId">The job that does it.</param>
/// <param name="DryRun">Nothing is kept but what would become of each row.</param>
/// <param name="OnError">What a row that is refused means to the others.</param>
/// <param name="Separator">What parts the columns of the file.</param>
/// <param name="Columns">Those of the file, in its order.</param>
/// <param name="RowsTotal">How many rows the file has, without its header and empty ones.</param>
/// <param name="RowsDone">How many of them were worked through so far, as a count of those below.</param>
/// <param name="RequestedBy">The user or API key who sent the file.</param>
public sealed record Import(
    Guid ImportId,
    ImportKind Kind,
    Guid JobId,
    bool DryRun,
    ImportOnError OnError,
    ImportSeparator Separator,
    [property: MaxLength(ImportColumns.Most)] IReadOnlyList<string> Columns,
    ImportStatus Status,
    int RowsTotal,
    int RowsDone,
    int RowsCreated,
    int RowsChanged,
    int RowsUnchanged,
    int RowsRefused,
    DateTimeOffset RequestedAt,
    Guid RequestedBy,
    DateTimeOffset? FinishedAt
) : IResource
{
    string IResource.Location => $"/v1/imports/{ImportId}";
}

public enum ImportKind
{
    Products,
}

public enum ImportOnError
{
    /// <summary>The others are taken in without it.</summary>
    Skip,

    /// <summary>None is taken in.</summary>
    Stop,
}

public enum ImportSeparator
{
    Comma,
    Semicolon,
    Tab,
}

public enum ImportStatus
{
    /// <summary>Waits for its job.</summary>
    Queued,

    Running,

    Done,

    /// <summary>A row was refused, so none was taken in.</summary>
    Stopped,

    /// <summary>Somebody has ended it; what was taken in before stays.</summary>
    Cancelled,
}

/// <summary>What became of one row, or in a dry run would.</summary>
/// <param name="RowNumber">As a spreadsheet counts: the header is row 1.</param>
/// <param name="Changed">In which columns something is another now: of the variant and, in its first row, of the product.</param>
public sealed record ImportedRow(
    int RowNumber,
    RowOutcome Outcome,
    string? Sku,
    Guid? ProductId,
    Guid? VariantId,
    IReadOnlyList<string> Changed,
    IReadOnlyList<RowProblem> Problems
);

public enum RowOutcome
{
    /// <summary>There is a new variant.</summary>
    Created,

    Changed,

    /// <summary>All of it was so already.</summary>
    Unchanged,

    /// <summary>Something is wrong with it.</summary>
    Refused,
}

/// <param name="Column">In which column, where it is one.</param>
public sealed record RowProblem(string? Column, string Message);

/// <summary>An import as a row of its table.</summary>
internal sealed record ImportRecord(
    Guid ImportId,
    ImportKind Kind,
    Guid JobId,
    bool IsDryRun,
    ImportOnError OnError,
    ImportSeparator Separator,
    string[] Columns,
    ImportStatus Status,
    int Parts,
    int RowsTotal,
    int RowsDone,
    int RowsCreated,
    int RowsChanged,
    int RowsUnchanged,
    int RowsRefused,
    DateTimeOffset RequestedAt,
    Guid RequestedBy,
    DateTimeOffset? FinishedAt
)
{
    public const string Select = """
        select import_id, kind, job_id, is_dry_run, on_error, separator, columns, status, parts, rows_total, rows_done, rows_created,
               rows_changed, rows_unchanged, rows_refused, requested_at, requested_by, finished_at
          from catalog.import
         where tenant_id = @tenant
        """;

    public Import Import =>
        new(
            ImportId,
            Kind,
            JobId,
            IsDryRun,
            OnError,
            Separator,
            Columns,
            Status,
            RowsTotal,
            RowsDone,
            RowsCreated,
            RowsChanged,
            RowsUnchanged,
            RowsRefused,
            RequestedAt,
            RequestedBy,
            FinishedAt
        );

    public bool IsOver => Status is not (ImportStatus.Queued or ImportStatus.Running);
}
