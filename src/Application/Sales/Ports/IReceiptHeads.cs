using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>What stands above and below the receipts of stores.</summary>
public interface IReceiptHeads
{
    /// <summary>As it was in a version of a store.</summary>
    /// <param name="version">Null for what was made before it was kept.</param>
    Deferred<ReceiptHead> Find(Guid storeId, int? version);
}

/// <param name="Name">Of the store.</param>
/// <param name="TaxId">By which the tax office knows it.</param>
/// <param name="Language">In which the receipt is written.</param>
/// <param name="Header">Above the receipt; a line feed begins a new line.</param>
/// <param name="Footer">Below it.</param>
public sealed record ReceiptHead(
    string Name,
    string? Street,
    string? PostalCode,
    string? City,
    string? Region,
    string? Country,
    string? TaxId,
    ReceiptLanguage Language,
    string? Header,
    string? Footer
);
