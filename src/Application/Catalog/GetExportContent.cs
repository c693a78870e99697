using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Downloads the file of an export that is done.</summary>
public sealed record GetExportContent(Guid ExportId) : IQuery<ExportContent>;

/// <param name="Parts">One behind the other they are the file, each packed with gzip.</param>
public sealed record ExportContent(long Bytes, IReadOnlyList<byte[]> Parts);

internal sealed class GetExportContentHandler(Exports exports, IDb db) : IQueryHandler<GetExportContent, ExportContent>
{
    private const string PartsSql = """
        select content
          from catalog.export_part
         where tenant_id = @tenant
           and export_id = @ExportId
         order by part
        """;

    public async Task<ExportContent> Handle(GetExportContent query, CancellationToken ct)
    {
        var parts = db.Defer<byte[]>(PartsSql, new { query.ExportId });
        var export = await exports.FindAsync(query.ExportId, ct) ?? throw new Refused(CatalogErrors.ExportNotFound);
        var found = await parts.ToListAsync(ct);
        return export.Status is ExportStatus.Done && found.Count > 0
            ? new ExportContent(export.Bytes, found)
            : throw new Refused(CatalogErrors.ExportIsNotThere);
    }
}
