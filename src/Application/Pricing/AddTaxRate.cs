using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>
/// Gives a tax class a rate in an area. The rate that held there without an end until then ends on the day the new one begins: a
/// change at midnight is the midnight of each store.
/// </summary>
/// <param name="Rate">Percent, at most four decimals.</param>
/// <param name="Country">The country of the area; leave it out for a store's own area, and for everywhere that no other rate names.</param>
/// <param name="Region">The region of the country, as addresses of stores name it.</param>
/// <param name="StoreId">The store whose own area it is.</param>
/// <param name="ValidFrom">The first business day on which it holds; ever since when left out.</param>
/// <param name="ValidUntil">The first business day on which it no longer does; without an end when left out.</param>
/// <param name="TaxRateId">The client's own id, a UUIDv7; made here when left out.</param>
public sealed record AddTaxRate(
    Guid TaxClassId,
    decimal Rate,
    string? Country = null,
    string? Region = null,
    Guid? StoreId = null,
    DateOnly? ValidFrom = null,
    DateOnly? ValidUntil = null,
    Guid? TaxRateId = null
) : ICommand<TaxRate>, ICreates;

internal sealed class AddTaxRateValidator : AbstractValidator<AddTaxRate>
{
    public AddTaxRateValidator()
    {
        RuleFor(r => r.TaxRateId).NotEqual(Guid.Empty);
        RuleFor(r => r.Rate).InclusiveBetween(0, 100).AtMostDecimals(4);
        RuleFor(r => r.Country).Country();
        RuleFor(r => r.Region)
            .ShortText(100)
            .Must((r, region) => region is null || r.Country is not null)
            .WithMessage("A region is of a country: give that too.");
        RuleFor(r => r.StoreId)
            .Must((r, store) => store is null || r is { Country: null, Region: null })
            .WithMessage("A store's own area has no country or region beside it.");
        RuleFor(r => r.ValidUntil)
            .Must((r, until) => until is null || r.ValidFrom is null || until > r.ValidFrom)
            .WithMessage("Must be after validFrom.");
    }
}

internal sealed class AddTaxRateHandler(IDb db, TaxClasses classes, TaxRates rates, IActor actor) : ICommandHandler<AddTaxRate, TaxRate>
{
    // The class is held: whoever adds another rate to it waits, and finds this one.
    private const string PresentSql =
        TaxRates.Columns
        + """

               and tax_class_id = @TaxClassId
               and valid_until = 'infinity'
               and valid_from < @ValidFrom
               and country is not distinct from @Country
               and app.fold(region) is not distinct from app.fold(@Region::text)
               and store_id is not distinct from @StoreId
            """;

    private const string AddSql = """
        insert into pricing.tax_rate (tax_rate_id, tax_class_id, country, region, store_id, rate, valid_from, valid_until, created_at)
        values (@TaxRateId, @TaxClassId, @Country, @Region, @StoreId, @Rate, coalesce(@ValidFrom, date '-infinity'),
               coalesce(@ValidUntil, date 'infinity'), @Now)
        """;

    public async Task<TaxRate> Handle(AddTaxRate command, CancellationToken ct)
    {
        if ((await classes.LockAsync(command.TaxClassId, ct)).IsArchived)
            throw new Refused(PricingErrors.TaxClassIsArchived);
        var added = new TaxRate(
            command.TaxRateId ?? Ids.New(),
            command.TaxClassId,
            command.Country,
            command.Region,
            command.StoreId,
            command.Rate,
            command.ValidFrom,
            command.ValidUntil,
            Version: 1
        );
        if (added.ValidFrom is { } begin && await PresentAsync(added, ct) is { } present)
            rates.End(present, begin);
        db.Enqueue(
                AddSql,
                new
                {
                    added.TaxRateId,
                    added.TaxClassId,
                    added.Country,
                    added.Region,
                    added.StoreId,
                    added.Rate,
                    added.ValidFrom,
                    added.ValidUntil,
                    actor.Now,
                }
            )
            .OnConstraint("tax_rate_pkey", PricingErrors.TaxRateExists)
            .OnConstraint("tax_rate_is_of_a_store", PipelineErrors.StoreIsUnknown)
            .OnConstraint("tax_rate_holds_alone", PricingErrors.TaxRateOverlaps);
        return added;
    }

    private Task<TaxRate?> PresentAsync(TaxRate added, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<TaxRate>(
            PresentSql,
            new
            {
                added.TaxClassId,
                added.ValidFrom,
                added.Country,
                added.Region,
                added.StoreId,
            },
            ct
        );
}
