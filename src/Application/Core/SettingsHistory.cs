using System.Text.Json;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>The settings of a merchant and everything they were before. Version 1 is what the product comes with.</summary>
internal sealed class SettingsHistory(IDb db, IActor actor, TimeProvider clock)
{
    private const string CurrentSql =
        """
        select version, settings::text, changed_at, changed_by
          from core.settings
         where tenant_id = @tenant
         order by version desc
         limit 1
        """;

    private const string ListSql =
        """
        select version, settings::text, changed_at, changed_by
          from core.settings
         where tenant_id = @tenant
           and (@Before::integer is null or version < @Before)
         order by version desc
         limit @Limit
        """;

    private const string AddSql =
        """
        insert into core.settings (version, settings, changed_at, changed_by)
        values (@Version, @Settings::jsonb, @Now, @ChangedBy)
        """;

    public async Task<CurrentSettings> CurrentAsync(CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(CurrentSql, ct: ct))?.Settled ?? new CurrentSettings(Settings.Default, Version: 1, ChangedAt: null, ChangedBy: null);

    /// <summary>Earlier versions, newest first, one more than asked for if there are more.</summary>
    public async Task<IReadOnlyList<CurrentSettings>> ListAsync(int? before, int limit, CancellationToken ct) =>
        [.. (await db.QueryAsync<Row>(ListSql, new { Before = before, Limit = limit + 1 }, ct)).Select(row => row.Settled)];

    /// <summary>Queues the next version; whoever was faster has taken its number.</summary>
    public CurrentSettings Add(CurrentSettings before, Settings after)
    {
        var now = clock.GetUtcNow();
        var next = new CurrentSettings(after, before.Version + 1, now, actor.ActorId);
        db.Changes(before, next);
        db.Enqueue(AddSql, new { next.Version, Settings = JsonSerializer.Serialize(after, Json.Options), Now = now, ChangedBy = actor.ActorId })
            .OnConstraint("settings_pkey", PipelineErrors.VersionIsStale);
        return next;
    }

    private sealed record Row(int Version, string Settings, DateTimeOffset ChangedAt, Guid ChangedBy)
    {
        public CurrentSettings Settled => new(TenantSettings.Read(Settings), Version, ChangedAt, ChangedBy);
    }
}
