using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Sales;

/// <summary>One payment towards a sale.</summary>
/// <param name="Amount">Minor units, above zero.</param>
public sealed record Tender(TenderType Type, long Amount);
