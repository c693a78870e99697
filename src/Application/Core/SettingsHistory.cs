using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>
/// The settings of a merchant, of which every version is kept: how the newest is read. Version 1 is what the product comes with.
/// </summary>
internal sealed class SettingsHistory(IDb db)
{
    public const string Columns = """
        select version, settings::text, changed_at, changed_by
          from core.settings
         where tenant_id = @tenant
        """;

    private const string CurrentSql =
        Columns
        + """

             order by version desc
             limit 1
            """;

    public async Task<CurrentSettings> CurrentAsync(CancellationToken ct) =>
        (await db.QuerySingleOrDefaultAsync<Row>(CurrentSql, ct: ct))?.Current
        ?? new CurrentSettings(Settings.Default, Version: 1, ChangedAt: null, ChangedBy: null);

    public sealed record Row(int Version, string Settings, DateTimeOffset ChangedAt, Guid ChangedBy)
    {
        public CurrentSettings Current => new(TenantSettings.Read(Settings), Version, ChangedAt, ChangedBy);
    }
}
