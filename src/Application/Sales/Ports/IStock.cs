namespace PosCommerce.Application.Sales.Ports;

/// <summary>The store's goods, as far as a sale touches them.</summary>
public interface IStock
{
    /// <summary>Takes what was sold out of the store; refuses the sale when the store does not have it.</summary>
    void Issue(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold);

    /// <summary>
    /// Holds a reservation that a sale is to take its goods from, ahead of its till: what is asked is answered once the goods are taken.
    /// </summary>
    IReservedStock HoldReserved(Guid reservationId);

    /// <summary>Puts what a voided sale took back where it was, at what it cost then.</summary>
    Task RestoreAsync(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold, CancellationToken ct);

    /// <summary>
    /// Holds where a store puts aside what comes back, ahead of its till: what is asked is answered by what is held, once that is asked.
    /// </summary>
    /// <param name="saleId">What sold it, in whichever store.</param>
    IReturnedStock HoldReturned(Guid storeId, Guid saleId, bool isPutAside);
}

/// <summary>What is kept back for a sale.</summary>
public interface IReservedStock
{
    /// <summary>
    /// Takes what was sold out of the store, first of what is reserved; refuses the sale where the store does not have it, or has no such
    /// reservation. What is left of that is free again, or stays reserved.
    /// </summary>
    Task IssueAsync(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold, bool keepsRest, CancellationToken ct);
}

/// <summary>A store that takes goods back.</summary>
public interface IReturnedStock
{
    /// <summary>Puts what a return took where the store sells, or aside.</summary>
    /// <returns>False where something is put aside and the store has no place for that.</returns>
    Task<bool> TakeBackAsync(Guid returnId, IReadOnlyList<SoldQuantity> toSell, IReadOnlyList<SoldQuantity> aside, CancellationToken ct);
}

public sealed record SoldQuantity(Guid VariantId, decimal Quantity);
