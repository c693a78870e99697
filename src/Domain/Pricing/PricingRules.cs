using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Pricing;

/// <summary>How a merchant's prices are meant and where the cent of tax is rounded; fixed per merchant, not per sale.</summary>
public sealed record PricingRules(TaxMode TaxMode, TaxRounding Rounding);
