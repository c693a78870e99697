using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Reads one export: how far it is, and until when there is a file.</summary>
public sealed record GetExport(Guid ExportId) : IQuery<Export>;

internal sealed class GetExportHandler(Exports exports) : IQueryHandler<GetExport, Export>
{
    public async Task<Export> Handle(GetExport query, CancellationToken ct) =>
        (await exports.FindAsync(query.ExportId, ct) ?? throw new Refused(CatalogErrors.ExportNotFound)).Export;
}
