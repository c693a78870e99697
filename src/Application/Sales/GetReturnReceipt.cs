using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales.Paper;

namespace PosCommerce.Application.Sales;

/// <summary>The receipt of goods that came back: as data, or written for a screen or a printer.</summary>
/// <param name="Format">As what it is answered.</param>
/// <param name="Columns">How wide a text is: 32, 42 or 48 characters; 42 when left out.</param>
/// <param name="Printer">For which printer the bytes are.</param>
public sealed record GetReturnReceipt(
    Guid ReturnId,
    ReceiptFormat Format = ReceiptFormat.Json,
    int? Columns = null,
    PrinterModel? Printer = null
) : IQuery<Receipt>, IWantsPaper;

internal sealed class GetReturnReceiptValidator : AbstractValidator<GetReturnReceipt>
{
    public GetReturnReceiptValidator() => this.Paper();
}

internal sealed class GetReturnReceiptHandler(IDb db, IReceiptHeads heads, ReceiptPaper paper) : IQueryHandler<GetReturnReceipt, Receipt>
{
    private const string FrozenSql = """
        select sale_number, store_version, terminal_code, seller_name, bill_to::text
          from sales.sale_return
         where tenant_id = @tenant
           and return_id = @ReturnId
        """;

    private const string RefundsSql = """
        select method, name, amount, reference, rounding = 'asCash' as is_cash
          from sales.refund
         where tenant_id = @tenant
           and return_id = @ReturnId
         order by refund_number
        """;

    public async Task<Receipt> Handle(GetReturnReceipt query, CancellationToken ct)
    {
        var asked = db.Defer<Frozen>(FrozenSql, new { query.ReturnId });
        var refunds = db.Defer<ReceiptTender>(RefundsSql, new { query.ReturnId });
        var returned = await db.FindReturnAsync(query.ReturnId, ct) ?? throw new Refused(SalesErrors.ReturnNotFound);
        var frozen = await asked.SingleAsync(ct);
        // The store that took them back gives the receipt.
        var head = await heads.Find(returned.StoreId, frozen.StoreVersion).SingleAsync(ct);
        var taxes = ReceiptParts.TaxesOf(returned.Taxes);
        var receipt = new Receipt(
            ReceiptKind.Return,
            returned.SaleId,
            returned.Number,
            head,
            frozen.TerminalCode,
            frozen.SellerName,
            returned.BusinessDate,
            returned.TimeZone,
            ReceiptParts.ByItsClock(returned.TimeZone, returned.ReturnedAt),
            returned.Currency,
            returned.TaxMode,
            [
                .. returned.Lines.Select(line => new ReceiptLine(
                    line.Sku,
                    line.Name,
                    line.Quantity,
                    taxes.Single(tax => tax.Rate == line.TaxRate).Code,
                    returned.TaxMode is TaxMode.Inclusive ? line.Gross : line.Net
                )),
            ],
            taxes,
            returned.Net,
            returned.Tax,
            returned.Total,
            returned.Rounding,
            returned.Refunded,
            await refunds.ToListAsync(ct),
            Change: 0,
            Copy: 0,
            returned.ReturnId,
            frozen.SaleNumber,
            ReceiptParts.BilledTo(frozen.BillTo)
        );
        return paper.Write(receipt, query);
    }

    private sealed record Frozen(string? SaleNumber, int? StoreVersion, string? TerminalCode, string? SellerName, string? BillTo);
}
