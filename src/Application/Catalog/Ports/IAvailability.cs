namespace PosCommerce.Application.Catalog.Ports;

/// <summary>How much of a variant can be sold, store by store.</summary>
public interface IAvailability
{
    Task<ILookup<Guid, Availability>> OfAsync(IReadOnlyList<Guid> variantIds, CancellationToken ct);
}

/// <param name="Available">On hand less reserved.</param>
public sealed record Availability(Guid StoreId, decimal Available);
