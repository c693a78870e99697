using PosCommerce.Application.Core;
using PosCommerce.Application.Inventory.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Core counts the transfers of a merchant, and its settings say how their numbers look.</summary>
internal sealed class InventoryTransferNumbers(DocumentNumbers numbers, TenantSettings settings) : ITransferNumbers
{
    public async Task<string> NextAsync(CancellationToken ct)
    {
        var next = numbers.NextOfTenant("transfer");
        var inForce = await settings.InForceAsync(ct);
        // It has no place for codes: the settings are held to that.
        return NumberFormat.Fill(inForce.NumberFormats.Transfer, await next.SingleAsync(ct), _ => "");
    }
}
