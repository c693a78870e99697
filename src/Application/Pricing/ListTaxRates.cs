using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Lists tax rates, past and planned ones too, in the order in which they were made.</summary>
/// <param name="TaxClassId">Only those of this class.</param>
/// <param name="On">Only those that hold on this business day.</param>
public sealed record ListTaxRates(Guid? TaxClassId = null, DateOnly? On = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<TaxRate>>,
        IPaged;

internal sealed class ListTaxRatesValidator : AbstractValidator<ListTaxRates>
{
    public ListTaxRatesValidator() => this.PageOf<ListTaxRates, Guid>();
}

internal sealed class ListTaxRatesHandler(IDb db) : IQueryHandler<ListTaxRates, Page<TaxRate>>
{
    private const string ListSql =
        TaxRates.Columns
        + """

               and (@TaxClassId::uuid is null or tax_class_id = @TaxClassId)
               and valid_from <= @BegunBy
               and valid_until > @NotEndedBy
               and tax_rate_id > @After
             order by tax_rate_id
             limit @Limit
            """;

    public async Task<Page<TaxRate>> Handle(ListTaxRates query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<TaxRate>(
            ListSql,
            new
            {
                query.TaxClassId,
                BegunBy = query.On ?? DateOnly.MaxValue,
                NotEndedBy = query.On ?? DateOnly.MinValue,
                After = Cursor.Read<Guid>(query.Cursor),
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<TaxRate>.Of(rows, query.Limit, r => r.TaxRateId);
    }
}
