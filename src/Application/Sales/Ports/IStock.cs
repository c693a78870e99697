namespace PosCommerce.Application.Sales.Ports;

/// <summary>The store's goods, as far as a sale touches them.</summary>
public interface IStock
{
    /// <summary>Takes what was sold out of the store; refuses the sale when the store does not have it.</summary>
    void Issue(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold);

    /// <summary>Puts what a voided sale took back where it was.</summary>
    void Restore(Guid storeId, Guid saleId, IReadOnlyList<SoldQuantity> sold);
}

public sealed record SoldQuantity(Guid VariantId, decimal Quantity);
