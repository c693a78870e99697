using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Ends an import where it is: what was taken in stays, and nothing more comes.</summary>
public sealed record CancelImport(Guid ImportId) : ICommand<Import>;

internal sealed class CancelImportHandler(Imports imports, IActor actor) : ICommandHandler<CancelImport, Import>
{
    public async Task<Import> Handle(CancelImport command, CancellationToken ct)
    {
        var import = await imports.HoldAsync(command.ImportId, ct) ?? throw new Refused(CatalogErrors.ImportNotFound);
        if (import.IsOver)
            throw new Refused(CatalogErrors.ImportIsOver);
        var cancelled = import with { Status = ImportStatus.Cancelled, FinishedAt = actor.Now };
        imports.Save(cancelled);
        return cancelled.Import;
    }
}
