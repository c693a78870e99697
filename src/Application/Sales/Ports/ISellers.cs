namespace PosCommerce.Application.Sales.Ports;

/// <summary>The people who sell.</summary>
public interface ISellers
{
    /// <summary>The codes of the roles by which the caller sells in a store; none for a machine, which has no role.</summary>
    Task<IReadOnlyList<string>> SellingRolesAsync(Guid storeId, CancellationToken ct);
}
