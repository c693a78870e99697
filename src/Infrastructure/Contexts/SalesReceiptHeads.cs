using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Receipts say of their store what Core has kept of it.</summary>
internal sealed class SalesReceiptHeads(ReceiptHeads heads) : IReceiptHeads
{
    public Deferred<Application.Sales.Ports.ReceiptHead> Find(Guid storeId, int? version) =>
        heads
            .Find(storeId, version)
            .Select(h => new Application.Sales.Ports.ReceiptHead(
                h.Name,
                h.Street,
                h.PostalCode,
                h.City,
                h.Region,
                h.Country,
                h.TaxId,
                h.Language ?? ReceiptLanguages.Of(h.Country),
                h.Header,
                h.Footer
            ));
}
