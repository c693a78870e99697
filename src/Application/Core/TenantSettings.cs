using System.Text.Json.Nodes;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Published by Core: the settings in force.</summary>
public sealed class TenantSettings(IDb db)
{
    private const string StepAlone = "cashRoundingStep";

    private const string InForceSql = """
        select settings::text
          from core.settings
         where tenant_id = @tenant
         order by version desc
         limit 1
        """;

    public async Task<Settings> InForceAsync(CancellationToken ct) => Read(await db.QuerySingleOrDefaultAsync<string>(InForceSql, ct: ct));

    /// <summary>Reads settings as they were kept; those of the product where nothing was.</summary>
    internal static Settings Read(string? kept)
    {
        if (kept is null)
            return Settings.Default;
        var settings = Json.ReadKept(kept, Settings.Default);
        // Until there were rules for cash, settings had its smallest coin; one minor unit was what the product came with.
        // Kept as an object.
        return kept.Contains(StepAlone, StringComparison.Ordinal) && (long?)JsonNode.Parse(kept)![StepAlone] is > 1 and var step
            ? settings with
            {
                CashRounding = settings.CashRounding ?? new CashRounding(step),
            }
            : settings;
    }
}
