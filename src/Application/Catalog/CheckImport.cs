using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Judges the next part of a file and changes nothing: all that a dry run does, and what comes first of a file that is taken as a whole
/// or not at all.
/// </summary>
public sealed record CheckImport(Guid ImportId, int Part = 0) : IJob
{
    public static string Kind => "catalog.check_import";
}

internal sealed class CheckImportHandler(Imports imports, ImportedArticles articles, IJobs jobs) : ICommandHandler<CheckImport, JobDone>
{
    public async Task<JobDone> Handle(CheckImport command, CancellationToken ct)
    {
        if (await imports.HoldAsync(command.ImportId, ct) is not { IsOver: false } import)
            return JobDone.Whole;
        var part = await imports.PartAsync(command.ImportId, command.Part, ct);
        var judged = await articles.JudgeAsync(import, part, hold: false, ct);
        var checkedNow = imports.Keep(import, [.. judged.SelectMany(product => product.Rows)]);
        var next = command.Part + 1;
        if (next == import.Parts)
            checkedNow = Over(checkedNow);
        imports.Save(checkedNow);
        var progress = new JobProgress(checkedNow.RowsDone, checkedNow.RowsTotal);
        return next < import.Parts ? new JobDone(command with { Part = next }, progress) : new JobDone(Progress: progress);
    }

    private ImportRecord Over(ImportRecord import) =>
        import.IsDryRun ? import with { Status = ImportStatus.Done }
        : import.RowsRefused > 0 ? import with { Status = ImportStatus.Stopped }
        : import with { JobId = jobs.Ask(new ImportProducts(import.ImportId)) };
}
