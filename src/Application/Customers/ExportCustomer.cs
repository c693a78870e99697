using PosCommerce.Application.Common;
using PosCommerce.Application.Customers.Ports;

namespace PosCommerce.Application.Customers;

/// <summary>Hands out all that is known of one customer. That it was handed out is kept in the audit log.</summary>
public sealed record ExportCustomer(Guid CustomerId) : ICommand<CustomerExport>;

/// <param name="Consents">All that they agreed to and took back, the newest first.</param>
/// <param name="Sales">What was sold to them, the newest first; the rest of each tells `GET /v1/sales/{saleId}`.</param>
/// <param name="IsWhole">False where there is more than an answer holds: `GET /v1/sales?customerId=` lists all sales.</param>
public sealed record CustomerExport(
    Customer Customer,
    IReadOnlyList<Consent> Consents,
    IReadOnlyList<Purchase> Sales,
    DateTimeOffset ExportedAt,
    bool IsWhole
);

internal sealed class ExportCustomerHandler(IDb db, CustomerRecords customers, IPurchases purchases, IActor actor)
    : ICommandHandler<ExportCustomer, CustomerExport>
{
    private const int Most = 10_000;

    public async Task<CustomerExport> Handle(ExportCustomer command, CancellationToken ct)
    {
        var told = db.ConsentsOf(command.CustomerId, before: null, Most + 1);
        var sold = purchases.Newest(command.CustomerId, Most + 1);
        var customer = await customers.GetAsync(command.CustomerId, ct);
        var (consents, sales) = (await told.ToListAsync(ct), await sold.ToListAsync(ct));
        return new CustomerExport(
            customer,
            [.. consents.Take(Most)],
            [.. sales.Take(Most)],
            actor.Now,
            consents.Count <= Most && sales.Count <= Most
        );
    }
}
