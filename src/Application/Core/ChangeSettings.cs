using System.Text.Json;
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

internal sealed class ChangeSettingsHandler(IDb db, SettingsHistory history, IStockPolicy stock, IPeople people, IActor actor)
    : ICommandHandler<ChangeSettings, CurrentSettings>
{
    private const string AddSql = """
        insert into core.settings (version, settings, changed_at, changed_by)
        values (@Version, @Settings::jsonb, @Now, @ChangedBy)
        """;

    public async Task<CurrentSettings> Handle(ChangeSettings command, CancellationToken ct)
    {
        var hasSecondFactor = people.CallerHasSecondFactor();
        var known = people.KnownRoles([.. command.Settings.DiscountLimits.Select(l => l.RoleCode)]);
        var before = await history.CurrentAsync(ct);
        actor.RequireVersion(before.Version);

        var (old, now) = (
            before.Settings,
            command.Settings with
            {
                TenderTypes = command.Settings.TenderTypes ?? before.Settings.TenderTypes,
            }
        );
        RequireRoles(old.DiscountLimits, now.DiscountLimits, await known.ToListAsync(ct));
        if (now.RequireSecondFactor && !old.RequireSecondFactor)
        {
            if (!await hasSecondFactor.SingleOrDefaultAsync(ct))
                throw new Refused(CoreErrors.SecondFactorFirst);
            people.EndSessionsWithoutSecondFactor();
        }

        var changedAt = actor.Now;
        var after = new CurrentSettings(now, before.Version + 1, changedAt, actor.ActorId);
        db.Changes(before, after);
        // Whoever was faster has taken its number.
        db.Enqueue(
                AddSql,
                new
                {
                    after.Version,
                    Settings = JsonSerializer.Serialize(now, Json.Options),
                    Now = changedAt,
                    ChangedBy = actor.ActorId,
                }
            )
            .OnConstraint("settings_pkey", PipelineErrors.VersionIsStale);
        if (now.NegativeStock != old.NegativeStock)
            stock.Apply(now.NegativeStock is NegativeStock.Allow);
        return after;
    }

    // A limit that stands already may stay: archiving a role must not stand in the way of every other setting.
    private static void RequireRoles(IReadOnlyList<DiscountLimit> old, IReadOnlyList<DiscountLimit> now, IReadOnlyList<string> known)
    {
        var unknown = now.Index()
            .Where(l => !known.Contains(l.Item.RoleCode) && old.All(o => o.RoleCode != l.Item.RoleCode))
            .Select(l => l.Index)
            .ToArray();
        if (unknown.Length > 0)
            throw new Refused(CoreErrors.RoleUnknown(unknown));
    }
}
