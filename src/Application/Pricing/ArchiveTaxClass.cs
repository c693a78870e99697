using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>Takes a tax class out of use for new articles; those that have it keep it.</summary>
public sealed record ArchiveTaxClass(Guid TaxClassId) : ICommand<TaxClass>;

internal sealed class ArchiveTaxClassHandler(TaxClasses classes, IActor actor) : ICommandHandler<ArchiveTaxClass, TaxClass>
{
    public async Task<TaxClass> Handle(ArchiveTaxClass command, CancellationToken ct)
    {
        var before = await classes.LockAsync(command.TaxClassId, ct);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(PricingErrors.TaxClassIsArchived);
        return classes.Save(before, before with { IsArchived = true });
    }
}
