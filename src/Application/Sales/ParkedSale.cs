using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>A basket that was put aside. It holds neither goods nor money: what it comes to is found out anew when it is sold.</summary>
/// <param name="TerminalId">Where it was put aside, or is since it was taken up again.</param>
/// <param name="Label">How the people at the till know it.</param>
/// <param name="Lines">What was rung up, as it was.</param>
/// <param name="Discount">What is taken off the whole basket.</param>
/// <param name="CustomerId">To whom it is to be sold.</param>
/// <param name="Total">What it came to when it was put aside, in minor units of <paramref name="Currency"/>.</param>
/// <param name="RecalledAt">When it was last taken up again.</param>
/// <param name="SaleId">The sale that it became.</param>
/// <param name="Reason">Why it was discarded.</param>
/// <param name="EndedAt">When it was sold or discarded.</param>
[Audited(nameof(Status), nameof(TerminalId), nameof(Label), nameof(CustomerId), nameof(Total), nameof(SaleId), nameof(Reason))]
public sealed record ParkedSale(
    Guid ParkedSaleId,
    Guid StoreId,
    Guid TerminalId,
    ParkedSaleStatus Status,
    string Label,
    IReadOnlyList<BasketItem> Lines,
    GivenDiscount? Discount,
    bool IsDistanceSale,
    Guid? CustomerId,
    [property: Form(Forms.Currency, 3)] string Currency,
    long Total,
    DateTimeOffset ParkedAt,
    Guid ParkedBy,
    DateTimeOffset? RecalledAt,
    Guid? RecalledBy,
    Guid? SaleId,
    string? Reason,
    DateTimeOffset? EndedAt,
    Guid? EndedBy,
    int Version
) : IVersioned, IResource
{
    /// <inheritdoc cref="Sale.CurrencyDigits"/>
    public int CurrencyDigits => Currencies.DigitsOf(Currency);

    string IResource.Location => $"/v1/parked-sales/{ParkedSaleId}";

    /// <summary>It can still become a sale.</summary>
    internal bool IsAside => Status is ParkedSaleStatus.Parked or ParkedSaleStatus.Recalled;

    /// <summary>What it is once it became a sale.</summary>
    internal ParkedSale SoldAs(Sale sale) =>
        this with
        {
            Status = ParkedSaleStatus.Sold,
            SaleId = sale.SaleId,
            EndedAt = sale.SoldAt,
            EndedBy = sale.SoldBy,
        };
}

public enum ParkedSaleStatus
{
    /// <summary>Any till of the store can take it up.</summary>
    Parked,

    /// <summary>A till has taken it up and sells it.</summary>
    Recalled,

    /// <summary>It became a sale.</summary>
    Sold,

    /// <summary>Nobody wanted it any more.</summary>
    Discarded,
}
