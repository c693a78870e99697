using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Changes the settings; what they were before stays on record.</summary>
public sealed record ChangeSettings(Settings Settings) : ICommand<CurrentSettings>, IEdit;

internal sealed class ChangeSettingsValidator : AbstractValidator<ChangeSettings>
{
    public ChangeSettingsValidator() => RuleFor(c => c.Settings).SetValidator(new SettingsValidator()).OverridePropertyName("");
}

internal sealed class ChangeSettingsHandler(SettingsHistory history, IStockPolicy stock, ISecondFactors secondFactors, IActor actor) : ICommandHandler<ChangeSettings, CurrentSettings>
{
    public async Task<CurrentSettings> Handle(ChangeSettings command, CancellationToken ct)
    {
        var hasSecondFactor = secondFactors.CallerHasOne();
        var before = await history.CurrentAsync(ct);
        actor.RequireVersion(before.Version);

        var (old, now) = (before.Settings, command.Settings);
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
}
