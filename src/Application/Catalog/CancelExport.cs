using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Ends an export before it is done: there will be no file.</summary>
public sealed record CancelExport(Guid ExportId) : ICommand<Export>;

internal sealed class CancelExportHandler(Exports exports, IActor actor) : ICommandHandler<CancelExport, Export>
{
    public async Task<Export> Handle(CancelExport command, CancellationToken ct)
    {
        var export = await exports.HoldAsync(command.ExportId, ct) ?? throw new Refused(CatalogErrors.ExportNotFound);
        if (export.IsOver)
            throw new Refused(CatalogErrors.ExportIsOver);
        var cancelled = export with { Status = ExportStatus.Cancelled, FinishedAt = actor.Now };
        exports.Save(cancelled);
        return cancelled.Export;
    }
}
