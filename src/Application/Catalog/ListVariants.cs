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

internal sealed class ListVariantsHandler(IDb db, IPrices prices, IAvailability availability) : IQueryHandler<ListVariants, Page<Variant>>
{
    private const string Rest = """

           and v.archived_at is null
           and v.product_is_active
           and (@Pattern::text is null or v.search_key like @Pattern)
           and (@AfterName::text is null or (v.name_order, v.variant_id) > (@AfterName, @AfterId))
         order by v.name_order, v.variant_id
         limit @Limit
        """;

    private const string ListSql =
        VariantRow.Columns
        + """

              from catalog.variant as v
             where v.tenant_id = @tenant
            """
        + Rest;

    // A scan must be answered at once, whatever the size of the catalogue: it starts at the code's own key, the likeliest that is there.
    private const string ByBarcodeSql =
        VariantRow.Columns
        + """

              from catalog.barcode as b
              join catalog.variant as v using (tenant_id, variant_id)
             where b.tenant_id = @tenant
               and v.tenant_id = @tenant
               and b.code_key = (select c.code_key
                                   from unnest(@Keys) with ordinality as asked (code_key, place)
                                   join catalog.barcode as c using (code_key)
                                  where c.tenant_id = @tenant
                                    and c.variant_id is not null
                                  order by asked.place
                                  limit 1)
            """
        + Rest;

    public async Task<Page<Variant>> Handle(ListVariants query, CancellationToken ct)
    {
        var after = Cursor.Read<VariantKey>(query.Cursor);
        var (pattern, limit) = (LikePattern.Within(query.Search), query.Limit + 1);
        var rows = query.Barcode is null
            ? await db.QueryAsync<VariantRow>(
                ListSql,
                new
                {
                    Pattern = pattern,
                    AfterName = after?.NameOrder,
                    AfterId = after?.VariantId,
                    Limit = limit,
                },
                ct
            )
            : await db.QueryAsync<VariantRow>(
                ByBarcodeSql,
                new
                {
                    Keys = Codes.KeysOf(query.Barcode),
                    Pattern = pattern,
                    AfterName = after?.NameOrder,
                    AfterId = after?.VariantId,
                    Limit = limit,
                },
                ct
            );
        var page = Page<VariantRow>.Of(rows, query.Limit, v => new VariantKey(v.NameOrder, v.VariantId));
        if (page.Items.Count == 0)
            return new Page<Variant>([], null);

        Guid[] ids = [.. page.Items.Select(v => v.VariantId)];
        var asked = prices.Find(ids);
        var available = await availability.OfAsync(ids, ct);
        var priced = (await asked.ToListAsync(ct)).ToLookup(p => p.VariantId);
        return new Page<Variant>([.. page.Items.Select(v => v.With(priced[v.VariantId], available[v.VariantId]))], page.NextCursor);
    }
}
