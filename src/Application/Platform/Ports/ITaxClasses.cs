namespace PosCommerce.Application.Platform.Ports;

/// <summary>The tax classes of a new merchant.</summary>
public interface ITaxClasses
{
    /// <summary>Queues those that every merchant begins with.</summary>
    void AddPredefined();
}
