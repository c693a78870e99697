using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Ends a tax rate, or lets it go on; ended on its first day it holds on none. What was sold keeps its tax.</summary>
/// <param name="ValidUntil">The first business day on which it no longer holds; without an end when left out.</param>
public sealed record ChangeTaxRate(Guid TaxRateId, DateOnly? ValidUntil = null) : ICommand<TaxRate>, IEdit;

internal sealed class ChangeTaxRateHandler(IDb db, TaxRates rates, IActor actor) : ICommandHandler<ChangeTaxRate, TaxRate>
{
    // Of two edits of one version, the second finds it gone.
    private const string LockSql = """
        select tax_rate_id
          from pricing.tax_rate
         where tenant_id = @tenant
           and tax_rate_id = @TaxRateId
           for no key update
        """;

    private const string FindSql =
        TaxRates.Columns
        + """

               and tax_rate_id = @TaxRateId
            """;

    public async Task<TaxRate> Handle(ChangeTaxRate command, CancellationToken ct)
    {
        db.Lock(LockSql, new { command.TaxRateId });
        var before =
            await db.QuerySingleOrDefaultAsync<TaxRate>(FindSql, new { command.TaxRateId }, ct)
            ?? throw new Refused(PricingErrors.TaxRateNotFound);
        actor.RequireVersion(before.Version);
        if (command.ValidUntil < before.ValidFrom)
            throw new Refused(PricingErrors.TaxRateEndsTooEarly);
        return rates.End(before, command.ValidUntil);
    }
}
