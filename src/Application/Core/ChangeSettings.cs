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
        var known = people.KnownRoles([
            .. command
                .Settings.DiscountLimits.Select(l => l.RoleCode)
                .Concat((command.Settings.AdjustmentLimits ?? []).Select(l => l.RoleCode))
                .Distinct(),
        ]);
        var before = await history.CurrentAsync(ct);
        actor.RequireVersion(before.Version);

        var (old, now) = (
            before.Settings,
            command.Settings with
            {
                TenderTypes = command.Settings.TenderTypes ?? before.Settings.TenderTypes,
                AdjustmentLimits = command.Settings.AdjustmentLimits ?? before.Settings.AdjustmentLimits,
                DiscountReasons = command.Settings.DiscountReasons ?? before.Settings.DiscountReasons,
                Shifts = command.Settings.Shifts ?? before.Settings.Shifts,
            }
        );
        var roles = await known.ToListAsync(ct);
        RequireRoles("discountLimits", Codes(old.DiscountLimits, l => l.RoleCode), Codes(now.DiscountLimits, l => l.RoleCode), roles);
        RequireRoles("adjustmentLimits", Codes(old.AdjustmentLimits, l => l.RoleCode), Codes(now.AdjustmentLimits, l => l.RoleCode), roles);
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

    private static List<string> Codes<T>(IReadOnlyList<T>? limits, Func<T, string> roleCode) => [.. (limits ?? []).Select(roleCode)];

    // A limit that stands already may stay: archiving a role must not stand in the way of every other setting.
    private static void RequireRoles(string member, List<string> old, List<string> now, IReadOnlyList<string> known)
    {
        var unknown = now.Index().Where(l => !known.Contains(l.Item) && !old.Contains(l.Item)).Select(l => l.Index).ToArray();
        if (unknown.Length > 0)
            throw new Refused(CoreErrors.RoleUnknown(member, unknown));
    }
}
