using PosCommerce.Application.Core.Ports;
using PosCommerce.Application.Inventory;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Core's setting becomes the guard of Inventory's stock.</summary>
internal sealed class CoreStockPolicy(StockPolicy policy) : IStockPolicy
{
    public void Apply(bool mayGoNegative) => policy.Apply(mayGoNegative);
}
