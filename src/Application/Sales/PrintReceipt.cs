using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>Records that the receipt of a sale is printed: the first is the original, the next ones are copies and say which.</summary>
public sealed record PrintReceipt(Guid SaleId) : ICommand<ReceiptPrint>, IExactlyOnce;

/// <param name="Print">Which print of the receipt it is: `GET /v1/sales/{saleId}/receipt?print=` writes it.</param>
/// <param name="Copy">Which copy it is; 0 is the original.</param>
/// <param name="PrintedBy">Who had it printed.</param>
public sealed record ReceiptPrint(Guid SaleId, int Print, int Copy, DateTimeOffset PrintedAt, Guid PrintedBy);

internal sealed class PrintReceiptHandler(IDb db, IActor actor) : ICommandHandler<PrintReceipt, ReceiptPrint>
{
    private const string CountSql = """
        select store_id,
               (select count(*)::int
                  from sales.receipt_print as p
                 where p.tenant_id = @tenant
                   and p.sale_id = @SaleId) as prints
          from sales.sale
         where tenant_id = @tenant
           and sale_id = @SaleId
        """;

    private const string PrintSql = """
        insert into sales.receipt_print (sale_id, print_number, store_id, printed_at, printed_by)
        values (@SaleId, @Print, @StoreId, @PrintedAt, @PrintedBy)
        """;

    public async Task<ReceiptPrint> Handle(PrintReceipt command, CancellationToken ct)
    {
        // Locked: two that print at once are not both the original.
        db.LockSale(command.SaleId);
        var counted =
            await db.QuerySingleOrDefaultAsync<Counted>(CountSql, new { command.SaleId }, ct)
            ?? throw new Refused(SalesErrors.SaleNotFound);
        var print = new ReceiptPrint(command.SaleId, counted.Prints + 1, counted.Prints, actor.Now, actor.ActorId);
        db.Enqueue(
            PrintSql,
            new
            {
                print.SaleId,
                print.Print,
                counted.StoreId,
                print.PrintedAt,
                print.PrintedBy,
            }
        );
        return print;
    }

    private sealed record Counted(Guid StoreId, int Prints);
}
