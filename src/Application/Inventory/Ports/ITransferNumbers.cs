namespace PosCommerce.Application.Inventory.Ports;

/// <summary>The numbers of transfers, as the merchant has them look.</summary>
public interface ITransferNumbers
{
    /// <summary>The next one, given back if the transaction does not commit.</summary>
    Task<string> NextAsync(CancellationToken ct);
}
