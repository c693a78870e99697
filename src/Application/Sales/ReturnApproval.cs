using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Who may take goods back, and up to how much.</summary>
internal sealed class ReturnApproval(ICatalog catalog, IApprovals approvals)
{
    /// <summary>
    /// Asks for an approval where the caller does not hold the right: above the merchant's limit, and whatever it comes to for what the
    /// merchant does not take back.
    /// </summary>
    /// <exception cref="Refused">Nobody has approved it yet.</exception>
    public async Task DemandAsync(Sale sale, SellingStore store, IReadOnlyList<Guid> variantIds, long due, CancellationToken ct)
    {
        var kept = catalog.NotTakenBack(variantIds);
        var demand = new ApprovalDemand(
            Permissions.Sales.Return,
            store.StoreId,
            sale.SaleId,
            due,
            sale.Currency,
            FreeUpTo: (await kept.ToListAsync(ct)).Count > 0 ? 0 : store.ReturnUpTo
        );
        await approvals.DemandAsync(demand, ct);
    }
}
