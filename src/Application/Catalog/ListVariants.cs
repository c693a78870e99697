using FluentValidation;
using PosCommerce.Application.Catalog.Ports;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Lists what is for sale by name; a search looks into name and SKU, a barcode finds exactly one.</summary>
public sealed record ListVariants(string? Search = null, string? Barcode = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<Variant>>,
        IPaged;

internal sealed record VariantKey(string NameOrder, Guid VariantId);

internal sealed class ListVariantsValidator : AbstractValidator<ListVariants>
{
    public ListVariantsValidator()
    {
        RuleFor(q => q.Search).SearchText(100);
        RuleFor(q => q.Barcode).ScannedCode(64);
        this.PageOf<ListVariants, VariantKey>();
    }
}

internal sealed class ListVariantsHandler(IDb db, IAvailability availability) : IQueryHandler<ListVariants, Page<Variant>>
{
    private const string Rest = """

           and v.archived_at is null
           and (@Pattern::text is null or v.search_key like @Pattern)
           and (@AfterName::text is null or (v.name_order, v.variant_id) > (@AfterName, @AfterId))
         order by v.name_order, v.variant_id
         limit @Limit
        """;

    private const string ListSql =
        VariantRow.Columns
        + """

              from catalog.variant as v
              join catalog.tax_rate as t using (tenant_id, tax_rate_id)
             where v.tenant_id = @tenant
               and t.tenant_id = @tenant
            """
        + Rest;

    // A scan must be answered at once, whatever the size of the catalogue: it starts at the barcode's own key.
    private const string ByBarcodeSql =
        VariantRow.Columns
        + """

              from catalog.barcode as b
              join catalog.variant as v using (tenant_id, variant_id)
              join catalog.tax_rate as t using (tenant_id, tax_rate_id)
             where b.tenant_id = @tenant
               and v.tenant_id = @tenant
               and t.tenant_id = @tenant
               and b.barcode = @Barcode
            """
        + Rest;

    public async Task<Page<Variant>> Handle(ListVariants query, CancellationToken ct)
    {
        var after = Cursor.Read<VariantKey>(query.Cursor);
        var rows = await db.QueryAsync<VariantRow>(
            query.Barcode is null ? ListSql : ByBarcodeSql,
            new
            {
                query.Barcode,
                Pattern = LikePattern.Within(query.Search),
                AfterName = after?.NameOrder,
                AfterId = after?.VariantId,
                Limit = query.Limit + 1,
            },
            ct
        );
        var page = Page<VariantRow>.Of(rows, query.Limit, v => new VariantKey(v.NameOrder, v.VariantId));
        if (page.Items.Count == 0)
            return new Page<Variant>([], null);

        var available = await availability.OfAsync([.. page.Items.Select(v => v.VariantId)], ct);
        return new Page<Variant>([.. page.Items.Select(v => v.With(available[v.VariantId]))], page.NextCursor);
    }
}
