using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Reads one import: how far it is, and what became of how many rows.</summary>
public sealed record GetImport(Guid ImportId) : IQuery<Import>;

internal sealed class GetImportHandler(Imports imports) : IQueryHandler<GetImport, Import>
{
    public async Task<Import> Handle(GetImport query, CancellationToken ct) =>
        (await imports.FindAsync(query.ImportId, ct) ?? throw new Refused(CatalogErrors.ImportNotFound)).Import;
}
