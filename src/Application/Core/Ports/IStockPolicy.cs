namespace PosCommerce.Application.Core.Ports;

/// <summary>Whether stock may be negative.</summary>
public interface IStockPolicy
{
    /// <summary>Queues the policy for all of the merchant's stock.</summary>
    void Apply(bool mayGoNegative);
}
