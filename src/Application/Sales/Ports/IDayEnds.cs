namespace PosCommerce.Application.Sales.Ports;

/// <summary>The end of a store's business days.</summary>
public interface IDayEnds
{
    /// <summary>
    /// Queues that every till of a store which has numbered something has reached a day: none sells or takes back on an earlier one any
    /// more, and what is under way, a void too, is done before the next statement reads.
    /// </summary>
    void Reach(Guid storeId, DateOnly day);
}
