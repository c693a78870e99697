using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Changes the settings; what they were before stays on record.</summary>
public sealed record ChangeSettings([property: WholeBody] Settings Settings) : ICommand<CurrentSettings>, IEdit;

internal sealed class ChangeSettingsValidator : AbstractValidator<ChangeSettings>
{
    public ChangeSettingsValidator() => RuleFor(c => c.Settings).SetValidator(new SettingsValidator()).OverridePropertyName("");
}

internal sealed class ChangeSettingsHandler(SettingsHistory history, IStockPolicy stock, ISecondFactors secondFactors, IRoles roles, IActor actor)
    : ICommandHandler<ChangeSettings, CurrentSettings>
{
    public async Task<CurrentSettings> Handle(ChangeSettings command, CancellationToken ct)
    {
        var hasSecondFactor = secondFactors.CallerHasOne();
        var known = roles.Known([.. command.Settings.DiscountLimits.Select(l => l.RoleCode)]);
        var before = await history.CurrentAsync(ct);
        actor.RequireVersion(before.Version);

        var (old, now) = (before.Settings, command.Settings);
        RequireRoles(old.DiscountLimits, now.DiscountLimits, await known.ToListAsync(ct));
        if (now.RequireSecondFactor && !old.RequireSecondFactor)
        {
            if (!await hasSecondFactor.SingleOrDefaultAsync(ct))
                throw new Refused(CoreErrors.SecondFactorFirst);
            secondFactors.EndSessionsWithout();
        }

        var after = history.Add(before, now);
        if (now.NegativeStock != old.NegativeStock)
            stock.Apply(now.NegativeStock is NegativeStock.Allow);
        return after;
    }

    // A limit that stands already may stay: archiving a role must not stand in the way of every other setting.
    private static void RequireRoles(IReadOnlyList<DiscountLimit> old, IReadOnlyList<DiscountLimit> now, IReadOnlyList<string> known)
    {
        var unknown = now.Index().Where(l => !known.Contains(l.Item.RoleCode) && old.All(o => o.RoleCode != l.Item.RoleCode)).Select(l => l.Index).ToArray();
        if (unknown.Length > 0)
            throw new Refused(CoreErrors.RoleUnknown(unknown));
    }
}
