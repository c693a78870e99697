namespace PosCommerce.Application.Identity.Ports;

/// <summary>The stores in scope, in Identity's words.</summary>
public interface IStores
{
    Task<IReadOnlyList<StoreName>> ListAsync(CancellationToken ct);
}

public sealed record StoreName(Guid StoreId, string Code, string Name);
