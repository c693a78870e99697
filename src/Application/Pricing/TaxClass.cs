using PosCommerce.Application.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>A way in which goods are taxed; the rates of it stand at GET /v1/tax-rates.</summary>
/// <param name="Code">Short name, by which imports find it.</param>
/// <param name="Category">What an invoice says of the tax.</param>
[Audited(nameof(Code), nameof(Name), nameof(Category), nameof(IsArchived))]
public sealed record TaxClass(Guid TaxClassId, string Code, string Name, TaxCategory Category, bool IsArchived, int Version)
    : IResource,
        IVersioned
{
    /// <summary>The category's code of EN 16931 (UNTDID 5305).</summary>
    public string CategoryCode =>
        Category switch
        {
            TaxCategory.Standard => "S",
            TaxCategory.Zero => "Z",
            TaxCategory.Exempt => "E",
            TaxCategory.ReverseCharge => "AE",
            TaxCategory.IntraCommunity => "K",
            TaxCategory.Export => "G",
            _ => "O",
        };

    string IResource.Location => $"/v1/tax-classes/{TaxClassId}";
}
