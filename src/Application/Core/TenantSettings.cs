using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: the settings in force.</summary>
public sealed class TenantSettings(IDb db)
{
    private const string InForceSql =
        """
        select settings::text
          from core.settings
         where tenant_id = @tenant
         order by version desc
         limit 1
        """;

    public async Task<Settings> InForceAsync(CancellationToken ct) => Read(await db.QuerySingleOrDefaultAsync<string>(InForceSql, ct: ct));

    /// <summary>Reads settings as they were kept; those of the product where nothing was.</summary>
    internal static Settings Read(string? kept) => kept is null ? Settings.Default : Json.ReadKept(kept, Settings.Default);
}
