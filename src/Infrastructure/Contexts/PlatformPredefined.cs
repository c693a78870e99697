using PosCommerce.Application.Inventory;
using PosCommerce.Application.Platform.Ports;
using PosCommerce.Application.Pricing;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Platform has Pricing and Inventory make what a new merchant begins with.</summary>
internal sealed class PlatformPredefined(TaxClasses classes, StockReasons reasons) : IPredefined
{
    public void Add()
    {
        classes.AddPredefined();
        reasons.AddPredefined();
    }
}
