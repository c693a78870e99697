using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Reads one variant with its barcodes, price and what each store has of it.</summary>
public sealed record GetVariant(Guid VariantId) : IQuery<Variant>;

internal sealed class GetVariantHandler(IDb db, IPrices prices, IAvailability availability) : IQueryHandler<GetVariant, Variant>
{
    private const string VariantSql =
        VariantRow.Columns
        + """

              from catalog.variant as v
             where v.tenant_id = @tenant
               and v.variant_id = @VariantId
            """;

    public async Task<Variant> Handle(GetVariant query, CancellationToken ct)
    {
        var variant = db.Defer<VariantRow>(VariantSql, new { query.VariantId });
        var priced = prices.Find([query.VariantId]);
        var available = await availability.OfAsync([query.VariantId], ct);
        var row = await variant.SingleOrDefaultAsync(ct) ?? throw new Refused(CatalogErrors.VariantNotFound);
        return row.With(await priced.ToListAsync(ct), available[row.VariantId]);
    }
}
