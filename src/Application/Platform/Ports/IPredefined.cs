namespace PosCommerce.Application.Platform.Ports;

/// <summary>What a new merchant begins with: tax classes, reasons for corrections of stock.</summary>
public interface IPredefined
{
    /// <summary>Queues all of it.</summary>
    void Add();
}
