using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>The stores and tills that sell.</summary>
public interface ITills
{
    /// <summary>How a store sells, or sold until it was archived, if it is in scope.</summary>
    Deferred<SellingStore> Store(Guid storeId);

    /// <summary>As <see cref="Store"/>, and it stays so until the transaction ends: for acts that take no number.</summary>
    Deferred<SellingStore> HeldStore(Guid storeId);

    /// <summary>The code of a till that is in use.</summary>
    Deferred<string> TillCode(Guid storeId, Guid terminalId);

    /// <summary>
    /// The till's next sale number, given back if the sale does not commit; none if the store has no such till. Asked before
    /// <see cref="Store"/> and <see cref="TillCode"/>: what they answer then holds until the sale is done.
    /// </summary>
    Deferred<long> NextSaleNumber(Guid storeId, Guid terminalId);
}

/// <param name="CashRoundingStep">The smallest coin that its tills give back, in minor units.</param>
/// <param name="IsArchived">It trades no more.</param>
/// <param name="SaleNumbers">The format of its receipts' numbers.</param>
/// <param name="VoidUpTo">Up to this total a sale is voided without an approval, in minor units.</param>
public sealed record SellingStore(
    Guid StoreId, string Code, string Currency, BusinessCalendar Calendar, PricingRules Rules, long CashRoundingStep, bool IsArchived, string SaleNumbers, long VoidUpTo)
{
    /// <summary>The number of a sale at one of its tills.</summary>
    public SaleNumber NumberOf(string tillCode, long sequence) =>
        new(NumberFormat.Fill(SaleNumbers, sequence, placeholder => placeholder == "store" ? Code : tillCode), sequence);
}

/// <param name="Text">As it is printed.</param>
/// <param name="Sequence">The till's count of its sales, this one included.</param>
public sealed record SaleNumber(string Text, long Sequence);
