using PosCommerce.Application.Core;
using PosCommerce.Application.Platform.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Platform has Core open a new merchant's first store.</summary>
internal sealed class PlatformFirstStore(FirstStore stores) : IFirstStore
{
    public Guid Open(string code, string name, string currency, string timeZone, bool pricesIncludeTax) =>
        stores.Open(code, name, currency, timeZone, pricesIncludeTax);
}
