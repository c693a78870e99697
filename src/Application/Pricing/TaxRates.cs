using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Tax rates: how they are read, and how one ends.</summary>
internal sealed class TaxRates(IDb db)
{
    // What always held, or has no known end, is infinite where it is kept and absent where it is told.
    public const string Columns = """
        select tax_rate_id, tax_class_id, country, region, store_id, rate, nullif(valid_from, '-infinity') as valid_from,
               nullif(valid_until, 'infinity') as valid_until, version
          from pricing.tax_rate
         where tenant_id = @tenant
        """;

    private const string EndSql = """
        update pricing.tax_rate
           set valid_until = coalesce(@ValidUntil, date 'infinity'),
               version = version + 1
         where tenant_id = @tenant
           and tax_rate_id = @TaxRateId
        """;

    /// <summary>Queues when a rate ends, if it does, keeps the change in the audit entry and answers it as it will stand.</summary>
    public TaxRate End(TaxRate before, DateOnly? validUntil)
    {
        var after = before with { ValidUntil = validUntil };
        db.Changes(before, after);
        db.Enqueue(EndSql, new { before.TaxRateId, ValidUntil = validUntil })
            .OnConstraint("tax_rate_holds_alone", PricingErrors.TaxRateOverlaps);
        return after with { Version = before.Version + 1 };
    }
}
