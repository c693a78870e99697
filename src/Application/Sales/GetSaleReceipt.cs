using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales.Paper;

namespace PosCommerce.Application.Sales;

/// <summary>The receipt of a sale: as data, or written for a screen or a printer. Reading it counts no print.</summary>
/// <param name="Format">As what it is answered.</param>
/// <param name="Columns">How wide a text is: 32, 42 or 48 characters; 42 when left out.</param>
/// <param name="Printer">For which printer the bytes are.</param>
/// <param name="Print">Which of its prints; the latest one when left out, and the original where none was recorded.</param>
public sealed record GetSaleReceipt(
    Guid SaleId,
    ReceiptFormat Format = ReceiptFormat.Json,
    int? Columns = null,
    PrinterModel? Printer = null,
    int? Print = null
) : IQuery<Receipt>, IWantsPaper;

internal sealed class GetSaleReceiptValidator : AbstractValidator<GetSaleReceipt>
{
    public GetSaleReceiptValidator()
    {
        this.Paper();
        RuleFor(q => q.Print).GreaterThan(0);
    }
}

internal sealed class GetSaleReceiptHandler(IDb db, IReceiptHeads heads, ReceiptPaper paper) : IQueryHandler<GetSaleReceipt, Receipt>
{
    private const string FrozenSql = """
        select store_version, terminal_code, seller_name, bill_to::text,
               (select count(*)::int
                  from sales.receipt_print as p
                 where p.tenant_id = @tenant
                   and p.sale_id = @SaleId) as prints
          from sales.sale
         where tenant_id = @tenant
           and sale_id = @SaleId
        """;

    // The releases before called only cash so.
    private const string TendersSql = """
        select method, name, amount, reference,
               coalesce(rounding, case method when 'cash' then 'asCash' else 'never' end) = 'asCash' as is_cash
          from sales.tender
         where tenant_id = @tenant
           and sale_id = @SaleId
         order by tender_number
        """;

    public async Task<Receipt> Handle(GetSaleReceipt query, CancellationToken ct)
    {
        var asked = db.Defer<Frozen>(FrozenSql, new { query.SaleId });
        var tenders = db.Defer<ReceiptTender>(TendersSql, new { query.SaleId });
        var sale = await db.FindSaleAsync(query.SaleId, ct) ?? throw new Refused(SalesErrors.SaleNotFound);
        var frozen = await asked.SingleAsync(ct);
        if (query.Print > Math.Max(frozen.Prints, 1))
            throw new Refused(SalesErrors.NoSuchPrint(frozen.Prints));
        var head = await heads.Find(sale.StoreId, frozen.StoreVersion).SingleAsync(ct);
        var taxes = ReceiptParts.TaxesOf(sale.Taxes);
        var receipt = new Receipt(
            ReceiptKind.Sale,
            sale.SaleId,
            sale.Number,
            head,
            frozen.TerminalCode,
            frozen.SellerName,
            sale.BusinessDate,
            sale.TimeZone,
            ReceiptParts.ByItsClock(sale.TimeZone, sale.SoldAt),
            sale.Currency,
            sale.TaxMode,
            [.. sale.Lines.Select(line => LineOf(line, sale.TaxMode, taxes))],
            taxes,
            sale.Net,
            sale.Tax,
            sale.Total,
            sale.Rounding,
            sale.Total + sale.Rounding,
            await tenders.ToListAsync(ct),
            sale.Change,
            Math.Max((query.Print ?? frozen.Prints) - 1, 0),
            BillTo: ReceiptParts.BilledTo(frozen.BillTo),
            Void: sale.Void
        );
        return paper.Write(receipt, query);
    }

    private static ReceiptLine LineOf(SaleLine line, TaxMode mode, IReadOnlyList<ReceiptTax> taxes) =>
        new(
            line.Sku,
            line.Name,
            line.Quantity,
            taxes.Single(tax => tax.Rate == line.TaxRate).Code,
            (mode is TaxMode.Inclusive ? line.Gross : line.Net) + line.Discount,
            line.UnitPrice,
            line.Discounts is { } parts
                ? [.. parts.Select(d => new ReceiptDiscount(d.Scope, d.Amount, d.Kind is DiscountKind.Percent ? d.Value : null))]
                : null
        );

    private sealed record Frozen(int? StoreVersion, string? TerminalCode, string? SellerName, string? BillTo, int Prints);
}
