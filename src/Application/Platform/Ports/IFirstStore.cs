namespace PosCommerce.Application.Platform.Ports;

/// <summary>Opens the store that a new merchant starts with.</summary>
public interface IFirstStore
{
    /// <summary>Queues the rows of the store and answers its id.</summary>
    Guid Open(string code, string name, string currency, string timeZone, bool pricesIncludeTax);
}
