using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Takes an archived tax class into use again.</summary>
public sealed record RestoreTaxClass(Guid TaxClassId) : ICommand<TaxClass>;

internal sealed class RestoreTaxClassHandler(TaxClasses classes, IActor actor) : ICommandHandler<RestoreTaxClass, TaxClass>
{
    public async Task<TaxClass> Handle(RestoreTaxClass command, CancellationToken ct)
    {
        var before = await classes.LockAsync(command.TaxClassId, ct);
        actor.RequireVersion(before.Version);
        if (!before.IsArchived)
            throw new Refused(PricingErrors.TaxClassIsInUse);
        return classes.Save(before, before with { IsArchived = false });
    }
}
