namespace PosCommerce.Domain.Sales;

/// <summary>One payment towards a sale.</summary>
/// <param name="Amount">Minor units, above zero.</param>
public sealed record Tender(TenderMethod Method, long Amount);

/// <summary>What a customer pays with.</summary>
public enum TenderMethod
{
    /// <summary>Notes and coins, the only tender that gives change.</summary>
    Cash,

    /// <summary>A debit or credit card.</summary>
    Card,

    /// <summary>Anything else that pays an exact amount, such as a voucher.</summary>
    Other,
}
