using PosCommerce.Application.Platform.Ports;
using PosCommerce.Application.Pricing;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>The Platform has Pricing make a new merchant's first tax classes.</summary>
internal sealed class PlatformTaxClasses(TaxClasses classes) : ITaxClasses
{
    public void AddPredefined() => classes.AddPredefined();
}
