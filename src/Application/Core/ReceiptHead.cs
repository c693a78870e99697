using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>What stands above and below the receipts of a store.</summary>
public sealed record ReceiptHead(
    string Name,
    string? Street,
    string? PostalCode,
    string? City,
    string? Region,
    string? Country,
    string? TaxId,
    ReceiptLanguage? Language,
    string? Header,
    string? Footer
)
{
    internal static ReceiptHead Of(Store store) =>
        new(
            store.Name,
            store.Address.Street,
            store.Address.PostalCode,
            store.Address.City,
            store.Address.Region,
            store.Address.Country,
            store.TaxId,
            store.ReceiptLanguage,
            store.ReceiptHeader,
            store.ReceiptFooter
        );
}
