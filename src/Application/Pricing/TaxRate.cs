using PosCommerce.Application.Common;

namespace PosCommerce.Application.Pricing;

/// <summary>What a tax class costs in a tax area, as long as it holds.</summary>
/// <param name="Country">The country of the area; absent for a store's own area, and for everywhere that no other rate names.</param>
/// <param name="Region">The region of the country; absent when all of it.</param>
/// <param name="StoreId">The store whose own area it is.</param>
/// <param name="Rate">Percent.</param>
/// <param name="ValidFrom">The first business day on which it holds; absent when it always did.</param>
/// <param name="ValidUntil">The first business day on which it no longer does; absent while no end is known.</param>
[Audited(nameof(ValidUntil))]
public sealed record TaxRate(
    Guid TaxRateId,
    Guid TaxClassId,
    [property: Form(Forms.Country, 2)] string? Country,
    string? Region,
    Guid? StoreId,
    [property: Step("0.0001")] decimal Rate,
    DateOnly? ValidFrom,
    DateOnly? ValidUntil,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/tax-rates/{TaxRateId}";
}
